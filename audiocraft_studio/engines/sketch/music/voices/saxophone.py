"""Saxophone: a wide cone, breath and growl."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import blown, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_CONE = ((420.0, 250.0, 0.8), (900.0, 400.0, 0.9), (1900.0, 700.0, 0.5))


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Rich and warm; it scoops into its notes."""
    k = np.arange(1.0, max(2.0, 0.42 * rate // hz + 1))
    soft = k**-1.5
    loud = k**-0.75 * formants(k * hz, _CONE, 0.2) / (1 + (k * hz / 3800) ** 2)
    return blown(
        hz, n, force, rng, rate, soft=soft, loud=loud, attack_s=0.022, breath=0.06, vibrato_cents=12.0, scoop_cents=45.0
    )


VOICE = Voice("saxophone", 66, tone, level_db=-15.0, release_s=0.09, kind="fresh", centre=62)
