"""What is measured of a sound: float32 (2, n) at 44.1 kHz in, one figure out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import signal

from audiocraft_studio.audio import Samples
from benchmarks.sketch_bench.takes import RATE

Floats = npt.NDArray[np.float64]

_SILENT = 1e-12


def power(x: Samples, window: int = 8192) -> tuple[Floats, Floats]:
    """(frequencies_hz, power) of both ears together."""
    f, p = signal.welch(x.astype(np.float64), RATE, nperseg=min(window, x.shape[-1]))
    return f, p.reshape(-1, len(f)).sum(axis=0)


def share(x: Samples, low_hz: float, high_hz: float) -> float:
    """The part of the power between two frequencies, 0..1."""
    f, p = power(x, 16384)
    return float(p[(f >= low_hz) & (f < high_hz)].sum() / (p.sum() + _SILENT))


def centroid_hz(x: Samples) -> float:
    """The mean frequency, weighted by power."""
    f, p = power(x)
    return float((f * p).sum() / (p.sum() + _SILENT))


def peak_hz(x: Samples) -> float:
    """The strongest third of an octave."""
    f, p = power(x, 16384)
    centres = 1000.0 * 2.0 ** (np.arange(-17, 14) / 3)
    bands = [p[(f >= c * 2 ** (-1 / 6)) & (f < c * 2 ** (1 / 6))].sum() for c in centres]
    return float(centres[int(np.argmax(bands))])


def line_hz(x: Samples) -> float:
    """The strongest single line of the spectrum."""
    f, p = power(x, 1 << 16)
    return float(f[int(p.argmax())])


def slope_db(x: Samples, low_hz: float, high_hz: float) -> float:
    """How the power density goes from `low_hz` to `high_hz`, in dB an octave: a line through thirds of octaves."""
    f, p = power(x)
    octaves = np.arange(np.log2(low_hz), np.log2(high_hz), 1 / 3)
    levels = [10 * np.log10(p[(f >= 2**o) & (f < 2 ** (o + 1 / 3))].mean() + 1e-30) for o in octaves]
    return float(np.polyfit(octaves, levels, 1)[0])


def rms_db(x: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(x, dtype=np.float64)) + 1e-20))


_SPEECH_DB = (
    56.8, 60.2, 60.3, 59.0, 62.1, 62.1, 60.5, 56.8, 53.7, 53.0, 52.0, 48.7, 48.1, 46.8, 45.6, 44.5, 44.3, 43.7,
)  # fmt: skip
"""Long-term average speech in thirds of octaves from 160 Hz to 8 kHz: Byrne et al., "An international comparison of
long-term average speech spectra", 1994, men and women together."""


def off_speech_db(x: Samples) -> float:
    """How far the thirds of octaves lie from those of speech over time, at the level that fits best: RMS, in dB."""
    f, p = power(x, 16384)
    centres = 1000.0 * 2.0 ** (np.arange(-8, 10) / 3)
    bands = [p[(f >= c * 2 ** (-1 / 6)) & (f < c * 2 ** (1 / 6))].sum() for c in centres]
    off = 10 * np.log10(np.array(bands) + 1e-20) - np.array(_SPEECH_DB)
    return float(off.std())


def loud_db(x: Samples) -> float:
    """Level of the loudest tenth of a second, dB."""
    return float(20 * np.log10(envelope(x, 0.1).max() + 1e-10))


def treble_db(x: Samples) -> float:
    """Level of what lies above 2 kHz, dB."""
    f, p = power(x)
    return float(10 * np.log10(p[f > 2000].sum() + 1e-20))


def crest_db(x: Samples) -> float:
    return float(20 * np.log10(np.abs(x).max() + 1e-10) - rms_db(x))


