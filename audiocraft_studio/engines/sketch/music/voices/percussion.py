"""What drums are made of: skins, wires, metal."""

from __future__ import annotations

import numpy as np
from scipy import fft

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import band
from audiocraft_studio.engines.sketch.music.voices import waves

_STEADY = 1 << 15


def skin(
    rng: np.random.Generator,
    rate: int,
    *,
    hz: float,
    decay_s: float,
    drop: float = 1.0,
    drop_s: float = 0.03,
    click: float = 0.2,
    overtones: float = 0.0,
) -> Samples:
    """A drum head: it sounds (1 + drop) times higher at first, tight from the blow, and falls to `hz`: float32 (1, n).

    overtones: level of the modes at 1.59, 2.14 and 2.65 (ideal membrane: Fletcher and Rossing, 3.3). click: of the
    beater.
    """
    n = int(7 * decay_s * rate)
    falling = hz * (1 + drop * waves.fall(n, rate, drop_s).astype(np.float64)) * (1 + 0.008 * rng.standard_normal())
    out = waves.sine(waves.moving(falling, rate)) * waves.fall(n, rate, decay_s)
    for ratio, level in ((1.59, 1.0), (2.14, 0.7), (2.65, 0.5)) if overtones else ():
        mode = waves.sine(waves.moving(falling * ratio * (1 + 0.01 * rng.standard_normal()), rate))
        out += np.float32(overtones * level) * mode * waves.fall(n, rate, 0.4 * decay_s / ratio)
    length = min(n, int(0.012 * rate))
    blow = rng.standard_normal(length, dtype=np.float32) * waves.fall(length, rate, 0.002)
    blow[: length - 1] = 0.5 * (blow[1:] + blow[:-1])
    blow[0] = 0.0
    out[:length] += np.float32(click) * blow
    return ended(out[None], rate)


def noise(
    rng: np.random.Generator,
    rate: int,
    *,
    low_hz: float,
    high_hz: float,
    decay_s: float,
    attack_s: float = 0.0003,
    channels: int = 1,
    low_order: float = 2.0,
    high_order: float = 2.0,
) -> Samples:
    """A burst of noise in a band, falling to 1/e in `decay_s`: float32 (channels, n), its peak near 1."""
    n = int(5.5 * decay_s * rate) + int(4 * attack_s * rate) + 64
    # steady noise is made once, and heard again where it is long
    size = fft.next_fast_len(min(n, _STEADY), real=True)
    spectrum = rng.standard_normal((size // 2 + 1, 2), dtype=np.float32).view(np.complex64)[:, 0]
    spectrum *= band(fft.rfftfreq(size, 1 / rate), low_hz, high_hz, low_order, high_order).astype(np.float32)
    steady = np.asarray(fft.irfft(spectrum, n=size), dtype=np.float32)
    # steady noise, read from another place, is another noise
    out = np.stack([np.resize(np.roll(steady, ear * size // 2), n) for ear in range(channels)])
    out *= waves.fall(n, rate, decay_s) * waves.rise(n, rate, attack_s)
    return ended(out / np.float32(np.abs(out).max() + 1e-9), rate)


def metal(rng: np.random.Generator, rate: int, *, low_hz: float, decay_s: float, stick: float = 0.5) -> Samples:
    """A cymbal: dense high noise whose top dies first, over a shimmer that stays: float32 (2, n), its peak near 1."""
    body = noise(rng, rate, low_hz=low_hz, high_hz=9000.0, decay_s=decay_s, channels=2, attack_s=0.002)
    out = 0.55 * body
    top = noise(rng, rate, low_hz=2.2 * low_hz, high_hz=16000.0, decay_s=0.45 * decay_s, channels=2)
    out[:, : top.shape[1]] += 0.6 * top
    hit = noise(rng, rate, low_hz=3000.0, high_hz=12000.0, decay_s=0.008)
    out[:, : hit.shape[1]] += np.float32(stick) * hit[:, : out.shape[1]]
    return peaked(out)


def mixed(*layers: Samples) -> Samples:
    """The sum of layers of any length and 1 or 2 channels, its peak at 1."""
    out = np.zeros((max(x.shape[0] for x in layers), max(x.shape[1] for x in layers)), np.float32)
    for layer in layers:
        out[:, : layer.shape[1]] += layer
    return peaked(out)


def peaked(samples: Samples) -> Samples:
    """`samples` with a peak of 1."""
    return np.asarray(samples / np.float32(np.abs(samples).max() + 1e-9), dtype=np.float32)


def ended(samples: Samples, rate: int) -> Samples:
    """`samples`, in place, with an end that is silent."""
    tail = min(samples.shape[1] // 4, int(0.03 * rate))
    if tail:
        samples[:, -tail:] *= np.linspace(1, 0, tail, dtype=np.float32)
    return samples
