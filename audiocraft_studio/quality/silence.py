"""How much of a sound is silence, and whether it stops abruptly."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.decibels import to_db

FRAME_S = 0.02
SILENCE_DB = -60.0
ABRUPT_DB = -30.0


def _frame_levels(audio: Audio) -> np.ndarray:
    size = max(1, round(FRAME_S * audio.sample_rate))
    n = audio.n_samples // size
    if not n:
        return np.sqrt(np.mean(audio.samples**2, keepdims=True))[0] if audio.n_samples else np.zeros(1)
    frames = audio.samples[:, : n * size].reshape(audio.channels, n, size)
    levels: np.ndarray = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=(0, 2)))
    return levels


def silence_fraction(audio: Audio) -> float:
    """Share (0..1) of 20 ms frames below -60 dBFS RMS."""
    levels = _frame_levels(audio)
    return float(np.mean(levels < 10 ** (SILENCE_DB / 20)))


def end_level_db(audio: Audio) -> float:
    """RMS level of the last 20 ms, in dBFS."""
    return to_db(float(_frame_levels(audio)[-1]))


def abrupt_end(audio: Audio) -> bool:
    """Whether the last 20 ms are still above -30 dBFS: the sound was cut rather than ended."""
    return end_level_db(audio) > ABRUPT_DB
