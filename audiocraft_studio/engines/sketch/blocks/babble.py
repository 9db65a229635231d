"""Many people at once: utterances without words, cheap enough that a room full of them can speak.

Each voice is a train of glottal pulses (the flow model of Klatt and Klatt, "Analysis, synthesis and perception of
voice quality variations", 1990) through vowel formants (means of Peterson and Barney, "Control methods used in a study
of the vowels", 1952), frame by frame in the frequency domain and at a quarter of the rate: what speech has above 5 kHz
is breath, and is added elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import fft, signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.blocks.vocal import formant_gain

SLOWER = 4
"""Voices are made at the sample rate over this."""
HOP = 128
"""Samples (of the slower rate) from frame to frame: 11.6 ms at 44.1 kHz."""

VOWELS_HZ: dict[str, tuple[float, float, float]] = {
    "i": (270.0, 2290.0, 3010.0),
    "e": (530.0, 1840.0, 2480.0),
    "ae": (660.0, 1720.0, 2410.0),
    "a": (730.0, 1090.0, 2440.0),
    "o": (570.0, 840.0, 2410.0),
    "u": (300.0, 870.0, 2240.0),
    "uh": (640.0, 1190.0, 2390.0),
}
_UPPER_HZ = (3500.0, 4500.0)
_OPEN = 0.62


@dataclass(frozen=True)
class Utterance:
    """start: frame. pitch_hz, level: (frames,). formants_hz: (frames, 3). gains: (2,), of both ears.

    Where level and gain are 1, it has an RMS of 0.1 in the mean. breath: level of the noise in it.
    tract: 1 for a man, about 0.85 for a woman, 0.7 for a child. hisses: where sibilants belong, as parts 0..1 of it;
    they lie above what is made here.
    """

    start: int
    pitch_hz: Floats
    level: Floats
    formants_hz: Floats
    gains: Floats
    breath: float = 0.1
    tract: float = 1.0
    hisses: Floats = field(default_factory=lambda: np.zeros(0))


def frames(seconds: float, sample_rate: int) -> int:
    """How many frames a time is long."""
    return max(2, round(seconds * sample_rate / SLOWER / HOP))


def spoken(utterances: list[Utterance], n_frames: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """All utterances together: float32 (2, n), n long enough for the last of them and at least `n_frames` frames."""
    total = max([n_frames, *(u.start + len(u.level) for u in utterances)]) + 1
    spectra = np.zeros((2, total, HOP + 1), np.complex64)
    for group in _of_like_length(utterances):
        _add(spectra, group, rng, sample_rate // SLOWER)
    parts = fft.irfft(spectra, axis=-1).astype(np.float32) * _window()
    halves = np.zeros((2, total + 1, HOP), np.float32)
    halves[:, :-1] = parts[..., :HOP]
    halves[:, 1:] += parts[..., HOP:]
    return np.asarray(signal.resample_poly(halves.reshape(2, -1), SLOWER, 1, axis=1), dtype=np.float32)


def _of_like_length(utterances: list[Utterance], at_most: int = 16) -> list[list[Utterance]]:
    ordered = sorted(utterances, key=lambda u: len(u.level))
    return [ordered[k : k + at_most] for k in range(0, len(ordered), at_most)]


def _add(spectra: np.ndarray, group: list[Utterance], rng: np.random.Generator, rate: int) -> None:
    """Adds the frames of several utterances to the spectra of both ears."""
    longest = max(len(u.level) for u in group)
    pitch_hz, level = (np.stack([_held(getattr(u, name), longest) for u in group]) for name in ("pitch_hz", "level"))
    wave = _pulses(pitch_hz, rng, rate)
    breath = np.array([u.breath for u in group], np.float32)[:, None]
    wave += breath * rng.standard_normal(wave.shape, dtype=np.float32)
    overlapping = np.lib.stride_tricks.sliding_window_view(wave, 2 * HOP, axis=1)[:, ::HOP]
    bins = fft.rfft(overlapping * _window(), axis=-1)
    f = np.arange(HOP + 1) * rate / (2 * HOP)
    for k, u in enumerate(group):
        n = len(u.level)
        formants = np.concatenate([u.formants_hz, np.tile(_UPPER_HZ, (n, 1))], axis=1) / u.tract
        shape = formant_gain(f[None, :], formants, 0.16) * (f**2 / (f**2 + 200.0**2)).astype(np.float32)
        voice = shape * bins[k, :n]
        power = np.mean(voice.real**2 + voice.imag**2)
        voice *= (0.1 * np.sqrt(HOP / max(float(power), 1e-12)) * level[k, :n, None]).astype(np.float32)
        for ear in range(2):
            spectra[ear, u.start : u.start + n] += np.float32(u.gains[ear]) * voice


def _pulses(pitch_hz: Floats, rng: np.random.Generator, rate: int) -> Samples:
    """Glottal flow, differentiated: (voices, (frames + 1)·HOP)."""
    voices, n = pitch_hz.shape
    now = np.concatenate([pitch_hz, pitch_hz[:, -1:]], axis=1) * HOP / rate
    then = np.concatenate([pitch_hz[:, 1:], pitch_hz[:, -1:], pitch_hz[:, -1:]], axis=1) * HOP / rate
    before = np.cumsum(0.5 * (now + then), axis=1) - 0.5 * (now + then) + rng.uniform(size=(voices, 1))
    along = (np.arange(HOP) / HOP).astype(np.float32)
    start, slope, bend = (v.astype(np.float32)[..., None] for v in (before % 1.0, now, 0.5 * (then - now)))
    turned = (start + (slope + bend * along) * along).reshape(voices, (n + 1) * HOP)
    x = (turned % 1.0) / np.float32(_OPEN)
    return np.asarray(np.where(x < 1, x * (2 - 3 * x), np.float32(0)), dtype=np.float32)


def _held(values: Floats, n: int) -> Floats:
    """(n,): the values, and silence or the last pitch after them."""
    return np.concatenate([values, np.full(n - len(values), values[-1])])


def _window() -> Samples:
    return np.sin(np.pi * (np.arange(2 * HOP) + 0.5) / (2 * HOP)).astype(np.float32)
