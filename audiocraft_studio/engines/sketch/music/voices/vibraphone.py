"""Vibraphone: tuned bars over tubes with turning discs."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.bodies import struck
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Bars undercut to modes at 1, 4 and 10 (Rossing, "Science of percussion instruments", 7); a slow tremolo."""
    gains = np.array([1.0, 0.28 * (0.4 + force), 0.08 * force])
    sound = struck(hz, n, rate, np.array([1.0, 3.99, 9.8]), gains, np.array([2.2, 0.5, 0.15]) * (349 / hz) ** 0.4,
                   knock=0.02, rng=rng)  # fmt: skip
    return sound * (1 + np.float32(0.22) * waves.sine(waves.steady(5.2, n, rate, rng.uniform())))


VOICE = Voice("vibraphone", 11, tone, level_db=-9.0, release_s=0.5, centre=67)
