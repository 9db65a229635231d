"""Muted trumpet: thin and near, late at night."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import blown, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_MUTE = ((1750.0, 450.0, 1.0), (3600.0, 900.0, 0.35), (700.0, 200.0, 0.2))


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The mute takes the bottom and leaves a ring about 1800 Hz."""
    k = np.arange(1.0, max(2.0, 0.42 * rate // hz + 1))
    soft = formants(k * hz, _MUTE, 0.05) * k**-0.7
    loud = formants(k * hz, _MUTE, 0.1) * k**-0.3 / (1 + (k * hz / 6000) ** 2)
    return blown(
        hz,
        n,
        force,
        rng,
        rate,
        soft=soft,
        loud=loud,
        attack_s=0.022,
        breath=0.015,
        vibrato_cents=10.0,
        scoop_cents=35.0,
    )


VOICE = Voice("muted trumpet", 59, tone, level_db=-13.5, release_s=0.08, kind="fresh", centre=68)
