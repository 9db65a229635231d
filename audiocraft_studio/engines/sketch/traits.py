"""What a prompt says of one source, as numbers and words that every sound family understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from audiocraft_studio.engines.sketch import movement
from audiocraft_studio.engines.sketch.theory import Score

Hints = Mapping[str, float | str]
"""Changes to traits: a number is added to its axis, a word is set."""

AXES = ("size", "distance", "speed", "intensity", "brightness", "wetness")


@dataclass(frozen=True)
class Traits:
    """How a source sounds. Every axis runs from -1 to 1 and is 0 where the prompt says nothing.

    size: small, high and light … large, low and heavy. distance: at the ear … far away. speed: slow … fast.
    intensity: gentle … violent. brightness: dark … bright. wetness: dry … wet.
    material: "wood", "metal", … or "". place: "room", "hall", "cave", "outside", "underwater", "none" or "".
    variant: the family's own word for a kind of itself, or "". repeated: several, where one would be the rule.
    count: how many events there are to be; 0 is free. moves: how all this changes while it sounds, one after another.
    """

    size: float = 0.0
    distance: float = 0.0
    speed: float = 0.0
    intensity: float = 0.0
    brightness: float = 0.0
    wetness: float = 0.0
    material: str = ""
    place: str = ""
    variant: str = ""
    repeated: bool = False
    score: Score = field(default_factory=Score)
    count: int = 0
    moves: tuple[movement.Move, ...] = ()

    def with_hints(self, hints: Hints, strength: float = 1.0) -> Traits:
        """These traits with `hints` added: numbers times `strength`, and kept within -1..1."""
        known = {f.name for f in fields(self)}
        changes: dict[str, float | str] = {}
        for name, value in hints.items():
            if name not in known:
                raise ValueError(f"no such trait: {name}")
            if isinstance(value, str):
                changes[name] = value
            else:
                changes[name] = min(1.0, max(-1.0, float(getattr(self, name)) + value * strength))
        return replace(self, **changes)  # type: ignore[arg-type]

    def at(self, x: float) -> Traits:
        """These traits at the part `x` (0..1) of a sound: pace and intensity as they are by then."""
        if not self.moves:
            return self
        hints = {axis: float(movement.shift(self.moves, axis, x)) for axis in ("speed", "intensity")}
        return self.with_hints(hints)

    def gap_s(self, natural_s: float, duration_s: float) -> float:
        """The time from event to event: as is natural, or as short as it takes for all that are counted to fit."""
        return min(natural_s, 0.85 * duration_s / self.count) if self.count else natural_s


def spread(trait: float, low: float, neutral: float, high: float) -> float:
    """Where `trait` (-1..1) lies on a scale through three positive values, geometrically between them."""
    end = high if trait >= 0 else low
    return float(neutral * (end / neutral) ** abs(trait))
