"""Timpani: a membrane over a kettle."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import struck
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The kettle tunes the modes to 1 : 1.5 : 1.98 : 2.44 (Rossing, "The physics of kettledrums", 1982)."""
    ratios = np.array([0.85, 1.0, 1.504, 1.98, 2.44, 2.9])
    gains = np.array([0.35, 1.0, 0.8, 0.5, 0.3, 0.2]) * np.array([1, 1, 1, *(0.4 + 0.6 * force,) * 3])
    decays_s = np.array([0.12, 0.9, 0.7, 0.45, 0.35, 0.25])
    return struck(hz, n, rate, ratios, gains, decays_s, knock=0.35 * (0.3 + force), rng=rng, knock_s=0.008)


VOICE = Voice("timpani", 47, tone, level_db=-9.0, release_s=0.8, centre=43)
