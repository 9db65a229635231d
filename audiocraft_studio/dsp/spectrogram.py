"""Spectrogram on a log frequency axis, as bytes for a picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio

LOWEST_HZ = 60.0
RANGE_DB = 58.0
N_FFT = 2048


def spectrogram(audio: Audio, width: int, height: int) -> npt.NDArray[np.uint8]:
    """uint8, shape (height, width): row 0 is half the sample rate, the last row 60 Hz, 255 the loudest point and 0
    what lies 58 dB or more below it. Columns share the time axis of `peaks`: column i is centred on (i + 0.5) / width.
    """
    mono = np.pad(audio.samples.mean(axis=0), N_FFT // 2)
    centres = ((np.arange(width) + 0.5) / width * audio.n_samples).astype(np.int64)
    window = np.hanning(N_FFT).astype(np.float32)
    power = np.empty((width, N_FFT // 2 + 1), np.float32)
    for start in range(0, width, 256):
        index = centres[start : start + 256, None] + np.arange(N_FFT)
        power[start : start + 256] = np.abs(np.fft.rfft(mono[np.minimum(index, len(mono) - 1)] * window, axis=1)) ** 2
    bins = _log_bins(height, audio.sample_rate)
    level_db = 10 * np.log10(np.maximum(_rows(power, bins), 1e-12))
    top = float(level_db.max(initial=-120.0))
    scaled = np.clip((level_db - top + RANGE_DB) / RANGE_DB, 0.0, 1.0) if top > -100 else np.zeros_like(level_db)
    return np.ascontiguousarray((scaled * 255).astype(np.uint8).T[::-1])


def _log_bins(height: int, sample_rate: int) -> npt.NDArray[np.float64]:
    """Edges of the rows in FFT bins, from 60 Hz to half the rate, shape (height + 1,)."""
    edges: npt.NDArray[np.float64] = np.geomspace(LOWEST_HZ, sample_rate / 2, height + 1) * N_FFT / sample_rate
    return edges


def _rows(power: npt.NDArray[np.float32], edges: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Power a row: the mean of its bins, or between two bins, their interpolation. Shape (width, height)."""
    centres = (edges[:-1] + edges[1:]) / 2
    low = np.minimum(centres.astype(int), power.shape[1] - 2)
    part = (centres - low).astype(np.float32)
    rows: npt.NDArray[np.float32] = power[:, low] * (1 - part) + power[:, low + 1] * part
    for row in np.flatnonzero(edges[1:] - edges[:-1] > 2):
        rows[:, row] = power[:, int(edges[row]) : int(edges[row + 1])].mean(axis=1)
    return rows
