"""How a sound goes on: what rises, falls, comes again, rings at which ratios. Of float32 (2, n) at 44.1 kHz."""

from __future__ import annotations

import numpy as np
from scipy import signal

from audiocraft_studio.audio import Samples
from benchmarks.sketch_bench import measures as m
from benchmarks.sketch_bench.measures import Floats
from benchmarks.sketch_bench.takes import RATE


def part(x: Samples, start: float, end: float) -> Samples:
    """The stretch between two parts (0..1) of what is heard: within 40 dB of the loudest moment."""
    e = m.envelope(x)
    heard = np.flatnonzero(e > 0.01 * e.max())
    first, n = int(heard[0] * 0.01 * RATE), int((heard[-1] - heard[0] + 1) * 0.01 * RATE)
    return x[:, first + int(start * n) : first + int(end * n)]


def rise_db(x: Samples, early: tuple[float, float] = (0.0, 0.33), late: tuple[float, float] = (0.67, 1.0)) -> float:
    """How much louder the late part of the sound is than the early one."""
    return m.rms_db(part(x, *late)) - m.rms_db(part(x, *early))


def climb_octaves(
    x: Samples, early: tuple[float, float] = (0.0, 0.33), late: tuple[float, float] = (0.67, 1.0)
) -> float:
    """How far the centre of the spectrum moves up from the early to the late part."""
    return float(np.log2(m.centroid_hz(part(x, *late)) / m.centroid_hz(part(x, *early))))


def peak_at(x: Samples) -> float:
    """Where the loudest tenth of a second lies, as a part of the whole."""
    e = m.envelope(x, 0.1)
    return float((e.argmax() + 0.5) / len(e))


def bursts_count(x: Samples, below_db: float = 25.0, gap_s: float = 0.06) -> int:
    """How many stretches within `below_db` of the loudest moment, at least `gap_s` apart."""
    e = m.envelope(x)
    heard = np.flatnonzero(e > e.max() * 10 ** (-below_db / 20))
    return int(1 + (np.diff(heard) > gap_s / 0.01).sum())


def unevenness(x: Samples) -> float:
    """Standard deviation over mean of the times between the events above 300 Hz: 0 is a clock, 1 is chance."""
    between = np.diff(m.onsets_s(x, 300.0, 1.3, 0.004, 0.03))
    return float(between.std() / between.mean()) if len(between) > 2 else 0.0


def swell_hz(x: Samples, low_hz: float, high_hz: float) -> float:
    """The strongest rate in the level, between two rates."""
    return m.modulation(x, low_hz, high_hz)[0]


def fast_pulse_hz(x: Samples, low_hz: float, high_hz: float) -> float:
    """As `measures.pulse_hz`, for rates of up to some hundred a second."""
    step_s = 0.0005
    e = np.sqrt(m.envelope(x, step_s))
    e = e - e.mean()
    p = np.abs(np.fft.rfft(e, 2 * len(e))) ** 2
    alike = np.fft.irfft(p)[: len(e)] / np.arange(len(e), 0, -1)
    first, last = int(1 / step_s / high_hz), int(1 / step_s / low_hz) + 1
    best = alike[first:last].max()
    lag = next(k for k in range(first, last) if alike[k] > 0.85 * best and alike[k] >= alike[k + 1])
    return 1 / step_s / lag


def line_hz(x: Samples, low_hz: float, high_hz: float) -> float:
    """The strongest line of the spectrum between two frequencies."""
    f, p = m.power(x, 1 << 15)
    return float(f[int(np.where((f >= low_hz) & (f <= high_hz), p, 0).argmax())])


def at_ratios(x: Samples, ratios: Floats, low_hz: float, high_hz: float) -> float:
    """The part of the power within 2.5 % of `ratios` times one base, at the base from low_hz to high_hz that gets most.

    Noise comes to some 0.1.
    """
    f, p = m.power(x, 1 << 14)
    upto = np.concatenate([[0.0], np.cumsum(p)])
    places = np.geomspace(low_hz, high_hz, 300)[:, None] * ratios
    first, last = np.searchsorted(f, 0.975 * places), np.searchsorted(f, 1.025 * places)
    return float((upto[last] - upto[first]).sum(axis=1).max() / upto[-1])


def noisiness(x: Samples) -> float:
    """How alike the loud frames of 46 ms are to themselves one pitch period later: 1 is a tone, 0 is noise; median."""
    sos = signal.butter(2, [80, 4000], "bandpass", fs=RATE, output="sos")
    mono = signal.sosfilt(sos, x.mean(axis=0).astype(np.float64))
    frames = mono[: len(mono) // 2048 * 2048].reshape(-1, 2048)
    levels = np.sqrt((frames**2).mean(axis=1))
    found = []
    for frame in frames[levels > 0.3 * levels.max()]:
        p = np.abs(np.fft.rfft(frame, 4096)) ** 2
        alike = np.fft.irfft(p)[:2048] / np.arange(2048, 0, -1)
        found.append(alike[RATE // 500 : RATE // 80].max() / alike[0])
    return 1 - float(np.median(found))
