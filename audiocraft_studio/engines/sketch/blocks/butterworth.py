"""Second-order Butterworth filters, worked out directly: a general design takes a hundred times as long."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def low_pass(cutoff_hz: float, sample_rate: float) -> npt.NDArray[np.float64]:
    """One section (1, 6) that is 3 dB down at the cutoff, which lies below half the rate."""
    return _section(cutoff_hz, sample_rate, 1.0)


def high_pass(cutoff_hz: float, sample_rate: float) -> npt.NDArray[np.float64]:
    """As `low_pass`, the other way round."""
    return _section(cutoff_hz, sample_rate, -1.0)


def _section(cutoff_hz: float, sample_rate: float, middle: float) -> npt.NDArray[np.float64]:
    """The bilinear transform of 1/(s² + √2·s + 1), or of s² over the same."""
    k = np.tan(np.pi * cutoff_hz / sample_rate)
    whole = 1 + np.sqrt(2) * k + k**2
    gain = (k**2 if middle > 0 else 1.0) / whole
    return np.array([[gain, 2 * middle * gain, gain, 1.0, 2 * (k**2 - 1) / whole, (1 - np.sqrt(2) * k + k**2) / whole]])
