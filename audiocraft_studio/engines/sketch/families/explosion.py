"""Explosions and shots: a shock, a fireball that booms and darkens, debris, and the land that answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import bursts, pans, power_law, scatter
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One near the start; several, at uneven times, where the prompt asks for more."""
    at_s = min(0.02, 0.1 * duration_s)
    while duration_s - at_s > 0.04:
        yield int(at_s * sample_rate), _blast(traits, duration_s - at_s, rng, sample_rate)
        if not traits.repeated:
            return
        gap_s = 0.45 if traits.variant == "shot" else 2.6
        pace = spread(traits.at(at_s / duration_s).speed, 0.5, 1.0, 3.0)
        at_s += traits.gap_s(gap_s / pace * rng.lognormal(0, 0.35), duration_s)


def _blast(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    shot = traits.variant == "shot"
    scale = spread(traits.size, 0.5, 1.0, 2.0) * (0.22 if shot else 1.0) * spread(traits.intensity, 0.8, 1.0, 1.2)
    length_s = min(left_s, 4.5 * scale**0.6 + 0.4)
    n = int(length_s * sample_rate)
    out = np.zeros((2, n), np.float32)
    for start, piece in noise_pieces(rng, _boom(scale, length_s, 0.2 if shot else 0.7, rng), n, sample_rate, hop=256):
        first, last = max(0, start), min(n, start + piece.shape[1])
        out[:, first:last] += piece[:, first - start : last - start]
    out[:, : int(0.003 * sample_rate)] *= np.linspace(0, 1, int(0.003 * sample_rate), dtype=np.float32)[: n or 1]
    out += _shock(scale, max(0.0, traits.distance), n, rng, sample_rate)
    if not shot:
        out += _debris(scale, n, rng, sample_rate)
    fade_edges(out, 4, n // 3)
    return out


def _boom(scale: float, length_s: float, weight: float, rng: np.random.Generator) -> Magnitudes:
    """Noise under a corner that falls from 6 kHz to some 90 Hz; it rolls as the pressure wave comes back."""
    rolling = [wander(rng, length_s, 5.0) for _ in range(2)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        t = np.maximum(times_s, 0) / scale**0.6
        corner_hz = 80.0 / scale**0.4 + 5500.0 * np.exp(-t / 0.09) + 700 * np.exp(-t / 0.45)
        level = 0.9 * np.exp(-t / 0.10) + 0.55 * np.exp(-t / 0.55) + 0.25 * np.exp(-t / 1.3)
        f = frequencies_hz[None, :]
        shape = (corner_hz / 300.0)[:, None] ** -0.35 / (1 + (f / corner_hz[:, None]) ** 2)
        # a fireball has its weight below, over the whole range; a shot much less
        shape = shape * (f > 22) * (120.0 / (f + 60.0)) ** weight
        rolls = [np.clip(1 + 0.35 * np.minimum(t, 1) * roll(times_s), 0.2, 2) for roll in rolling]
        return 2.0 * np.stack([(level * roll)[:, None] * shape for roll in rolls])

    return magnitudes


def _shock(scale: float, far: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The blast wave: a jump, a fall through zero, a slow return (Friedlander), and its echo from the ground."""
    t = np.arange(n) / sample_rate
    width_s = 0.005 * scale
    wave = (1 - t / width_s) * np.exp(-t / width_s) * (1 - np.exp(-t / 0.0001))
    out = np.stack([wave, wave])
    for ear in range(2):
        late = int(rng.uniform(0.004, 0.012) * sample_rate)
        if late < n:
            out[ear, late:] += 0.6 * wave[: n - late]
    return np.asarray((1.3 * (1 - 0.8 * far)) * out, dtype=np.float32)


def _debris(scale: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    k = int(150 * scale)
    times_s = 0.25 + rng.gamma(2.0, 0.45 * scale**0.5, k)
    loud = power_law(rng, k, 0.02, 0.5, 1.8)
    centres_hz = np.clip(rng.lognormal(np.log(1400), 0.7, k), 200, 9000)
    grains = bursts(rng, rng.uniform(0.002, 0.012, k), centres_hz, sample_rate, int(0.04 * sample_rate))
    return scatter(n, (times_s * sample_rate).astype(np.int64), grains, 0.25 * loud * pans(rng, k))


EXPLOSION = Family(
    name="explosion",
    play=play,
    words={
        "explosion": {},
        "explode": {},
        "blast": {},
        "bomb": {"size": 0.2},
        "boom": {"brightness": -0.2},
        "detonation": {},
        "grenade": {"size": -0.3},
        "cannon": {"size": -0.1, "brightness": -0.2},
        "firework": {"size": -0.4},
        "gunshot": {"variant": "shot"},
        "gun": {"variant": "shot"},
        "shot": {"variant": "shot"},
        "gunfire": {"variant": "shot", "speed": 0.6},
        "pistol": {"variant": "shot", "size": -0.3},
        "rifle": {"variant": "shot", "size": 0.2},
        "shotgun": {"variant": "shot", "size": 0.6},
    },
    level_db=-17.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(("huge explosion", "sfx"), ("distant gunshots", "sfx")),
    intensity_db=4.0,
    weak=frozenset(("shot", "blast", "boom")),
)
