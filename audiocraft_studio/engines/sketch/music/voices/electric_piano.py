"""Electric piano: a struck tine before a pickup."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Phase modulation as in Chowning's "The synthesis of complex audio spectra" (1973): the bark of hard strokes is
    an index that falls soon; the tine's bell a short, high partial. A slow tremolo moves from ear to ear.
    """
    decay_s = 1.5 * (261.6 / hz) ** 0.4
    phase = waves.steady(hz, n, rate)
    index = np.float32(0.3 + 1.5 * force) * (0.25 + 0.75 * waves.fall(n, rate, 0.35))
    body = waves.sine(phase, index * waves.sine(phase))
    tine_hz = hz * (7.0 if hz < 600 else 4.0)
    tine = waves.sine(waves.steady(tine_hz, n, rate)) * waves.fall(n, rate, 0.10) * np.float32(0.04 + 0.14 * force)
    sound = (body + tine) * waves.fall(n, rate, decay_s) * waves.rise(n, rate, 0.0012)
    swing = np.float32(0.16) * waves.sine(waves.steady(4.6, n, rate, rng.uniform()))
    return np.stack([sound * (1 + swing), sound * (1 - swing)])


VOICE = Voice("electric piano", 4, tone, channels=2, level_db=-10.0, release_s=0.2, centre=62)
