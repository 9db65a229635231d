"""Sample rate conversion by a polyphase filter."""

from __future__ import annotations

from math import gcd

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio, Samples

ZERO_CROSSINGS = 32
"""Of the filter, on each side: it is flat to 0.9 of the lower rate's half."""
_KAISER_BETA = 9.0
_GROUP = 128
_STACK = 16
"""Products so small stay on one processor: as fast, and the same on any machine that is busy or not."""
_ROWS = 128 * _STACK


def resample(audio: Audio, sample_rate: int) -> Audio:
    """`audio` at `sample_rate` Hz; the same object when it is there already.

    Linear phase, so nothing shifts in time. What the lower rate cannot hold is 90 dB down. The length is
    ceil(n · new / old) samples.
    """
    if audio.sample_rate == sample_rate:
        return audio
    common = gcd(audio.sample_rate, sample_rate)
    return Audio(by_ratio(audio.samples, sample_rate // common, audio.sample_rate // common), sample_rate)


def by_ratio(samples: Samples, up: int, down: int, zero_crossings: int = ZERO_CROSSINGS) -> Samples:
    """(channels, n) at up/down times its rate: float32 (channels, ceil(n · up / down)). up and down have no factor
    in common.

    The outputs take their filter phases in a period of `up` samples. So some outputs of all periods are one matrix
    product of windows of the input with their phases, which is several times faster than phase by phase.
    """
    channels, n = samples.shape
    n_out = -(-n * up // down)
    repeats = -(-_GROUP // up)  # short periods are taken several at a time
    period, step = repeats * up, repeats * down
    if not n_out:
        return np.zeros((channels, 0), np.float32)
    stack = min(_STACK, -(-n_out // period))
    rows = stack * -(-n_out // (period * stack))
    made = np.empty((channels, rows, period), np.float32)
    reach = int(np.ceil(zero_crossings * max(1.0, down / up)))
    padded = np.pad(samples, ((0, 0), (reach, max(0, rows * step - n) + reach + 1)))
    for first in range(0, period, _GROUP):
        last = min(first + _GROUP, period)
        begin = first * down // up
        kernels = _kernels(np.arange(first, last) * down / up - begin, reach, zero_crossings)
        windows = np.lib.stride_tricks.sliding_window_view(padded, len(kernels), axis=1)[:, begin::step]
        for channel in range(channels):
            for row in range(0, rows, _ROWS):
                some = slice(row, min(row + _ROWS, rows))
                stacked = windows[channel, some].reshape(-1, stack, len(kernels))
                made[channel, some, first:last] = (stacked @ kernels).reshape(-1, last - first)
    return np.ascontiguousarray(made.reshape(channels, -1)[:, :n_out])


def _kernels(places: npt.NDArray[np.float64], reach: int, zero_crossings: int) -> npt.NDArray[np.float32]:
    """What each input adds to the outputs at `places` (in input samples, from 0): float32 (inputs, outputs), where
    input 0 lies `reach` before place 0. A sinc under Kaiser's window (J. O. Smith, Digital Audio Resampling)."""
    inputs = np.arange(int(places[-1]) + 2 * reach + 2)[:, None] - reach
    at = (inputs - places) / reach
    window = np.i0(_KAISER_BETA * np.sqrt(np.maximum(0, 1 - np.square(at))))
    kernels = np.where(np.abs(at) < 1, np.sinc(at * zero_crossings) * window, 0.0)
    return np.asarray(kernels / kernels.sum(axis=0), np.float32)
