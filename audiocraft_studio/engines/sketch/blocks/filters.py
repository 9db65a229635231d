"""Filters over a whole sound, block by block, in place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks import butterworth
from audiocraft_studio.engines.sketch.blocks.envelopes import between
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement

_BLOCK = 1 << 17
_SHORT_BLOCK = 1 << 16
_STEP = 128


def filter_in_place(samples: Samples, sos: Floats) -> None:
    """Runs second-order sections over (channels, n), in double precision, a few seconds at a time."""
    state = np.zeros((sos.shape[0], samples.shape[0], 2))
    for start in range(0, samples.shape[1], _BLOCK):
        block = samples[:, start : start + _BLOCK]
        filtered, state = signal.sosfilt(sos, block.astype(np.float64), axis=1, zi=state)
        block[:] = filtered


def low_cut(cutoff_hz: float, sample_rate: int) -> Floats:
    """Second-order high-pass."""
    return butterworth.high_pass(cutoff_hz, sample_rate)


def high_cut(cutoff_hz: float, sample_rate: int, order: int = 2) -> Floats:
    """Low-pass; a cutoff above 0.45 of the rate is lowered to it."""
    cutoff_hz = min(cutoff_hz, 0.45 * sample_rate)
    if order == 2:
        return butterworth.low_pass(cutoff_hz, sample_rate)
    return np.asarray(signal.butter(order, cutoff_hz, fs=sample_rate, output="sos"))


def high_shelf(gain_db: float, corner_hz: float, sample_rate: int) -> Floats:
    """First-order shelf: 0 dB below the corner, `gain_db` above it, half of that at it."""
    gain = 10 ** (gain_db / 40)
    k = np.tan(np.pi * corner_hz / sample_rate)
    # bilinear transform of (g²·s + g·w)/(s + g·w) with g = sqrt of the shelf's gain
    b = np.array([gain**2 + gain * k, gain * k - gain**2])
    a = np.array([1 + gain * k, gain * k - 1])
    return np.array([[b[0] / a[0], b[1] / a[0], 0.0, 1.0, a[1] / a[0], 0.0]])


def tilt(amount_db: float, pivot_hz: float, sample_rate: int) -> Floats:
    """Turns the spectrum about `pivot_hz`: + `amount_db` far above it, − `amount_db` far below."""
    sos = high_shelf(2 * amount_db, pivot_hz, sample_rate)
    sos[:, :3] *= 10 ** (-amount_db / 20)
    return sos


def blend_in_place(samples: Samples, rows: Sequence[Floats], places: Floats, way: Movement, sample_rate: int) -> None:
    """Filters (channels, n) in place by sections that change over time.

    rows: second-order sections (none at all leaves the sound as it is), each for one of `places`, which rise. way: the
    place at a time in s; between two places, both neighbours are heard in part.
    """
    # single precision: the corners lie high enough, and time is what counts here
    states: list[npt.NDArray[np.floating]] = [np.zeros((len(sos), samples.shape[0], 2), np.float32) for sos in rows]
    coarse_s = np.arange(0, samples.shape[1] + _STEP, _STEP) / sample_rate
    whole_way = np.interp(np.clip(way(coarse_s), places[0], places[-1]), places, np.arange(len(rows)))
    for start in range(0, samples.shape[1], _SHORT_BLOCK):
        block = samples[:, start : start + _SHORT_BLOCK]
        n = block.shape[1]
        at = whole_way[start // _STEP : -(-(start + n) // _STEP) + 1]
        mixed = np.zeros((samples.shape[0], n), np.float32)
        for k, sos in enumerate(rows):
            shares = np.clip(1 - np.abs(at - k), 0, 1)
            if not shares.any():
                # it comes back at a share of 0, and has settled before it is heard
                states[k][:] = 0.0
                continue
            filtered: npt.NDArray[np.floating] = block
            if len(sos):
                filtered, states[k] = signal.sosfilt(sos.astype(np.float32), block, axis=1, zi=states[k])
            mixed += between(shares, _STEP, n).astype(np.float32) * filtered
        block[:] = mixed
