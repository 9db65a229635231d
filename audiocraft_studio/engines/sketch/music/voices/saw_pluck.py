"""Saw pluck: the sequencer's voice, a short filter over two saws."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The filter closes within a tenth of a second; each ear has its own pair of oscillators."""
    dull = waves.table(waves.saw_gains(hz, rate, 1.2, max(700.0, 1.5 * hz)))
    bright = waves.table(waves.saw_gains(hz, rate, 1.0, 1800 + 5200 * force))
    opening = waves.fall(n, rate, 0.07, 0.06)
    level = waves.fall(n, rate, 0.32) * waves.rise(n, rate, 0.0008)
    ears = []
    for detune in (1.003, 0.997):
        phase = waves.steady(hz * detune, n, rate)
        low = waves.read(dull, phase)
        ears.append((low + opening * (waves.read(bright, phase) - low)) * level)
    return np.stack(ears)


VOICE = Voice("saw pluck", 84, tone, channels=2, level_db=-9.5, release_s=0.12, centre=67)
