"""Peak, clipping and DC offset."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.decibels import to_db

CLIP_LEVEL = 0.999
CLIP_RUN = 3


def peak_db(audio: Audio) -> float:
    """Highest absolute sample, in dBFS."""
    return to_db(float(np.abs(audio.samples).max(initial=0.0)))


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
