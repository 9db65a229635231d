"""Chains of effects whose values may move over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.dsp.automation import Floats, Points, moved
from audiocraft_studio.dsp.echo import echoes
from audiocraft_studio.dsp.eq import Band
from audiocraft_studio.dsp.reverb import Plate, Room, response
from audiocraft_studio.dsp.sweep import static, swept


@dataclass(frozen=True)
class Filter:
    """A band whose frequency (in equal ratios) and gain (in dB) follow points, where there are any."""

    band: Band
    frequency_points: Points = ()
    gain_points: Points = ()


@dataclass(frozen=True)
class Reverb:
    """dry · x + wet · (x ∗ response of the place)."""

    place: Room | Plate
    wet: float = 0.3
    dry: float = 1.0
    wet_points: Points = ()
    dry_points: Points = ()


@dataclass(frozen=True)
class Echo:
    """x + wet · its echoes; the first comes after `time_s`, each next one is `feedback` times as strong."""

    time_s: float
    feedback: float
    wet: float = 0.3
    wet_points: Points = ()


Effect = Filter | Reverb | Echo


def through(effects: Sequence[Effect], samples: Samples, sample_rate: int, first: int = 0) -> Samples:
    """(2, n) through all effects in order, as long as before. first: where in time sample 0 lies, for the points."""
    for effect in effects:
        samples = _through(effect, samples, sample_rate, first)
    return samples


def _through(effect: Effect, samples: Samples, sample_rate: int, first: int) -> Samples:
    end = first + samples.shape[1]
    if isinstance(effect, Filter):
        return _filtered(effect, samples, sample_rate, first)
    if isinstance(effect, Echo):
        wet = _gain(effect.wet, effect.wet_points, sample_rate, first, end)
        return samples + wet * echoes(samples, max(1, round(effect.time_s * sample_rate)), effect.feedback)
    wet = _gain(effect.wet, effect.wet_points, sample_rate, first, end)
    dry = _gain(effect.dry, effect.dry_points, sample_rate, first, end)
    return dry * samples + wet * _convolved(samples, response(effect.place, sample_rate))


def _filtered(effect: Filter, samples: Samples, sample_rate: int, first: int) -> Samples:
    band = effect.band
    if not effect.frequency_points and not effect.gain_points:
        return static(samples, band, sample_rate)

    def values(value: float, points: Points, *, geometric: bool = False) -> Callable[[int, int], Floats]:
        if not points:
            return lambda begin, end: np.full(end - begin, value)
        return lambda begin, end: moved(points, sample_rate, first + begin, first + end, geometric=geometric)

    hz = values(band.frequency_hz, effect.frequency_points, geometric=True)
    return swept(samples, band.kind, hz, values(band.gain_db, effect.gain_points), band.q, sample_rate)


def _gain(value: float, points: Points, sample_rate: int, begin: int, end: int) -> np.float32 | npt.NDArray[np.float32]:
    return moved(points, sample_rate, begin, end).astype(np.float32) if points else np.float32(value)


def _convolved(samples: Samples, answer: Samples) -> Samples:
    from scipy import signal

    n = samples.shape[1]
    return np.asarray(signal.oaconvolve(samples, answer[:, :n], axes=1)[:, :n], np.float32)
