"""Oboe: a double reed, nasal and thin."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import blown, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_BORE = ((1100.0, 350.0, 1.0), (2900.0, 700.0, 0.45))


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Formants near 1100 and 2900 Hz (Meyer, "Acoustics and the performance of music", 3)."""
    k = np.arange(1.0, max(2.0, 0.42 * rate // hz + 1))
    soft = k**-1.2 * formants(k * hz, _BORE, 0.15)
    loud = k**-0.7 * formants(k * hz, _BORE, 0.2) / (1 + (k * hz / 5000) ** 2)
    return blown(
        hz, n, force, rng, rate, soft=soft, loud=loud, attack_s=0.02, breath=0.012, vibrato_cents=8.0, scoop_cents=0.0
    )


VOICE = Voice("oboe", 68, tone, level_db=-11.0, release_s=0.08, kind="fresh", centre=72)
