"""Flute: a round pipe and the breath across it."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import blown
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Few harmonics; the fundamental leads, the air is heard."""
    k = np.arange(1.0, max(2.0, 0.42 * rate // hz + 1))
    soft = 0.9**k * k**-2.6
    loud = k**-1.8
    return blown(
        hz, n, force, rng, rate, soft=soft, loud=loud, attack_s=0.035, breath=0.11, vibrato_cents=9.0, scoop_cents=10.0
    )


VOICE = Voice("flute", 73, tone, level_db=-11.5, release_s=0.1, kind="fresh", centre=76)
