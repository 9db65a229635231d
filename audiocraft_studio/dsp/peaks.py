"""What a waveform picture needs: minimum, maximum and RMS a column."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio


def peaks(audio: Audio, columns: int) -> npt.NDArray[np.float32]:
    """float32, shape (3, columns): minimum, maximum and RMS over all channels, full scale 1; zeros for an empty sound.

    Each column covers an equal share of the time; with more columns than samples, samples repeat.
    """
    if not audio.n_samples:
        return np.zeros((3, columns), np.float32)
    edges = (np.arange(columns, dtype=np.int64) * audio.n_samples) // columns
    low = np.minimum.reduceat(audio.samples.min(axis=0), edges)
    high = np.maximum.reduceat(audio.samples.max(axis=0), edges)
    square = np.mean(np.square(audio.samples, dtype=np.float64), axis=0)
    widths = np.maximum(np.diff(np.append(edges, audio.n_samples)), 1)
    rms = np.sqrt(np.add.reduceat(square, edges) / widths)
    return np.stack([low, high, rms]).astype(np.float32)
