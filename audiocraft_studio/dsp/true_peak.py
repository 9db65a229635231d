"""True peak: the highest level between the samples, four times oversampled (ITU-R BS.1770-5, annex 2)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.dsp.decibels import to_db
from audiocraft_studio.dsp.resample import by_ratio

OVERSAMPLING = 4
_ZERO_CROSSINGS = 16
MOST_OVER = 4.0
"""No curve through samples tops the highest of them by this factor: the filter's coefficients sum to less."""
_BLOCK = 1 << 16


def true_peak_db(audio: Audio) -> float:
    """Highest level of any channel, in dBTP; -120 for silence."""
    return to_db(true_peak(audio.samples))


def true_peak(samples: Samples) -> float:
    """Highest magnitude of the curve through (channels, n), linear; 0 for silence and for no samples."""
    best = float(np.abs(samples).max(initial=0.0))
    for _, peaks in _hot_blocks(samples, best / MOST_OVER):
        best = max(best, float(peaks.max()))
    return best


def peaks_between(samples: Samples, above: float) -> npt.NDArray[np.float32]:
    """Shape (n,): the highest magnitude of all channels from each sample until before the next.

    Where the curve stays below `above` (linear), just the samples themselves may be looked at.
    """
    found: npt.NDArray[np.float32] = np.abs(samples).max(axis=0, initial=0.0)
    for start, peaks in _hot_blocks(samples, above / MOST_OVER):
        found[start : start + len(peaks)] = peaks
    return found


def _hot_blocks(samples: Samples, level: float) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    """(start, peaks) of the blocks in which, or right beside which, a sample passes `level`."""
    n = samples.shape[1]
    margin = _ZERO_CROSSINGS
    for start in range(0, n, _BLOCK):
        stop, before = min(start + _BLOCK, n), min(start, margin)
        piece = samples[:, start - before : stop + margin]
        if max(float(piece.max()), -float(piece.min())) <= level:
            continue
        curve = np.abs(by_ratio(piece, OVERSAMPLING, 1, _ZERO_CROSSINGS)).max(axis=0)
        peaks = np.maximum.reduce([curve[k::OVERSAMPLING] for k in range(OVERSAMPLING)])
        yield start, peaks[before : before + stop - start]
