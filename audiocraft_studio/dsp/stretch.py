"""Time and pitch, each without the other, by Signalsmith Stretch."""

from __future__ import annotations

from math import ceil, log

import numpy as np

from audiocraft_studio.audio import Audio, Samples

SLOWEST, FASTEST = 0.1, 10.0
MOST_SEMITONES = 24.0
_MOST_AT_ONCE = 1.9
"""Slowed down to half and more in one pass, the library draws phases at random, and no two results are the same."""
_LEAST_N = 16384


def stretched(audio: Audio, *, speed: float = 1.0, semitones: float = 0.0) -> Audio:
    """`audio` played `speed` times as fast (0.1..10) and moved by `semitones` (-24..24), the one without the other.

    The length is round(n / speed) samples. The same input gives the same samples. Raises ValueError outside the ranges.
    """
    if not SLOWEST <= speed <= FASTEST:
        raise ValueError(f"The speed must lie from {SLOWEST:g} to {FASTEST:g}, not {speed:g}.")
    if not abs(semitones) <= MOST_SEMITONES:
        raise ValueError(f"The pitch moves by at most {MOST_SEMITONES:g} semitones, not {semitones:g}.")
    samples = audio.samples
    if not samples.shape[1] or (speed == 1 and not semitones):
        return audio
    passes = max(1, ceil(abs(log(speed)) / log(_MOST_AT_ONCE)))
    for number in range(passes):
        samples = _pass(samples, audio.sample_rate, speed ** (1 / passes), semitones if not number else 0.0)
    n = round(audio.n_samples / speed)
    return Audio(np.pad(samples, ((0, 0), (0, max(0, n - samples.shape[1]))))[:, :n], audio.sample_rate)


def _pass(samples: Samples, sample_rate: int, speed: float, semitones: float) -> Samples:
    from python_stretch import Signalsmith

    # the library needs more than its own delay, and gives nothing for less
    n = samples.shape[1]
    padded = np.pad(samples, ((0, 0), (0, max(0, _LEAST_N - n))))
    tool = Signalsmith.Stretch()
    tool.preset(len(samples), sample_rate)
    tool.setTransposeSemitones(semitones)
    tool.timeFactor = speed
    made = np.asarray(tool.process(np.ascontiguousarray(padded)), np.float32)
    return made[:, : ceil(n / speed)]
