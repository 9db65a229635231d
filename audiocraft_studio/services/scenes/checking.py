"""What may stand in a scene: one check for each field, used for what the page saves and what documents bring."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import InputError
from audiocraft_studio.services import checks
from audiocraft_studio.services.scenes import effects
from audiocraft_studio.services.scenes.model import Layer, Scatter, Scene, Transition
from audiocraft_studio.services.scenes.points import LONGEST_S, points

MAX_LAYERS = 32
MAX_TRANSITIONS = 32
MAX_VARIATIONS = 32
CURVES = ("equal_power", "linear")

Check = Callable[[Any], Any]


def _number(field: str, low: float, high: float, unit: str = "") -> Check:
    return lambda value: checks.number(field, value, low, high, unit)


def _text(field: str, limit: int) -> Check:
    return lambda value: checks.clean_text(field, value, limit)


def _flag(field: str) -> Check:
    return lambda value: checks.flag(field, value)


def _asset(value: object) -> str | None:
    if isinstance(value, Audio):
        raise InputError("Layer", "A stored scene refers to assets. Import the sound first.")
    if value is not None and (not isinstance(value, str) or not value):
        raise InputError("Sound", "must be the id of a sound in the library, or null.")
    return value


def _variations(value: object) -> tuple[str, ...]:
    found = checks.sequence("Variations", value)
    if len(found) > MAX_VARIATIONS:
        raise InputError("Variations", f"There are {len(found)}; at most {MAX_VARIATIONS} fit.")
    if not all(isinstance(one, str) and one for one in found):
        raise InputError("Variations", "must be ids of sounds in the library.")
    return tuple(dict.fromkeys(found))


def _params(value: object) -> dict[str, Any]:
    """Which parameters there are depends on the model, which is asked when the layer is generated."""
    if not isinstance(value, Mapping):
        raise InputError("Parameters", "must be an object with named values.")
    for name, one in value.items():
        if not isinstance(one, (bool, int, float, str)) or (isinstance(one, float) and not math.isfinite(one)):
            raise InputError(str(name), f"{one!r} is no value of a parameter.")
    return {str(name): one for name, one in value.items()}


SCATTER: Mapping[str, Check] = {
    "per_minute": _number("Per minute", 0.1, 120),
    "spread": _number("Spread", 0, 1),
    "variations": _variations,
    "pitch_cents": _number("Pitch", 0, 200, "cents"),
    "gain_db": _number("Level", 0, 12, "dB"),
    "pan": _number("Width", 0, 1),
    "seed": checks.seed,
}


def _scatter(value: Scatter | None) -> Scatter | None:
    return None if value is None else replace(value, **{k: check(getattr(value, k)) for k, check in SCATTER.items()})


LAYER: Mapping[str, Check] = {
    "asset": _asset,
    "name": _text("Layer", checks.MAX_NAME),
    "type": checks.asset_type,
    "prompt": _text("Prompt", checks.MAX_PROMPT),
    "model": _text("Model", checks.MAX_PROMPT),
    "params": _params,
    "duration_s": _number("Duration", 0.05, 600, "s"),
    "weight": _number("Weight", 0, 1),
    "weight_points": lambda value: points("weight", value, _number("Weight", 0, 1)),
    "pan": _number("Pan", -1, 1),
    "pan_points": lambda value: points("pan", value, _number("Pan", -1, 1)),
    "mute": _flag("Mute"),
    "solo": _flag("Solo"),
    "loop": _flag("Loop"),
    "loop_fade_s": _number("Loop crossfade", 0, 600, "s"),
    "offset_s": _number("Offset", 0, LONGEST_S, "s"),
    "fade_in_s": _number("Fade in", 0, 600, "s"),
    "fade_out_s": _number("Fade out", 0, 600, "s"),
    "scatter": _scatter,
    "effects": effects.checked,
}

SCENE: Mapping[str, Check] = {
    "name": lambda value: checks.name("Scene", value),
    "project": lambda value: checks.name("Project", value),
    "description": _text("Description", checks.MAX_PROMPT),
    "tags": lambda value: checks.tags(checks.sequence("Tags", value)),
    "duration_s": _number("Length", 0, LONGEST_S, "s"),
    "loop": _flag("Loop"),
}


def checked(scene: Scene, new_id: Callable[[], str]) -> Scene:
    """The scene with everything cleaned and an id for each layer. Raises InputError that names the field."""
    if len(scene.layers) > MAX_LAYERS:
        raise InputError("Layers", f"There are {len(scene.layers)}; at most {MAX_LAYERS} fit.")
    if len(scene.transitions) > MAX_TRANSITIONS:
        raise InputError("Transitions", f"There are {len(scene.transitions)}; at most {MAX_TRANSITIONS} fit.")
    ids = [layer.id for layer in scene.layers if layer.id]
    if len(set(ids)) < len(ids):
        raise InputError("Layers", "Two layers have the same id.")
    return replace(
        scene,
        **{name: check(getattr(scene, name)) for name, check in SCENE.items()},
        layers=tuple(_at(i, layer, new_id) for i, layer in enumerate(scene.layers)),
        transitions=tuple(_transition(one) for one in scene.transitions),
    )


def _at(index: int, layer: Layer, new_id: Callable[[], str]) -> Layer:
    """The layer, checked; what is wrong in a chain of effects is named with the layer as well, since it has a path."""
    try:
        return checked_layer(layer, new_id)
    except InputError as error:
        if error.field.startswith("effects"):
            raise InputError(f"layers[{index}].{error.field}", error.reason) from None
        raise


def checked_layer(layer: Layer, new_id: Callable[[], str]) -> Layer:
    cleaned = {name: check(getattr(layer, name)) for name, check in LAYER.items()}
    lost = "" if cleaned["asset"] else checks.clean_text("Lost sound", layer.lost, checks.MAX_NAME)
    return replace(layer, id=str(layer.id) or new_id(), lost=lost, **cleaned)


def curve(value: object) -> str:
    if value not in CURVES:
        raise InputError("Curve", f"{value!r} is none of {', '.join(CURVES)}.")
    return str(value)


def seconds(value: object) -> float:
    """How long a transition lasts."""
    return checks.number("Transition", value, 0, 60, "s")


TRANSITION: Mapping[str, Check] = {"seconds": seconds, "curve": curve}


def _transition(one: Transition) -> Transition:
    return replace(one, to=str(one.to), **{name: check(getattr(one, name)) for name, check in TRANSITION.items()})
