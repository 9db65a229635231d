"""Footsteps: heel, then toe, on a ground that answers; no two alike, left and right not the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import decay
from audiocraft_studio.engines.sketch.blocks.grains import bubbling, bursts, power_law, scatter
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_KNOCK_S = 0.022


@dataclass(frozen=True)
class _Ground:
    """thump: level of the low knock. click: level of the sole's hard contact, around click_hz.

    modes_hz, modes_s, modes: lowest resonance, its decay, its level. grit: loose grains a step, around grit_hz, of
    grit_s each, at grit_level. splash: bubbles a step. roll_s: how long the foot takes to come down.
    """

    thump: float = 0.6
    click: float = 0.5
    click_hz: float = 2600.0
    modes_hz: float = 0.0
    modes_s: float = 0.0
    modes: float = 0.0
    grit: int = 0
    grit_hz: float = 3000.0
    grit_s: float = 0.001
    grit_level: float = 0.0
    splash: int = 0
    roll_s: float = 0.09


_GROUNDS: dict[str, _Ground] = {
    "stone": _Ground(0.5, 0.8, 2400.0, 620.0, 0.008, 0.35, grit=10, grit_hz=4500.0, grit_level=0.10),
    "wood": _Ground(0.8, 0.35, 1500.0, 125.0, 0.040, 1.1, grit=4, grit_hz=2500.0, grit_level=0.06),
    "metal": _Ground(0.4, 0.6, 3200.0, 210.0, 0.28, 0.9),
    "glass": _Ground(0.3, 0.8, 3800.0, 900.0, 0.05, 0.4, grit=40, grit_hz=6500.0, grit_s=0.0015, grit_level=0.35),
    "gravel": _Ground(0.45, 0.1, 1800.0, grit=150, grit_hz=2900.0, grit_s=0.0018, grit_level=0.8, roll_s=0.13),
    "snow": _Ground(0.35, 0.0, grit=420, grit_hz=1500.0, grit_s=0.0030, grit_level=0.42, roll_s=0.19),
    "sand": _Ground(0.35, 0.0, grit=380, grit_hz=3400.0, grit_s=0.0012, grit_level=0.28, roll_s=0.16),
    "leaves": _Ground(0.3, 0.0, grit=120, grit_hz=4600.0, grit_s=0.0026, grit_level=0.62, roll_s=0.17),
    "grass": _Ground(0.45, 0.0, grit=160, grit_hz=2300.0, grit_s=0.0034, grit_level=0.26, roll_s=0.15),
    "mud": _Ground(0.6, 0.0, grit=90, grit_hz=650.0, grit_s=0.0060, grit_level=0.4, splash=14, roll_s=0.2),
    "water": _Ground(0.4, 0.1, 900.0, grit=160, grit_hz=2600.0, grit_s=0.0030, grit_level=0.45, splash=46, roll_s=0.2),
    "cloth": _Ground(0.9, 0.05, 700.0, grit=30, grit_hz=900.0, grit_s=0.004, grit_level=0.10),
    "plastic": _Ground(0.6, 0.5, 1700.0, 260.0, 0.015, 0.6),
    "ceramic": _Ground(0.4, 0.9, 3400.0, 1100.0, 0.008, 0.3),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Steps from the start to the end, as even as walking is."""
    ground = _GROUNDS.get(traits.material, _GROUNDS["stone"])
    grains = _grains(ground, rng, sample_rate)
    at_s = 0.02 * min(1.0, duration_s)
    foot = int(rng.integers(2))
    while at_s < duration_s - 0.03:
        now = traits.at(at_s / duration_s)
        period_s = traits.gap_s(spread(now.speed, 0.95, 0.56, 0.32), duration_s)
        force = float(np.clip(rng.normal(1.0, 0.12), 0.6, 1.4)) * (1.0 if foot else 0.92)
        step = _step(now, ground, grains, force, rng, rate=sample_rate)
        # the left foot falls a little to the left
        pan = 0.16 * (1 if foot else -1) + rng.normal(0, 0.03)
        step *= np.array([[1 - pan], [1 + pan]], np.float32)
        yield int(at_s * sample_rate), step
        at_s += period_s * float(np.clip(rng.normal(1.0, 0.03), 0.9, 1.1))
        foot = 1 - foot


def _step(
    traits: Traits, ground: _Ground, grains: Samples, force: float, rng: np.random.Generator, *, rate: int
) -> Samples:
    """One step: (2, n). Fast steps bring heel and toe together."""
    weight = spread(traits.size, 0.6, 1.0, 1.7)
    roll_s = ground.roll_s * spread(traits.speed, 1.25, 1.0, 0.55) * rng.uniform(0.85, 1.15)
    n = int((0.42 + 2.5 * ground.modes_s) * rate)
    out = np.zeros((2, n), np.float32)
    for at_s, part, bright in ((0.0, 1.0, 1.0), (roll_s, 0.55 * rng.uniform(0.7, 1.2), 1.25)):
        start = int(at_s * rate)
        out[:, start:] += part * force * _contact(traits, ground, weight, bright, n - start, rng, rate=rate)
    if ground.grit:
        out += force * _grit(traits, ground, grains, roll_s, n, rng, rate=rate)
    splash = ground.splash + (8 if traits.wetness > 0.3 and not ground.splash else 0)
    if splash:
        out += force * _splash(splash, roll_s, n, rng, rate)
    return out


