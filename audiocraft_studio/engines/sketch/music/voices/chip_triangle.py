"""Chip triangle: the sound chip's bass, a triangle in thirty-two steps, at one level."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Odd harmonics as 1/k², and the buzz that its steps leave near the 31st and 33rd."""
    k = np.arange(1.0, max(3.0, 0.45 * rate // hz + 1))
    gains = np.where(k % 2 == 1, (-1.0) ** ((k - 1) // 2) / k**2, 0.0)
    for step in (31, 33, 63, 65):
        if step <= len(k):
            gains[step - 1] += 0.6 / step
    return (waves.read(waves.table(gains), waves.steady(hz, n, rate)) * waves.rise(n, rate, 0.0006))[None]


VOICE = Voice("chip triangle", 87, tone, level_db=-11.0, release_s=0.008, centre=43, forces=(0.7,))
