"""Spiccato: short bows of a whole section, for what drives."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import strings, waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The section's sound under a bow that bounces off, with the bite of the hair."""
    length = min(n, int(0.6 * rate))
    out = np.zeros((2, n), np.float32)
    table = strings.tone(hz, n, force, rng, rate)[0]
    sound = np.stack([table[:length], table[-length:]])
    sound *= waves.rise(length, rate, 0.006) * waves.fall(length, rate, 0.13)
    bite = min(length, int(0.03 * rate))
    scratch = np.diff(rng.standard_normal((2, bite + 1), dtype=np.float32)) * waves.fall(bite, rate, 0.006)
    level = np.sqrt(np.mean(np.square(sound[:, : length // 4]))) + 1e-9
    sound[:, :bite] += np.float32(0.25 * force * level) * scratch * waves.rise(bite, rate, 0.002)
    out[:, :length] = sound
    return out


VOICE = Voice("spiccato", 48, tone, channels=2, level_db=-15.5, release_s=0.1, centre=55)
