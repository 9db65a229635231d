"""Saw lead: three saws, a filter that opens, a late vibrato."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """One saw in the middle, one in each ear a few cents away."""
    swing = waves.vibrato(rng, n, rate, cents=14.0, speed_hz=5.2, after_s=0.3)
    cycle = waves.table(waves.saw_gains(hz, rate, 1.0, 1800 + 3800 * force))
    dull = waves.table(waves.saw_gains(hz, rate, 1.1, 1.6 * hz + 300))
    opening = waves.rise(n, rate, 0.015) * (0.45 + 0.55 * waves.fall(n, rate, 0.5, 0.45))
    middle_phase = waves.moving(hz * swing, rate, rng.uniform())
    middle = waves.read(dull, middle_phase)
    middle = middle + opening * (waves.read(cycle, middle_phase) - middle)
    ears = []
    for cents in (-8.0, 7.0):
        side = waves.read(cycle, waves.moving(hz * 2 ** (cents / 1200) * swing, rate, rng.uniform()))
        ears.append((middle + np.float32(0.55) * opening * side) * waves.rise(n, rate, 0.004))
    return np.stack(ears)


VOICE = Voice("saw lead", 81, tone, channels=2, level_db=-17.0, release_s=0.14, kind="fresh", centre=72)
