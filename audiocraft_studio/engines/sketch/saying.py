"""What words of a prompt did to a source, in words for the screen."""

from __future__ import annotations

import re

from audiocraft_studio.engines.sketch.traits import AXES, Hints

_SHIFTS = {
    "size": ("smaller", "larger"),
    "distance": ("nearer", "farther"),
    "speed": ("slower", "faster"),
    "intensity": ("gentler", "wilder"),
    "brightness": ("darker", "brighter"),
    "wetness": ("drier", "wetter"),
}
_PLACES = {"outside": "outdoors", "underwater": "under water", "street": "between houses"}


def of_source(family: str, hints: Hints) -> str:
    """What a name of a sound does: "drizzle" is "rain, gentler"."""
    return ", ".join([family, *_changes(hints)])


def of_quality(hints: Hints, strength: float) -> str:
    """What a quality does: "very heavy" is "much wilder, much larger"."""
    much = "much " if strength > 1 else "slightly " if strength < 0.7 else ""
    changes = [much + change if change in _WORDS else change for change in _changes(hints)]
    return ", ".join(changes) or "as it is"


def of_material(material: str, *, surface: bool) -> str:
    return f"{material} surface" if surface else f"made of {material}"


def of_place(place: str) -> str:
    return f"place: {_PLACES.get(place, place)}"


def of_number(count: int) -> str:
    return "one event" if count == 1 else f"{count} events"


def of_move(label: str) -> str:
    return f"in the end: {label.removeprefix('then ')}" if label.startswith("then ") else f"as it goes on: {label}"


def of_score(said: str) -> str:
    """What a musical word sets, by the form in which the reader names it: "100 bpm", "3/4", "A minor"."""
    if said.endswith(" bpm"):
        return "tempo"
    if re.fullmatch(r"\d+/\d+", said):
        return "metre"
    if re.fullmatch(r"[A-G][#♯b♭]?( \w+)?", said):
        return "key"
    return "music"


def _changes(hints: Hints) -> list[str]:
    found = [_SHIFTS[axis][value > 0] for axis in AXES if isinstance(value := hints.get(axis, 0.0), float) and value]
    if hints.get("repeated"):
        found.append("several")
    found += [str(hints[name]) for name in ("variant", "material", "place") if hints.get(name)]
    return found


_WORDS = frozenset(word for pair in _SHIFTS.values() for word in pair)
