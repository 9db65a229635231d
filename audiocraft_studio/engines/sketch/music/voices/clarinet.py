"""Clarinet: a closed pipe, so that the odd harmonics lead."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import blown
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The even harmonics come in only above the break (Benade, "Fundamentals of musical acoustics", 21)."""
    k = np.arange(1.0, max(2.0, 0.42 * rate // hz + 1))
    soft = np.where(k % 2 == 1, k**-2.0, 0.03 * k**-1.0)
    loud = np.where(k % 2 == 1, k**-1.1, 0.12 * k**-0.6) / (1 + (k * hz / 2600) ** 2)
    return blown(
        hz, n, force, rng, rate, soft=soft, loud=loud, attack_s=0.025, breath=0.015, vibrato_cents=3.0, scoop_cents=0.0
    )


VOICE = Voice("clarinet", 71, tone, level_db=-11.0, release_s=0.09, kind="fresh", centre=65)
