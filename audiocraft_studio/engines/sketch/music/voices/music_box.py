"""Music box: combed steel tongues in a wooden case."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import struck
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """A tongue clamped at one end: modes at 1, 6.27 and 17.5 (Fletcher and Rossing, 2.16); the comb adds an octave."""
    ratios = np.array([1.0, 2.0, 3.01, 6.27, 17.5]) * np.array([1.0, *rng.lognormal(0, 0.003, 4)])
    gains = np.array([1.0, 0.22, 0.07, 0.25 * (0.5 + force), 0.08 * force])
    decays_s = np.array([1.5, 0.8, 0.5, 0.12, 0.03]) * (523 / hz) ** 0.5
    return struck(hz, n, rate, ratios, gains, decays_s, knock=0.05, rng=rng, knock_s=0.002)


VOICE = Voice("music box", 10, tone, level_db=-8.0, release_s=1.2, centre=79)
