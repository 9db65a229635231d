"""Creaks: dry friction that sticks and slips, faster and slower, and the wood or metal that it shakes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.blocks.noise import wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One creak near the start; several, at uneven times, where the prompt asks for more."""
    at_s = min(0.02, 0.1 * duration_s)
    while duration_s - at_s > 0.03:
        length_s = min(duration_s - at_s, spread(traits.speed, 2.6, 1.3, 0.5) * rng.uniform(0.8, 1.25))
        yield int(at_s * sample_rate), _creak(traits, length_s, rng, sample_rate)
        if not traits.repeated:
            return
        at_s += traits.gap_s(length_s + rng.exponential(0.9) + 0.2, duration_s)


def _creak(traits: Traits, length_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    n = max(64, int(length_s * sample_rate))
    squeak = traits.variant == "squeak"
    starts, strengths = _slips(traits, length_s, 6.0 if squeak else 1.0, rng, sample_rate)
    train = np.zeros(n, np.float32)
    inside = starts < n
    np.add.at(train, starts[inside], strengths[inside])
    metal = traits.material == "metal"
    low_hz = (260.0 if metal else 310.0) * (2.2 if squeak else 1.0) / spread(traits.size, 0.5, 1.0, 1.9)
    modes = 16
    frequencies_hz = low_hz * np.sort(rng.uniform(1, 13, modes))
    decays_s = (0.05 if metal else 0.012) * (frequencies_hz / low_hz) ** -0.5
    gains = rng.lognormal(0, 0.5, modes) * (frequencies_hz / low_hz) ** -0.6
    body = ring(frequencies_hz, decays_s, gains * rng.uniform(0.7, 1.3, (2, modes)), n, sample_rate, rise_s=0.0003)
    sound = signal.oaconvolve(train[None], body[:, : int(0.3 * sample_rate)], axes=1)[:, :n].astype(np.float32)
    fade_edges(sound, n // 16, n // 8)
    return sound


def _slips(
    traits: Traits, length_s: float, haste: float, rng: np.random.Generator, sample_rate: int
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.float32]]]:
    """Samples and strengths of the slips: their rate rises and falls with the pull; quick slips are small ones."""
    pull = wander(rng, length_s, 2.0)
    arc = rng.uniform(0.3, 0.7)
    times_s, strengths, at_s = [], [], 0.0
    while at_s < length_s:
        x = at_s / length_s
        speed = np.exp(-0.5 * ((x - arc) / 0.35) ** 2) * np.exp(0.35 * float(pull(np.array([at_s]))[0]))
        rate_hz = haste * (14.0 + 95.0 * speed) * spread(traits.intensity, 0.7, 1.0, 1.4)
        times_s.append(at_s)
        strengths.append((0.35 + speed) * (30.0 / rate_hz) ** 0.3 * rng.lognormal(0, 0.25))
        at_s += rng.lognormal(0, 0.10) / rate_hz
    return (np.array(times_s) * sample_rate).astype(np.int64), np.array(strengths, np.float32)


CREAK = Family(
    name="creak",
    play=play,
    words={
        "creak": {},
        "squeak": {"variant": "squeak"},
        "hinge": {"material": "metal"},
        "door creak": {},
        "rope": {"size": 0.3, "speed": -0.4},
        "floorboard": {"size": 0.2, "speed": 0.3},
    },
    level_db=-24.0,
    role="feature",
    sustained=False,
    counted=True,
    examples=(("door creak", "sfx"), ("creaking floorboard", "sfx")),
    intensity_db=5.0,
)
