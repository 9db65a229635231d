"""A sound that is repeated until there is no room left."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.dsp.fades import falling, rising


class Repeats:
    """The samples of a sound (channels, n) once, or again and again, each repeat overlapping the one before.

    room: for how many samples. overlap: how many (at most half the sound), 0 for repeats that just follow each other,
    None for once. Over the overlap one repeat goes out with cos(π i / 2m) while the next comes in with sin(π i / 2m):
    constant power. So all of it is one sound whose last m samples are blended with its first, and that goes on from
    sample m each time it has ended.
    """

    def __init__(self, samples: Samples, room: int, overlap: int | None) -> None:
        n = samples.shape[1]
        m = 0 if overlap is None else min(overlap, n // 2)
        again = overlap is not None and n > 0 and n - m < room
        self._samples = _joined(samples, m) if again and m else samples
        self._again_from = m
        self.n_samples = max(0, room if again else min(n, room))

    def taken(self, begin: int, end: int) -> Samples:
        """From sample `begin` until before `end`, which is at most n_samples."""
        n, m = self._samples.shape[1], self._again_from
        if end <= n:
            return self._samples[:, begin:end]
        at = np.arange(begin, end)
        return self._samples[:, np.where(at < n, at, m + (at - m) % (n - m))]


def _joined(samples: Samples, m: int) -> Samples:
    made = samples.copy()
    made[:, -m:] = samples[:, -m:] * falling(m, "equal-power") + samples[:, :m] * rising(m, "equal-power")
    return made
