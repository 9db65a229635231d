"""Peak, true peak, clipping and DC offset."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Audio

FLOOR_DB = -120.0
CLIP_LEVEL = 0.999
CLIP_RUN = 3


def to_db(linear: float) -> float:
    """Amplitude to dB full scale, never below -120."""
    return max(FLOOR_DB, 20.0 * float(np.log10(max(linear, 1e-12))))


def peak_db(audio: Audio) -> float:
    """Highest absolute sample, in dBFS."""
    return to_db(float(np.abs(audio.samples).max(initial=0.0)))


def true_peak_db(audio: Audio) -> float:
    """Highest level between the samples, in dBTP: four times oversampled (ITU-R BS.1770-5, annex 2).

    Only the neighbourhood of samples within 6 dB of the peak is oversampled: the interpolated curve cannot top the
    rest. Sounds of fewer than 16 samples give their sample peak.
    """
    from scipy import signal  # noqa: PLC0415  (half a second that a start of the studio does not need)

    magnitude = np.abs(audio.samples).max(axis=0, initial=0.0)
    top = float(magnitude.max(initial=0.0))
    if audio.n_samples < 16 or top < 1e-6:
        return to_db(top)
    best = top
    block, margin = 4096, 64
    for start in range(0, audio.n_samples, block):
        if float(magnitude[start : start + block].max()) < 0.5 * top:
            continue
        piece = audio.samples[:, max(0, start - margin) : start + block + margin]
        best = max(best, float(np.abs(signal.resample_poly(piece, 4, 1, axis=1)).max()))
    return to_db(best)


def clipped_samples(audio: Audio) -> int:
    """How many samples lie in runs of three or more at full scale, in any channel."""
    total = 0
    for channel in audio.samples:
        hot = np.abs(channel) >= CLIP_LEVEL
        if not hot.any():
            continue
        edges = np.flatnonzero(np.diff(np.concatenate(([False], hot, [False])).astype(np.int8)))
        runs = edges[1::2] - edges[::2]
        total += int(runs[runs >= CLIP_RUN].sum())
    return total


def dc_offset(audio: Audio) -> float:
    """Largest mean of a channel, linear, signed."""
    if not audio.n_samples:
        return 0.0
    means = audio.samples.mean(axis=1, dtype=np.float64)
    return float(means[int(np.argmax(np.abs(means)))])
