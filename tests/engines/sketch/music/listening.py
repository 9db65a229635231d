"""What the tests of music hear: tempo, key, metre, the notes' beginnings."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music import Composition, compose, render
from audiocraft_studio.engines.sketch.theory import Score

RATE = 44_100
HOP = 256
Floats = npt.NDArray[np.float64]

# Krumhansl and Kessler, "Tracing the dynamic changes in perceived tonal organization in a spatial representation of
# musical keys", Psychological Review 89 (1982)
_PROFILES = {
    "major": np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]),
    "minor": np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]),
}


def generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def piece(
    style: str = "", duration_s: float = 20.0, seed: int = 1, *, played: bool = True, **score: object
) -> Composition:
    """A composition of a style. score: what the prompt fixes."""
    return compose(Score(**score), style, duration_s, generator(seed), played=played)  # type: ignore[arg-type]


def heard(composition: Composition, seed: int = 1) -> Samples:
    return render(composition, generator(seed)).samples


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
        ((tonic, mode) for mode in _PROFILES for tonic in range(12)),
        key=lambda k: float(np.corrcoef(classes, np.roll(_PROFILES[k[1]], k[0]))[0, 1]),
    )


def accents(composition: Composition, quarters: float) -> Floats:
    """How strongly the notes begin on each of a composition's places, `quarters` apart: velocity, low notes more."""
    places = np.zeros(int(composition.length / quarters) + 1)
    for part in composition.parts:
        for note in part.notes:
            at = note.start / quarters
            if abs(at - round(at)) < 1e-6:
                places[round(at)] += note.velocity / 100 * (2.0 if note.pitch < 48 else 1.0) * min(note.length, 4.0)
    return places
