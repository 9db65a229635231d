"""What a scene is: layers that refer to assets, and how it stands to other scenes; read from plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import ParamValue
from audiocraft_studio.errors import InputError
from audiocraft_studio.services.models import SKETCH


@dataclass(frozen=True)
class Scatter:
    """A layer's sound and its variations, again and again at times that look like chance (events.py has the formulas).

    per_minute: how often on average. spread: 0 evenly, 1 a Poisson process. variations: asset ids besides the layer's.
    pitch_cents, gain_db, pan: the most that one repeat is higher or lower, softer, to a side. seed: of all draws.
    """

    per_minute: float = 6.0
    spread: float = 0.7
    variations: tuple[str, ...] = ()
    pitch_cents: float = 0.0
    gain_db: float = 0.0
    pan: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Layer:
    """One layer. asset: an asset id, or Audio for a mix in memory; None until its prompt was generated.

    weight: linear 0..1. pan: -1..1. Times in seconds. solo wins over mute of others as on a desk. params: of the model
    that generates it. weight_points: (second of the scene, weight), straight lines between them; they replace `weight`;
    pan_points likewise. loop_fade_s: how far each repeat of a loop overlaps the one before. effects: a chain, in order;
    effects.py says what one is. lost: the sound that it had, where that is gone for good; then `asset` is None.
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
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    weight_points: tuple[tuple[float, float], ...] = ()
    scatter: Scatter | None = None
    pan_points: tuple[tuple[float, float], ...] = ()
    loop_fade_s: float = 0.0
    effects: tuple[Mapping[str, Any], ...] = ()
    lost: str = ""

    @property
    def assets(self) -> tuple[str, ...]:
        """Ids of all the library's sounds that it plays."""
        own = (self.asset,) if isinstance(self.asset, str) else ()
        return (*own, *(self.scatter.variations if self.scatter else ()))


@dataclass(frozen=True)
class Transition:
    """How one scene goes over into another. curve: equal_power or linear."""

    to: str
    seconds: float = 4.0
    curve: str = "equal_power"


@dataclass(frozen=True)
class Scene:
    """A stored recipe of a place: layers refer to assets, so one can be replaced and the scene rendered again.

    duration_s: 0 for as long as its layers last. rendered: the last mix. parent: the scene that this one belongs to.
    updated_at: of the last change; saved_at, saved_by: of the last by a person.
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
    parent: str | None = None
    transitions: tuple[Transition, ...] = ()
    saved_at: str = ""
    saved_by: str = ""


def audible(layers: Sequence[Layer]) -> list[Layer]:
    """What is heard: soloed layers if there are any, else all that are not muted; only those with sound."""
    return [layer for layer in _open(layers) if layer.asset is not None]


def without(layers: Sequence[Layer]) -> str:
    """What a mix says of layers that would be heard, had their sounds not gone from the library; "" for none."""
    names = ", ".join(f"“{layer.name or layer.prompt or layer.lost}”" for layer in _open(layers) if layer.lost)
    return f"Without {names}: the sound is gone from the library" if names else ""


def _open(layers: Sequence[Layer]) -> list[Layer]:
    soloed = [layer for layer in layers if layer.solo]
    return [layer for layer in soloed or layers if layer.solo or not layer.mute]


def layer_from(data: Mapping[str, Any]) -> Layer:
    """A layer from plain data; unknown keys are ignored. Raises InputError for what is no layer."""
    values = _known(Layer, data)
    if values.get("scatter") is not None:
        scatter = _known(Scatter, values["scatter"])
        values["scatter"] = Scatter(**{**scatter, "variations": _items("Variations", scatter.get("variations", ()))})
    for name, label in (("weight_points", "Weight points"), ("pan_points", "Pan points")):
        values[name] = _points(label, values.get(name, ()))
    values["effects"] = tuple(_effect(one) for one in _items("Effects", values.get("effects", ())))
    return Layer(**values)


def scene_from(data: Mapping[str, Any]) -> Scene:
    """A scene from plain data, as `asdict` gives it or as a page sends it."""
    values = _known(Scene, data)
    values["layers"] = tuple(layer_from(layer) for layer in _items("Layers", values.get("layers", ())))
    values["tags"] = _items("Tags", values.get("tags", ()))
    values["transitions"] = tuple(transition_from(t) for t in _items("Transitions", values.get("transitions", ())))
    values.setdefault("name", "")
    return Scene(**values)


def transition_from(data: Mapping[str, Any]) -> Transition:
    values = _known(Transition, data)
    values.setdefault("to", "")
    return Transition(**values)


def _effect(data: Any) -> Any:
    """An effect with its points as tuples; what is none is left for the check, which says where it stands."""
    if not isinstance(data, Mapping) or not isinstance(data.get("points", {}), Mapping):
        return data
    moving = {name: _tuples(value) for name, value in data.get("points", {}).items()}
    return {**data, "points": moving}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, (list, tuple)) else value


def _points(field: str, value: object) -> tuple[Any, ...]:
    return tuple(_items(field, point) for point in _items(field, value))


def _items(field: str, value: object) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise InputError(field, "must be a list.")
    return tuple(value)


def _known(cls: type[Any], data: object) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise InputError(cls.__name__, "must be an object with named values.")
    names = {f.name for f in fields(cls)}
    return {k: v for k, v in data.items() if k in names}
