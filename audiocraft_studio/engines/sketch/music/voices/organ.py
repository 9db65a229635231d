"""Organ: flue pipes in octaves and fifths."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_STOPS = ((1, 1.0), (2, 0.7), (3, 0.25), (4, 0.4), (6, 0.1), (8, 0.2))


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Each rank is a soft pipe of its own, a hair out of tune, with its own breath at the start."""
    out = np.zeros((2, n), np.float32)
    for rank, level in _STOPS:
        if rank * hz > 0.2 * rate:
            continue
        pipe = waves.table(np.array([1.0, 0.25, 0.12, 0.05, 0.03]))
        for ear in range(2):
            phase = waves.steady(rank * hz * (1 + rng.normal(0, 3e-4)), n, rate, rng.uniform())
            out[ear] += np.float32(level) * waves.read(pipe, phase)
    return out * waves.rise(n, rate, 0.012)


VOICE = Voice("organ", 19, tone, channels=2, level_db=-17.0, release_s=0.12, centre=60, forces=(0.7,))
