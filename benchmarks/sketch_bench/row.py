"""One row of the tables, and the measures that are made for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Samples
from benchmarks.sketch_bench import measures as m
from benchmarks.sketch_bench.takes import RATE

Measure = Callable[[Samples], float]

BELL = np.array([0.5, 1.0, 1.2, 1.5, 2.0])
"""Hum, prime, tierce, quint and nominal of a church bell."""


@dataclass(frozen=True)
class Expectation:
    """`measure` of a take of `prompt` lies in low..high, whatever the seed. source: theory or study, in words."""

    prompt: str
    what: str
    measure: Measure
    low: float
    high: float
    source: str
    seconds: float = 5.0


def share(low_hz: float, high_hz: float) -> Measure:
    return lambda x: m.share(x, low_hz, high_hz)


def pitch(low_hz: float, high_hz: float) -> Measure:
    return lambda x: m.pitch_hz(x, low_hz, high_hz)


def pulse(low_hz: float, high_hz: float) -> Measure:
    return lambda x: m.pulse_hz(x, low_hz, high_hz)


def swell_hz(x: Samples) -> float:
    return m.modulation(x, 0.04, 2.0)[0]


def onsets(apart_s: float) -> Measure:
    return lambda x: m.onset_rate_hz(x, apart_s)


def slope(low_hz: float, high_hz: float) -> Measure:
    return lambda x: m.slope_db(x, low_hz, high_hz)


def tempo(bpm: float) -> Measure:
    return lambda x: m.tempo_error(x, bpm)


def mains(x: Samples) -> float:
    """The part of the power within 3 Hz of the multiples of 50 or of 60 Hz below 1 kHz, whichever is more."""
    f, p = m.power(x, 16384)
    off = [np.abs((f + base / 2) % base - base / 2) for base in (50.0, 60.0)]
    return float(max(p[(o < 3) & (f > 30) & (f < 1000)].sum() for o in off) / p.sum())


def around(base_hz: float) -> m.Floats:
    return np.asarray(base_hz * 2 ** (np.arange(-18, 19) / 60))


def firing(base_hz: float) -> Measure:
    """The rate at which the explosions come back, in parts of `base_hz`."""
    return lambda x: m.comb(x, around(base_hz))[0] / base_hz


def longest_call_s(x: Samples) -> float:
    """The longest stretch within 20 dB of the loudest moment."""
    loud = m.envelope(x) > 0.1 * m.envelope(x).max()
    ends = np.flatnonzero(np.diff(np.concatenate([[0], loud.astype(int), [0]])))
    return float((ends[1::2] - ends[::2]).max()) * 0.01


def hooves(x: Samples) -> float:
    """Beats of hooves: onsets above 100 Hz, a second."""
    return len(m.onsets_s(x, 100.0, 1.35, 0.07, 0.12)) / (x.shape[1] / RATE)


def tyres(x: Samples) -> float:
    return float(10 * np.log10(m.share(x, 300, 2500) / (m.share(x, 2500, 10_000) + 1e-9)))
