"""Theremin: a voice out of nowhere, sliding into its notes."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Nearly a sine, with a wide vibrato and a slide of a semitone or so at the start."""
    swing = waves.vibrato(rng, n, rate, cents=32.0, speed_hz=5.8, after_s=0.1)
    slide = 2 ** (rng.choice([-1.0, 1.0]) * waves.fall(n, rate, 0.07).astype(np.float64) / 12)
    cycle = waves.table(np.array([1.0, 0.18, 0.1, 0.04, 0.02]))
    return (waves.read(cycle, waves.moving(hz * swing * slide, rate)) * waves.rise(n, rate, 0.06))[None]


VOICE = Voice("theremin", 79, tone, level_db=-11.0, release_s=0.3, kind="fresh", centre=74)
