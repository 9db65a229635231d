"""Dark drone: a low hum with a shadow above it."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.music.voices.bodies import ensemble, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Narrow bands that beat slowly, a hollow between them and a breath at 900 Hz."""

    def gains(f: Floats) -> Floats:
        return (hz / f) * formants(f, ((120.0, 80.0, 1.0), (330.0, 60.0, 0.5), (900.0, 160.0, 0.3)), 0.12)

    return ensemble(hz, rng, rate, gains, cents=5.0, count=30)


VOICE = Voice("dark drone", 97, tone, channels=2, level_db=-16.5, release_s=2.0, attack_s=1.2, kind="held", centre=38)
