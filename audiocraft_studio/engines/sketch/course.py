"""A source that changes while it sounds, made heard: level, air, colour, room and side over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch import movement
from audiocraft_studio.engines.sketch.blocks import filters, space
from audiocraft_studio.engines.sketch.blocks.envelopes import between
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.reading import Source

_STEP = 64
_TILT_DB = 9.0
_DISTANCES = (0.0, 0.25, 0.5, 0.75, 1.0)


def reach_db(family: Family, distance: float | Floats) -> Floats:
    """How loud a source of this family is from afar (`distance` of the traits), beside how it is at 0."""
    d = np.asarray(distance, np.float64)
    return np.asarray(-family.distance_db * np.maximum(d, 0.0) - 3.0 * np.minimum(d, 0.0))


@dataclass(frozen=True)
class Course:
    """How `source` changes over `duration_s`. way: 1.0 from left to right, -1.0 the other way."""

    source: Source
    duration_s: float
    way: float

    def _shift(self, axis: str, times_s: Floats) -> Floats:
        return movement.shift(self.source.traits.moves, axis, times_s / self.duration_s)

    def distance(self, times_s: Floats) -> Floats:
        """Where it is at these times, on the axis of the traits: -1..1."""
        return np.clip(self.source.traits.distance + self._shift("distance", times_s), -1.0, 1.0)

    def level_db(self, times_s: Floats) -> Floats:
        """How loud it is at these times, beside how loud it is at its own traits."""
        family, traits = self.source.family, self.source.traits
        level_db = self._shift("level_db", times_s) + family.intensity_db * self._shift("intensity", times_s)
        return np.asarray(level_db + reach_db(family, self.distance(times_s)) - reach_db(family, traits.distance))

    def loudest_db(self) -> float:
        """The highest of `level_db`."""
        return float(self.level_db(np.linspace(0, self.duration_s, 200)).max())

    def colour_in_place(self, layer: Samples, sample_rate: int) -> None:
        """What the air takes by then, and what the source itself gives."""
        moves = self.source.traits.moves
        if movement.has(moves, "distance"):
            rows = [space.air(d, sample_rate) for d in _DISTANCES]
            filters.blend_in_place(layer, rows, np.array(_DISTANCES), self.distance, sample_rate)
        if movement.has(moves, "brightness"):
            rows = [filters.tilt(_TILT_DB * b, 1200.0, sample_rate) for b in (-1.0, -0.5)]
            rows += [np.zeros((0, 6)), *(filters.tilt(_TILT_DB * b, 1200.0, sample_rate) for b in (0.5, 1.0))]
            places = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
            filters.blend_in_place(layer, rows, places, lambda t: self._shift("brightness", t), sample_rate)

    def level_in_place(self, layer: Samples, sample_rate: int) -> None:
        """Level and side; the loudest moment keeps its own."""
        n = layer.shape[1]
        coarse = np.arange(0, n + _STEP, _STEP)
        times_s = np.minimum(coarse / sample_rate, self.duration_s)
        level_db = self.level_db(times_s)
        gain = 10 ** ((level_db - level_db.max()) / 20)
        layer *= between(gain, _STEP, n).astype(np.float32)
        if movement.has(self.source.traits.moves, "side"):
            # what passes is one thing in one place, not something all around
            middle = np.float32(0.7) * layer.mean(axis=0)
            layer *= np.float32(0.3)
            layer += middle
            angle = np.pi / 4 * (1 + self.way * self._shift("side", times_s))
            for ear, side in enumerate((np.cos, np.sin)):
                layer[ear] *= between(np.sqrt(2) * side(angle), _STEP, n).astype(np.float32)

    def room_in_place(self, layer: Samples, room: space.Room, rng: np.random.Generator, sample_rate: int) -> None:
        """Reflections: the farther it is, the more of it reaches the ear by them."""
        n = layer.shape[1]
        coarse = np.arange(0, n + _STEP, _STEP)
        far = np.maximum(0.0, self.distance(np.minimum(coarse / sample_rate, self.duration_s)))
        dry, wet = (
            between(share, _STEP, n).astype(np.float32) for share in (1.0 - 0.5 * far, room.wet * (1 + 1.2 * far))
        )
        echoes = layer * wet
        space.convolve_in_place(echoes, space.impulse_response(room, rng, sample_rate), 0.0, 1.0)
        layer *= dry
        layer += echoes
