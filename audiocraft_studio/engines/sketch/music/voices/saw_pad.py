"""Saw pad: a polysynth's detuned saws, half open."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.music.voices.bodies import ensemble
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Saws in a broad unison under a four-pole low-pass."""
    corner_hz = 1900 + 3600 * force

    def gains(f: Floats) -> Floats:
        return (hz / f) / (1 + (f / corner_hz) ** 4)

    return ensemble(hz, rng, rate, gains, cents=11.0)


VOICE = Voice("saw pad", 90, tone, channels=2, level_db=-19.0, release_s=0.4, attack_s=0.05, kind="held", centre=60)
