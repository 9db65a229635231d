"""Thunder: a crooked channel of hot air, every part of which sends a shock wave that arrives when its way is done.

The model of Ribner and Roy ("Acoustics of thunder", 1982): N-waves from each segment of a random path, later and duller
from farther off; the crack, the claps and the long roll come out of the geometry.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import fft

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

Spectra = npt.NDArray[np.complex64]

_SOUND_M_S = 343.0
_COARSER = 4
_BETWEEN_S = (11.0, 24.0)
_IN_CLOUD = np.array([0.8, 0.0, -0.8])


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One stroke soon after the start; in long or stormy sounds further ones, some way apart."""
    start_s = rng.uniform(0.02, 0.06) * min(duration_s, 5.0)
    while True:
        length_s = min(spread(traits.distance, 10.0, 14.0, 22.0), duration_s - start_s)
        if length_s <= 0.02 or (start_s > 1 and length_s < 4.0):
            return
        yield int(start_s * sample_rate), _stroke(traits, length_s, rng, sample_rate)
        start_s += rng.uniform(*_BETWEEN_S) * (0.6 if traits.repeated else 1.0)


def _stroke(traits: Traits, length_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """One lightning stroke, heard for `length_s` and silent by then."""
    away_m = spread(traits.distance, 120.0, 900.0, 5000.0)
    scale = spread(traits.size, 0.6, 1.0, 1.5)
    points, strengths = _channel(rng, away_m, scale)
    ways_m = np.linalg.norm(points, axis=1)
    late_s = (ways_m - ways_m.min()) / _SOUND_M_S
    late_s *= min(1.0, 0.72 * length_s / max(float(late_s.max()), 1e-6))
    late_s += rng.uniform(0, 0.012, len(late_s)) * min(1.0, length_s)
    azimuth = np.arctan2(points[:, 1], np.abs(points[:, 0]) + 200.0)
    tail_s = min(spread(traits.distance, 3.0, 5.5, 10.0), 0.6 * length_s)
    n = int(length_s * sample_rate)
    size = _COARSER * fft.next_fast_len(-(-(n + int(tail_s * sample_rate)) // _COARSER), real=True)
    gains = strengths / ways_m
    spectrum = _shocks(size, late_s, gains, ways_m=ways_m, azimuth=azimuth, scale=scale, rate=sample_rate)
    land = _landscape(size // _COARSER, tail_s, away_m, rng, sample_rate / _COARSER)
    spectrum[:, : land.shape[1]] *= 1 + land
    rolled: Samples = fft.irfft(spectrum, n=size)[:, :n]
    fade_edges(rolled, int(0.002 * sample_rate), int(0.3 * n))
    return rolled


def _channel(rng: np.random.Generator, away_m: float, size: float) -> tuple[Floats, Floats]:
    """Points (k, 3) of a stroke from ground to cloud, with branches, and how strongly each sounds to the listener."""
    parts, strengths = [], []
    step_m = 14.0
    origin = np.array([away_m, rng.uniform(-0.2, 0.2) * away_m, 0.0])
    for branch in range(1 + rng.integers(2, 5)):
        k = int(rng.uniform(280, 450) * size * (1.0 if branch == 0 else 0.3))
        lean = np.array([rng.uniform(-0.2, 0.5), rng.normal(0, 0.35), 0.9 if branch == 0 else rng.uniform(-0.2, 0.5)])
        # up to the cloud, then on within it, most of the way: from there comes the end of the roll
        ways = np.where(np.arange(k)[:, None] < (0.45 * k if branch == 0 else k), lean, lean + _IN_CLOUD)
        # the path keeps a heading, then kinks: claps come from the stretches that lie across the line of sight
        heading = np.repeat(rng.normal(0, 0.9, (k // 12 + 1, 3)), 12, axis=0)[:k]
        steps = ways + heading + rng.normal(0, 0.45, (k, 3))
        steps *= step_m / np.linalg.norm(steps, axis=1, keepdims=True)
        path = origin + np.cumsum(steps, axis=0)
        path[:, 2] = np.abs(path[:, 2])
        sight = path / np.linalg.norm(path, axis=1, keepdims=True)
        across = 1 - np.abs(np.einsum("ij,ij->i", steps / step_m, sight))
        parts.append(path)
        strengths.append((0.15 + across**2) * (1.0 if branch == 0 else 0.45))
        origin = parts[0][rng.integers(len(parts[0]) // 4, len(parts[0]))]
    return np.concatenate(parts), np.concatenate(strengths)


def _shocks(
    size: int, late_s: Floats, gains: Floats, *, ways_m: Floats, azimuth: Floats, scale: float, rate: int
) -> Spectra:
    """The spectrum of all N-waves, in groups by distance: the farther, the longer each wave and the duller.

    A group that is dull enough is reckoned at a quarter of the rate: what it lacks lies 36 dB below and deeper.
    """
    f = fft.rfftfreq(size, 1 / rate).astype(np.float32)
    total = np.zeros((2, len(f)), np.complex64)
    for group in np.array_split(np.argsort(ways_m), 4):
        way_m = float(ways_m[group].mean())
        # the wave is as long as the energy of a metre of the channel asks for (Few, 1969)
        wave_s = scale**0.5 * (0.004 + 0.010 * min(1.0, way_m / 4000.0))
        cutoff_hz = float(np.clip(2.2e6 / way_m**1.05, 130.0, 9000.0))
        coarser = _COARSER if 8 * cutoff_hz < 0.5 * rate / _COARSER else 1
        bins = size // coarser // 2 + 1
        # (1 - x)·e^-x, an N-wave whose tail gives way: segments of many lengths leave no zeros in the spectrum
        turn = (1j * np.pi * wave_s * f[:bins]).astype(np.complex64)
        colour = (
            np.float32(0.5 * wave_s * rate) * turn / (1 + turn) ** 2 / (1 + (f[:bins] / np.float32(cutoff_hz)) ** 2)
        )
        starts = (late_s[group] * rate / coarser).astype(np.int64)
        angle = np.pi / 4 + 0.6 * azimuth[group]
        for ear, pan in enumerate((np.cos(angle), np.sin(angle))):
            hits = np.bincount(starts, weights=gains[group] * pan, minlength=size // coarser)[: size // coarser]
            total[ear, :bins] += colour * fft.rfft(hits.astype(np.float32))
    return total


def _landscape(size: int, tail_s: float, away_m: float, rng: np.random.Generator, rate: float) -> Spectra:
    """The spectrum of what the land throws back for seconds, the more the farther the stroke.

    A roll that dies away, and in it the returns of single hills and clouds, each from its own side, after its own way,
    softer and duller the longer that was. It is so dull that a quarter of the rate holds it.
    """
    n = max(16, int(tail_s * rate))
    t = np.arange(n, dtype=np.float32) / np.float32(rate)
    shape = np.repeat((np.exp(-4.0 * t / tail_s) * (1 - np.exp(-t / 0.05)))[None], 2, axis=0)
    for at_s in np.sort(tail_s * rng.uniform(0.06, 0.75, int(rng.integers(4, 8)))).tolist():
        first = int(at_s * rate)
        since_s = t[: n - first]
        strength = rng.uniform(0.4, 1.0, (2, 1)) * np.exp(-2.2 * at_s / tail_s)
        swell = (1 - np.exp(-since_s / (0.03 + 0.03 * at_s))) * np.exp(-since_s / (0.12 + 0.05 * at_s))
        shape[:, first:] += (strength * swell).astype(np.float32)
    tail = rng.standard_normal((2, n), dtype=np.float32) * shape
    fade_edges(tail, 0, n // 4)
    f = fft.rfftfreq(size, 1 / rate).astype(np.float32)
    dark_hz = np.float32(np.clip(5e5 / away_m, 90.0, 900.0))
    spectrum = fft.rfft(tail, n=size) / (1 + (f / dark_hz) ** 2)
    wet = 0.7 * (away_m / 900.0) ** 0.5
    return np.asarray(spectrum * np.float32(wet * np.sqrt(_COARSER * size / np.sum(np.abs(spectrum[0]) ** 2) / 2)))


THUNDER = Family(
    name="thunder",
    play=play,
    words={
        "thunder": {},
        "lightning": {"distance": -0.4},
        "thunderclap": {"distance": -0.7},
        "thunderbolt": {"distance": -0.8},
        "thunderstrike": {"distance": -0.8},
    },
    level_db=-20.0,
    role="feature",
    sustained=False,
    examples=(("distant thunder", "ambience"), ("close violent thunder", "sfx"), ("rolling thunder", "ambience")),
    intensity_db=5.0,
    distance_db=12.0,
)
