"""Panning of stereo sound."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples


def panned(samples: Samples, pan: float | npt.NDArray[np.float64]) -> Samples:
    """Equal-power pan of a stereo signal, shape (2, n), pan -1 left .. 1 right: the formula of the Web Audio API's
    StereoPannerNode, which the page's mixer plays. In the middle nothing changes.
    An array has the place of each sample."""
    if isinstance(pan, np.ndarray):
        return _moved(samples, pan)
    if not pan:
        return samples
    left, right = samples
    angle = (pan + 1 if pan < 0 else pan) * np.pi / 2
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    if pan < 0:
        return np.stack([left + right * cos, right * sin])
    return np.stack([left * cos, right + left * sin])


def _moved(samples: Samples, pan: npt.NDArray[np.float64]) -> Samples:
    left, right = samples
    angle = np.where(pan <= 0, pan + 1, pan) * (np.pi / 2)
    cos, sin = np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)
    to_left = np.where(pan <= 0, left + right * cos, left * cos)
    return np.stack([to_left, np.where(pan <= 0, right * sin, right + left * sin)])
