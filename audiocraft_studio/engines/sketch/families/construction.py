"""Building: jackhammers, hammering, and a whole site of them.

A pneumatic breaker strikes 15 to 25 times a second; each blow is the ring of the chisel, the crush of the stone and a
puff of exhaust air. A nail is driven by two or three blows a second, and rings higher as it goes in.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks.grains import pans
from audiocraft_studio.engines.sketch.blocks.hits import BAR, BOX, PLATE, Hit, grit, hit, pool
from audiocraft_studio.engines.sketch.blocks.motors import SAW, Spells, placed, spells, working
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One kind of work with its rests, or a site where several are done at once."""
    if traits.variant == "jackhammer":
        yield from _breaker(traits, _work(duration_s, rng), duration_s, rng, sample_rate)
    elif traits.variant == "hammering":
        for k in range(int(rng.integers(2, 4)) if traits.repeated else 1):
            gains = pans(rng, 1, 0.8 if k else 0.2) * (0.5 if k else 1.0)
            yield from placed(_nails(traits, duration_s, rng, sample_rate), gains)
    else:
        yield from _site(traits, duration_s, rng, sample_rate)


def _work(duration_s: float, rng: np.random.Generator) -> Spells:
    return spells(rng, duration_s, (1.5, 4.5), (0.3, 1.2), up_s=0.25, down_s=0.12)


