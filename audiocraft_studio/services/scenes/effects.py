"""What may stand in a layer's chain of effects: its kinds, their values, and which of them may move.

An effect is plain data, `{kind, ...values, bypass, points: {name of a value: [[second of the scene, value]]}}`, so that
documents and recipes hold it as the page sends it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audiocraft_studio.audio import Samples
from audiocraft_studio.dsp.effects import Echo, Effect, Filter, Reverb
from audiocraft_studio.dsp.eq import BUTTERWORTH_Q, Band
from audiocraft_studio.dsp.reverb import Plate, Room, response
from audiocraft_studio.errors import InputError
from audiocraft_studio.services import checks
from audiocraft_studio.services.scenes.points import points

MAX_EFFECTS = 8
PLACES = ("room", "plate")

Given = Mapping[str, Any]
Problem = tuple[str, str]


@dataclass(frozen=True)
class Value:
    """A value of an effect. check: gives it cleaned or raises InputError. moves: whether points may lead it."""

    check: Callable[[Any], Any]
    default: float | str
    moves: bool = False


def _number(label: str, low: float, high: float, unit: str, default: float, *, moves: bool = False) -> Value:
    return Value(lambda value: checks.number(label, value, low, high, unit), default, moves)


def _room_or_plate(value: object) -> str:
    if value not in PLACES:
        raise InputError("Place", f"{value!r} is none of {', '.join(PLACES)}.")
    return str(value)


def _frequency(default: float) -> Value:
    return _number("Frequency", 20, 20000, "Hz", default, moves=True)


_GAIN = _number("Gain", -24, 24, "dB", 0.0, moves=True)
_Q = _number("Q", 0.1, 10, "", round(BUTTERWORTH_Q, 4))
_WET = _number("Wet", 0, 1, "", 0.3, moves=True)

REVERB: Mapping[str, Value] = {
    "decay_s": _number("Decay", 0.1, 10, "s", 1.2),
    "size_m": _number("Size", 2, 60, "m", 8.0),
    "treble": _number("Treble", 0.1, 1, "", 0.5),
    "place": Value(_room_or_plate, "room"),
    "seed": Value(checks.seed, 0),
}
"""What its impulse response depends on."""

KINDS: Mapping[str, Mapping[str, Value]] = {
    "high_pass": {"frequency_hz": _frequency(80.0), "q": _Q},
    "low_pass": {"frequency_hz": _frequency(8000.0), "q": _Q},
    "low_shelf": {"frequency_hz": _frequency(200.0), "gain_db": _GAIN},
    "high_shelf": {"frequency_hz": _frequency(4000.0), "gain_db": _GAIN},
    "bell": {"frequency_hz": _frequency(1000.0), "gain_db": _GAIN, "q": _number("Q", 0.1, 10, "", 1.0)},
    "reverb": {**REVERB, "wet": _WET, "dry": _number("Dry", 0, 1, "", 1.0, moves=True)},
    "echo": {
        "time_s": _number("Time", 0.01, 2, "s", 0.35),
        "feedback": _number("Feedback", 0, 0.9, "", 0.35),
        "wet": _WET,
    },
}


def checked(value: object) -> tuple[dict[str, Any], ...]:
    """The chain, missing values at their defaults. Raises InputError whose field is a path, "effects[1].q"."""
    kept, problems = read(value)
    if problems:
        raise InputError(f"effects{problems[0][0]}", problems[0][1])
    return kept


def read(value: object) -> tuple[tuple[dict[str, Any], ...], list[Problem]]:
    """The chain, and everything that is wrong with it, each mistake with its path from the list on: "[1].q"."""
    if not isinstance(value, (list, tuple)):
        return (), [("", "must be a list.")]
    problems = list[Problem]()
    if len(value) > MAX_EFFECTS:
        problems.append(("", f"There are {len(value)}; at most {MAX_EFFECTS} fit."))
    return tuple(_read_one(one, f"[{i}]", problems) for i, one in enumerate(value[:MAX_EFFECTS])), problems


def chain(effects: Iterable[Given]) -> tuple[Effect, ...]:
    """What the mixer does for checked effects; those that are bypassed do nothing."""
    return tuple(_built(one) for one in effects if not one["bypass"])


def tail_s(effects: Iterable[Given]) -> float:
    """How much longer than its sound a layer is heard, in seconds: the decays of its reverbs together."""
    return float(sum(one["decay_s"] for one in effects if one["kind"] == "reverb" and not one["bypass"]))


def impulse_response(given: Given, sample_rate: int) -> Samples:
    """What a reverb with these values convolves with (dsp.reverb.response). Raises InputError."""
    for name in given:
        if name not in REVERB:
            raise InputError(name, f"is not known here. Known are {', '.join(REVERB)}.")
    return response(
        _place_of({name: value.check(given.get(name, value.default)) for name, value in REVERB.items()}), sample_rate
    )


def _place_of(values: Given) -> Room | Plate:
    if values["place"] == "plate":
        return Plate(values["decay_s"], values["treble"], seed=values["seed"])
    return Room(values["decay_s"], values["size_m"], values["treble"], values["seed"])


def _built(one: Given) -> Effect:
    moving = one["points"]
    if one["kind"] == "reverb":
        return Reverb(_place_of(one), one["wet"], one["dry"], moving.get("wet", ()), moving.get("dry", ()))
    if one["kind"] == "echo":
        return Echo(one["time_s"], one["feedback"], one["wet"], moving.get("wet", ()))
    band = Band(
        one["kind"].replace("_", " "), one["frequency_hz"], one.get("gain_db", 0.0), one.get("q", BUTTERWORTH_Q)
    )
    return Filter(band, moving.get("frequency_hz", ()), moving.get("gain_db", ()))


def _read_one(raw: object, path: str, problems: list[Problem]) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        problems.append((path, "must be an object with named values."))
        return {}
    values = KINDS.get(raw["kind"]) if isinstance(raw.get("kind"), str) else None
    if values is None:
        problems.append((f"{path}.kind", f"{raw.get('kind')!r} is none of {', '.join(KINDS)}."))
        return {}
    for name in raw:
        if name not in values and name not in ("kind", "bypass", "points"):
            known = ", ".join((*values, "bypass", "points"))
            problems.append((f"{path}.{name}", f"is not known here. Known are {known}."))
    told = {name: (value.check, raw.get(name, value.default)) for name, value in values.items()}
    told["bypass"] = (lambda value: checks.flag("Bypass", value), raw.get("bypass", False))
    kept = {"kind": raw["kind"]}
    for name, (check, given) in told.items():
        try:
            kept[name] = check(given)
        except InputError as error:
            problems.append((f"{path}.{name}", error.reason))
    return {**kept, "points": _read_points(raw.get("points", {}), values, f"{path}.points", problems)}


def _read_points(raw: object, values: Mapping[str, Value], path: str, problems: list[Problem]) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        problems.append((path, "must be an object of points by the names of values."))
        return {}
    moving = [name for name, value in values.items() if value.moves]
    kept = dict[str, Any]()
    for name, given in raw.items():
        if name not in moving:
            problems.append((f"{path}.{name}", f"does not move. These do: {', '.join(moving)}."))
            continue
        try:
            kept[name] = points("value", given, values[name].check)
        except InputError as error:
            problems.append((f"{path}.{name}", error.reason))
    return {name: found for name, found in kept.items() if found}
