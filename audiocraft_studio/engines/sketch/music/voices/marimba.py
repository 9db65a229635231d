"""Marimba: rosewood bars, warm and short."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import struck
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Modes at 1, 3.93 and 9.2 (Rossing, "Science of percussion instruments", 6)."""
    gains = np.array([1.0, 0.3 * (0.3 + force), 0.12 * force])
    decays_s = np.array([0.38, 0.09, 0.03]) * (262 / hz) ** 0.5
    return struck(hz, n, rate, np.array([1.0, 3.93, 9.2]), gains, decays_s, knock=0.06, rng=rng)


VOICE = Voice("marimba", 12, tone, level_db=-5.5, release_s=0.4, centre=64)
