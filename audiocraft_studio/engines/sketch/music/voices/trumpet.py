"""Trumpet: brass that opens as it is blown."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import blown, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Its formant lies near 1200 Hz; loud notes are bright ones."""
    k = np.arange(1.0, max(2.0, 0.42 * rate // hz + 1))
    soft = k**-1.6 / (1 + (k * hz / 1500) ** 2)
    loud = formants(k * hz, ((1250.0, 900.0, 1.0),), 0.25) * k**-0.35 / (1 + (k * hz / 4500) ** 3)
    return blown(
        hz, n, force, rng, rate, soft=soft, loud=loud, attack_s=0.028, breath=0.01, vibrato_cents=7.0, scoop_cents=20.0
    )


VOICE = Voice("trumpet", 56, tone, level_db=-15.0, release_s=0.09, kind="fresh", centre=70)
