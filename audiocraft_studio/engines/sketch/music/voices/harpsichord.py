"""Harpsichord: a bright pluck near the end of the string, and the jack that falls back."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import plucked
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Eight-foot and four-foot strings together; the force changes nothing, as on the instrument."""
    eight = plucked(hz, n, rate, decay_s=1.2 * (262 / hz) ** 0.5, place=0.11, corner_hz=6500, damping=0.45, count=36)
    four = plucked(2 * hz, n, rate, decay_s=0.8 * (262 / hz) ** 0.5, place=0.13, corner_hz=7000, damping=0.45)
    click = min(n, int(0.006 * rate))
    sound = eight + np.float32(0.45) * four
    sound[0, 1:click] += 0.12 * rng.standard_normal(click - 1, dtype=np.float32) * np.linspace(1, 0, click - 1)
    return sound.astype(np.float32)


VOICE = Voice("harpsichord", 6, tone, level_db=-6.0, release_s=0.1, centre=62, forces=(0.7,))
