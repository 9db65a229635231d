"""Synth bass: a saw and a square an octave below, through a filter that closes."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The filter falls from 2 kHz or so to a few hundred Hz: two tables, one open, one closed."""
    phase = waves.steady(hz, n, rate)
    dull = waves.read(waves.table(waves.saw_gains(hz, rate, 1.0, 220.0)), phase)
    bright = waves.read(waves.table(waves.saw_gains(hz, rate, 1.0, 1100 + 2600 * force)), phase)
    beside = waves.read(waves.table(waves.saw_gains(hz, rate, 1.0, 700.0)), waves.steady(hz * 1.004, n, rate))
    opening = waves.fall(n, rate, 0.11, 0.18)
    out = dull + opening * (bright - dull) + np.float32(0.3) * opening * beside
    out += np.float32(0.35) * waves.sine(phase)
    return (out * waves.rise(n, rate, 0.0015) * waves.fall(n, rate, 0.9, 0.6))[None]


VOICE = Voice("synth bass", 38, tone, level_db=-12.5, release_s=0.05, centre=38)
