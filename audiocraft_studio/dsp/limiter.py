"""A lookahead limiter for true peaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.decibels import from_db
from audiocraft_studio.dsp.envelope import Reduction, applied, averaged, held, released
from audiocraft_studio.dsp.true_peak import peaks_between, true_peak

_MARGIN_DB = 0.01
_MOST_PASSES = 6


@dataclass(frozen=True)
class Limited:
    """reduction_db: the most that was taken away, 0 where nothing was. share: of the time that was touched, 0..1."""

    audio: Audio
    reduction_db: float
    share: float


def limit(audio: Audio, ceiling_db: float = -1.0, *, lookahead_s: float = 0.004, release_s: float = 0.08) -> Limited:
    """`audio` with no true peak above `ceiling_db` (dBTP, 4 times oversampled); all channels are lowered together.

    The gain is down, on a straight line in dB, when a peak arrives, begins to fall `lookahead_s` before it, and comes
    back with the time constant `release_s`. A sound that stays under the ceiling comes back as the same object.
    """
    ceiling = from_db(ceiling_db)
    samples, total = audio.samples, np.zeros(0)
    for _ in range(_MOST_PASSES):  # a moving gain moves the curve between samples a little: look again
        peaks = peaks_between(samples, ceiling)
        if float(peaks.max(initial=0.0)) <= ceiling:
            break
        need = _needed_db(peaks.astype(np.float64), ceiling)
        step = _shaped(need, audio.sample_rate, lookahead_s, release_s)
        total = total + step if len(total) else step
        samples = applied(audio.samples, total)
    else:
        samples = samples * np.float32(min(1.0, ceiling / true_peak(samples) * (1 - 1e-6)))
    if not len(total):
        return Limited(audio, 0.0, 0.0)
    return Limited(Audio(samples, audio.sample_rate), float(total.max()), float(np.mean(total > 0)))


def _needed_db(peaks: Reduction, ceiling: float) -> Reduction:
    """How far each sample must come down for the curve on both its sides."""
    need: Reduction = np.zeros(len(peaks))
    over = peaks > ceiling
    need[over] = 20 * np.log10(peaks[over] / ceiling) + _MARGIN_DB
    need[1:] = np.maximum(need[1:], need[:-1])
    return need


def _shaped(need_db: Reduction, sample_rate: int, lookahead_s: float, release_s: float) -> Reduction:
    """At least `need_db` everywhere: each mean is over values that all know of the peak."""
    ahead = max(1, round(lookahead_s * sample_rate))
    return averaged(released(held(need_db, 0, ahead), release_s, sample_rate), ahead)
