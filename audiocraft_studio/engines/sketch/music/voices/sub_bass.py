"""Sub bass: a round, low tone with just enough harmonics to be heard on small speakers."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """A sine, gently saturated."""
    wave = waves.read(waves.table(np.array([1.0, 0.22, 0.12, 0.04, 0.02])), waves.steady(hz, n, rate))
    return (wave * waves.rise(n, rate, 0.006) * waves.fall(n, rate, 2.5, 0.3))[None]


VOICE = Voice("sub bass", 39, tone, level_db=-9.5, release_s=0.12, centre=38, forces=(0.7,))
