"""Integrated loudness after ITU-R BS.1770, by pyloudnorm."""

from __future__ import annotations

import warnings

import numpy as np

from audiocraft_studio.audio import Audio

BLOCK_S = 0.4


def loudness_lufs(audio: Audio) -> float | None:
    """Integrated loudness in LUFS; None for silence.

    The standard measures blocks of 400 ms. A shorter sound is measured once, padded with silence to one block, which
    reads lower than a listener hears it: it serves for comparing short sounds with each other.
    """
    import pyloudnorm  # noqa: PLC0415  (pulls in half of scipy: only when something is measured)

    frames = audio.samples.T.astype(np.float64)
    shortest = int(np.ceil(BLOCK_S * audio.sample_rate)) + 1
    if len(frames) < shortest:
        frames = np.pad(frames, ((0, shortest - len(frames)), (0, 0)))
    if not np.abs(frames).max(initial=0.0) > 1e-7:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = float(pyloudnorm.Meter(audio.sample_rate).integrated_loudness(frames[:, :2]))
    return value if np.isfinite(value) else None
