"""Sample rate conversion by a polyphase filter."""

from __future__ import annotations

from math import gcd

import numpy as np

from audiocraft_studio.audio import Audio


def resample(audio: Audio, sample_rate: int) -> Audio:
    """`audio` at `sample_rate` Hz; the same object when it is there already.

    scipy.signal.resample_poly: linear phase, so nothing shifts in time. The length is ceil(n · new / old) samples.
    """
    if audio.sample_rate == sample_rate:
        return audio
    if not audio.n_samples:
        return Audio(audio.samples, sample_rate)
    from scipy import signal  # noqa: PLC0415  (half a second that a start of the studio does not need)

    common = gcd(audio.sample_rate, sample_rate)
    up, down = sample_rate // common, audio.sample_rate // common
    samples = signal.resample_poly(audio.samples.astype(np.float64), up, down, axis=1)
    return Audio(samples.astype(np.float32), sample_rate)
