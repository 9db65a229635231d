"""Choir: many voices on an open vowel."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.music.voices.bodies import ensemble, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_AH = ((700.0, 90.0, 1.0), (1150.0, 110.0, 0.6), (2800.0, 220.0, 0.28), (3500.0, 300.0, 0.16))


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Glottal harmonics under the formants of "ah" (Peterson and Barney, 1952, between men and women)."""

    def gains(f: Floats) -> Floats:
        return (hz / f) ** (1.3 - 0.4 * force) * formants(f, _AH, 0.07)

    return ensemble(hz, rng, rate, gains, cents=13.0)


VOICE = Voice("choir", 52, tone, channels=2, level_db=-9.0, release_s=0.45, attack_s=0.16, kind="held", centre=60)
