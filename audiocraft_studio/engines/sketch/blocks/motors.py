"""Things that turn: motors of tools and machines, spun up and down, whining at the multiples of their turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks.grains import spans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.blocks.tones import control_times, cycles, straight
from audiocraft_studio.engines.sketch.family import Piece

_HIGHEST_HZ = 17_000.0
_PARTS = (0.0, 0.06, 0.12, 0.2, 0.3, 0.42, 0.56, 0.76, 1.0)


@dataclass(frozen=True)
class Motor:
    """turns_hz: at full speed. orders: (multiple of the turns, level): shaft, slots, teeth, blades.

    noise: level of its air and brushes, between low_hz and high_hz at full speed. unsteady: of its speed. rough: how
    unsteady the levels of its orders are.
    """

    turns_hz: float
    orders: tuple[tuple[float, float], ...]
    noise: float = 0.3
    low_hz: float = 500.0
    high_hz: float = 5000.0
    unsteady: float = 0.004
    rough: float = 0.2


SAW = Motor(
    turns_hz=78.0,
    orders=((2.0, 0.06), (11.0, 0.15), (24.0, 0.8), (24.5, 0.35), (48.0, 0.5), (72.0, 0.3)),
    noise=12.0,
    low_hz=1200.0,
    high_hz=7000.0,
)
"""A circular saw: 24 teeth, 4700 turns a minute."""


@dataclass(frozen=True)
class Spells:
    """When something works: (start_s, end_s) of each spell, from rest to rest, and how fast it goes, 0..1."""

    times_s: tuple[tuple[float, float], ...]
    speed: Movement

    def within(self, duration_s: float) -> Iterator[tuple[float, float, Movement]]:
        """(start_s, length_s, speed after the start) of each spell, cut at the end of the sound."""
        for start_s, end_s in self.times_s:
            if start_s < duration_s:
                yield start_s, min(end_s, duration_s) - start_s, self._since(start_s)

    def _since(self, start_s: float) -> Movement:
        return lambda at_s: self.speed(start_s + at_s)


def spells(
    rng: np.random.Generator,
    duration_s: float,
    on_s: tuple[float, float],
    off_s: tuple[float, float],
    *,
    up_s: float,
    down_s: float,
) -> Spells:
    """Work and rest in turn, from the start on; each spell and each rest as long as within its range."""
    times, points = [], [(-1.0, 0.0), (0.0, 0.0)]
    at_s = 0.01 * min(1.0, duration_s)
    while at_s < duration_s:
        end_s = at_s + up_s + rng.uniform(*on_s)
        times.append((at_s, end_s + down_s))
        points.extend((at_s + x * up_s, 1 - _fall(x)) for x in _PARTS)
        points.extend((end_s + x * down_s, _fall(x)) for x in _PARTS)
        at_s = end_s + down_s + rng.uniform(*off_s)
    x, y = np.array(points).T
    return Spells(tuple(times), lambda time_s: np.asarray(np.interp(time_s, x, y)))


def _fall(x: float) -> float:
    """From 1 to 0 while x goes from 0 to 1, fast at first."""
    return float((np.exp(-3.0 * x) - np.exp(-3.0)) / (1 - np.exp(-3.0)))


def running(
    motor: Motor, speed: Movement, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """The motor for the whole duration, at `speed` (0 stands still, 1 is full) of its turns."""
    unsteady = wander(rng, duration_s, 6.0)
    moves = [wander(rng, duration_s, 2.5) for _ in motor.orders]
    phases, sides = rng.uniform(0, 1, len(motor.orders)), rng.normal(0, 0.12, len(motor.orders))

    def turns(times_s: Floats) -> Floats:
        return np.asarray(motor.turns_hz * speed(times_s) * (1 + motor.unsteady * unsteady(times_s)))

    before = 0.0
    for start_s, length_s in spans(duration_s):
        n = int(length_s * sample_rate)
        turned = cycles(turns, start_s, n, sample_rate, before)
        before = float(turned[-1]) if n else before
        coarse_s = control_times(start_s, n, sample_rate)
        how_fast = np.clip(speed(coarse_s), 0, 1.5)
        out = np.zeros((2, n), np.float32)
        for k, (order, level) in enumerate(motor.orders):
            heard = np.clip((_HIGHEST_HZ - order * motor.turns_hz * how_fast) / 1000.0, 0, 1)
            swell = level * how_fast**1.5 * heard * np.exp(motor.rough * moves[k](coarse_s))
            phase = order * turned + phases[k]
            phase -= np.floor(phase)
            wave = straight(swell, n) * np.sin(np.float32(2 * np.pi) * phase.astype(np.float32))
            out += np.array([[1 + sides[k]], [1 - sides[k]]], np.float32) * wave
        yield int(start_s * sample_rate), out

    def air(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        fast = np.clip(speed(times_s), 0, 1.5)[:, None]
        shape = band(frequencies_hz[None, :] / np.maximum(fast, 0.05) ** 0.5, motor.low_hz, motor.high_hz, 1.5, 1.3)
        return np.asarray((motor.noise * 0.1 * fast**2 * shape)[None])

    if motor.noise:
        yield from noise_pieces(rng, air, int(duration_s * sample_rate), sample_rate, hop=512)


def working(
    motor: Motor, work: Spells, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """The motor through all its spells."""
    for start_s, length_s, speed in work.within(duration_s):
        for start, samples in running(motor, speed, length_s, rng, sample_rate):
            yield int(start_s * sample_rate) + start, samples


def placed(pieces: Iterator[Piece], gains: Floats) -> Iterator[Piece]:
    """The same pieces, each ear by its gain. gains: (2, 1)."""
    for start, samples in pieces:
        yield start, (gains * samples).astype(np.float32)
