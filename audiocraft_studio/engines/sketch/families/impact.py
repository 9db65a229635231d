"""Impacts: a blow, and the modes of what it hits.

The material is heard in how fast the modes die: decay = 1/(π·f·η) with a loss factor η of the material (Klatzky, Pai
and Krotkov, "Perception of material from contact sounds", 2000). Size is heard in the pitch, hardness in the
brightness.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import decay, fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import bursts, pans, power_law, scatter
from audiocraft_studio.engines.sketch.blocks.modal import ring, struck
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


@dataclass(frozen=True)
class _Body:
    """base_hz: lowest mode at neutral size. ratios: of the first modes. loss: η. contact_s: hardness of the blow.

    thump: level of the low body sound. noise: level of the contact noise. longest_s: no mode rings longer.
    """

    base_hz: float
    ratios: tuple[float, ...]
    loss: float
    contact_s: float
    thump: float
    noise: float
    longest_s: float


_BAR = (1.0, 2.756, 5.404, 8.933, 13.34)
_PLATE = (1.0, 1.52, 1.94, 2.71, 3.13, 3.85, 4.42, 5.30, 6.11, 7.40, 8.75, 10.2, 12.1, 14.3)
_GLASS = (1.0, 2.32, 4.25, 6.63, 9.38, 12.2)
_DENSE = (1.0, 1.45, 2.1, 2.8, 3.9, 5.2, 7.1, 9.4)
_BODIES: dict[str, _Body] = {
    "metal": _Body(330.0, _PLATE, 0.0011, 0.0002, 0.15, 0.30, 1.6),
    "wood": _Body(205.0, _BAR, 0.020, 0.0004, 0.25, 0.45, 0.2),
    "glass": _Body(1250.0, _GLASS, 0.0016, 0.00012, 0.0, 0.3, 0.6),
    "stone": _Body(640.0, _DENSE, 0.010, 0.0002, 0.20, 1.0, 0.08),
    "plastic": _Body(420.0, (1.0, 1.9, 3.3, 5.1, 7.7), 0.040, 0.0004, 0.12, 0.5, 0.06),
    "ceramic": _Body(900.0, (1.0, 1.83, 2.9, 4.3, 6.1), 0.0045, 0.0002, 0.05, 0.4, 0.3),
    "cloth": _Body(105.0, (1.0, 1.6, 2.3, 3.4, 4.9), 0.10, 0.0025, 0.8, 0.5, 0.06),
    "": _Body(150.0, (1.0, 1.59, 2.14, 2.65, 3.5, 4.6, 6.1, 8.2, 11.0), 0.028, 0.0006, 0.55, 0.9, 0.25),
}
_SAME = {
    "gravel": "stone",
    "leaves": "cloth",
    "grass": "cloth",
    "snow": "cloth",
    "sand": "cloth",
    "mud": "cloth",
    "water": "cloth",
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One blow near the start; knocks come in threes, and plurals go on at uneven times."""
    for start_s, force in _times(traits, duration_s, rng):
        left_s = duration_s - start_s
        yield int(start_s * sample_rate), _blow(traits, left_s, force, rng, sample_rate)


def _times(traits: Traits, duration_s: float, rng: np.random.Generator) -> Iterator[tuple[float, float]]:
    """(start_s, force) of each blow."""
    start_s = min(0.02, 0.1 * duration_s)
    if traits.count:
        natural_s = spread(traits.speed, 0.42, 0.24, 0.13) if traits.variant == "knock" else 0.6
        gap_s = traits.gap_s(natural_s, duration_s)
        for k in range(traits.count):
            yield start_s + (k + rng.uniform(-0.05, 0.05) * (k > 0)) * gap_s, rng.uniform(0.8, 1.0)
        return
    if traits.variant == "knock":
        gap_s = spread(traits.speed, 0.42, 0.24, 0.13)
        for k in range(3):
            yield start_s + k * gap_s * rng.uniform(0.93, 1.07), rng.uniform(0.8, 1.0)
        start_s += 3 * gap_s + 0.9
        if not traits.repeated:
            return
    if not traits.repeated:
        yield start_s, 1.0
        return
    while start_s < duration_s - 0.05:
        yield start_s, rng.uniform(0.5, 1.0)
        start_s += spread(traits.at(start_s / duration_s).speed, 2.2, 0.9, 0.28) * rng.lognormal(0, 0.35)


