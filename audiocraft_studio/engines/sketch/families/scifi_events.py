"""What happens once in ships and laboratories that are not yet: shields go up and are struck, beams scan, bodies go."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import decay, fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import add_at, bursts, pans, power_law, scatter
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement, shaped
from audiocraft_studio.engines.sketch.traits import Traits, spread


def shield(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A shield goes up: from a thump a chord of beating tones opens; going down it is the other way round."""
    length_s = spread(traits.speed, 2.0, 1.3, 0.7)
    n = max(256, int(min(left_s, length_s) * sample_rate))
    size = spread(traits.size, 0.6, 1.0, 1.8)
    falls = traits.variant == "shield off"
    t = np.arange(n) / sample_rate
    low_hz, high_hz = 85.0 / size, 340.0 / size
    pitch = _gliding(high_hz, low_hz, length_s, 0.7) if falls else _gliding(low_hz, high_hz, length_s, 0.6)
    turned = np.cumsum(pitch(t)) / sample_rate
    out = np.zeros((2, n), np.float32)
    for ratio in (1.0, 1.5, 2.0, 3.01, 4.03, 6.05):
        for ear in range(2):
            beat = ratio * (1 + rng.normal(0, 0.004))
            out[ear] += (np.sin(2 * np.pi * beat * turned + rng.uniform(0, 6)) / ratio**0.7).astype(np.float32)
    out *= (0.16 * np.sin(np.pi * np.minimum(1, t / length_s)) ** 0.6).astype(np.float32)
    out += np.float32(0.25) * _swept(lambda at_s: 6 * pitch(at_s), length_s, n, rng, sample_rate)
    thump = np.sin(2 * np.pi * (52.0 / size * t + 1.1 * (1 - np.exp(-t / 0.03)))) * decay(n, 0.18, sample_rate, 0.003)
    out += (0.5 * (0.5 if falls else 1.0) * thump).astype(np.float32)
    fade_edges(out, 64, n // 4)
    return out


def struck(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Something strikes a shield: a spark, and a membrane that rings downward in beating partials."""
    length_s = spread(traits.size, 0.6, 1.0, 1.7)
    n = max(256, int(min(left_s, length_s) * sample_rate))
    t = np.arange(n) / sample_rate
    fall_hz = 420.0 / spread(traits.size, 0.6, 1.0, 1.8) * rng.lognormal(0, 0.1) * (0.55 + 0.45 * np.exp(-t / 0.09))
    turned = np.cumsum(fall_hz) / sample_rate
    out = np.zeros((2, n), np.float32)
    for ratio in (1.0, 1.59, 2.14, 2.30, 2.65, 3.16, 3.6):
        for ear in range(2):
            level = rng.uniform(0.5, 1.0) / ratio**0.6 * np.exp(-t * ratio**0.5 / (0.28 * length_s))
            out[ear] += (level * np.sin(2 * np.pi * ratio * (1 + rng.normal(0, 0.004)) * turned)).astype(np.float32)
    out *= np.float32(0.28)
    k = int(40 * spread(traits.intensity, 0.5, 1.0, 2.0))
    sparks = bursts(rng, rng.uniform(0.001, 0.008, k), rng.uniform(1800, 9000, k), sample_rate, 1600)
    times = (rng.exponential(0.05, k) * sample_rate).astype(np.int64)
    out += scatter(n, times, sparks, power_law(rng, k, 0.05, 0.8, 1.5) * pans(rng, k, 0.8))
    fade_edges(out, 8, n // 3)
    return out


def scan(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A beam that goes up and down once, with a shimmer in its wake."""
    length_s = spread(traits.speed, 2.2, 1.3, 0.6)
    n = max(256, int(min(left_s, length_s) * sample_rate))
    t = np.arange(n) / sample_rate
    low_hz = 380.0 / spread(traits.size, 0.6, 1.0, 1.8)
    arc = np.sin(np.pi * np.clip(t / length_s, 0, 1))
    pitch_hz = low_hz * 4.0**arc
    turned = np.cumsum(pitch_hz) / sample_rate
    flutter = 0.5 + 0.5 * np.sin(2 * np.pi * rng.uniform(22, 34) * t)
    ears = [
        np.sin(2 * np.pi * turned * d + 0.9 * np.sin(2 * np.pi * 2.0 * turned)) * (0.35 + 0.65 * flutter)
        for d in (0.998, 1.002)
    ]
    out = np.asarray(0.25 * np.stack(ears) * arc**0.5, dtype=np.float32)

    def above(at_s: Floats) -> Floats:
        return np.asarray(3 * low_hz * 4.0 ** np.sin(np.pi * np.clip(np.asarray(at_s) / length_s, 0, 1)))

    out += np.float32(0.22) * _swept(above, length_s, n, rng, sample_rate, narrow=5.0)
    fade_edges(out, 200, n // 6)
    return out


def teleport(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A body comes apart: grains of tone that climb and crowd, a rush of air, a thump of air closing in, a shimmer."""
    length_s = spread(traits.speed, 2.2, 1.3, 0.7)
    n = max(256, int(min(left_s, 1.7 * length_s) * sample_rate))
    size = spread(traits.size, 0.6, 1.0, 1.7)
    out = np.zeros((2, n), np.float32)
    k = int(150 * spread(traits.intensity, 0.6, 1.0, 1.6))
    x = rng.beta(2.2, 1.2, k)
    t = (np.arange(int(0.16 * sample_rate)) / sample_rate).astype(np.float32)[None]
    hz = (420.0 / size * 2 ** (3.2 * x) * rng.choice([1.0, 1.25, 1.5, 2.0], k) * rng.lognormal(0, 0.01, k))[:, None]
    rise = (1 + 0.6 * t).astype(np.float32)
    grains = (
        np.sin(np.float32(2 * np.pi) * hz.astype(np.float32) * t * rise) * np.exp(-t / 0.045) * (1 - np.exp(-t / 0.004))
    )
    levels = (0.05 + 0.13 * x) * pans(rng, k, 0.95)
    out += scatter(n, (x * length_s * sample_rate).astype(np.int64), grains.astype(np.float32), levels)
    rush = int(min(n, length_s * sample_rate))
    out[:, :rush] += np.float32(0.35) * _swept(
        _gliding(300.0 / size, 5200.0 / size, length_s, 1.4), length_s, rush, rng, sample_rate, 1.6
    )
    m = n - rush
    if m > 256:
        after_s = np.arange(m) / sample_rate
        thump = np.sin(2 * np.pi * (48.0 / size * after_s + 1.6 * (1 - np.exp(-after_s / 0.035)))) * decay(
            m, 0.22, sample_rate, 0.001
        )
        late = np.repeat((0.8 * thump)[None].astype(np.float32), 2, axis=0)
        late += np.float32(0.25) * _swept(
            _gliding(4200.0 / size, 900.0 / size, m / sample_rate), m / sample_rate, m, rng, sample_rate, 1.2
        )
        add_at(out, rush / sample_rate, late, sample_rate)
    fade_edges(out, 64, n // 5)
    return out


def _gliding(start_hz: float, end_hz: float, seconds: float, bend: float = 1.0) -> Movement:
    return lambda at_s: np.asarray(
        start_hz * (end_hz / start_hz) ** (np.clip(np.asarray(at_s) / seconds, 0, 1) ** bend)
    )


def _swept(
    pitch: Movement, seconds: float, n: int, rng: np.random.Generator, sample_rate: int, narrow: float = 3.0
) -> Samples:
    """Noise around a gliding pitch: (2, n)."""

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        ratio = np.log2(np.maximum(frequencies_hz, 20.0)[None] / pitch(times_s)[:, None])
        x = np.clip(times_s / seconds, 0, 1)[:, None]
        return np.asarray((np.sin(np.pi * x) ** 0.7 / (1 + (narrow * ratio) ** 2))[None])

    return shaped(rng, magnitudes, n, sample_rate, hop=256)
