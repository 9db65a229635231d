"""Filters whose frequency and gain move with every sample, as a BiquadFilterNode's parameters do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.dsp.eq import Band, BandKind, Floats, coefficients

_BLOCK = 1 << 15

Values = Callable[[int, int], Floats]
"""The value at each sample from the first number until before the second."""


def swept(
    samples: Samples, kind: BandKind, frequency_hz: Values, gain_db: Values, q: float, sample_rate: int
) -> Samples:
    """(channels, n) through one moving filter: y[i] = b0 x[i] + b1 x[i−1] + b2 x[i−2] − a1 y[i−1] − a2 y[i−2], each
    sample with coefficients of its own (the Web Audio API's biquad, direct form I)."""
    made = np.empty_like(samples)
    came, went = np.zeros((len(samples), 2)), np.zeros((len(samples), 2))
    for begin in range(0, samples.shape[1], _BLOCK):
        end = min(begin + _BLOCK, samples.shape[1])
        b, a = moving(kind, frequency_hz(begin, end), gain_db(begin, end), q, sample_rate)
        x = np.concatenate([came, samples[:, begin:end]], axis=1)
        forward = b[0] * x[:, 2:] + b[1] * x[:, 1:-1] + b[2] * x[:, :-2]
        y = np.stack([_recursion(part, a, last) for part, last in zip(forward, went, strict=True)])
        came, went = x[:, -2:], np.concatenate([went, y], axis=1)[:, -2:]
        made[:, begin:end] = y
    return made


def moving(kind: BandKind, frequency_hz: Floats, gain_db: Floats, q: float, sample_rate: int) -> tuple[Floats, Floats]:
    """b0..b2 and a1, a2 of each sample; from half the rate on, a filter is a constant gain."""
    b, a = coefficients(kind, np.minimum(frequency_hz, sample_rate / 2) / sample_rate, gain_db, q)
    beyond = frequency_hz >= sample_rate / 2
    b, a = b / a[0], a[1:] / a[0]
    b[:, beyond], a[:, beyond] = 0.0, 0.0
    b[0, beyond] = beyond_gain(kind, gain_db[beyond])
    return b, a


def beyond_gain(kind: BandKind, gain_db: Floats) -> Floats:
    """What is left of a filter at half the rate: below it lies all sound."""
    if kind == "low shelf":
        made: Floats = 10 ** (gain_db / 20)
        return made
    return np.full(gain_db.shape, 0.0 if kind == "high pass" else 1.0)


def static(samples: Samples, band: Band, sample_rate: int) -> Samples:
    """(channels, n) through a filter that stays; as `swept` with the same values throughout."""
    from scipy import signal

    b, a = moving(band.kind, np.array([band.frequency_hz]), np.array([band.gain_db]), band.q, sample_rate)
    made = signal.lfilter(b[:, 0], [1.0, *a[:, 0]], samples.astype(np.float64), axis=1)
    return np.asarray(made, np.float32)


def _recursion(forward: Floats, a: Floats, last: Floats) -> Floats:
    """Solves y[i] + a1[i] y[i−1] + a2[i] y[i−2] = forward[i] from y[−2], y[−1] = `last` on, a matrix of three
    diagonals."""
    from scipy.linalg.blas import dtbsv

    n = len(forward)
    right = forward.copy()
    right[0] -= a[0, 0] * last[1] + a[1, 0] * last[0]
    right[1:2] -= a[1, 1:2] * last[1]
    diagonals = np.ones((3, n), order="F")
    diagonals[1, : n - 1] = a[0, 1:]
    diagonals[2, : max(0, n - 2)] = a[1, 2:]
    made: Floats = dtbsv(2, diagonals, right, lower=1, diag=1)
    return made
