"""How a sound sounds, frame by frame: what loops are found and judged by."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples

Floats = npt.NDArray[np.float64]

HOP_S = 0.0115
HOPS = 4
"""A frame is four hops long, 46 ms."""
BANDS = 24
LOWEST_HZ = 50.0
RANGE_DB = 45.0
"""What lies further below the loudest is as good as silent."""
_AT_ONCE = 512


def hop_n(sample_rate: int) -> int:
    """Samples from frame to frame."""
    return max(2, round(HOP_S * sample_rate))


def band_powers(samples: Samples, sample_rate: int) -> Floats:
    """Powers of 24 bands from 50 Hz to half the rate, shape (frames, 24), channels together; at least one frame."""
    hop = hop_n(sample_rate)
    size = HOPS * hop
    samples = np.pad(samples, ((0, 0), (0, max(0, size - samples.shape[1]))))
    count = (samples.shape[1] - size) // hop + 1
    edges = np.round(np.geomspace(LOWEST_HZ, sample_rate / 2, BANDS + 1) * size / sample_rate)
    least = np.arange(BANDS + 1) + 1  # low bands have a bin each
    bins = np.minimum(np.maximum(edges, least), size // 2 - BANDS + least)[:-1].astype(int)
    window = np.hanning(size).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, size, axis=1)[:, ::hop]
    powers = np.empty((count, BANDS))
    for start in range(0, count, _AT_ONCE):
        spectrum = np.fft.rfft(frames[:, start : start + _AT_ONCE] * window, axis=2)
        power = (np.square(spectrum.real) + np.square(spectrum.imag)).sum(axis=0)
        powers[start : start + _AT_ONCE] = np.add.reduceat(power, bins, axis=1)
    return powers


def below_db(powers: Floats, top: float) -> Floats:
    """Levels against `top`, in dB, never below -45."""
    if top <= 0:
        return np.zeros(powers.shape)
    made: Floats = 10 * np.log10(np.maximum(powers / top, 10 ** (-RANGE_DB / 10)))
    return made
