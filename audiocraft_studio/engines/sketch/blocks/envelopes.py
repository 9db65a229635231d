"""Gain over time."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats


def fade_edges(samples: Samples, fade_in: int, fade_out: int) -> None:
    """Fades the ends of (channels, n) in place, in the shape of a raised cosine; 0 leaves an end as it is."""
    n = samples.shape[1]
    fade_in, fade_out = min(fade_in, n // 2), min(fade_out, n // 2)
    if fade_in:
        samples[:, :fade_in] *= _rise(fade_in)
    if fade_out:
        samples[:, n - fade_out :] *= _rise(fade_out)[::-1]


def _rise(n: int) -> Samples:
    return (0.5 - 0.5 * np.cos(np.pi * (np.arange(n) + 0.5) / n)).astype(np.float32)


def between(values: Floats, step: int, n_samples: int) -> Floats:
    """Values at every `step`-th sample from the first on, joined by straight lines: float64 (n_samples,).

    What np.interp gives for steps all alike, in a fraction of its time.
    """
    rise = np.diff(values) / step
    return np.asarray(rise[:, None] * np.arange(step) + values[:-1, None]).ravel()[:n_samples]


def decay(n_samples: int, decay_s: float, sample_rate: int, attack_s: float = 0.0) -> Samples:
    """Exponential decay to 1/e in `decay_s`, after a rise with time constant `attack_s`: float32 (n_samples,)."""
    t = np.arange(n_samples) / sample_rate
    gain = np.exp(-t / decay_s)
    if attack_s > 0:
        gain *= 1 - np.exp(-t / attack_s)
    return gain.astype(np.float32)
