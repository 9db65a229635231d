"""What a scene is: layers that refer to assets, checked and read from plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import InputError
from audiocraft_studio.services import checks
from audiocraft_studio.services.models import SKETCH

MAX_LAYERS = 32


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


def checked(scene: Scene, new_id: Callable[[], str]) -> Scene:
    """The scene with everything cleaned and an id for each layer. Raises InputError that names the field."""
    if len(scene.layers) > MAX_LAYERS:
        raise InputError("Layers", f"There are {len(scene.layers)}; at most {MAX_LAYERS} fit.")
    return replace(
        scene,
        name=checks.name("Scene", scene.name),
        project=checks.name("Project", scene.project),
        description=checks.clean_text("Description", scene.description, checks.MAX_PROMPT),
        tags=checks.tags(scene.tags),
        duration_s=checks.number("Length", scene.duration_s, 0, 3600, "s"),
        layers=tuple(_checked_layer(layer, new_id) for layer in scene.layers),
    )


def _checked_layer(layer: Layer, new_id: Callable[[], str]) -> Layer:
    if isinstance(layer.asset, Audio):
        raise InputError("Layer", "A stored scene refers to assets. Import the sound first.")
    text = checks.clean_text("Prompt", layer.prompt, checks.MAX_PROMPT)
    return replace(
        layer,
        id=layer.id or new_id(),
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


def audible(layers: Sequence[Layer]) -> list[Layer]:
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