def envelope(x: Samples, step_s: float = 0.01) -> Floats:
    """RMS of consecutive windows, both ears together."""
    step = max(1, int(step_s * RATE))
    if x.shape[1] < step:
        return np.sqrt(np.mean(x.astype(np.float64) ** 2, keepdims=True)).ravel()[:1]
    cut = x[:, : x.shape[1] // step * step].astype(np.float64)
    return np.sqrt(np.mean(cut.reshape(x.shape[0], -1, step) ** 2, axis=(0, 2)))


def length_s(x: Samples, below_db: float = 30.0) -> float:
    """From the first to the last moment within `below_db` of the loudest."""
    e = envelope(x)
    heard = np.flatnonzero(e > e.max() * 10 ** (-below_db / 20))
    return float(heard[-1] - heard[0] + 1) * 0.01


def decay_s(x: Samples, drop_db: float = 20.0) -> float:
    """From the loudest moment until the level stays `drop_db` below it."""
    e = envelope(x)
    peak = int(e.argmax())
    above = np.flatnonzero(e[peak:] > e[peak] * 10 ** (-drop_db / 20))
    return float(above[-1] + 1) * 0.01


def onsets_s(
    x: Samples, low_hz: float = 1500.0, rise: float = 1.8, apart_s: float = 0.02, floor: float = 0.06
) -> Floats:
    """Times at which the level above `low_hz` jumps up: `rise` times what it was 8 ms before, `floor` of the peak."""
    sos = signal.butter(2, low_hz, "highpass", fs=RATE, output="sos")
    e = envelope(signal.sosfilt(sos, x.astype(np.float64), axis=1).astype(np.float32), 0.004)
    before = np.concatenate([np.full(2, e[:2].mean() + _SILENT), e[:-2]])
    found: list[float] = []
    for k in np.flatnonzero((e > rise * before) & (e > floor * e.max())).tolist():
        if not found or k * 0.004 - found[-1] >= apart_s:
            found.append(k * 0.004)
    return np.array(found)


def onset_rate_hz(x: Samples, apart_s: float = 0.12) -> float:
    """Events a second."""
    return len(onsets_s(x, apart_s=apart_s)) / (x.shape[1] / RATE)


def dispersion(x: Samples, window_s: float = 0.5) -> float:
    """Index of dispersion of the onsets: variance over mean of their number in a window. 1: Poisson, 0: a clock."""
    at_s = onsets_s(x)
    counts = np.bincount((at_s / window_s).astype(int), minlength=int(x.shape[1] / RATE / window_s))
    return float(counts.var(ddof=1) / counts.mean()) if counts.sum() else 0.0


def modulation(x: Samples, low_hz: float = 0.1, high_hz: float = 40.0) -> tuple[float, float]:
    """(rate in Hz, height) of the strongest line in the spectrum of the level; height over the median, in dB."""
    e = envelope(x, 0.005)
    e = e / (e.mean() + _SILENT) - 1
    size = len(e)
    p = np.abs(np.fft.rfft(e * np.hanning(size), 4 * size)) ** 2
    f = np.fft.rfftfreq(4 * size, 0.005)
    inside = np.flatnonzero((f >= max(low_hz, 2 / (size * 0.005))) & (f <= high_hz))
    best = inside[int(p[inside].argmax())]
    return float(f[best]), float(10 * np.log10(p[best] / (np.median(p[inside]) + 1e-30)))


def pulse_hz(x: Samples, low_hz: float, high_hz: float) -> float:
    """The rate at which the level comes back, by autocorrelation: the shortest period nearly as good as the best."""
    e = np.sqrt(envelope(x, 0.005))
    e = e - e.mean()
    p = np.abs(np.fft.rfft(e, 2 * len(e))) ** 2
    alike = np.fft.irfft(p)[: len(e)] / np.arange(len(e), 0, -1)
    return _best_rate(alike, 200.0, low_hz, high_hz)


def pitch_hz(x: Samples, low_hz: float = 60.0, high_hz: float = 3000.0) -> float:
    """The median pitch of the loud frames of 46 ms, by autocorrelation of the octaves around low_hz..high_hz."""
    sos = signal.butter(2, [0.8 * low_hz, min(4 * high_hz, 0.45 * RATE)], "bandpass", fs=RATE, output="sos")
    mono = signal.sosfilt(sos, x.mean(axis=0).astype(np.float64))
    size = 2048
    if low_hz < 80.0:
        size = 8192
    frames = mono[: len(mono) // size * size].reshape(-1, size)
    levels = np.sqrt((frames**2).mean(axis=1))
    pitches = []
    for frame in frames[levels > 0.3 * levels.max()]:
        p = np.abs(np.fft.rfft(frame, 2 * size)) ** 2
        alike = np.fft.irfft(p)[:size] / np.arange(size, 0, -1)
        lag_at = alike[int(RATE / high_hz) : int(RATE / low_hz)]
        if len(lag_at) and lag_at.max() > 0.5 * alike[0]:
            pitches.append(_best_rate(alike, RATE, low_hz, high_hz))
    return float(np.median(pitches)) if pitches else 0.0


def _best_rate(alike: Floats, per_s: float, low_hz: float, high_hz: float) -> float:
    first, last = max(1, int(per_s / high_hz)), min(int(per_s / low_hz) + 1, len(alike) - 2)
    peaks = [k for k in range(first, last) if alike[k] >= alike[k - 1] and alike[k] >= alike[k + 1]]
    if not peaks:
        return 0.0
    best = max(alike[k] for k in peaks)
    return float(per_s / next(k for k in peaks if alike[k] > 0.85 * best))


def comb(x: Samples, rates_hz: Floats, highest: int = 8) -> tuple[float, float]:
    """(rate in Hz, dB): which of `rates_hz` has harmonics 1..`highest` that stand out most, and how far they do.

    In dB over the spectrum halfway between them.
    """
    f, p = power(x, 1 << 16)
    k = np.arange(1, highest + 1)

    def near(centres_hz: Floats, width_hz: float) -> float:
        ends = np.searchsorted(f, [centres_hz - width_hz, centres_hz + width_hz])
        return float(sum(p[first:last].mean() for first, last in ends.T.tolist() if last > first))

    heights = [
        10 * np.log10(near(k * rate, 0.12 * rate) / (near((k + 0.5) * rate, 0.12 * rate) + 1e-30))
        for rate in rates_hz.tolist()
    ]
    best = int(np.argmax(heights))
    return float(rates_hz[best]), float(heights[best])


def correlation(x: Samples) -> float:
    """Of both ears, -1..1."""
    left, right = x.astype(np.float64)
    return float((left * right).sum() / (np.sqrt((left**2).sum() * (right**2).sum()) + _SILENT))


def tempo_error(x: Samples, bpm: float) -> float:
    """How far the strongest pulse near `bpm`, or near twice or half of it, lies from it, as a part of it."""
    e = np.maximum(np.diff(envelope(x, 0.005)), 0)
    p = np.abs(np.fft.rfft((e - e.mean()) * np.hanning(len(e)), 16 * len(e)))
    f = np.fft.rfftfreq(16 * len(e), 0.005)
    errors = []
    for beats_hz in (bpm / 60, bpm / 30):
        near = np.flatnonzero(np.abs(f / beats_hz - 1) < 0.08)
        errors.append(abs(f[near[int(p[near].argmax())]] / beats_hz - 1))
    return float(min(errors))


def replay(x: Samples, piece_s: float = 0.08) -> float:
    """Does a stretch come back sample by sample? The highest likeness (0..1) of the loudest four with all the rest."""
    mono = x.mean(axis=0).astype(np.float64)
    n = int(piece_s * RATE)
    loud = np.argsort(envelope(mono[None].astype(np.float32), piece_s))[::-1][:4]
    energy = np.sqrt(np.maximum(signal.oaconvolve(mono**2, np.ones(n), "valid"), _SILENT))
    apart = int(0.5 * RATE)
    highest = 0.0
    for k in loud.tolist():
        piece = mono[k * n : (k + 1) * n]
        alike = signal.oaconvolve(mono, piece[::-1], "valid") / (energy * np.linalg.norm(piece) + _SILENT)
        alike[max(0, k * n - apart) : k * n + apart] = 0
        highest = max(highest, float(alike.max()))
    return highest


def bands_db(x: Samples, step_s: float = 0.02, count: int = 24) -> Floats:
    """Levels in `count` bands, even in octaves from 60 Hz to 16 kHz: (frames, count), in dB."""
    hop = int(step_s * RATE)
    size = 2048
    mono = x.mean(axis=0) if x.ndim == 2 else x
    if len(mono) < size:
        mono = np.pad(mono, (0, size - len(mono)))
    frames = np.lib.stride_tricks.sliding_window_view(mono, size)[::hop]
    edges = np.searchsorted(np.fft.rfftfreq(size, 1 / RATE), 60.0 * (16_000 / 60.0) ** (np.arange(count + 1) / count))
    edges = np.maximum.accumulate(np.maximum(edges, np.arange(len(edges)) + 1))
    out = np.empty((len(frames), count))
    window = np.hanning(size).astype(np.float32)
    for start in range(0, len(frames), 512):
        p = np.abs(np.fft.rfft(frames[start : start + 512] * window, axis=1)) ** 2
        out[start : start + 512] = np.add.reduceat(p, edges, axis=1)[:, :count]
    return np.asarray(10 * np.log10(out + 1e-10))


def period(x: Samples, longest_s: float = 25.0) -> tuple[float, float]:
    """(lag in s, likeness) of the best return of short-time spectra after 0.5 s and more; a loop comes near 1.

    Levels in bands, less their mean over 3 s, so that only what moves counts; their normalised autocorrelation.
    """
    b = bands_db(x)
    b = np.maximum(b, b.max() - 60)
    width = 151
    smooth = signal.oaconvolve(b, np.ones((width, 1)) / width, "same", axes=0)
    b = (b - smooth)[width // 2 : -(width // 2) or None]
    if len(b) < 60:
        return 0.0, 0.0
    p = (np.abs(np.fft.rfft(b, 2 * len(b), axis=0)) ** 2).sum(axis=1)
    alike = np.fft.irfft(p)[: len(b)]
    alike /= alike[0] + _SILENT
    alike *= len(b) / np.arange(len(b), 0, -1)
    last = min(int(longest_s / 0.02), len(b) // 2)
    lag = 25 + int(alike[25:last].argmax())
    return lag * 0.02, float(alike[lag])
