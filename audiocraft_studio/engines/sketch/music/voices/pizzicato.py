"""Pizzicato: a section of strings, plucked."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import plucked
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Three players, a few cents and milliseconds apart."""
    out = np.zeros((2, n), np.float32)
    for late_s in (0.0, *rng.uniform(0.002, 0.009, 2)):
        late = int(late_s * rate)
        detuned = hz * (1 + 0.003 * rng.standard_normal())
        string = plucked(detuned, n, rate, decay_s=0.16 * (262 / hz) ** 0.4, place=0.17, corner_hz=900 + 1600 * force)
        side = rng.uniform(0.4, 0.6)
        for ear, gain in enumerate((side, 1 - side)):
            out[ear, late:] += np.float32(gain) * string[0, : n - late]
    return out


VOICE = Voice("pizzicato", 45, tone, channels=2, level_db=-3.5, release_s=0.2, centre=60)