def _blow(traits: Traits, left_s: float, force: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    body = _BODIES[_SAME.get(traits.material, traits.material) if traits.material not in _BODIES else traits.material]
    scale = spread(traits.size, 0.4, 1.0, 2.6)
    frequencies_hz = _modes(body, scale, rng)
    decays_s = np.minimum(1 / (np.pi * frequencies_hz * body.loss), body.longest_s * scale**0.6)
    contact_s = body.contact_s * scale**0.7 * spread(traits.intensity, 3.5, 1.0, 0.6)
    strength = struck(frequencies_hz, contact_s) * rng.lognormal(0, 0.45, len(frequencies_hz))
    sides = 1 + 0.3 * rng.standard_normal((2, len(frequencies_hz)))
    n = max(8, int(min(left_s, 7 * float(decays_s.max()) + 0.1) * sample_rate))
    sound = ring(frequencies_hz, decays_s, strength * sides, n, sample_rate, rise_s=contact_s / 2)
    sound /= np.abs(sound).max() + 1e-9
    sound += body.noise * _contact(contact_s, scale, n, rng, sample_rate)
    sound += body.thump * _thump(scale, force, n, rng, sample_rate)
    if traits.variant == "shatter":
        sound = _with_shards(sound, body, left_s, rng, sample_rate)
    sound *= np.float32(force)
    fade_edges(sound, 0, max(8, min(sound.shape[1] // 4, int(0.2 * sample_rate))))
    return sound


def _modes(body: _Body, scale: float, rng: np.random.Generator) -> Floats:
    """Mode frequencies: the body's ratios, each a little off, and close companions as real, imperfect things have."""
    base_hz = body.base_hz / scale * rng.lognormal(0, 0.10)
    ratios = np.array(body.ratios) * rng.lognormal(0, 0.025, len(body.ratios))
    companions = ratios * rng.uniform(1.004, 1.02, len(ratios))
    return np.asarray(base_hz * np.concatenate([ratios, companions]))


def _contact(contact_s: float, scale: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The dry noise of the surfaces meeting."""
    k = 7
    length = min(n, int(0.05 * sample_rate))
    centres_hz = np.clip(0.35 / contact_s * rng.lognormal(0, 0.6, k), 200, 12000)
    grains = bursts(rng, rng.uniform(0.0015, 0.009, k) * scale**0.5, centres_hz, sample_rate, length)
    starts = (rng.exponential(0.0015, k) * sample_rate).astype(np.int64)
    return scatter(n, starts, grains, pans(rng, k, 0.4) * rng.uniform(0.3, 0.8, k))


def _thump(scale: float, force: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """What stands below: floor and body moved as a whole, falling in pitch as it comes to rest."""
    t = np.arange(n) / sample_rate
    f = 70.0 / scale**0.5 * rng.uniform(0.9, 1.1) * force**0.2
    cycles = f * t + 0.9 * (1 - np.exp(-t / 0.025))
    wave = np.sin(2 * np.pi * cycles) * decay(n, 0.07 * scale**0.6, sample_rate, 0.002)
    return np.stack([wave, wave]).astype(np.float32)


def _with_shards(sound: Samples, body: _Body, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Breaking: pieces that ring on their own as they fall, many at first, few and small in the end."""
    n = max(sound.shape[1], int(min(left_s, 1.8) * sample_rate))
    out = np.zeros((2, n), np.float32)
    out[:, : sound.shape[1]] = sound
    for _ in range(90):
        start = int(rng.exponential(0.28) * sample_rate)
        length = min(n - start, int(0.25 * sample_rate))
        if length < 64:
            continue
        frequencies_hz = body.base_hz * float(power_law(rng, 1, 1.3, 6.0, 1.5)[0]) * np.array([1.0, 1.71, 2.63])
        gains = pans(rng, 1) * rng.uniform(0.05, 0.4) * rng.uniform(0.3, 1.0, 3)
        shard = ring(frequencies_hz, 0.3 / (np.pi * frequencies_hz * body.loss), gains, length, sample_rate)
        out[:, start : start + length] += shard
    return out


IMPACT = Family(
    name="impact",
    play=play,
    words={
        "impact": {},
        "hit": {},
        "strike": {},
        "blow": {},
        "thud": {"material": "cloth", "size": 0.4},
        "thump": {"material": "cloth", "size": 0.3},
        "bump": {"intensity": -0.3},
        "bang": {"intensity": 0.5},
        "slam": {"material": "wood", "intensity": 0.5, "size": 0.6},
        "knock": {"material": "wood", "variant": "knock", "size": -0.3},
        "tap": {"material": "wood", "intensity": -0.5, "size": -0.5},
        "punch": {"material": "cloth", "intensity": 0.4},
        "clang": {"material": "metal"},
        "clank": {"material": "metal", "size": -0.2},
        "clink": {"material": "glass", "size": -0.2},
        "coin": {"material": "metal", "size": -1.0},
        "anvil": {"material": "metal", "intensity": 0.6},
        "crash": {"material": "metal", "intensity": 0.6, "variant": "shatter"},
        "drop": {"intensity": -0.1},
        "hammer": {"intensity": 0.4},
    },
    level_db=-19.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(("heavy metal impact", "sfx"), ("metal crash", "sfx"), ("knock on a wooden door", "sfx")),
    intensity_db=5.0,
    own_material=True,
    weak=frozenset(
        (
            "impact",
            "hit",
            "strike",
            "drop",
            "tap",
            "bump",
            "crash",
            "blow",
            "hammer",
            "bang",
            "slam",
            "clink",
            "clank",
            "clang",
            "thud",
        )
    ),
)
