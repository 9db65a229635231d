"""Noise whose spectrum changes over time, and slow random movement."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from scipy import fft, signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks import butterworth
from audiocraft_studio.engines.sketch.family import Piece

Floats = npt.NDArray[np.float64]
Magnitudes = Callable[[Floats, Floats], npt.NDArray[np.floating]]
"""`magnitudes(times_s, frequencies_hz)`: gains, shape (1 or 2 channels, times, frequencies)."""

Movement = Callable[[Floats], Floats]
"""Something that changes slowly: a function of time in s."""

_FRAMES_A_PIECE = 400


def noise_pieces(
    rng: np.random.Generator, magnitudes: Magnitudes, n_samples: int, sample_rate: int, hop: int = 1024
) -> Iterator[Piece]:
    """Gaussian noise, independent in both channels, whose spectrum follows `magnitudes`.

    Frames of random phase under sine windows overlap by half, so that their power adds up to a constant. A gain of 1 at
    all times and frequencies is white noise of RMS 1. Time resolution is about `hop` samples.
    """
    frequencies_hz = fft.rfftfreq(2 * hop, 1 / sample_rate)
    n_frames = -(-n_samples // hop) + 1
    for first in range(0, n_frames, _FRAMES_A_PIECE):
        frames = np.arange(first, min(n_frames, first + _FRAMES_A_PIECE))
        gains = magnitudes(frames * hop / sample_rate, frequencies_hz)
        yield int(first - 1) * hop, _overlapped(rng, gains, hop)


def shaped(
    rng: np.random.Generator, magnitudes: Magnitudes, n_samples: int, sample_rate: int, hop: int = 256
) -> Samples:
    """The whole of `noise_pieces` at once, for short sounds: float32 (2, n_samples)."""
    out = np.zeros((2, n_samples), np.float32)
    for start, piece in noise_pieces(rng, magnitudes, n_samples, sample_rate, hop):
        first, last = max(0, start), min(n_samples, start + piece.shape[1])
        out[:, first:last] += piece[:, first - start : last - start]
    return out


def _overlapped(rng: np.random.Generator, gains: npt.NDArray[np.floating], hop: int) -> Samples:
    """Frames of noise with the spectra `gains` (channels, frames, hop + 1), overlapped: (2, (frames + 1)·hop)."""
    n_frames = gains.shape[1]
    parts = rng.standard_normal((2, n_frames, hop + 1, 2), dtype=np.float32)
    spectra = parts.view(np.complex64)[..., 0] * gains.astype(np.float32)
    spectra[..., 0] = 0
    spectra[..., -1] = 0
    # sqrt(hop): the inverse transform divides by 2·hop, and each complex bin carries a power of 2
    frames = fft.irfft(spectra, axis=-1) * np.float32(np.sqrt(hop))
    frames *= np.sin(np.pi * (np.arange(2 * hop) + 0.5) / (2 * hop)).astype(np.float32)
    halves = np.zeros((2, n_frames + 1, hop), np.float32)
    halves[:, :-1] = frames[..., :hop]
    halves[:, 1:] += frames[..., hop:]
    return halves.reshape(2, -1)


def wander(rng: np.random.Generator, duration_s: float, rate_hz: float) -> Movement:
    """A movement at random about 0 with standard deviation 1, slower than `rate_hz`.

    Low-passed Gaussian noise: no period, no repetition. Times outside 0..duration_s hold the end values.
    """
    points_hz = max(50.0, 8 * rate_hz)
    settle = int(4 * points_hz / rate_hz)
    n = int(duration_s * points_hz) + 2
    sos = butterworth.low_pass(rate_hz, points_hz)
    white = rng.standard_normal(n + settle)
    # the noise bandwidth of a second-order Butterworth low-pass is 1.11 times its corner
    smooth = signal.sosfilt(sos, white)[settle:] / np.sqrt(2.22 * rate_hz / points_hz)
    times = np.arange(n) / points_hz

    def at(time_s: Floats) -> Floats:
        return np.asarray(np.interp(time_s, times, smooth))

    return at


def band(
    frequencies_hz: Floats, low_hz: float, high_hz: float, low_order: float = 1.0, high_order: float = 1.0
) -> Floats:
    """Gain of a band: flat between the corners, falling by 6 dB per octave and order outside. 0 at 0 Hz."""
    f = np.maximum(frequencies_hz, 1e-3)
    below = (1 + (low_hz / f) ** 2) ** (-low_order / 2)
    above = (1 + (f / high_hz) ** 2) ** (-high_order / 2)
    gain: Floats = below * above * (frequencies_hz > 0)
    return gain


def white(rng: np.random.Generator, n_samples: int, channels: int = 2) -> Samples:
    """White noise of RMS 1, independent in each channel: float32 (channels, n_samples)."""
    return rng.standard_normal((channels, n_samples), dtype=np.float32)
