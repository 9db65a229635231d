"""What groups of voices share: struck and plucked bodies, ensembles, blown pipes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import fft

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.music.voices import waves

_LOOPS = (98_304, 81_920, 110_592, 92_160, 73_728)
"""Lengths of ensembles' tables in samples, about 2 s, by turns from pitch to pitch: a chord has no period."""


def struck(
    hz: float,
    n: int,
    rate: int,
    ratios: Floats,
    gains: Floats,
    decays_s: Floats,
    *,
    knock: float = 0.0,
    rng: np.random.Generator | None = None,
    knock_s: float = 0.004,
) -> Samples:
    """A body with the modes hz·ratios, at rest before: float32 (1, n). knock: level of the mallet's own noise."""
    out = ring(hz * ratios, decays_s, gains[None], n, rate, rise_s=0.0003)
    if knock and rng is not None:
        length = min(n, int(8 * knock_s * rate))
        noise = rng.standard_normal(length).astype(np.float32) * waves.fall(length, rate, knock_s)
        out[0, :length] += np.float32(knock) * noise * np.minimum(1, np.arange(length, dtype=np.float32) / 20)
    return out


def plucked(
    hz: float,
    n: int,
    rate: int,
    *,
    decay_s: float,
    place: float,
    corner_hz: float,
    damping: float = 0.6,
    count: int = 24,
    stretch: float = 0.0,
) -> Samples:
    """A string plucked at the part `place` of its length: float32 (1, n).

    An ideal plucked string has harmonics sin(kπ·place)/k² (Fletcher and Rossing, "The physics of musical
    instruments", 2.7); finger and body take the treble above `corner_hz`. decay_s: to 1/e, of the first harmonic;
    harmonic k falls k^damping times as fast.
    """
    k = np.arange(1.0, max(2, min(count, int(0.42 * rate / hz))) + 1)
    gains = np.abs(np.sin(np.pi * k * place)) / k / (1 + (k * hz / corner_hz) ** 2)
    return struck(hz, n, rate, k * np.sqrt(1 + stretch * k**2), gains, decay_s / k**damping)


def ensemble(
    hz: float, rng: np.random.Generator, rate: int, gains: Callable[[Floats], Floats], *, cents: float, count: int = 48
) -> Samples:
    """An endless table of many players in unison: float32 (1, about 2 s), as a loop without a seam.

    The idea of Nasca's PADsynth: each harmonic a narrow band of noise, transformed once. gains: of the harmonics at the
    frequencies it is given, in Hz. cents: the bands' half width, at most 9 Hz.
    """
    k = np.arange(1.0, max(1, min(count, int(0.42 * rate / hz))) + 1)
    size = _LOOPS[round(12 * np.log2(hz / 440)) % len(_LOOPS)]
    level = gains(hz * k)
    heard = level > 1e-3 * level.max()
    f, level = hz * k[heard], level[heard] * rng.lognormal(0, 0.12, int(heard.sum()))
    sigma = np.clip(f * (2 ** (cents / 1200) - 1), 0.6 * rate / size, 9.0) * (size / rate)
    centre = f * (size / rate)
    lowest = np.maximum(1, (centre - 3 * sigma).astype(np.int64))
    widths = (centre + 3 * sigma).astype(np.int64) + 1 - lowest
    # all bands at once: each bin of each band, counted from the band's lowest
    within = np.arange(widths.sum()) - np.repeat(np.cumsum(widths) - widths, widths)
    bins = np.repeat(lowest, widths) + within
    away = (bins - np.repeat(centre, widths)) / np.repeat(sigma, widths)
    shape = np.exp(-0.5 * away * away) * np.repeat(level / np.sqrt(sigma * 1.7725), widths)
    real, imaginary = (
        np.bincount(bins, shape * rng.standard_normal(len(bins)), minlength=size // 2 + 1) for _ in range(2)
    )
    spectrum = (real + 1j * imaginary)[: size // 2 + 1].astype(np.complex64)
    return np.asarray(fft.irfft(spectrum, n=size) * np.float32(size / 2), dtype=np.float32)[None]


def formants(f: Floats, peaks: tuple[tuple[float, float, float], ...], floor: float) -> Floats:
    """Gains of a body with resonances (centre in Hz, width in Hz, level) over a floor."""
    gain = np.full_like(f, floor)
    for centre_hz, width_hz, level in peaks:
        gain += level / (1 + ((f - centre_hz) / width_hz) ** 2)
    return gain


def blown(
    hz: float,
    n: int,
    force: float,
    rng: np.random.Generator,
    rate: int,
    *,
    soft: Floats,
    loud: Floats,
    attack_s: float,
    breath: float,
    vibrato_cents: float,
    scoop_cents: float = 0.0,
) -> Samples:
    """A pipe, reed or lip: the tone opens from its `soft` harmonics towards the `loud` ones: float32 (1, n).

    Louder wind tones are brighter ones (Risset and Mathews, "Analysis of musical-instrument tones", 1969). breath:
    level of the air's noise, in a band about the pitch. scoop_cents: how far below the pitch a note begins.
    """
    factors = waves.vibrato(rng, n, rate, cents=vibrato_cents)
    if scoop_cents:
        factors *= 1 - np.float32(np.log(2) / 1200 * scoop_cents) * waves.fall(n, rate, 0.03)
    phase = waves.moving(hz * factors, rate)
    opening = waves.rise(n, rate, attack_s)
    # the vibrato of winds is one of colour and level more than of pitch
    pulse = 1 + (factors - 1) * np.float32(14.0 if vibrato_cents else 0.0)
    bright = opening * opening * pulse * np.float32(0.35 + 0.65 * force)
    dull = waves.read(waves.table(soft), phase)
    out = dull + bright * (waves.read(waves.table(loud), phase) - dull)
    out *= opening * pulse
    if breath:
        out += np.float32(breath) * _air(hz, n, rng, rate) * (0.4 + 0.6 * waves.fall(n, rate, 0.08))
    return out[None]


def _air(hz: float, n: int, rng: np.random.Generator, rate: int) -> Samples:
    """Noise in a band about the octave of `hz`: a tone whose level is slow noise."""
    step = max(1, int(rate / (1.5 * hz)))
    slow = rng.standard_normal(n // step + 2)
    level = np.interp(np.arange(n), np.arange(len(slow)) * step, slow).astype(np.float32)
    return level * waves.sine(waves.steady(min(2.02 * hz, 0.4 * rate), n, rate))