def _breaker(
    traits: Traits, work: Spells, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """A jackhammer: it starts slowly, and never strikes twice alike."""
    full_hz = spread(traits.speed, 15.5, 19.5, 24.5) * spread(traits.size, 1.03, 1.0, 0.97) * rng.uniform(0.98, 1.02)
    weight = spread(traits.size, 0.7, 1.0, 1.35)
    uneven = wander(rng, duration_s, 3.0)
    metal = traits.material == "metal"
    chisel = Hit(
        base_hz=(620.0 if metal else 960.0) / weight,
        ratios=PLATE if metal else BAR,
        decay_s=0.05 if metal else 0.012,
        contact_s=0.0003,
        modes=0.7,
        click=1.1,
        click_hz=2300.0,
        click_s=0.004,
        thump=0.5 * weight,
        thump_hz=105.0 / weight,
        thump_s=0.016,
    )

    def blow() -> npt.NDArray[np.float32]:
        sound = hit(chisel, rng.uniform(0.8, 1.15), rng, sample_rate)
        crushed = np.float32(0.5) * grit(8, 2700.0, 0.002, 0.015, rng, sample_rate)
        sound[:, : crushed.shape[1]] += crushed[:, : sound.shape[1]]
        return sound

    blows = pool(blow, 14)
    for start_s, length_s, speed in work.within(duration_s):
        grid_s = np.arange(0.0, length_s + 0.02, 0.005)
        rate_hz = full_hz * speed(grid_s) * (1 + 0.012 * uneven(start_s + grid_s))
        turned = np.concatenate([[0.0], np.cumsum(rate_hz[:-1]) * 0.005])
        times_s = np.interp(np.arange(int(turned[-1])) + 0.001, turned, grid_s)
        for at_s, force in zip(times_s + rng.normal(0, 0.0015, len(times_s)), speed(times_s), strict=True):
            sound = np.float32((0.35 + 0.65 * force) * rng.uniform(0.75, 1.0)) * blows.draw(rng)
            yield int((start_s + at_s) * sample_rate), sound
        exhaust = _exhaust(speed, grid_s, turned)
        for start, sound in noise_pieces(rng, exhaust, int(length_s * sample_rate), sample_rate, hop=256):
            yield int(start_s * sample_rate) + start, sound


def _exhaust(speed: Movement, grid_s: Floats, turned: Floats) -> Magnitudes:
    """A puff of air after each blow. turned: blows until grid_s."""

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        since = np.interp(times_s, grid_s, turned) % 1.0
        puff = speed(times_s) * (0.3 + 1.3 * np.exp(-((since - 0.3) ** 2) / 0.02))
        shape = band(frequencies_hz, 250.0, 1500.0, 1.5, 1.2) + 0.25 * band(frequencies_hz, 2500.0, 8000.0)
        return np.asarray((0.07 * puff[:, None] * shape[None, :])[None])

    return magnitudes


def _nails(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Nail after nail: tapped in, then driven, each blow a little higher."""
    weight = spread(traits.size, 0.65, 1.0, 1.6)
    metal = traits.material == "metal"
    gap_s = spread(traits.speed, 0.62, 0.40, 0.25)
    at_s = 0.01 * min(1.0, duration_s)
    while at_s < duration_s - 0.02:
        base_hz = (780.0 if metal else 1500.0) / weight * rng.lognormal(0, 0.08)
        blows = int(rng.integers(5, 10))
        for k in range(blows):
            driven = k / blows
            head = Hit(
                base_hz=base_hz * (1.0 if metal else 1 + 0.35 * driven),
                ratios=PLATE,
                decay_s=0.35 if metal else 0.03,
                contact_s=0.00025,
                modes=0.9,
                click=0.7,
                click_hz=3200.0,
                click_s=0.0025,
                thump=0.25 if metal else 0.9 * weight,
                thump_hz=(150.0 + 60 * driven) / weight,
                thump_s=0.02,
            )
            force = (0.45 if k < 2 else 1.0) * spread(traits.intensity, 0.6, 1.0, 1.3) * rng.uniform(0.85, 1.1)
            yield int(at_s * sample_rate), hit(head, force, rng, sample_rate)
            at_s += gap_s * (0.75 if k < 2 else 1.0) * rng.lognormal(0, 0.06)
            if at_s > duration_s:
                return
        at_s += rng.uniform(0.8, 2.2) * gap_s / 0.4


def _site(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Several kinds of work, near and far, over the murmur of engines."""
    busy = spread(traits.intensity, 1.8, 1.0, 0.5)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _murmur(duration_s, rng), n, sample_rate)
    work = spells(rng, duration_s, (1.5, 5.0), (1.0 * busy, 4.0 * busy), up_s=0.25, down_s=0.12)
    yield from placed(_breaker(traits, work, duration_s, rng, sample_rate), 0.35 * pans(rng, 1, 0.8))
    yield from placed(_nails(traits, duration_s, rng, sample_rate), 0.7 * pans(rng, 1, 0.5))
    cuts = spells(rng, duration_s, (1.0, 2.5), (2.0 * busy, 6.0 * busy), up_s=0.5, down_s=1.6)
    yield from placed(working(SAW, cuts, duration_s, rng, sample_rate), 0.10 * pans(rng, 1, 0.9))
    at_s = rng.exponential(2.0 * busy)
    while at_s < duration_s - 0.05:
        beam = Hit(rng.uniform(180, 600), BOX, rng.uniform(0.1, 0.5), click=0.4, thump=0.5)
        yield (
            int(at_s * sample_rate),
            (rng.uniform(0.1, 0.5) * pans(rng, 1) * hit(beam, 1.0, rng, sample_rate)).astype(np.float32),
        )
        at_s += rng.exponential(2.5 * busy) + 0.15
    yield from placed(_reversing(duration_s, busy, rng, sample_rate), 0.05 * pans(rng, 1, 0.9))


def _murmur(duration_s: float, rng: np.random.Generator) -> Magnitudes:
    moves = [wander(rng, duration_s, 0.4) for _ in range(2)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        shape = band(frequencies_hz, 55.0, 260.0, 2.0, 1.2)
        return np.stack([0.03 * np.exp(0.25 * move(times_s))[:, None] * shape[None, :] for move in moves])

    return magnitudes


def _reversing(duration_s: float, busy: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A truck backs up now and then: beeps, half a second on and off."""
    hz = rng.uniform(1050.0, 1300.0)
    t = np.arange(int(0.5 * sample_rate)) / sample_rate
    at_s = rng.uniform(1.0, 6.0) * busy
    while at_s < duration_s - 0.1:
        for _ in range(int(rng.integers(3, 8))):
            phase = 2 * np.pi * hz * t + rng.uniform(0, 2 * np.pi)
            wave = (np.sin(phase) + 0.3 * np.sin(3 * phase)) * np.minimum(1, np.minimum(t, t[-1] - t) / 0.004)
            yield int(at_s * sample_rate), np.stack([wave, wave]).astype(np.float32)
            at_s += 1.0
        at_s += rng.uniform(5.0, 14.0) * busy


CONSTRUCTION = Family(
    name="construction",
    play=play,
    words={
        "construction": {},
        "construction site": {},
        "building site": {},
        "roadwork": {"variant": "jackhammer"},
        "jackhammer": {"variant": "jackhammer"},
        "pneumatic drill": {"variant": "jackhammer"},
        "road drill": {"variant": "jackhammer"},
        "demolition": {"variant": "jackhammer", "size": 0.7, "intensity": 0.5},
        "hammering": {"variant": "hammering"},
        "nail": {"variant": "hammering"},
        "carpenter": {"variant": "hammering"},
        "carpentry": {"variant": "hammering"},
        "blacksmith": {"variant": "hammering", "material": "metal", "size": 0.5},
        "forge": {"variant": "hammering", "material": "metal", "size": 0.4},
    },
    level_db=-24.0,
    role="feature",
    sustained=True,
    examples=(
        ("construction site", "ambience"),
        ("jackhammer on concrete", "sfx"),
        ("hammering nails", "sfx"),
        ("blacksmith", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("forge",)),
)
