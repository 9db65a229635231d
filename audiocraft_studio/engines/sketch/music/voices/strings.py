"""Strings: a section of violins and violas."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.music.voices.bodies import ensemble, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_BODY = ((290.0, 120.0, 0.6), (470.0, 160.0, 0.9), (1100.0, 500.0, 0.8), (2600.0, 900.0, 1.0))


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Saws (Helmholtz), the body's air and wood resonances, and the hill near 2.5 kHz (Fletcher and Rossing, 10)."""

    def gains(f: Floats) -> Floats:
        return (hz / f) ** (1.2 - 0.4 * force) * formants(f, _BODY, 0.4) / (1 + (f / (1500 + 5000 * force)) ** 2)

    return ensemble(hz, rng, rate, gains, cents=9.0)


VOICE = Voice("strings", 48, tone, channels=2, level_db=-24.0, release_s=0.35, attack_s=0.11, kind="held", centre=64)
