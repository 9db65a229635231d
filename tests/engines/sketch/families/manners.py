"""What every sound owes its listener, whatever it is of."""

from __future__ import annotations

import numpy as np
from scipy import signal

from audiocraft_studio.audio import Samples
from tests.engines.sketch.hearing import RATE, envelope, sound


def is_clean(prompt: str, duration_s: float, seed: int) -> None:
    """No silence, no clipping, no DC, no step at either end."""
    x = sound(prompt, duration_s, seed)
    assert x.shape == (2, round(duration_s * RATE)), prompt
    assert np.isfinite(x).all(), prompt
    assert 1e-3 < np.abs(x).max() <= 10 ** (-1.4 / 20), prompt
    if duration_s >= 0.5:
        assert np.abs(x.mean(axis=1)).max() < 1e-3, prompt
        limit = 0.03 * np.abs(x).max() + 1e-4
        assert np.abs(x[:, 0]).max() < limit, prompt
        assert np.abs(x[:, -1]).max() < limit, prompt


def never_repeats(prompt: str, duration_s: float, seed: int, piece_s: float = 0.08) -> None:
    """No stretch of the sound comes back sample by sample: the loudest ones are looked for in all the rest."""
    x = sound(prompt, duration_s, seed).mean(axis=0).astype(np.float64)
    n = int(piece_s * RATE)
    loud = np.argsort(envelope(x[None], piece_s))[::-1][:4]
    energy = np.sqrt(np.maximum(signal.oaconvolve(x**2, np.ones(n), "valid"), 1e-12))
    for k in loud.tolist():
        piece = x[k * n : (k + 1) * n]
        likeness = signal.oaconvolve(x, piece[::-1], "valid") / (energy * np.linalg.norm(piece) + 1e-9)
        likeness[max(0, (k - 1) * n) : (k + 1) * n] = 0
        assert likeness.max() < 0.997, f"{prompt}: {likeness.max():.4f}"


def pitch_hz(x: Samples, lowest_hz: float, highest_hz: float) -> float:
    """The pitch of a short stretch, by autocorrelation: the shortest lag nearly as good as the best."""
    mono = x.mean(axis=0).astype(np.float64) if x.ndim == 2 else x.astype(np.float64)
    mono = mono - mono.mean()
    spectrum = np.abs(np.fft.rfft(mono, 2 * len(mono))) ** 2
    likeness = np.fft.irfft(spectrum)[: len(mono)] / np.arange(len(mono), 0, -1)
    first, last = int(RATE / highest_hz), min(int(RATE / lowest_hz), len(mono) // 2)
    lags = [k for k in range(first, last) if likeness[k] >= likeness[k - 1] and likeness[k] >= likeness[k + 1]]
    best = max((likeness[k] for k in lags), default=0.0)
    return RATE / next((k for k in lags if likeness[k] > 0.85 * best), last)


def beats_hz(x: Samples, slowest_hz: float, fastest_hz: float, window_s: float = 0.002) -> float:
    """The strongest rate in the level of a sound."""
    e = envelope(x, window_s)
    spectrum = np.abs(np.fft.rfft((e - e.mean()) * np.hanning(len(e)), 1 << 16))
    rates = np.fft.rfftfreq(1 << 16, window_s)
    heard = (rates >= slowest_hz) & (rates <= fastest_hz)
    return float(rates[heard][spectrum[heard].argmax()])


def bursts_s(
    x: Samples, floor: float = 0.12, apart_s: float = 0.08, window_s: float = 0.005
) -> list[tuple[float, float]]:
    """(start, length) of what stands out of silence, in s; what is nearer than `apart_s` is one."""
    e = envelope(x, window_s)
    loud = np.flatnonzero(e > floor * e.max())
    if not len(loud):
        return []
    cuts = np.flatnonzero(np.diff(loud) * window_s > apart_s)
    starts, ends = loud[np.r_[0, cuts + 1]], loud[np.r_[cuts, len(loud) - 1]]
    return [(float(a) * window_s, float(b - a + 1) * window_s) for a, b in zip(starts, ends, strict=True)]
