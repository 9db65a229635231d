"""Panning of stereo sound."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples


def panned(samples: Samples, pan: float) -> Samples:
    """Equal-power pan of a stereo signal, shape (2, n), pan -1 left .. 1 right: the formula of the Web Audio API's
    StereoPannerNode, which the page's mixer plays. In the middle nothing changes."""
    if not pan:
        return samples
    left, right = samples
    angle = (pan + 1 if pan < 0 else pan) * np.pi / 2
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    if pan < 0:
        return np.stack([left + right * cos, right * sin])
    return np.stack([left * cos, right + left * sin])
