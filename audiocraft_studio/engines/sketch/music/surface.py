"""An old record: its hiss, and the dust in its groove."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.grains import bursts, pans, scatter


def crackle(rng: np.random.Generator, n: int, rate: int) -> Samples:
    """float32 (2, n): some twelve clicks a second of very different strength over a soft hiss, about 30 dB down."""
    hiss = rng.standard_normal((2, n + 1), dtype=np.float32)
    out = np.float32(0.0022) * (hiss[:, 1:] + np.float32(0.6) * hiss[:, :-1])
    count = int(rng.poisson(12 * n / rate))
    clicks = bursts(rng, rng.uniform(0.0002, 0.0009, count), rng.uniform(1500, 5000, count), rate, int(0.005 * rate))
    gains = 0.012 * rng.lognormal(0, 0.8, count) * pans(rng, count, 0.6)
    return np.asarray(out + scatter(n, rng.integers(0, n, count), clicks, np.minimum(gains, 0.12)), dtype=np.float32)
