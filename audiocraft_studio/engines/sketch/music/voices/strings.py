"""Strings: a section of violins and violas."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.music.voices.bodies import ensemble, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_BODY = ((290.0, 120.0, 0.8), (470.0, 160.0, 1.0), (1100.0, 500.0, 0.6), (2600.0, 800.0, 0.5))


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Saws (Helmholtz), the body's air and wood resonances, and the hill near 2.5 kHz (Fletcher and Rossing, 10)."""

    def gains(f: Floats) -> Floats:
        return (hz / f) * formants(f, _BODY, 0.45) / (1 + (f / (3200 + 4200 * force)) ** 2)

    return ensemble(hz, rng, rate, gains, cents=9.0)


VOICE = Voice("strings", 48, tone, channels=2, level_db=-24.5, release_s=0.35, attack_s=0.11, kind="held", centre=64)
