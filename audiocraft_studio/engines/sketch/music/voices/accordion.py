"""Accordion: two free reeds a little apart."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.bodies import formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_BOX = ((600.0, 350.0, 1.0), (1600.0, 600.0, 0.7), (3200.0, 900.0, 0.35))


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Reeds are rich in harmonics; the box colours them; their difference of 3 Hz or so is the tremolo."""
    k = np.arange(1.0, 0.42 * rate // hz + 1)
    reed = waves.table(k**-0.9 * formants(k * hz, _BOX, 0.1), rng.uniform(0, 6.28, len(k)))
    apart = 1 + 1.6 / (hz + 150)
    first = waves.read(reed, waves.steady(hz / apart, n, rate))
    second = waves.read(reed, waves.steady(hz * apart, n, rate, rng.uniform()))
    swell = waves.rise(n, rate, 0.025)
    return np.stack([(first + 0.6 * second) * swell, (0.6 * first + second) * swell]).astype(np.float32)


VOICE = Voice("accordion", 21, tone, channels=2, level_db=-17.5, release_s=0.08, centre=64, forces=(0.7,))
