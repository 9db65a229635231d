"""Figures of how a sound sounds, whatever its level: its spectrum, how that moves, its envelope.

All figures are plain numbers without a common unit; quality/descriptor.py brings them to one scale.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio

Floats = npt.NDArray[np.float32]

HEARD_S = 24.0
ENVELOPE_HZ = 200
LOWEST_RATE = 4000
N_BANDS = 20
BANDS_HZ = (50.0, 16000.0)
N_CEPSTRA = 6
MOST_FRAMES = 300
MODULATION_HZ = (0.3, 2.0, 6.0, 20.0, 100.0)
PITCH_HZ = (60.0, 1000.0)


@dataclass(frozen=True)
class Heard:
    """The part of a sound that is looked at. samples: mono, shape (n,). envelope: power of each 5 ms."""

    samples: Floats
    envelope: Floats
    sample_rate: int


def heard(audio: Audio) -> Heard | None:
    """Mono without the silence around it, at most 24 s: of longer sounds, 8 s each of beginning, middle and end.

    None for silence and below 4 kHz sample rate.
    """
    mono = _mono(_excerpt(audio))
    size = round(audio.sample_rate / ENVELOPE_HZ)
    n_blocks = len(mono) // max(1, size)
    if not n_blocks or audio.sample_rate < LOWEST_RATE:
        return None
    blocks = mono[: n_blocks * size].reshape(n_blocks, size)
    envelope = np.einsum("ij,ij->i", blocks, blocks) / size
    if envelope.max() < 1e-12:
        return None
    audible = np.flatnonzero(envelope > 1e-6 * envelope.max())
    first, end = int(audible[0]), int(audible[-1]) + 1
    return Heard(mono[first * size : end * size], envelope[first:end], audio.sample_rate)


def figures(part: Heard) -> dict[str, float]:
    """Everything, by name."""
    return {**_spectral(part), **_temporal(part)}


def _excerpt(audio: Audio) -> Floats:
    n_third = int(HEARD_S / 3 * audio.sample_rate)
    if audio.n_samples <= 3 * n_third:
        return audio.samples
    starts = (0, (audio.n_samples - n_third) // 2, audio.n_samples - n_third)
    return np.concatenate([audio.samples[:, start : start + n_third] for start in starts], axis=1)


def _mono(samples: Floats) -> Floats:
    """The mean of the channels without its offset, or where they cancel each other, the loudest."""
    mono: Floats = samples.mean(axis=0, dtype=np.float32)
    if len(samples) > 1:
        power = np.einsum("cn,cn->c", samples, samples)
        if np.dot(mono, mono) < 0.1 * power.max(initial=0.0):
            mono = samples[int(power.argmax())]
    return mono - mono.mean() if len(mono) else mono


def _spectral(part: Heard) -> dict[str, float]:
    from scipy import fft  # noqa: PLC0415  (half a second that a start of the studio does not need)

    power, frequencies = _frames(part)
    weights = power.sum(axis=1)
    active = weights > 1e-4 * weights.max()
    power, weights = power[active], weights[active] / weights[active].sum()
    filters, centres = _filters(frequencies)
    bands = power @ filters
    mean_db, spread_db = _band_levels(bands, centres, part.sample_rate)
    cepstra = fft.dct(mean_db, norm="ortho")[1 : N_CEPSTRA + 1]

    octave = (bands @ np.log2(centres)) / bands.sum(axis=1)
    centre = float(weights @ octave)
    in_reach = (frequencies >= BANDS_HZ[0]) & (frequencies <= BANDS_HZ[1])
    inner, octaves = power[:, in_reach], np.log2(frequencies[in_reach])
    share = np.cumsum(inner.mean(axis=0))
    median, rolloff = octaves[np.searchsorted(share, share[-1] * np.array([0.5, 0.95]))]
    floor = 1e-9 * inner.max()
    flatness = np.log10(inner + floor).mean(axis=1) - np.log10(inner.mean(axis=1) + floor)
    peak = np.log10(inner.max(axis=1) / inner.mean(axis=1))

    likeness = fft.irfft(power, axis=1)
    longest, shortest = (int(part.sample_rate / hz) for hz in PITCH_HZ)
    pitched = likeness[:, shortest : longest + 1].max(axis=1) / likeness[:, 0]
    return {
        **{f"cepstrum {i + 1}": float(value) for i, value in enumerate(cepstra)},
        **{f"spread {i + 1}": float(value) for i, value in enumerate(spread_db)},
        "centre": centre,
        "centre moves": float(np.sqrt(weights @ (octave - centre) ** 2)),
        "median": float(median),
        "rolloff": float(rolloff),
        "flatness": float(weights @ flatness),
        "flatness moves": float(flatness.std()),
        "peak": float(weights @ peak),
        "pitched": float(weights @ pitched),
        "pitched moves": float(pitched.std()),
    }


def _frames(part: Heard) -> tuple[Floats, Floats]:
    """Power spectra of up to 300 Hann windows of some 45 ms, shape (frames, bins), and the bins' frequencies."""
    from scipy import fft  # noqa: PLC0415

    n_fft = 1 << int(np.ceil(np.log2(0.04 * part.sample_rate)))
    samples = np.pad(part.samples, (0, max(0, n_fft - len(part.samples))))
    room = len(samples) - n_fft
    starts = np.linspace(0, room, min(MOST_FRAMES, 1 + room // (n_fft // 2))).astype(int)
    windows = np.lib.stride_tricks.sliding_window_view(samples, n_fft)[starts]
    spectra = np.abs(fft.rfft(windows * np.hanning(n_fft).astype(np.float32), axis=1))
    return np.square(spectra), fft.rfftfreq(n_fft, 1 / part.sample_rate).astype(np.float32)


def _filters(frequencies: Floats) -> tuple[Floats, Floats]:
    """Triangles on the mel scale of O'Shaughnessy (1987), shape (bins, bands), each with the sum 1; their centres."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in BANDS_HZ)
    edges = 700 * (10 ** (np.linspace(low, high, N_BANDS + 2) / 2595) - 1)
    rising = (frequencies[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - frequencies[:, None]) / (edges[2:] - edges[1:-1])
    filters = np.maximum(0, np.minimum(rising, falling))
    return (filters / np.maximum(filters.sum(axis=0), 1e-9)).astype(np.float32), edges[1:-1].astype(np.float32)


def _band_levels(bands: Floats, centres: Floats, sample_rate: int) -> tuple[Floats, Floats]:
    """Level of each band in dB against the strongest, and how far each two neighbours move, in dB.

    Bands that a low sample rate cannot hold go on from the last one that it can, 3 dB less each: what is missing there
    says something of the file, little of the sound.
    """
    mean = bands.mean(axis=0)
    level_db = 10 * np.log10(mean / mean.max() + 1e-6)
    moves_db = (10 * np.log10(bands / bands.max() + 1e-7)).std(axis=0)
    n_held = int(np.count_nonzero(centres < 0.45 * sample_rate))
    beyond = np.arange(1, N_BANDS - n_held + 1)
    level_db[n_held:] = np.maximum(-60, level_db[n_held - 1] - 3 * beyond)
    moves_db[n_held:] = moves_db[n_held - 1]
    return level_db, moves_db.reshape(-1, 2).mean(axis=1)


def _temporal(part: Heard) -> dict[str, float]:
    envelope, n_s = part.envelope, len(part.envelope) / ENVELOPE_HZ
    energy = np.cumsum(envelope)
    begin, middle, end = np.searchsorted(energy, energy[-1] * np.array([0.05, 0.5, 0.95])) / len(envelope)
    level_db = 10 * np.log10(envelope / envelope.max() + 1e-5)
    coarse_db = level_db[: len(level_db) // 4 * 4].reshape(-1, 4).mean(axis=1)
    steps_db = np.diff(coarse_db) if len(coarse_db) > 1 else np.zeros(1)
    return {
        **_modulation(np.sqrt(envelope)),
        "crest": float(10 * np.log10(np.square(part.samples).max() / np.square(part.samples).mean())),
        "rises": float(np.log10(0.1 + np.maximum(steps_db, 0).mean())),
        "onsets": float(np.log10(0.1 + np.count_nonzero(steps_db > 6) / n_s)),
        "middle": float(middle),
        "span": float(end - begin),
        "lasts": float(np.log10((end - begin) * n_s + 0.01)),
        "loud part": float(np.mean(level_db > -20)),
        "duration": float(np.log10(n_s)),
    }


def _modulation(amplitude: Floats) -> dict[str, float]:
    """How much the amplitude moves slowly to fast: log10 of its variance in each band against its mean squared."""
    from scipy import fft  # noqa: PLC0415

    n = len(amplitude)
    spectrum = 2 * np.square(np.abs(fft.rfft(amplitude - amplitude.mean())) / (n * amplitude.mean()))
    frequencies = np.arange(len(spectrum)) * ENVELOPE_HZ / n
    parts = np.searchsorted(frequencies, MODULATION_HZ)
    sums = [spectrum[low:high].sum() for low, high in itertools.pairwise(parts)]
    return {f"modulation {i + 1}": float(np.log10(1e-4 + value)) for i, value in enumerate(sums)}
