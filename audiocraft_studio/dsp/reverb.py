"""Reverb: convolution with rooms and plates that are calculated, not recorded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio, Samples

Floats = npt.NDArray[np.float64]

SOUND_M_S = 343.0
_BANDS_HZ = (125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0)
_TAIL_DECAYS = 1.2
_RAREST = 1e-3


@dataclass(frozen=True)
class Room:
    """decay_s: to -60 dB, up to 1 kHz; above it the decay shortens to `treble` of that at 8 kHz (0.1..1).

    size_m: the cube root of the volume: how late and how sparse the first reflections are. seed: another room alike.
    """

    decay_s: float = 1.2
    size_m: float = 8.0
    treble: float = 0.5
    seed: int = 0


@dataclass(frozen=True)
class Plate:
    """A steel plate: dense from the first moment, bright, its high notes ahead of the low ones.

    decay_s: to -60 dB, up to 1 kHz; `treble` of that at 8 kHz. spread_s: how much later than 8 kHz comes 125 Hz.
    """

    decay_s: float = 2.0
    treble: float = 0.7
    spread_s: float = 0.01
    seed: int = 0


def reverberated(audio: Audio, place: Room | Plate, *, wet: float = 0.3, dry: float = 1.0, tail: bool = True) -> Audio:
    """dry · audio + wet · (audio ∗ response), stereo. tail: longer by the response, else cut at the sound's end.

    Wet and dry are of the same loudness at 1 for steady broad sounds. Sample for sample the same for the same seed.
    """
    from scipy import signal

    given = np.repeat(audio.samples, 2, axis=0) if audio.channels == 1 else audio.samples[:2]
    answer = response(place, audio.sample_rate)
    n = given.shape[1] + (answer.shape[1] - 1 if tail else 0)
    if not given.shape[1]:
        return Audio(np.zeros((2, 0), np.float32), audio.sample_rate)
    made = np.float32(wet) * signal.oaconvolve(given, answer, axes=1)[:, :n]
    made[:, : given.shape[1]] += np.float32(dry) * given
    return Audio(made.astype(np.float32), audio.sample_rate)


def response(place: Room | Plate, sample_rate: int) -> Samples:
    """The impulse response without the direct sound: float32 (2, n), energy 1 in the mean of both sides.

    Raises ValueError for a decay that does not lie between 0.05 and 30 s.
    """
    if not 0.05 <= place.decay_s <= 30:
        raise ValueError(f"The decay must lie between 0.05 and 30 s, not {place.decay_s:g}.")
    n = max(256, round(_TAIL_DECAYS * place.decay_s * sample_rate))
    rng = np.random.default_rng(place.seed)
    source = _reflections(place, rng, n, sample_rate) if isinstance(place, Room) else rng.standard_normal((2, n))
    made = _decaying(source, place, sample_rate)
    if isinstance(place, Plate):
        made = _dispersed(made, place.spread_s, sample_rate)
    energy = np.mean(np.sum(np.square(made), axis=1))
    return np.asarray(made / np.sqrt(energy), np.float32)


def _reflections(room: Room, rng: np.random.Generator, n: int, sample_rate: int) -> Floats:
    """Echoes of either sign, ever denser until they are noise: 4π c³ t² / V a second (Kuttruff, Room Acoustics, 4.1).

    Their power together stays the same over time, since each is weaker by the way it came. Before sound has crossed
    the room once, there are few.
    """
    t = np.arange(n) / sample_rate
    chance = 4 * np.pi * SOUND_M_S**3 * np.square(t) / room.size_m**3 / sample_rate
    echoes = rng.standard_normal((2, n)) * (rng.random((2, n)) < chance) / np.sqrt(np.clip(chance, _RAREST, 1.0))
    made: Floats = echoes * np.minimum(1.0, t * SOUND_M_S / room.size_m) ** 2
    return made


def _decaying(source: Floats, place: Room | Plate, sample_rate: int) -> Floats:
    """Each octave of `source` with a decay of its own; neighbours overlap so that all together are flat."""
    n = source.shape[1]
    spectrum = np.fft.rfft(source, 2 * n, axis=1)
    octave = np.log2(np.maximum(np.fft.rfftfreq(2 * n, 1 / sample_rate), 1.0) / _BANDS_HZ[0])
    t = np.arange(n) / sample_rate
    made = np.zeros((2, n))
    for index, hz in enumerate(_BANDS_HZ):
        if hz > sample_rate:
            break
        near = np.clip(octave - index, -1 if index else 0, 1 if index < len(_BANDS_HZ) - 1 else 0)
        band = np.fft.irfft(spectrum * np.cos(near * np.pi / 2) ** 2, axis=1)[:, :n]
        decay_s = place.decay_s * place.treble ** max(0.0, np.log2(hz / 1000) / 3)
        made += band * np.exp(-np.log(1000) * t / decay_s)
    return made


def _dispersed(samples: Floats, spread_s: float, sample_rate: int) -> Floats:
    """Delays each frequency as bending waves are, whose speed grows with its square root (K. Arcas and A. Chaigne,
    On the quality of plate reverberation, Applied Acoustics 71, 2010): group delay spread_s · √(125 Hz / f)."""
    n = samples.shape[1]
    hz = np.maximum(np.fft.rfftfreq(2 * n, 1 / sample_rate), 125.0)
    phase = -4 * np.pi * spread_s * np.sqrt(125.0 * hz)
    made: Floats = np.fft.irfft(np.fft.rfft(samples, 2 * n, axis=1) * np.exp(1j * phase), axis=1)[:, :n]
    return made
