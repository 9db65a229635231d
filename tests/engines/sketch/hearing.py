"""What the tests of Sketch listen with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.base import Item, Request, Take
from audiocraft_studio.engines.sketch import SketchEngine

RATE = 44_100


def seeds(count: int) -> list[object]:
    """Seeds 1 to `count` to ask for a sound with: the first in every run, the others in the full one."""
    return [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, count + 1))]


def take(prompt: str, duration_s: float = 3.0, seed: int = 1, **params: float | str) -> Take:
    """One take of Sketch."""
    engine = SketchEngine()
    model = engine.load(engine.models()[0], "cpu", lambda done, total: None)
    return model.generate(Request((Item(prompt, seed),), duration_s, params), lambda done, total: None)[0]


def sound(prompt: str, duration_s: float = 3.0, seed: int = 1, **params: float | str) -> Samples:
    return take(prompt, duration_s, seed, **params).audio.samples


def rms_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-20))


def power(samples: Samples) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(frequencies_hz, power) of both channels together."""
    f, p = signal.welch(samples.astype(np.float64), RATE, nperseg=min(8192, samples.shape[-1]))
    return f, p.reshape(-1, len(f)).sum(axis=0)


def share(samples: Samples, low_hz: float, high_hz: float) -> float:
    """The part of the power that lies between two frequencies, 0..1."""
    f, p = power(samples)
    return float(p[(f >= low_hz) & (f < high_hz)].sum() / p.sum())


def centroid_hz(samples: Samples) -> float:
    f, p = power(samples)
    return float((f * p).sum() / p.sum())


def envelope(samples: Samples, window_s: float = 0.01) -> npt.NDArray[np.float64]:
    """RMS of consecutive windows, both channels together."""
    step = int(window_s * RATE)
    x = samples[:, : samples.shape[1] // step * step].astype(np.float64)
    return np.sqrt(np.mean(x.reshape(x.shape[0], -1, step) ** 2, axis=(0, 2)))


def onsets_s(samples: Samples, rise: float = 3.0, apart_s: float = 0.15) -> list[float]:
    """Times at which the level of the treble is `rise` times what it was 20 ms before, and counts."""
    e = envelope(np.diff(samples, n=2, axis=1), 0.005)
    before = np.concatenate([np.full(4, 1e-9), e[:-4]])
    found: list[float] = []
    for i in np.flatnonzero((e > rise * before) & (e > 0.12 * e.max())).tolist():
        if not found or i * 0.005 - found[-1] > apart_s:
            found.append(i * 0.005)
    return found


def period_s(samples: Samples, shortest_s: float = 0.2, longest_s: float = 1.3) -> float:
    """The time after which the level resembles itself most; the shortest of several nearly as good."""
    e = envelope(samples)
    e = np.convolve(np.sqrt(e), np.ones(7) / 7, "same")
    e -= e.mean()
    likeness = np.correlate(e, e, "full")[len(e) - 1 :] / np.arange(len(e), 0, -1)
    first, last = int(shortest_s * 100), int(longest_s * 100)
    peaks = [k for k in range(first, last) if likeness[k] == likeness[max(0, k - 6) : k + 7].max()]
    best = max(likeness[k] for k in peaks)
    return next(k for k in peaks if likeness[k] > 0.6 * best) / 100


def decay_s(samples: Samples, drop_db: float = 30.0) -> float:
    """From the loudest moment until the level stays `drop_db` below it."""
    e = envelope(samples)
    peak = int(e.argmax())
    above = np.flatnonzero(e[peak:] > e[peak] * 10 ** (-drop_db / 20))
    return float(above[-1]) * 0.01


def side_share(samples: Samples) -> float:
    """The part of the power in the difference of the channels: 0 for mono, 0.5 for independent channels."""
    left, right = samples.astype(np.float64)
    return float(np.mean((left - right) ** 2) / (np.mean((left - right) ** 2) + np.mean((left + right) ** 2) + 1e-20))
