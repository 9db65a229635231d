"""Upright bass: thick strings, plucked by a finger."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import plucked, struck
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The string's growl, and the thump of the body at 60 and 110 Hz."""
    string = plucked(
        hz, n, rate, decay_s=0.75 * (65 / hz) ** 0.3, place=0.27, corner_hz=500 + 1500 * force, damping=0.7
    )
    body = struck(1.0, min(n, int(0.25 * rate)), rate, np.array([62.0, 111.0]), np.array([0.12, 0.1]) * force,
                  np.array([0.06, 0.04]), knock=0.03 * force, rng=rng, knock_s=0.005)  # fmt: skip
    string[:, : body.shape[1]] += body
    return string


VOICE = Voice("upright bass", 32, tone, level_db=-5.0, release_s=0.09, centre=40)
