"""What the Generate tab does, without Gradio: forms in, forms or plain data out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from audiocraft_studio.errors import InputError, StudioError
from audiocraft_studio.services.generation import GenerateRequest, Generation
from audiocraft_studio.services.guides import TUNE
from audiocraft_studio.services.library import Library
from audiocraft_studio.services.models import SKETCH, Models, ModelView
from audiocraft_studio.services.scores import Scores
from audiocraft_studio.ui.generate import models_text
from audiocraft_studio.ui.generate.form import MAX_TAKES, Form, right_kinds, tag_list
from audiocraft_studio.ui.generate.presets import NAMES, preset

FIRST_PROMPT = "heavy rain on a tin roof with distant thunder"
SHORTEST_MODEL_S = 0.5
SHORTEST_SKETCH_S = 0.05
TYPES = (("Music", "music"), ("SFX", "sfx"), ("Ambience", "ambience"), ("Voice", "voice"), ("UI", "ui"))


class GenerateHandlers:
    """Keeps a form consistent as fields change, and turns it into a job."""

    def __init__(self, generation: Generation, models: Models, library: Library, scores: Scores) -> None:
        self._generation = generation
        self._models = models
        self._library = library
        self._scores = scores

    def first_form(self) -> Form:
        """What a first visitor finds."""
        return self.with_preset(Form(prompt=FIRST_PROMPT), "Balanced")

    def choices(self) -> list[tuple[str, str]]:
        return models_text.choices(self._models.list())

    def note(self, form: Form) -> str:
        return models_text.note(self._view(form.model))

    def preset_words(self, form: Form) -> str:
        """What the chosen preset sets; "" when none is chosen."""
        if form.preset not in NAMES:
            return "your own settings"
        view = self._view(form.model)
        return preset(form.preset, view, form.type).words(view)

    def duration(self, form: Form) -> dict[str, Any]:
        """Value and limits of the duration field, in seconds; `fixed` where the model makes one length only."""
        info = self._view(form.model).info
        low = SHORTEST_SKETCH_S if info.procedural else SHORTEST_MODEL_S
        return {
            "value": info.fixed_s or form.duration_s,
            "minimum": info.fixed_s or low,
            "maximum": info.fixed_s or info.max_duration_s,
            "fixed": bool(info.fixed_s),
        }

    def params(self, form: Form) -> dict[str, Any]:
        """The model's parameters and the values that differ from their defaults."""
        info = self._view(form.model).info
        known = {param.name for param in info.params}
        values = {name: value for name, value in form.params.items() if name in known}
        return {"model": info.name, "fields": [asdict(param) for param in info.params], "values": values}

    def guides(self, form: Form) -> dict[str, Any]:
        """Whether the model takes a melody, goes on from a sound or plays notes, and which are chosen."""
        info = self._view(form.model).info
        return {
            "model": info.name,
            "melody": form.melody,
            "continue_from": form.continue_from,
            "notes": form.notes,
            "takes_melody": info.melody,
            "takes_continuation": info.continuation,
            "takes_notes": info.notes,
        }

    def with_type(self, form: Form, type: str) -> Form:
        """Another type: a model that fits, and what the preset says for it."""
        model = models_text.fitting(self._models.list(), type, form.model)
        return self._again(self.with_model(form.changed(type=type), model))

    def with_model(self, form: Form, model: str) -> Form:
        """Another model: parameters it does not know are dropped, the duration fits it."""
        info = self._view(model).info
        known = {param.name for param in info.params} if model == form.model else set()
        kept = {name: value for name, value in form.params.items() if name in known}
        return self._again(form.changed(model=info.id, params=kept))

    def with_preset(self, form: Form, name: str) -> Form:
        chosen = preset(name, self._view(form.model), form.type)
        return form.changed(preset=name, takes=chosen.takes, duration_s=chosen.duration_s, params=dict(chosen.params))

    def with_params(self, form: Form, values: Mapping[str, Any]) -> Form:
        """Some parameters of the model turned; those at their default are left out."""
        usual = {param.name: param.default for param in self._view(form.model).info.params}
        merged = {**form.params, **{name: value for name, value in values.items() if name in usual}}
        return form.changed(params={k: v for k, v in merged.items() if k not in usual or v != usual[k]})

    def sketch(self) -> dict[str, Any]:
        """What the reading of a prompt has to know: which model it is of, and the order of its parameters."""
        info = next(view.info for view in self._models.list() if view.info.procedural)
        return {"model": info.id, "order": [param.name for param in info.params]}

    def with_example(self, form: Form, example: Mapping[str, Any]) -> Form:
        """The prompt, type and duration of an example, and its model where one was picked; else the model stays where
        it fits the type."""
        form = self.with_type(form, str(example["type"])).changed(prompt=str(example["prompt"]))
        if example.get("model"):
            form = self.with_model(form, str(example["model"]))
        return self._fitted(form.changed(duration_s=float(example["duration_s"]), preset=""))

    def restored(self, kept: object) -> Form:
        """The form a browser remembered, as far as it still holds (a model may be gone)."""
        form = Form.from_kept(kept) if kept else self.first_form()
        if form.model not in {view.info.id for view in self._models.list()}:
            form = form.changed(model="sketch", params={})
        if form.type not in {value for _, value in TYPES}:
            form = form.changed(type=Form().type)
        return form

    def recalled(self, form: Form, verb: str, asset_id: str) -> Form:
        """Values of an asset's recipe: its "prompt", its "seed", "all", or "remix" (all but the seed). "extend" goes on
        from the asset itself, "notes" plays its notes anew and "melody" lets a model follow them; for these two it may
        be a kept MIDI file as well."""
        if verb == "notes":
            return self._playing(form, asset_id)
        if verb == "melody":
            return self._led(form, asset_id)
        asset = self._library.get(asset_id)
        if verb == "extend":
            return self._extending(form, asset_id, asset.duration_s, asset.recipe.get("prompt", ""))
        return self._with_recipe(
            form, verb, {"duration_s": asset.duration_s, **asset.recipe, "type": asset.type}, asset.tags
        )

    def recalled_foreign(self, form: Form, verb: str, said: Mapping[str, Any]) -> Form:
        """The same of a recipe out of a file, {type, recipe, duration_s, tags}. What is of the wrong kind is left as it
        stands in the form; sounds of another library cannot guide."""
        recipe = said["recipe"] if isinstance(said.get("recipe"), Mapping) else {}
        plain = {"duration_s": said.get("duration_s"), **recipe, "type": said.get("type")}
        clean = Form.from_kept({**form.to_dict(), "seed": None, "params": {}, **right_kinds(plain)})
        if clean.type not in {value for _, value in TYPES}:
            clean = clean.changed(type=form.type)
        params = {k: v for k, v in clean.params.items() if isinstance(v, (int, float, str, bool))}
        tags = [tag for tag in said.get("tags") or () if isinstance(tag, str)]
        return self._with_recipe(form, verb, {**clean.to_dict(), "params": params}, tags)

    def _with_recipe(self, form: Form, verb: str, recipe: Mapping[str, Any], tags: Sequence[str]) -> Form:
        if verb == "prompt":
            return form.changed(prompt=recipe.get("prompt", ""))
        if verb == "seed":
            return form.changed(seed=recipe.get("seed"))
        kept = recipe.get("conditioning", ())
        guides = {guide["role"]: guide.get("source") or guide.get("asset_id") for guide in kept}
        known = {view.info.id for view in self._models.list()}
        model = recipe.get("model") if recipe.get("model") in known else form.model
        return form.changed(
            prompt=recipe.get("prompt", ""),
            type=recipe["type"],
            model=model,
            preset="",
            takes=1 if verb == "all" else form.takes,
            duration_s=recipe["duration_s"],
            seed=recipe.get("seed") if verb == "all" else None,
            params=dict(recipe.get("params", {})),
            melody=guides.get("melody"),
            continue_from=guides.get("continuation"),
            notes=guides.get("notes"),
            tags=", ".join(tags),
        )

    def generate(self, form: Form, project: str, owner: str) -> dict[str, Any]:
        """Queues the job: {"job": id}, or {"error": {kind, message, field}} with nothing lost."""
        try:
            request = GenerateRequest(
                prompt=form.prompt, type=form.type, model=form.model,
                duration_s=_number("Duration", form.duration_s), count=_takes(form.takes),
                seed=None if form.seed is None else _whole("Seed", form.seed),
                project=project or "default", tags=tag_list(form.tags), params=dict(form.params),
                melody=form.melody, continue_from=form.continue_from, notes=form.notes,
            )  # fmt: skip
            return {"job": self._generation.submit(request, owner=owner).id}
        except StudioError as error:
            return {"error": _told(error)}

    def _view(self, model: str) -> ModelView:
        views: Sequence[ModelView] = self._models.list()
        found = next((view for view in views if view.info.id == model), None)
        return found or next(view for view in views if view.info.procedural)

    def _again(self, form: Form) -> Form:
        """The preset in force, said anew for another model or type."""
        return self.with_preset(form, form.preset) if form.preset in NAMES else self._fitted(form)

    def _fitted(self, form: Form) -> Form:
        limits = self.duration(form)
        wanted = limits["value"] or limits["minimum"]
        return form.changed(duration_s=min(max(wanted, limits["minimum"]), limits["maximum"]))

    def _playing(self, form: Form, ref: str) -> Form:
        """Plays notes, all of them. A prompt for other sounds would sound along: it gives way."""
        told = self._scores.describe(self._scores.find(ref))
        able = self._view(form.model).info.notes
        return self._fitted(
            form.changed(
                prompt=form.prompt if form.type == "music" else "music", type="music", preset="", notes=ref,
                melody=None, continue_from=None, duration_s=math.ceil(100 * told.duration_s - 0.1) / 100,
                model=form.model if able else SKETCH, params=dict(form.params) if able else {},
            )
        )  # fmt: skip

    def _led(self, form: Form, ref: str) -> Form:
        """Gives the tune in some notes to a model that follows melodies, the one that is ready soonest."""
        score = self._scores.find(ref)
        asset = self._library.get(score.asset_id) if score.asset_id else None
        able = [view for view in self._models.list() if view.info.melody]
        if not able:
            raise InputError("Melody", "no model follows one.")
        best = min(able, key=lambda view: (view.info.id != form.model, models_text.STATES.index(view.state)))
        return self._fitted(
            form.changed(
                prompt=asset.recipe["prompt"] if asset else form.prompt, type="music", model=best.info.id, preset="",
                melody=f"{TUNE}{ref}", notes=None, continue_from=None,
                duration_s=float(math.ceil(self._scores.describe(score).duration_s)),
                params=dict(form.params) if best.info.id == form.model else {},
            )
        )  # fmt: skip

    def _extending(self, form: Form, asset_id: str, duration_s: float, prompt: str) -> Form:
        """Goes on from a sound: a model that can, and twice the length."""
        views = self._models.list()
        able = [v for v in views if v.info.continuation and v.state in models_text.READY]
        fits = [v for v in able if form.type in v.info.types] or able
        model = form.model if form.model in {v.info.id for v in fits} else (fits[0].info.id if fits else form.model)
        longer = math.ceil(duration_s * 2)
        return self._fitted(
            form.changed(
                prompt=prompt or form.prompt, model=model, preset="", continue_from=asset_id, duration_s=float(longer),
                params=dict(form.params) if model == form.model else {},
            )
        )  # fmt: skip


def _told(error: StudioError) -> Mapping[str, Any]:
    return {"kind": type(error).__name__, "message": str(error), "field": getattr(error, "field", None)}


def _number(field: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise InputError(field, "is empty. Write a number.")
    return float(value)


def _whole(field: str, value: object) -> int:
    number = _number(field, value)
    if number != int(number):
        raise InputError(field, f"{number:g} is not a whole number.")
    return int(number)


def _takes(value: object) -> int:
    takes = _whole("Takes", value)
    if not 1 <= takes <= MAX_TAKES:
        raise InputError("Takes", f"{takes} is out of range. Use 1 to {MAX_TAKES}.")
    return takes
