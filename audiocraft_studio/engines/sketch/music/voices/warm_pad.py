"""Warm pad: soft, wide, without edges."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.music.voices.bodies import ensemble
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Few harmonics, in broad bands."""

    def gains(f: Floats) -> Floats:
        return (hz / f) ** (1.55 - 0.6 * force) / (1 + (f / (350 + 1700 * force)) ** 2)

    return ensemble(hz, rng, rate, gains, cents=8.0, count=24)


VOICE = Voice("warm pad", 89, tone, channels=2, level_db=-16.5, release_s=0.9, attack_s=0.35, kind="held", centre=60)