def _contact(
    traits: Traits, ground: _Ground, weight: float, bright: float, n: int, rng: np.random.Generator, *, rate: int
) -> Samples:
    """Heel or toe meeting the ground: a knock, a click, and what of the floor rings."""
    t = np.arange(min(n, int(7 * _KNOCK_S * rate))) / rate
    knock_hz = 85.0 / weight**0.4 * bright * rng.uniform(0.9, 1.1)
    knock = np.sin(2 * np.pi * (knock_hz * t + 0.5 * (1 - np.exp(-t / 0.012)))) * decay(len(t), _KNOCK_S, rate, 0.0015)
    out = np.zeros((2, n), np.float32)
    out[:, : len(t)] = ground.thump * weight * knock
    hardness = {"heels": 2.4, "boots": 1.3, "barefoot": 0.15}.get(traits.variant, 1.0)
    if ground.click:
        k = 4
        centres_hz = ground.click_hz * bright * rng.lognormal(0, 0.3, k) * hardness**0.3
        grains = bursts(rng, rng.uniform(0.0008, 0.003, k), centres_hz, rate, int(0.02 * rate))
        starts = (rng.exponential(0.0015, k) * rate).astype(np.int64)
        gains = ground.click * hardness * rng.uniform(0.25, 0.6, (1, k)) * rng.uniform(0.85, 1.15, (2, k))
        out += scatter(n, starts, grains, gains)
    if ground.modes:
        frequencies_hz = ground.modes_hz * np.array([1, 1.58, 2.24, 2.92, 3.6, 5.1, 6.4]) * rng.lognormal(0, 0.06, 7)
        decays_s = ground.modes_s * (frequencies_hz / ground.modes_hz) ** -0.7
        gains = np.array([1, 0.8, 0.6, 0.5, 0.35, 0.25, 0.2]) * rng.lognormal(0, 0.4, 7)
        gains = 0.4 * ground.modes * gains * rng.uniform(0.8, 1.2, (2, 7))
        out += ring(frequencies_hz, decays_s, gains, n, rate, rise_s=0.0007)
    return out


def _grains(ground: _Ground, rng: np.random.Generator, sample_rate: int) -> Samples:
    """What the loose ground consists of: several steps' worth of grains, from which each step takes its own."""
    k = 3 * ground.grit
    centres_hz = np.clip(ground.grit_hz * rng.lognormal(0, 0.4, k), 200, 14000)
    return bursts(rng, ground.grit_s * rng.uniform(0.5, 1.6, k), centres_hz, sample_rate, int(0.015 * sample_rate))


def _grit(
    traits: Traits, ground: _Ground, grains: Samples, roll_s: float, n: int, rng: np.random.Generator, *, rate: int
) -> Samples:
    """Loose ground: grains that give way as the heel lands, and again, longer, as the foot rolls over."""
    k = int(ground.grit * spread(traits.intensity, 0.6, 1.0, 1.4) * rng.uniform(0.85, 1.15))
    heel = rng.uniform(size=k) < 0.4
    times_s = np.where(heel, rng.gamma(2.0, 0.012, k), 0.7 * roll_s + rng.gamma(2.5, 0.35 * roll_s, k))
    loud = power_law(rng, k, 0.08, 1.0, 1.8)
    gains = ground.grit_level * loud * rng.uniform(0.6, 1.2, (2, k))
    return scatter(n, (times_s * rate).astype(np.int64), grains[rng.integers(len(grains), size=k)], gains)


def _splash(count: int, roll_s: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    k = max(3, int(count * rng.uniform(0.7, 1.3)))
    times_s = rng.gamma(2.0, 0.5 * roll_s, k)
    radii_m = power_law(rng, k, 0.001, 0.007, 2.0)
    gains: Floats = 0.22 * (radii_m / 0.003) * rng.uniform(0.3, 1.0, k) * rng.uniform(0.7, 1.3, (2, k))
    rising = rng.uniform(size=k) < 0.3
    return bubbling(n, sample_rate, times_s, radii_m, gains=gains, rising=rising)[:, :n]


FOOTSTEPS = Family(
    name="footsteps",
    play=play,
    words={
        "footstep": {},
        "foot step": {},
        "step": {},
        "walk": {},
        "stroll": {"speed": -0.5},
        "run": {"speed": 0.8, "intensity": 0.3},
        "jog": {"speed": 0.5},
        "sprint": {"speed": 1.0, "intensity": 0.5},
        "march": {"intensity": 0.4, "size": 0.3},
        "stomp": {"intensity": 0.8, "size": 0.7, "speed": -0.3},
        "tiptoe": {"intensity": -0.9, "size": -0.5, "speed": -0.3},
        "sneak": {"intensity": -0.9, "size": -0.4, "speed": -0.5},
        "boot": {"variant": "boots", "size": 0.4},
        "heel": {"variant": "heels", "size": -0.4},
        "high heel": {"variant": "heels", "size": -0.5},
        "barefoot": {"variant": "barefoot", "intensity": -0.3},
    },
    level_db=-23.0,
    role="feature",
    sustained=True,
    counted=True,
    paced=True,
    examples=(
        ("footsteps on gravel", "sfx"),
        ("slow heavy footsteps on wood", "sfx"),
        ("running on snow", "sfx"),
    ),
    intensity_db=6.0,
    weak=frozenset(
        (
            "run",
            "step",
        )
    ),
)
