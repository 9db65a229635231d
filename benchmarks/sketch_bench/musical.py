"""What is heard of music: tempo and key. float32 (2, n) at 44.1 kHz in."""

from __future__ import annotations

import numpy as np
from scipy import signal

from audiocraft_studio.audio import Samples
from benchmarks.sketch_bench.measures import Floats
from benchmarks.sketch_bench.takes import RATE

HOP = 256

# Krumhansl and Kessler, "Tracing the dynamic changes in perceived tonal organization in a spatial representation of
# musical keys", Psychological Review 89 (1982)
_PROFILES = {
    "major": np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]),
    "minor": np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]),
}
_KEYS = [(tonic, mode) for mode in _PROFILES for tonic in range(12)]


def flux(samples: Samples) -> Floats:
    """Rise of the spectrum from frame to frame, HOP samples apart: high where notes begin."""
    _, _, spectrum = signal.stft(samples.mean(axis=0), RATE, nperseg=1024, noverlap=1024 - HOP)
    level = np.log1p(1000 * np.abs(spectrum))
    rise = np.maximum(0, np.diff(level, axis=1)).sum(axis=0)
    return np.asarray(rise - np.convolve(rise, np.ones(40) / 40, "same"))


def tempo_bpm(samples: Samples, near_bpm: float) -> float:
    """The tempo within a fifth of `near_bpm` after whose beats, 1, 2, 4 and 8 of them, the onsets come again."""
    onsets = flux(samples)
    size = 2 * len(onsets)
    spectrum = np.fft.rfft(onsets, size)
    likeness = np.fft.irfft(np.abs(spectrum) ** 2, size)[: len(onsets)] / np.arange(len(onsets), 0, -1)
    candidates = near_bpm * np.geomspace(1 / 1.2, 1.2, 2001)
    score = np.zeros(len(candidates))
    for beats in (1, 2, 4, 8):
        lags = beats * 60 / candidates * RATE / HOP
        if lags.max() < 0.7 * len(onsets):
            score += np.interp(lags, np.arange(len(likeness)), likeness)
    return float(candidates[score.argmax()])


def chroma(samples: Samples) -> Floats:
    """Strength of each pitch class, C first, from the spectrum's peaks between 100 Hz and 2 kHz.

    A peak speaks for the notes whose first eight harmonics it may be, each 0.6 as much as the one before (Gómez, "Tonal
    description of music audio signals", 2006).
    """
    f, _, spectrum = signal.stft(samples.mean(axis=0), RATE, nperseg=16384, noverlap=8192)
    level = np.abs(spectrum)
    inside = slice(int(np.searchsorted(f, 100)), int(np.searchsorted(f, 2000)))
    here, below, above = (level[inside.start + d : inside.stop + d] for d in (0, -1, 1))
    peaks = (here > below) & (here > above) & (here > 0.02 * level.max(axis=0))
    frequencies = np.repeat(f[inside, None], level.shape[1], axis=1)[peaks]
    classes = np.zeros(12)
    for harmonic in range(1, 9):
        note = 69 + 12 * np.log2(frequencies / harmonic / 440)
        off = np.abs(note - np.round(note))
        strength = here[peaks] * 0.6 ** (harmonic - 1) * np.cos(np.pi * off) ** 2
        np.add.at(classes, np.round(note).astype(int) % 12, strength)
    return classes / classes.sum()


def key(classes: Floats) -> tuple[int, str]:
    """(tonic, mode) whose profile correlates most with the strengths of the pitch classes."""
    return max(
        _KEYS,
        key=lambda k: float(np.corrcoef(classes, np.roll(_PROFILES[k[1]], k[0]))[0, 1]),
    )


def key_rank(x: Samples, tonic: int, mode: str) -> int:
    """The place of a key among the 24 by how well its profile fits: 1 is the key that is heard."""
    classes = chroma(x)
    fits = {k: float(np.corrcoef(classes, np.roll(_PROFILES[k[1]], k[0]))[0, 1]) for k in _KEYS}
    return 1 + sum(fit > fits[tonic, mode] for fit in fits.values())


def off_tempo(x: Samples, bpm: float) -> float:
    """How far the tempo that is heard lies from the one asked for, as a part of it; it is looked for off the mark."""
    return abs(tempo_bpm(x, 1.06 * bpm) / bpm - 1)
