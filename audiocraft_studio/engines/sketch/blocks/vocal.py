"""Voices of animals and people: a source of harmonics and breath, and the formants of the tract that it excites.

The source-filter theory (Fant, "Acoustic theory of speech production", 1960; for animals Taylor and Reby, "The
contribution of source-filter theory to mammal vocal communication research", 2010): the pitch comes from the larynx,
the colour from the tract, whose resonances lie near (2k - 1)·c/4L and so tell the length L of the caller's tract.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.grains import pans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement, noise_pieces, wander

Points = tuple[tuple[float, float], ...]
"""(x, value): what something is at parts 0..1 of a call; in between it moves smoothly."""

_HIGHEST_HZ = 13_000.0


@dataclass(frozen=True)
class Call:
    """One call. pitch_hz, level, open: over its length; `open` moves the lowest formant (1 as given, less is closed).

    formants_hz: of the open tract. narrow: width of the lowest as a part of its frequency. tilt_db: by which the source
    falls in an octave. voice, breath: levels of its tone and of the noise in it. rough: how far every other cycle is
    weaker (0..1). jitter: of the pitch. shake_hz, shake: tremor of the pitch.
    """

    length_s: float
    pitch_hz: Points
    level: Points
    formants_hz: tuple[float, ...]
    open: Points = ((0.0, 1.0),)
    narrow: float = 0.12
    tilt_db: float = 9.0
    breath: float = 0.05
    rough: float = 0.0
    jitter: float = 0.01
    shake_hz: float = 6.0
    shake: float = 0.0
    voice: float = 1.0


@dataclass(frozen=True)
class Caller:
    """One of a group. gains: (2, 1), its place and how near it is. pitch: of its voice, about 1."""

    gains: Floats
    pitch: float


def callers(rng: np.random.Generator, count: int, width: float = 0.9) -> list[Caller]:
    """A group: the first is the nearest and near the middle, the others are around it, softer."""
    group = []
    for k in range(count):
        near = 1.0 if k == 0 else rng.uniform(0.2, 0.7)
        group.append(Caller(near * pans(rng, 1, width if k else 0.3 * width), float(rng.lognormal(0, 0.08))))
    return group


def tract(length_m: float, count: int = 10) -> tuple[float, ...]:
    """The resonances in Hz of a uniform tube of `length_m`, closed at the larynx: (2k - 1)·c/4L.

    Many of them, since a row of few resonators is too dull above the last.
    """
    return tuple((2 * k - 1) * 350.0 / (4 * length_m) for k in range(1, count + 1))


def formant_gain(frequencies_hz: Floats, formants_hz: Floats, narrow: float) -> npt.NDArray[np.floating]:
    """Gain of resonators in a row; formants_hz: (..., formants), broadcast against frequencies_hz (..., k).

    Each is 1 far below its frequency and falls by 12 dB per octave above it. `narrow` is the width of the lowest over
    its frequency; the others are a little wider, but narrower for their height, as in real tracts.
    """
    f = np.minimum(frequencies_hz, 16_000.0).astype(np.float32)
    resonances = formants_hz.astype(np.float32)
    power = np.ones(np.broadcast_shapes(f.shape, (*resonances.shape[:-1], 1)), np.float32)
    # what overflows is attenuated by more than 380 dB: 1 / infinity is the gain that it needs
    with np.errstate(over="ignore"):
        for k in range(resonances.shape[-1]):
            at = resonances[..., k : k + 1]
            x = (f / at) ** 2
            # |1 - x + i·w·sqrt(x)|², w the relative width
            power *= x * (x + (narrow**2 * resonances[..., :1] / at - 2)) + 1
    return np.asarray(1 / np.sqrt(power))


def pulsed(
    turned: Floats,
    pitch_hz: Floats,
    formants_hz: tuple[float, ...],
    decays_s: tuple[float, ...],
    gains: tuple[float, ...],
    strengths: Floats,
) -> Samples:
    """Slow pulses, each of which sets the formants ringing: float32 (n,).

    turned: cycles at each sample, pitch_hz: their rate. strengths: of the pulses in turn, used again from the start
    when they run out. The formant wave functions of Rodet ("Time-domain formant-wave-function synthesis", 1984).
    """
    within, number = np.modf(turned)
    since_s = (within / pitch_hz).astype(np.float32)
    out = np.zeros(len(turned), np.float32)
    for f, decay_s, gain in zip(formants_hz, decays_s, gains, strict=True):
        out += np.float32(gain) * np.sin(np.float32(2 * np.pi * f) * since_s) * np.exp(since_s / np.float32(-decay_s))
    out *= strengths.astype(np.float32)[number.astype(np.int64) % len(strengths)]
    return out


def call(c: Call, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The call, for one ear: float32 (n,), peak 1."""
    n = max(64, int(c.length_s * sample_rate))
    drift = wander(rng, c.length_s + 0.1, 35.0)
    phase = rng.uniform(0, 2 * np.pi)
    curve = _curve(c.pitch_hz)

    def pitch(times_s: Floats) -> Floats:
        shaken = c.shake * np.sin(2 * np.pi * c.shake_hz * times_s + phase)
        return np.asarray(curve(times_s / c.length_s) * np.exp(c.jitter * drift(times_s) + shaken))

    slope = -c.tilt_db / (20 * np.log10(2))
    lowest_hz = min(value for _, value in c.pitch_hz)
    formants = _formants(c)

    def colour(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        resonances = formant_gain(frequencies_hz, formants(times_s), c.narrow)
        return np.asarray((frequencies_hz / lowest_hz) ** slope * resonances)

    turned = tones.cycles(pitch, 0.0, n, sample_rate, rng.uniform())
    wave = tones.harmonics(turned, pitch, colour, 0.0, sample_rate, partials=int(_HIGHEST_HZ / lowest_hz) + 1)
    if c.rough:
        wave *= (1 - c.rough * (0.5 + 0.5 * np.cos(np.pi * turned))).astype(np.float32)
    wave *= np.float32(c.voice / (np.sqrt(np.mean(wave**2)) + 1e-9))
    if c.breath:
        wave += np.float32(c.breath) * _breath(c, formants, n, rng, sample_rate)
    wave *= _curve(c.level)(np.arange(n) / n).astype(np.float32)
    return np.asarray(wave / np.float32(np.abs(wave).max() + 1e-9))


def _breath(c: Call, formants: Movement, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Air through the same tract: float32 (n,), RMS 1."""

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        gains = formant_gain(frequencies_hz[None, :], formants(times_s[:, None]), c.narrow)
        return np.asarray((gains * frequencies_hz / (frequencies_hz + 900.0))[None])

    out = np.zeros(n, np.float32)
    for start, piece in noise_pieces(rng, magnitudes, n, sample_rate, hop=128):
        first, last = max(0, start), min(n, start + piece.shape[1])
        out[first:last] += piece[0, first - start : last - start]
    return np.asarray(out / np.float32(np.sqrt(np.mean(out**2)) + 1e-9))


def _formants(c: Call) -> Movement:
    """The formants over time: (m, 1) in s to (m, formants) in Hz. Closing the mouth lowers the first most."""
    opening = _curve(c.open)
    of_open = np.array(c.formants_hz)
    share = 0.7 ** np.arange(len(of_open))

    def at(times_s: Floats) -> Floats:
        closed = 1 - opening(times_s / c.length_s)
        return np.asarray(of_open * (1 - closed * share))

    return at


def _curve(points: Points) -> Movement:
    """A smooth way through points, held at both ends; it never goes past them."""
    x, values = (np.array(column, np.float64) for column in zip(*points, strict=True))
    if len(x) == 1:
        return lambda at: np.full(np.shape(at), values[0])
    way = PchipInterpolator(x, values)
    return lambda at: np.asarray(way(np.clip(at, x[0], x[-1])))
