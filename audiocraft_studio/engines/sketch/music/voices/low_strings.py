"""Low strings: cellos and basses."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.music.voices.bodies import ensemble, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_BODY = ((190.0, 90.0, 1.0), (430.0, 200.0, 0.9), (950.0, 500.0, 0.5))


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Bowed strings are saws (Helmholtz); the big bodies keep what lies below 1 kHz."""

    def gains(f: Floats) -> Floats:
        return (hz / f) * formants(f, _BODY, 0.35) / (1 + (f / (1800 + 2600 * force)) ** 2)

    return ensemble(hz, rng, rate, gains, cents=7.0)


VOICE = Voice("low strings", 43, tone, channels=2, level_db=-20.5, release_s=0.3, attack_s=0.09, kind="held", centre=43)
