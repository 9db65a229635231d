"""Guitar: nylon strings over a wooden box."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import plucked, struck
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The string, and the thump of the box's air and plate at 100 and 205 Hz (Fletcher and Rossing, 9.4)."""
    string = plucked(
        hz, n, rate, decay_s=0.85 * (196 / hz) ** 0.4, place=0.21, corner_hz=700 + 4800 * force, damping=0.6
    )
    box = struck(1.0, min(n, int(0.2 * rate)), rate, np.array([101.0, 205.0]), np.array([0.05, 0.05]) * (0.4 + force),
                 np.array([0.05, 0.03]), knock=0.025 * force, rng=rng, knock_s=0.002)  # fmt: skip
    string[:, : box.shape[1]] += box
    return string


VOICE = Voice("guitar", 24, tone, level_db=-4.5, release_s=0.25, centre=57)
