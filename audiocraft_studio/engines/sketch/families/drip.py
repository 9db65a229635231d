"""Drips: a drop hits, and a moment later the bubble it dragged down sings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.grains import bubbling, bursts, pans, scatter
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Drops from a few places, each with its own rhythm and pitch, until the end; a splash is many at once."""
    if traits.variant == "splash":
        yield 0, _splash(traits, rng, sample_rate)
        return
    places = [(rng.uniform(0.6, 1.6), float(pan)) for pan in rng.uniform(-0.8, 0.8, 3)]
    radius_m = 0.0022 * spread(traits.size, 0.6, 1.0, 1.9)
    for k, (pitch, pan) in enumerate(places):
        period_s = spread(traits.speed, 2.6, 1.3, 0.5) * (1.0 + 0.9 * k)
        at_s = 0.02 * min(1.0, duration_s) + (rng.uniform(0, period_s) if k else 0.0)
        while at_s < duration_s - 0.03:
            drop = _drop(radius_m * pitch * rng.lognormal(0, 0.08), rng, sample_rate)
            angle = np.pi / 4 * (1 + pan)
            yield int(at_s * sample_rate), drop * np.array([[np.cos(angle)], [np.sin(angle)]], np.float32)
            at_s += period_s * rng.lognormal(0, 0.18)


def _drop(radius_m: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """One drop: (2, n), alike at both ears."""
    n = int(0.25 * sample_rate)
    both = np.ones((2, 1))
    tick = bursts(rng, np.array([0.0008]), np.array([4500.0]), sample_rate, 300)
    out = scatter(n, np.array([4]), tick, 0.12 * both)
    late_s = rng.uniform(0.012, 0.03)
    count = int(rng.integers(1, 3))
    radii_m = radius_m * np.array([1.0, rng.uniform(0.5, 0.8)])[:count]
    times_s = np.array([late_s, late_s + rng.uniform(0.03, 0.07)])[:count]
    gains = np.array([1.0, 0.4])[:count] * rng.uniform(0.6, 1.0) * both
    rung = bubbling(n, sample_rate, times_s, radii_m, gains=gains, rising=np.ones(count, bool))
    rung[:, :n] += out
    return rung


def _splash(traits: Traits, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Something falls in: a slap, spray, and the cavity's bubbles, big ones first."""
    scale = spread(traits.size, 0.5, 1.0, 2.2)
    n, k = int(1.8 * scale**0.4 * sample_rate), int(160 * scale)
    times_s = rng.gamma(1.6, 0.12 * scale**0.5, k)
    radii_m = np.clip(0.0045 * scale * rng.lognormal(-0.4, 0.6, k) / (1 + 4 * times_s), 0.0007, 0.02)
    rising = rng.uniform(size=k) < 0.4
    gains = 0.35 * (radii_m / 0.004) * np.exp(-2.5 * times_s) * rng.uniform(0.2, 1, k) * pans(rng, k, 0.6)
    out = bubbling(n, sample_rate, times_s, radii_m, gains=gains, rising=rising)[:, :n]
    m = 260
    spray_s = rng.gamma(1.5, 0.09 * scale**0.5, m)
    spray = bursts(rng, rng.uniform(0.002, 0.012, m), rng.uniform(900, 6500, m), sample_rate, 2400)
    level = 0.35 * np.exp(-3 * spray_s) * rng.uniform(0.1, 1, m)
    return out + scatter(n, (spray_s * sample_rate).astype(np.int64), spray, level * pans(rng, m, 0.8))


DRIP = Family(
    name="drip",
    play=play,
    words={
        "drip": {},
        "droplet": {},
        "water drop": {},
        "leak": {"speed": -0.3},
        "plop": {"size": 0.4},
        "splash": {"variant": "splash"},
        "dive": {"variant": "splash", "size": 0.6},
    },
    level_db=-25.0,
    role="feature",
    sustained=True,
    examples=(("water dripping in a cave", "ambience"), ("big splash", "sfx")),
)
