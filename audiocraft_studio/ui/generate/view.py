"""The Generate tab, drawn and bound: settings left, result right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import gradio as gr

from audiocraft_studio.studio import Studio
from audiocraft_studio.ui.generate import presets
from audiocraft_studio.ui.generate.examples import CATEGORIES
from audiocraft_studio.ui.generate.form import MAX_PROMPT, MAX_TAKES, Form
from audiocraft_studio.ui.generate.handlers import TYPES, GenerateHandlers
from audiocraft_studio.ui.widget import Widget

QUIET: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
TYPED: dict[str, Any] = {**QUIET, "trigger_mode": "multiple"}
"""For what may change again while an answer is on its way: no change is dropped."""
KEEP = "(...values) => { globalThis.studio.form?.keep(values); }"
KEEP_FIRST = "(...values) => { globalThis.studio.form?.restored(values); }"
START = (
    "(...values) => { const form = globalThis.studio.form; form?.started(); return form?.complete(values) ?? values; }"
)


@dataclass(frozen=True)
class Fields:
    """The components that hold the form, in the order in which `_read` gets their values."""

    prompt: gr.Textbox
    type: gr.Radio
    model: gr.Dropdown
    preset: gr.Radio
    takes: gr.Number
    duration: Widget
    seed: Widget
    params: Widget
    guides: Widget
    tags: gr.Textbox

    def all(self) -> list[Any]:
        return [getattr(self, name) for name in self.__dataclass_fields__]


@dataclass(frozen=True)
class GenerateTab:
    """What the shell may link to."""

    fields: Fields
    result: Widget


def build(studio: Studio) -> GenerateTab:
    """Draws the tab into the Blocks that are open."""
    handlers = GenerateHandlers(studio.generation, studio.models, studio.library, studio.scores)
    first = handlers.first_form()
    gr.HTML('<h2 class="st-sr">Generate</h2>', padding=False)
    with gr.Row(elem_classes="st-tab"):
        with gr.Column(elem_classes=["st-pane", "gen-form"], scale=0, min_width=392):
            with gr.Column(elem_classes=["gen-fields", "st-scroll"], scale=1, min_width=0):
                fields, lines, reading = _settings(handlers, first)
            with gr.Column(elem_classes="gen-foot", scale=0, min_width=0):
                foot = Widget("generate/foot", {"project": "default"})
                run = gr.Button("Generate", variant="primary", elem_classes="st-primary", elem_id="gen-run")
        with gr.Column(elem_classes=["st-pane", "st-pane-work", "gen-work", "st-scroll"], scale=1):
            result = Widget(
                "generate/result", events=("restore", "recall", "use", "models"), elem_classes=["gen-result"]
            )
            Widget("generate/takes", elem_classes=["gen-takes"])
    _bind(handlers, fields, lines, result)
    _bind_reading(handlers, fields, lines, reading)
    run.click(_generating(handlers), [*fields.all(), foot], [result], js=START, trigger_mode="multiple", **QUIET)
    return GenerateTab(fields, result)


def _settings(handlers: GenerateHandlers, form: Form) -> tuple[Fields, list[Widget], Widget]:
    """The fields, the lines of text that follow them, and what Sketch reads in the prompt."""
    prompt = gr.Textbox(
        form.prompt, label="Prompt", lines=2, max_lines=6, max_length=MAX_PROMPT, elem_id="gen-prompt",
        placeholder="What is heard, where, how well, and how it moves",
    )  # fmt: skip
    Widget("generate/anatomy", limit=MAX_PROMPT)
    reading = Widget("generate/reading", events=("turn",), **handlers.sketch())
    type_ = gr.Radio(list(TYPES), value=form.type, label="Type", elem_classes=["st-choice", "gen-type"])
    model = gr.Dropdown(handlers.choices(), value=form.model, label="Model", elem_id="gen-model", filterable=True)
    note = Widget("generate/line", handlers.note(form))
    with gr.Row(elem_classes="gen-pair"):
        preset = gr.Radio(
            list(presets.NAMES), value=form.preset, label="Preset", elem_classes=["st-choice"], scale=3, min_width=0
        )
        takes = gr.Number(
            form.takes, label="Takes", precision=0, elem_id="gen-takes", scale=1, min_width=96, step=1,
        )  # fmt: skip
        words = Widget("generate/line", handlers.preset_words(form), beside=True, elem_classes=["gen-words"])
    duration = Widget("generate/duration", handlers.duration(form), events=("own",))
    seed = Widget("generate/seed", {"seed": form.seed})
    with gr.Accordion("Advanced", open=False, elem_id="gen-advanced", elem_classes="st-fold"):
        params = Widget("generate/params", handlers.params(form), events=("own",))
    with gr.Accordion("Melody and continuation", open=False, elem_id="gen-guides", elem_classes="st-fold"):
        guides = Widget("generate/guides", handlers.guides(form))
    with gr.Accordion("Tags", open=False, elem_id="gen-tags", elem_classes="st-fold"):
        tags = gr.Textbox(form.tags, label="Tags of the new takes", placeholder="rain, roof, interior", max_lines=1)
    with gr.Accordion("Prompt examples", open=True, elem_id="gen-examples", elem_classes="st-fold"):
        Widget("generate/examples", examples=_examples())
    Widget("generate/form", max_takes=MAX_TAKES)
    return Fields(prompt, type_, model, preset, takes, duration, seed, params, guides, tags), [note, words], reading


def _bind(handlers: GenerateHandlers, fields: Fields, lines: list[Widget], result: Widget) -> None:
    inputs = fields.all()
    settings = [getattr(fields, name) for name in fields.__dataclass_fields__ if name not in ("prompt", "tags")]

    def follow(change: Callable[[Form], Form]) -> Callable[..., list[Any]]:
        """Text fields stay out of the answer, and so does what it would not change: the user may be typing there."""

        def changed(*values: Any) -> list[Any]:
            before = _read(*values)
            form = change(before)
            shown = dict(zip(fields.__dataclass_fields__, _show(handlers, form, values), strict=True))
            for name in ("type", "model", "preset", "takes"):
                if getattr(form, name) == getattr(before, name):
                    shown[name] = gr.skip()
            return [shown[name] for name in shown if name not in ("prompt", "tags")] + _lines(handlers, form)

        return changed

    def follow_event(change: Callable[[Form, dict[str, Any]], Form]) -> Callable[..., list[Any]]:
        def changed(event: gr.EventData, *values: Any) -> list[Any]:
            form = change(_read(*values), event._data or {})
            return [*_show(handlers, form, values), *_lines(handlers, form)]

        return changed

    fields.type.input(follow(lambda form: handlers.with_type(form, form.type)), inputs, [*settings, *lines], **TYPED)
    fields.model.input(follow(lambda form: handlers.with_model(form, form.model)), inputs, [*settings, *lines], **TYPED)
    fields.preset.input(
        follow(lambda form: handlers.with_preset(form, form.preset)), inputs, [*settings, *lines], **TYPED
    )
    for own in (fields.takes.input, fields.duration.own, fields.params.own):
        own(lambda *values: _own(handlers, _read(*values)), inputs, [fields.preset, lines[1]], **TYPED)
    everything = [*inputs, *lines]
    back = result.restore(
        follow_event(lambda _, said: handlers.restored(said.get("form"))), inputs, everything, **QUIET
    )
    back.then(None, inputs, None, js=KEEP_FIRST, api_visibility="private")
    result.recall(
        follow_event(lambda form, said: _recalled(handlers, form, said)),
        inputs,
        everything,
        **QUIET,
    )
    result.use(follow_event(handlers.with_example), inputs, everything, **QUIET)
    result.models(lambda: gr.update(choices=handlers.choices()), None, [fields.model], **QUIET)
    gr.on([field.change for field in inputs], fn=None, inputs=inputs, js=KEEP, api_visibility="private")


def _bind_reading(handlers: GenerateHandlers, fields: Fields, lines: list[Widget], reading: Widget) -> None:
    """What is turned beside the prompt are the same parameters as those below Advanced."""

    def turned(event: gr.EventData, *values: Any) -> list[Any]:
        form = handlers.with_params(_read(*values), (event._data or {}).get("params") or {})
        shown = dict(zip(fields.__dataclass_fields__, _show(handlers, form, values), strict=True))
        return [shown["params"], *_own(handlers, form)]

    reading.turn(turned, fields.all(), [fields.params, fields.preset, lines[1]], **TYPED)


def _recalled(handlers: GenerateHandlers, form: Form, said: dict[str, Any]) -> Form:
    if "foreign" in said:
        return handlers.recalled_foreign(form, said["verb"], said["foreign"])
    return handlers.recalled(form, said["verb"], said["asset"])


def _own(handlers: GenerateHandlers, form: Form) -> list[Any]:
    """A value that a preset sets was changed by hand: the preset stands only while its values do."""
    if form.preset not in presets.NAMES:
        return [gr.skip(), gr.skip()]
    same = handlers.with_preset(form, form.preset)
    if (same.takes, same.duration_s, dict(same.params)) == (form.takes, form.duration_s, dict(form.params)):
        return [gr.skip(), gr.skip()]
    return [None, handlers.preset_words(form.changed(preset=""))]


def _generating(handlers: GenerateHandlers) -> Callable[..., dict[str, Any]]:
    def generate(request: gr.Request, *values: Any) -> dict[str, Any]:
        *fields, foot = values
        project = (foot or {}).get("project") or "default"
        return handlers.generate(_read(*fields), project, request.username or "you")

    return generate


def _read(
    prompt: str, type: str, model: str, preset: str | None, takes: float | None, duration: dict[str, Any],
    seed: dict[str, Any], params: dict[str, Any], guides: dict[str, Any], tags: str,
) -> Form:  # fmt: skip
    return Form(
        prompt=prompt or "", type=type, model=model, preset=preset or "", takes=takes,
        duration_s=duration.get("value"), seed=seed.get("seed"), params=params.get("values") or {},
        melody=guides.get("melody"), continue_from=guides.get("continue_from"), notes=guides.get("notes"),
        tags=tags or "",
    )  # fmt: skip


def _show(handlers: GenerateHandlers, form: Form, values: Sequence[Any]) -> list[Any]:
    """Values of the components for a form, in the order of Fields. Those of widgets say up to which edit by hand the
    `values` went that they answer to, so that the page can tell what was typed since (see static/generate/edits.js)."""
    shown = _shown(handlers, form)
    return [
        {**new, "edit": old.get("edit", 0)} if isinstance(new, dict) and isinstance(old, dict) else new
        for new, old in zip(shown, values, strict=True)
    ]


def _shown(handlers: GenerateHandlers, form: Form) -> list[Any]:
    return [
        form.prompt, form.type, gr.update(value=form.model, choices=handlers.choices()), form.preset or None,
        form.takes, handlers.duration(form), {"seed": form.seed}, handlers.params(form), handlers.guides(form),
        form.tags,
    ]  # fmt: skip


def _lines(handlers: GenerateHandlers, form: Form) -> list[str]:
    return [handlers.note(form), handlers.preset_words(form)]


def _examples() -> list[dict[str, Any]]:
    return [{"category": name, "examples": [asdict(one) for one in some]} for name, some in CATEGORIES.items()]
