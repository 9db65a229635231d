"""Equaliser: bells, shelves and passes after R. Bristow-Johnson's Audio EQ Cookbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio

Floats = npt.NDArray[np.float64]
BandKind = Literal["bell", "low shelf", "high shelf", "high pass", "low pass"]

BUTTERWORTH_Q = 0.5**0.5


@dataclass(frozen=True)
class Band:
    """One filter. frequency_hz: centre of a bell, middle of a shelf (half its gain in dB), corner of a pass (at its Q).

    gain_db: of bells and shelves. q: the higher, the narrower or steeper; 0.71 is Butterworth's pass and the steepest
    shelf without a bump.
    """

    kind: BandKind
    frequency_hz: float
    gain_db: float = 0.0
    q: float = BUTTERWORTH_Q


def equalised(audio: Audio, bands: Sequence[Band]) -> Audio:
    """`audio` through all bands. Raises ValueError for a frequency that does not lie between 0 and half the rate."""
    from scipy import signal

    if not bands or not audio.n_samples:
        return audio
    sos = np.vstack([section(band, audio.sample_rate) for band in bands])
    made = signal.sosfilt(sos, audio.samples.astype(np.float64), axis=1)
    return Audio(made.astype(np.float32), audio.sample_rate)


def section(band: Band, sample_rate: int) -> Floats:
    """The band as one second-order section of scipy: b0, b1, b2, 1, a1, a2."""
    if not 0 < band.frequency_hz < sample_rate / 2:
        raise ValueError(f"{band.frequency_hz:g} Hz does not lie between 0 and {sample_rate / 2:g} Hz.")
    if band.q <= 0:
        raise ValueError(f"q must be above 0, not {band.q:g}.")
    b, a = coefficients(band.kind, band.frequency_hz / sample_rate, band.gain_db, band.q)
    made: Floats = np.concatenate([b, a]) / a[0]
    return made


def coefficients(kind: BandKind, frequency: float | Floats, gain_db: float | Floats, q: float) -> tuple[Floats, Floats]:
    """The cookbook's b0..b2 and a0..a2, of one filter or, shape (3, n), of n.

    frequency: in parts of the sample rate, from 0 to 1/2. Arrays of frequency and gain are of one length.
    """
    angle = 2 * np.pi * frequency
    return _coefficients(kind, np.cos(angle), np.sin(angle) / (2 * q), 10 ** (np.asarray(gain_db) / 40))


def _coefficients(kind: BandKind, cos: Floats, alpha: Floats, gain: Floats) -> tuple[Floats, Floats]:
    """gain: the cookbook's A, the square root of the gain."""
    if kind == "bell":
        b = [1 + alpha * gain, -2 * cos, 1 - alpha * gain]
        return np.array(b), np.array([1 + alpha / gain, -2 * cos, 1 - alpha / gain])
    if kind in ("high pass", "low pass"):
        sign = 1 if kind == "high pass" else -1
        edge = (1 + sign * cos) / 2
        return np.array([edge, -sign * 2 * edge, edge]), np.array([1 + alpha, -2 * cos, 1 - alpha])
    s = 1 if kind == "low shelf" else -1  # one is the other with the sign of the cosine turned
    up, down, root = gain + 1, gain - 1, 2 * np.sqrt(gain) * alpha
    b = [gain * (up - s * down * cos + root), s * 2 * gain * (down - s * up * cos), gain * (up - s * down * cos - root)]
    return np.array(b), np.array(
        [up + s * down * cos + root, -s * 2 * (down + s * up * cos), up + s * down * cos - root]
    )
