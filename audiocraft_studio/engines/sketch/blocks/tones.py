"""Tones of many harmonics whose pitch and colour move: motors, sirens, voices. Nothing folds back at the top."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement

Colour = Callable[[Floats, Floats], npt.NDArray[np.floating]]
"""`colour(times_s, frequencies_hz)`: gains of harmonics. times_s: (m, 1), frequencies_hz: (m, k), result: (m, k)."""

_CONTROL = 128
"""Samples between two looks at pitch and colour; in between both move in straight lines."""

_ALONG = (np.arange(_CONTROL) / _CONTROL).astype(np.float32)
_STEPS_AT_ONCE = 64
_INAUDIBLE = 2e-4


def cycles(pitch: Movement, start_s: float, n_samples: int, sample_rate: int, before: float = 0.0) -> Floats:
    """How often a tone of this pitch (Hz, over time in s) has turned at each sample: float64 (n_samples,).

    before: the turns at `start_s`, so that stretch follows stretch without a step.
    """
    pitch_hz = straight(pitch(control_times(start_s, n_samples, sample_rate)), n_samples).astype(np.float64)
    return np.asarray(before + np.cumsum(pitch_hz) / sample_rate)


def harmonics(
    turned: Floats, pitch: Movement, colour: Colour, start_s: float, sample_rate: int, partials: int = 40
) -> Samples:
    """Harmonics 1..`partials` of `turned` cycles, each as loud as `colour` says of its frequency: float32 (n,).

    Each harmonic comes from the last two: sin((k + 1)·x) = 2·cos(x)·sin(k·x) - sin((k - 1)·x). What
    would lie above 0.45 of the rate is left out.
    """
    n = len(turned)
    times_s = control_times(start_s, n, sample_rate)
    pitch_hz = pitch(times_s)
    partials = max(1, min(partials, int(0.45 * sample_rate / max(float(pitch_hz.min()), 1.0))))
    frequencies_hz = pitch_hz[:, None] * np.arange(1, partials + 1)
    below_top = np.clip((0.45 - frequencies_hz / sample_rate) / 0.03, 0, 1)
    gains = colour(times_s[:, None], frequencies_hz) * below_top
    loudest = np.abs(gains).max(axis=0)
    heard = loudest > _INAUDIBLE * loudest.max(initial=0.0)
    steps = len(times_s) - 1
    angle = np.zeros((steps, _CONTROL), np.float32)
    angle.ravel()[:n] = 2 * np.pi * (turned - np.floor(turned))
    low, rise = gains[:-1].astype(np.float32), np.diff(gains, axis=0).astype(np.float32)
    out = np.zeros((steps, _CONTROL), np.float32)
    for start in range(0, steps, _STEPS_AT_ONCE):
        part = slice(start, start + _STEPS_AT_ONCE)
        twice = 2 * np.cos(angle[part])
        before, wave = np.zeros_like(twice), np.sin(angle[part])
        for k in range(partials):
            if heard[k]:
                out[part] += (low[part, k, None] + rise[part, k, None] * _ALONG) * wave
            # before, wave = wave, twice·wave - before, without fresh memory
            before -= twice * wave
            np.negative(before, out=before)
            before, wave = wave, before
    return out.ravel()[:n]


def levels(of_harmonic: Floats, pitch: Movement) -> Colour:
    """The colour of a tone whose k-th harmonic has a level of its own, whatever its pitch."""

    def colour(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        k = np.rint(frequencies_hz / pitch(times_s[:, 0])[:, None]).astype(np.int64)
        return np.where(k <= len(of_harmonic), of_harmonic[np.clip(k, 1, len(of_harmonic)) - 1], 0.0)

    return colour


def control_times(start_s: float, n_samples: int, sample_rate: int) -> Floats:
    """The times at which `straight` expects values: every 128 samples, one more than needed."""
    return start_s + np.arange(-(-n_samples // _CONTROL) + 1) * _CONTROL / sample_rate


def straight(values: npt.NDArray[np.floating], n_samples: int) -> Samples:
    """Values at the control points, joined by straight lines: float32 (n_samples,)."""
    low = values.astype(np.float32)
    return np.asarray(low[:-1, None] + np.diff(low)[:, None] * _ALONG).ravel()[:n_samples]
