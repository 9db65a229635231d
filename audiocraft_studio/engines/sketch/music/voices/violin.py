"""Violin: one bow, one string, a hand that trembles."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.bodies import formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_BODY = ((280.0, 60.0, 0.7), (460.0, 90.0, 1.0), (800.0, 200.0, 0.5), (1300.0, 350.0, 0.5), (2600.0, 700.0, 0.8))


def bowed(hz: float, n: int, force: float, rng: np.random.Generator, rate: int, scale: float, cents: float) -> Samples:
    """A saw (Helmholtz) through a body whose resonances lie at `scale` times a violin's: float32 (1, n).

    The vibrato moves the harmonics over the resonances, so that colour and level tremble with the pitch.
    """
    k = np.arange(1.0, max(2.0, 0.42 * rate // hz + 1))
    factors = waves.vibrato(rng, n, rate, cents=cents, speed_hz=5.9, after_s=0.15)
    places = np.arange(n // 2000 + 2)
    drift = np.interp(np.arange(n), 2000 * places, rng.standard_normal(len(places)))
    factors *= (1 + 0.0006 * drift).astype(np.float32)
    phase = waves.moving(hz * factors, rate)
    peaks = tuple((scale * centre_hz, scale * width_hz, level) for centre_hz, width_hz, level in _BODY)

    def at(shift: float) -> Samples:
        f = k * hz * shift
        return waves.table(formants(f, peaks, 0.12) / k / (1 + (f / (3000 + 4500 * force)) ** 2))

    edge = 2 ** (max(cents, 1.0) / 1200)
    low, high = waves.read(at(1 / edge), phase), waves.read(at(edge), phase)
    place = (0.5 + 0.5 * (factors - 1) / (edge - 1)).astype(np.float32)
    out = (low + np.clip(place, 0, 1) * (high - low)) * waves.rise(n, rate, 0.035)
    hair = np.diff(rng.standard_normal(n + 1, dtype=np.float32)) * waves.fall(n, rate, 0.05, 0.12)
    return (out + np.float32(0.012) * hair * waves.rise(n, rate, 0.01))[None]


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """A soloist."""
    return bowed(hz, n, force, rng, rate, 1.0, 16.0)


VOICE = Voice("violin", 40, tone, level_db=-12.5, release_s=0.16, kind="fresh", centre=74)
