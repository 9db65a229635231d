"""Scenes: layers with weights, mixed and rendered to an asset."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from assets_db import Asset, Catalogue, Parent
from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.mix import Mix, Track, mix
from audiocraft_studio.engines.base import Take
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.jobs.queue import JobQueue, Work
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.quality.report import number
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets, Draft
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.generation import GenerateRequest, Generation
from audiocraft_studio.services.guard import Documents
from audiocraft_studio.services.models import SKETCH
from audiocraft_studio.services.production import Producer

MIXER = "mixer"
MAX_LAYERS = 32
LANE = "render"


@dataclass(frozen=True)
class Layer:
    """One layer. asset: an asset id, or Audio for a mix in memory; None until its prompt was generated.

    weight: linear 0..1. pan: -1..1. Times in seconds. solo wins over mute of others as on a desk.
    """

    name: str = ""
    asset: str | Audio | None = None
    weight: float = 1.0
    pan: float = 0.0
    mute: bool = False
    solo: bool = False
    offset_s: float = 0.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    loop: bool = False
    type: str = "ambience"
    prompt: str = ""
    model: str = SKETCH
    duration_s: float = 8.0
    id: str = ""


@dataclass(frozen=True)
class Scene:
    """A stored recipe of a place: layers refer to assets, so one can be replaced and the scene rendered again.

    duration_s: 0 for as long as its layers last. rendered: the last mix.
    """

    name: str
    layers: tuple[Layer, ...] = ()
    project: str = "default"
    description: str = ""
    tags: tuple[str, ...] = ()
    duration_s: float = 0.0
    loop: bool = False
    rendered: str | None = None
    updated_at: str = ""
    id: str = field(default="")


class Scenes:
    """Scenes of all projects."""

    def __init__(
        self,
        catalogue: Catalogue,
        assets: Assets,
        generation: Generation,
        producer: Producer,
        jobs: JobQueue,
        new_id: Callable[[], str],
    ) -> None:
        self._documents = Documents(catalogue, "scenes")
        self._assets = assets
        self._generation = generation
        self._producer = producer
        self._jobs = jobs
        self._new_id = new_id

    def mix(self, layers: Sequence[Layer], *, duration_s: float | None = None) -> Audio:
        """The sum of the audible layers, as the page's mixer plays it (see dsp.mix); one without sound is silent."""
        return self._mix(layers, duration_s).audio

    def save(self, scene: Scene) -> Scene:
        """Stores a scene, new (without id) or changed. Raises InputError that names the field."""
        kept = replace(self._checked(scene), id=scene.id or self._new_id(), updated_at=utc_now())
        self._documents.put(kept.id, asdict(kept))
        return kept

    def get(self, scene_id: str) -> Scene:
        return scene_from(self._documents.get(scene_id))

    def list(self, project: str = "") -> list[Scene]:
        found = [scene_from(d) for d in self._documents.all() if not project or d["project"] == project]
        return sorted(found, key=lambda s: s.name.casefold())

    def remove(self, scene_id: str) -> None:
        """Forgets the scene; its sounds and renders stay in the library."""
        self._documents.remove(scene_id)

    def render(self, scene: Scene | str, *, owner: str = "script") -> Asset:
        """The mix as an asset with its layers as parents. A Scene without id is stored first. Blocks until done."""
        stored = self.get(scene) if isinstance(scene, str) else self.save(scene)
        job = self._jobs.wait(self.submit_render(stored.id, owner=owner).id)
        return self._assets.get(job.assets[0])

    def submit_render(self, scene_id: str, *, owner: str) -> Job:
        scene = self.get(scene_id)
        if not _audible(scene.layers):
            raise InputError("Layers", "No layer can be heard: generate the missing ones, or unmute one.")
        payload = {"scene": asdict(scene), "new_id": self._new_id()}
        return self._jobs.submit(
            "render", title=scene.name, owner=owner, project=scene.project, lane=LANE, payload=payload,
            context={"scene": scene_id},
        )  # fmt: skip

    def submit_missing(self, scene_id: str, *, owner: str, layers: Sequence[str] = ()) -> builtins.list[Job]:
        """Queues generating every layer that has a prompt and no sound; each finished sound enters its layer.

        layers: ids of just those to make, also where they have a sound already (it stays in the library).
        """
        scene = self.get(scene_id)
        wanted = [
            layer for layer in scene.layers if (layer.id in layers if layers else layer.asset is None and layer.prompt)
        ]
        if not wanted:
            raise InputError("Layers", "There is no such layer." if layers else "Every layer has its sound already.")
        return [self._submit_layer(scene_id, layer, owner) for layer in wanted]

    def run_render(self, work: Work) -> None:
        """The handler of "render" jobs."""
        scene, new_id = scene_from(work.payload["scene"]), work.payload["new_id"]
        if not self._assets.knows(new_id):
            self._assets.save(*self._rendered(scene, new_id, work.job.owner))
        work.made(0, new_id)
        try:
            self.save(replace(self.get(scene.id), rendered=new_id))
        except NotFound:
            return  # the scene was deleted meanwhile; its render stays

    def run_layer(self, work: Work) -> None:
        """The handler of "layers" jobs: generates, then puts the sound into the layer."""
        self._producer.run(work)
        self.fill(work.job.context["scene"], work.job.context["layer"], work.payload["items"][0]["id"])

    def fill(self, scene_id: str, layer_id: str, asset_id: str) -> Scene:
        """Puts an asset into a layer, touching nothing else of the scene."""
        scene = self.get(scene_id)
        layers = tuple(replace(la, asset=asset_id) if la.id == layer_id else la for la in scene.layers)
        return self.save(replace(scene, layers=layers))

    def again(self, work: Work, recipe: Recipe) -> tuple[Take, Recipe]:
        """The mix that a stored recipe describes, from its layers as they are now."""
        work.tick(0, 1)
        return Take(self._mix([layer_from(d) for d in recipe.inputs], recipe.duration_s).audio), recipe

    def _submit_layer(self, scene_id: str, layer: Layer, owner: str) -> Job:
        scene = self.get(scene_id)
        request = GenerateRequest(
            layer.prompt, layer.type, layer.model, layer.duration_s, project=scene.project, name=layer.name
        )
        context = {"scene": scene_id, "layer": layer.id}
        return self._generation.submit(request, owner=owner, context=context, kind="layers")

    def _mix(self, layers: Sequence[Layer], duration_s: float | None) -> Mix:
        tracks = []
        for layer in _audible(layers):
            audio = layer.asset if isinstance(layer.asset, Audio) else self._assets.audio(str(layer.asset))
            tracks.append(Track(
                audio, layer.weight, layer.pan, layer.offset_s, layer.fade_in_s, layer.fade_out_s, layer.loop
            ))  # fmt: skip
        return mix(tracks, duration_s=duration_s or None)

    def _rendered(self, scene: Scene, new_id: str, owner: str) -> tuple[Draft, Audio]:
        audible = _audible(scene.layers)
        mixed = self._mix(audible, scene.duration_s)
        used = [self._assets.get(str(layer.asset)) for layer in audible]
        recipe = Recipe(
            MIXER, "1", "", scene.description, "ambience", 0, mixed.audio.duration_s,
            post=(f"gain {mixed.gain_db:.2f} dB",) if mixed.gain_db else (),
            inputs=tuple(asdict(layer) for layer in audible),
        )  # fmt: skip
        lowered = f"Lowered by {number(-mixed.gain_db, 'dB')} to stay under full scale" if mixed.gain_db else ""
        draft = Draft(
            id=new_id, type="ambience", project=scene.project, name=f"{scene.name}, mix", recipe=recipe,
            licence="; ".join(dict.fromkeys(a.licence for a in used)), created_by=owner, tags=scene.tags,
            parents=tuple(dict.fromkeys(Parent(id=a.id, how="layer") for a in used)),
            notes=(lowered,) if lowered else (),
        )  # fmt: skip
        return draft, mixed.audio

    def _checked(self, scene: Scene) -> Scene:
        if len(scene.layers) > MAX_LAYERS:
            raise InputError("Layers", f"There are {len(scene.layers)}; at most {MAX_LAYERS} fit.")
        return replace(
            scene,
            name=checks.name("Scene", scene.name),
            project=checks.name("Project", scene.project),
            description=checks.clean_text("Description", scene.description, checks.MAX_PROMPT),
            tags=checks.tags(scene.tags),
            duration_s=checks.number("Length", scene.duration_s, 0, 3600, "s"),
            layers=tuple(self._checked_layer(layer) for layer in scene.layers),
        )

    def _checked_layer(self, layer: Layer) -> Layer:
        asset = layer.asset
        if isinstance(asset, Audio):
            raise InputError("Layer", "A stored scene refers to assets. Import the sound first.")
        if asset is not None:
            self._assets.get(asset)
        text = checks.clean_text("Prompt", layer.prompt, checks.MAX_PROMPT)
        return replace(
            layer,
            id=layer.id or self._new_id(),
            name=checks.clean_text("Layer", layer.name, checks.MAX_NAME),
            type=checks.asset_type(layer.type),
            prompt=text,
            weight=checks.number("Weight", layer.weight, 0, 1),
            pan=checks.number("Pan", layer.pan, -1, 1),
            offset_s=checks.number("Offset", layer.offset_s, 0, 3600, "s"),
            fade_in_s=checks.number("Fade in", layer.fade_in_s, 0, 600, "s"),
            fade_out_s=checks.number("Fade out", layer.fade_out_s, 0, 600, "s"),
            duration_s=checks.number("Duration", layer.duration_s, 0.05, 600, "s"),
            mute=bool(layer.mute),
            solo=bool(layer.solo),
            loop=bool(layer.loop),
        )


def _audible(layers: Sequence[Layer]) -> list[Layer]:
    """What is heard: soloed layers if there are any, else all that are not muted; only those with sound."""
    soloed = [layer for layer in layers if layer.solo]
    return [layer for layer in soloed or layers if layer.asset is not None and (layer.solo or not layer.mute)]


def layer_from(data: Mapping[str, Any]) -> Layer:
    """A layer from plain data; unknown keys are ignored. Raises InputError for what is no layer."""
    return Layer(**_known(Layer, data))


def scene_from(data: Mapping[str, Any]) -> Scene:
    """A scene from plain data, as `asdict` gives it or as a page sends it."""
    values = _known(Scene, data)
    layers = values.get("layers", ())
    if not isinstance(layers, (list, tuple)):
        raise InputError("Layers", "must be a list.")
    values["layers"] = tuple(layer_from(layer) for layer in layers)
    values["tags"] = tuple(values.get("tags", ()))
    values.setdefault("name", "")
    return Scene(**values)


def _known(cls: type[Layer] | type[Scene], data: object) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise InputError(cls.__name__, "must be an object with named values.")
    names = {f.name for f in fields(cls)}
    return {k: v for k, v in data.items() if k in names}
