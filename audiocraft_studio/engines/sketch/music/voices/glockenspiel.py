"""Glockenspiel: small steel bars, struck by hard mallets."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import struck
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """A free bar: modes at 1, 2.756, 5.404 and 8.93 (Fletcher and Rossing, 2.15)."""
    gains = np.array([1.0, 0.35, 0.2 * force, 0.1 * force])
    decays_s = np.array([1.8, 0.6, 0.25, 0.1]) * (1047 / hz) ** 0.4
    return struck(hz, n, rate, np.array([1.0, 2.756, 5.404, 8.93]), gains, decays_s, knock=0.04, rng=rng, knock_s=0.001)


VOICE = Voice("glockenspiel", 9, tone, level_db=-9.5, release_s=1.5, centre=84)
