"""Running water: thousands of bubbles a minute of every size, over the wash of the flow (van den Doel, 2005)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.grains import arrivals, bubbling, pans, power_law, spans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Water running for the whole duration: a brook bubbles, a river washes, a waterfall is all noise."""
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _flow(traits, duration_s, rng), n, sample_rate)
    if traits.variant == "fall":
        return
    eddies = wander(rng, duration_s, 0.7)
    for start_s, length_s in spans(duration_s):
        yield int(start_s * sample_rate), _bubbling(traits, start_s, length_s, eddies, rng, sample_rate=sample_rate)


def _flow(traits: Traits, duration_s: float, rng: np.random.Generator) -> Magnitudes:
    fall = traits.variant == "fall"
    level = 1.0 if fall else 0.13 * spread(traits.intensity, 0.4, 1.0, 2.8) * spread(traits.size, 0.6, 1.0, 1.8)
    low_hz = spread(traits.size, 500.0, 260.0, 120.0)
    moves = [wander(rng, duration_s, 1.2) for _ in range(4)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        body = band(frequencies_hz, low_hz, 1400.0, 1.5, 1.2) * (1.0 if fall else 0.8)
        spray = 0.35 * band(frequencies_hz, 1500.0, 8000.0, 1.0, 1.5)
        gains = [1 + 0.13 * move(times_s)[:, None] for move in moves]
        return level * np.stack([gains[ear] * body + gains[2 + ear] * spray for ear in range(2)])

    return magnitudes


def _bubbling(
    traits: Traits, start_s: float, length_s: float, eddies: Movement, rng: np.random.Generator, *, sample_rate: int
) -> Samples:
    rate_hz = spread(traits.intensity, 90.0, 320.0, 800.0)
    times_s = arrivals(rng, 1.6 * rate_hz, length_s)
    busy = np.clip(0.6 + 0.25 * eddies(times_s + start_s), 0.15, 1)
    times_s = times_s[rng.uniform(size=len(times_s)) < busy]
    k = len(times_s)
    radii_m = power_law(rng, k, 0.0007, spread(traits.size, 0.004, 0.008, 0.014), spread(traits.size, 2.6, 2.0, 1.5))
    loud = rng.uniform(0.05, 1.0, k) ** 2
    gains = 0.5 * loud * (radii_m / 0.003) ** 0.9 * pans(rng, k, 0.85)
    return bubbling(int(length_s * sample_rate), sample_rate, times_s, radii_m, gains=gains, rising=loud > 0.8)


STREAM = Family(
    name="stream",
    play=play,
    words={
        "stream": {},
        "brook": {"size": -0.4},
        "creek": {"size": -0.2},
        "river": {"size": 0.5, "intensity": 0.3},
        "rapids": {"size": 0.6, "intensity": 0.9},
        "fountain": {"size": -0.2, "brightness": 0.2},
        "waterfall": {"variant": "fall", "size": 0.4},
        "cascade": {"variant": "fall", "size": -0.2},
        "running water": {},
        "flowing water": {},
        "faucet": {"variant": "fall", "size": -0.9},
        "gurgle": {"size": 0.2},
        "babble": {"size": -0.3},
        "bubble": {"size": 0.2, "intensity": -0.5},
        "boil": {"size": 0.5, "intensity": 0.5},
    },
    level_db=-27.0,
    role="bed",
    sustained=True,
    examples=(("babbling brook", "ambience"), ("river rapids", "ambience"), ("big waterfall", "ambience")),
    weak=frozenset(("boil", "gurgle", "babble", "bubble", "cascade")),
)
