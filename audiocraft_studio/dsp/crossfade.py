"""One sound into another."""

from __future__ import annotations

from typing import Literal

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.dsp.fades import FadeShape, falling, rising

CrossfadeLaw = Literal["equal-power", "equal-gain"]
"""equal-power keeps the level of sounds that have nothing to do with each other; equal-gain that of alike ones."""

_SHAPES: dict[CrossfadeLaw, FadeShape] = {"equal-power": "equal-power", "equal-gain": "linear"}


def blended(leaving: Samples, coming: Samples, law: CrossfadeLaw = "equal-power") -> Samples:
    """`leaving` fades into `coming`, both of shape (channels, n)."""
    n, shape = leaving.shape[1], _SHAPES[law]
    if not n:
        return leaving
    return leaving * falling(n, shape) + coming * rising(n, shape)


def crossfade(first: Audio, second: Audio, overlap_s: float, law: CrossfadeLaw = "equal-power") -> Audio:
    """`first`, then `second`, which begins `overlap_s` (at most the shorter one) before the first ends.

    Raises ValueError where rates or channels differ: bring them together first (dsp.resample).
    """
    if (first.sample_rate, first.channels) != (second.sample_rate, second.channels):
        raise ValueError(
            f"{first.channels} channels at {first.sample_rate} Hz do not fade into "
            f"{second.channels} at {second.sample_rate} Hz"
        )
    n = min(round(overlap_s * first.sample_rate), first.n_samples, second.n_samples)
    cut = first.n_samples - n
    middle = blended(first.samples[:, cut:], second.samples[:, :n], law)
    return Audio(np.concatenate([first.samples[:, :cut], middle, second.samples[:, n:]], axis=1), first.sample_rate)
