"""Insects at night and in the heat: crickets that chirp in pulses, cicadas that saw without end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Singing for the whole duration, from several places; intensity brings more of them."""
    n = int(duration_s * sample_rate)
    if traits.variant == "cicada":
        yield from noise_pieces(rng, _cicadas(traits, duration_s, rng), n, sample_rate, hop=256)
        return
    for k in range(max(2, round(spread(traits.intensity, 2.0, 5.0, 10.0)))):
        near = 1.0 if k == 0 else rng.uniform(0.1, 0.7)
        yield from _cricket(traits, duration_s, near, rng, sample_rate)


def _cricket(
    traits: Traits, duration_s: float, near: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """One cricket: chirps of some pulses at its own carrier and pace, with a rest now and then."""
    carrier_hz = rng.uniform(3900, 5200) / spread(traits.size, 0.8, 1.0, 1.4)
    pulses, pulse_s = int(rng.integers(2, 5)), rng.uniform(0.014, 0.020)
    period_s = rng.uniform(0.45, 0.9) / spread(traits.speed, 0.6, 1.0, 1.7)
    angle = np.pi / 4 * (1 + rng.uniform(-0.95, 0.95))
    ears = near * np.array([[np.cos(angle)], [np.sin(angle)]])
    at_s = rng.uniform(0, period_s) if near < 1 else 0.0
    while at_s < duration_s:
        yield int(at_s * sample_rate), (ears * _chirp(carrier_hz, pulses, pulse_s, rng, sample_rate)).astype(np.float32)
        at_s += period_s * rng.normal(1.0, 0.03) + (rng.exponential(1.5) if rng.uniform() < 0.05 else 0.0)


def _chirp(carrier_hz: float, pulses: int, pulse_s: float, rng: np.random.Generator, sample_rate: int) -> Floats:
    n = int(pulse_s * sample_rate)
    x = np.linspace(0, 1, n)
    parts = []
    for k in range(pulses):
        glide = carrier_hz * rng.normal(1.0, 0.003) * (1.01 - 0.02 * x)
        phase = 2 * np.pi * np.cumsum(glide) / sample_rate
        parts.append((0.6 + 0.4 * k / pulses) * (np.sin(phase) + 0.08 * np.sin(2 * phase)) * np.sin(np.pi * x) ** 1.3)
        parts.append(np.zeros(int(n * rng.uniform(0.75, 0.9))))
    return np.concatenate(parts)


def _cicadas(traits: Traits, duration_s: float, rng: np.random.Generator) -> Magnitudes:
    singers = []
    for _ in range(max(2, round(spread(traits.intensity, 2.0, 4.0, 7.0)))):
        sides = rng.uniform(0.2, 1.0, 2)
        singers.append((rng.uniform(4800, 8200), rng.uniform(9, 26), sides, wander(rng, duration_s, 0.12)))

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        out = np.zeros((2, len(times_s), len(frequencies_hz)), np.float32)
        for centre_hz, saw_hz, sides, swell in singers:
            shape = 1 / (1 + (9 * (frequencies_hz / centre_hz - 1)) ** 2)
            sawing = 0.55 + 0.45 * np.sin(2 * np.pi * (saw_hz * times_s + 0.4 * swell(times_s)))
            level = np.exp(0.6 * swell(times_s)) * sawing
            for ear in range(2):
                out[ear] += (sides[ear] * level[:, None] * shape[None, :]).astype(np.float32)
        return out

    return magnitudes


INSECTS = Family(
    name="insects",
    play=play,
    words={
        "insect": {},
        "cricket": {},
        "grasshopper": {"speed": 0.5},
        "cicada": {"variant": "cicada"},
        "night": {"intensity": -0.3},
        "summer night": {},
    },
    level_db=-32.0,
    role="bed",
    sustained=True,
    examples=(("crickets at night", "ambience"), ("cicadas", "ambience")),
    place="outside",
    weak=frozenset(("night",)),
)
