"""Echo: a sound again and again, each time softer."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples


def echoes(samples: Samples, delay: int, feedback: float) -> Samples:
    """The echoes alone of (channels, n): d[i] = x[i − delay] + feedback · d[i − delay], as long as `samples`.

    A DelayNode whose output goes back into it by a GainNode. delay: in samples, at least 1. feedback: below 1.
    """
    from scipy import signal

    n = samples.shape[1]
    rounds = -(-n // delay)
    padded = np.zeros((len(samples), rounds * delay), np.float32)
    padded[:, :n] = samples
    # samples `delay` apart are one column: along it, an echo is a filter of one sample's memory
    columns = padded.reshape(len(samples), rounds, delay)
    made = signal.lfilter([0.0, 1.0], [1.0, -feedback], columns, axis=1)
    return np.asarray(made.reshape(len(samples), -1)[:, :n], np.float32)
