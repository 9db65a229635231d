"""Harp: strings plucked in their middle."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import plucked
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Round and long: the even harmonics are weak, the treble goes first."""
    return plucked(hz, n, rate, decay_s=1.1 * (262 / hz) ** 0.45, place=0.42, corner_hz=2000 + 3500 * force)


VOICE = Voice("harp", 46, tone, level_db=-7.0, release_s=1.2, centre=65)
