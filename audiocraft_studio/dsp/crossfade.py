"""One sound into another, at a constant level."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Audio, Samples

STRANGERS = 0.0
"""The correlation of sounds that have nothing to do with each other: their powers add. That of a sound with itself is
1: amplitudes add."""
_LEAST = -0.5


def correlation(first: Samples, second: Samples) -> float:
    """How alike two sounds of one shape are, -1..1, where a crossfade mixes them most; 0 where one is silent."""
    t = np.arange(1, first.shape[1] + 1) / (first.shape[1] + 1)
    a, b = first * (t * (1 - t)), second * (t * (1 - t))
    power = float(np.sqrt(np.sum(a * a) * np.sum(b * b)))
    return float(np.sum(a * b)) / power if power > 0 else 0.0


def blended(leaving: Samples, coming: Samples, alike: float = STRANGERS) -> Samples:
    """`leaving` fades into `coming`, both of shape (channels, n), at constant level for the correlation `alike`.

    The gains t and 1 − t are divided by the level √(t² + (1 − t)² + 2 t (1 − t) r) that they give to sounds of equal
    level: equal power for r = 0, linear for r = 1. Below r = -0.5 the middle stays lower, rather than being raised by
    more than 6 dB.
    """
    n = leaving.shape[1]
    if not n:
        return leaving
    t = np.arange(n) / n
    level = np.sqrt(t**2 + (1 - t) ** 2 + 2 * t * (1 - t) * min(1.0, max(_LEAST, alike)))
    made: Samples = leaving * ((1 - t) / level).astype(np.float32) + coming * (t / level).astype(np.float32)
    return made


def crossfade(first: Audio, second: Audio, overlap_s: float, alike: float | None = STRANGERS) -> Audio:
    """`first`, then `second`, which begins `overlap_s` (at most the shorter one) before the first ends.

    alike: their correlation, 0 for equal power, 1 for equal gain; None measures it. Raises ValueError where rates or
    channels differ: bring them together first (dsp.resample).
    """
    if (first.sample_rate, first.channels) != (second.sample_rate, second.channels):
        raise ValueError(
            f"{first.channels} channels at {first.sample_rate} Hz do not fade into "
            f"{second.channels} at {second.sample_rate} Hz"
        )
    n = min(round(overlap_s * first.sample_rate), first.n_samples, second.n_samples)
    cut = first.n_samples - n
    leaving, coming = first.samples[:, cut:], second.samples[:, :n]
    middle = blended(leaving, coming, correlation(leaving, coming) if alike is None else alike)
    return Audio(np.concatenate([first.samples[:, :cut], middle, second.samples[:, n:]], axis=1), first.sample_rate)
