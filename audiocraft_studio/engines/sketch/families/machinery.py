"""Machinery: a factory floor, conveyors, presses, gears, steam.

Every machine keeps a time of its own, none quite evenly: what makes a floor of them is that their times do not agree.
A stamping press makes 30 to 60 strokes a minute; rollers of a conveyor pass their joints 8 to 14 times a second; gears
whine at teeth times turns, stronger and weaker once a turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import pans
from audiocraft_studio.engines.sketch.blocks.hits import BOX, PLATE, Hit, hit, pool
from audiocraft_studio.engines.sketch.blocks.motors import Motor, placed, running
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_HUM = Motor(
    24.5, ((1.0, 0.3), (2.0, 0.6), (4.0, 0.8), (8.0, 0.35), (12.0, 0.2), (17.0, 0.25)), 10.0, 90.0, 900.0, 0.003
)
_BELT = Motor(15.0, ((2.0, 0.25), (6.0, 0.3), (13.0, 0.4), (26.0, 0.2)), 14.0, 150.0, 1800.0, 0.006)
_HYDRAULICS = Motor(24.5, ((1.0, 0.1), (9.0, 0.7), (18.0, 0.5), (27.0, 0.3), (36.0, 0.15)), 8.0, 300.0, 3500.0, 0.004)
_GEARS = Motor(
    3.1,
    ((1.0, 0.0), (23.0, 0.5), (46.0, 0.8), (69.0, 0.4), (92.0, 0.3), (61.0, 0.4), (122.0, 0.3)),
    6.0,
    200.0,
    2500.0,
    0.01,
    0.35,
)


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Machines that run for the whole duration."""
    machines = {"conveyor": _conveyor, "press": _press, "gears": _gears, "steam": _steam, "engine": _steam_engine}
    yield from machines.get(traits.variant, _floor)(traits, duration_s, rng, sample_rate)


def _full(at_s: Floats) -> Floats:
    return np.ones(np.shape(at_s))


def _sized(motor: Motor, traits: Traits) -> Motor:
    size, speed = spread(traits.size, 0.75, 1.0, 1.35), spread(traits.speed, 0.75, 1.0, 1.3)
    noise = motor.noise * spread(traits.intensity, 0.7, 1.0, 1.4)
    return replace(motor, turns_hz=motor.turns_hz / size * speed, noise=noise)


def _floor(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Two or three machines at work, a belt, the hum of it all, iron dropped somewhere."""
    yield from placed(running(_sized(_HUM, traits), _full, duration_s, rng, sample_rate), 0.16 * np.ones((2, 1)))
    many = 2 + (traits.intensity > 0.2) + (traits.intensity > 0.7)
    for k in range(many):
        pace = replace(traits, speed=float(np.clip(traits.speed + rng.uniform(-0.5, 0.6), -1, 1)))
        near = 1.0 if k == 0 else rng.uniform(0.3, 0.6)
        yield from placed(_stamping(pace, duration_s, rng, sample_rate), near * pans(rng, 1, 0.7))
    yield from placed(_rattle(traits, duration_s, rng, sample_rate), 0.35 * pans(rng, 1, 0.8))
    at_s = rng.exponential(2.5)
    while at_s < duration_s - 0.1:
        iron = Hit(rng.uniform(200, 700), PLATE, rng.uniform(0.15, 0.5), click=0.3)
        sound = rng.uniform(0.06, 0.25) * pans(rng, 1) * hit(iron, 1.0, rng, sample_rate)
        yield int(at_s * sample_rate), sound.astype(np.float32)
        at_s += rng.exponential(3.5) + 0.3


def _stamping(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Down with all its weight, a puff of air, up with a clack."""
    period_s = spread(traits.speed, 2.4, 1.35, 0.7) * rng.uniform(0.9, 1.1)
    weight = spread(traits.size, 0.7, 1.0, 1.5)
    ram = Hit(
        96.0 / weight, PLATE, 0.07, contact_s=0.0012, click=0.8, click_hz=1500.0, click_s=0.005, thump=1.0,
        thump_hz=52.0 / weight**0.5, thump_s=0.04,
    )  # fmt: skip
    clack = Hit(430.0 / weight, PLATE, 0.06, contact_s=0.0004, click=0.6, click_hz=2600.0)
    force = spread(traits.intensity, 0.6, 1.0, 1.3)
    at_s = rng.uniform(0.02, 0.5 * period_s) * min(1.0, duration_s)
    while at_s < duration_s:
        yield int(at_s * sample_rate), hit(ram, force * rng.uniform(0.9, 1.05), rng, sample_rate)
        puff_s = at_s + 0.10 * period_s
        yield int(puff_s * sample_rate), _puff(0.3 * period_s, 0.22 * rng.uniform(0.7, 1.1), rng, sample_rate)
        back_s = at_s + period_s * rng.uniform(0.52, 0.55)
        yield int(back_s * sample_rate), np.float32(0.4) * hit(clack, rng.uniform(0.7, 1.0), rng, sample_rate)
        at_s += period_s * rng.normal(1.0, 0.012)


def _puff(seconds: float, level: float, rng: np.random.Generator, sample_rate: int, low_hz: float = 1500.0) -> Samples:
    """Air let go: a hiss that starts at once and dies: (2, n)."""
    n = max(128, int(seconds * sample_rate))

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = np.clip(times_s / seconds, 0, 1)
        swell = level * np.minimum(1, times_s / 0.015).clip(0) * (1 - x) ** 1.4
        shape = band(frequencies_hz[None, :], low_hz, 7500.0, 1.5, 1.3)
        return np.asarray((swell[:, None] * shape)[None])

    out = np.zeros((2, n), np.float32)
    for start, piece in noise_pieces(rng, magnitudes, n, sample_rate, hop=256):
        first, last = max(0, start), min(n, start + piece.shape[1])
        out[:, first:last] += piece[:, first - start : last - start]
    out = np.float32(0.5) * (out + out.mean(axis=0))
    fade_edges(out, 64, n // 6)
    return np.asarray(out)


def _rattle(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Rollers passing a joint, each with its own dent, over and over and never evenly."""
    rate_hz = 10.5 * spread(traits.speed, 0.6, 1.0, 1.6) * rng.uniform(0.9, 1.1)
    size = spread(traits.size, 0.75, 1.0, 1.4)
    metal = traits.material in ("", "metal")
    roller = Hit(
        (520.0 if metal else 300.0) / size, BOX, 0.02, contact_s=0.0005, click=0.5, click_hz=2400.0, thump=0.25,
        thump_hz=140.0, thump_s=0.012,
    )  # fmt: skip
    knocks = pool(lambda: hit(roller, rng.uniform(0.6, 1.1), rng, sample_rate), 20)
    dents = rng.uniform(0.25, 1.0, 7)
    at_s, k = rng.uniform(0, 0.1), 0
    while at_s < duration_s:
        yield int(at_s * sample_rate), np.float32(dents[k % 7] * rng.uniform(0.7, 1.0)) * knocks.draw(rng)
        at_s += rng.normal(1.0, 0.08) / rate_hz
        k += 1


def _conveyor(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Motor, belt, rollers, and now and then a box that lands on it."""
    yield from placed(running(_sized(_BELT, traits), _full, duration_s, rng, sample_rate), 0.22 * np.ones((2, 1)))
    yield from placed(_rattle(traits, duration_s, rng, sample_rate), 0.8 * pans(rng, 1, 0.2))
    box = Hit(120.0, BOX, 0.03, contact_s=0.004, click=0.4, click_hz=600.0, click_s=0.01, thump=0.8, thump_hz=70.0)
    at_s = rng.exponential(1.5)
    while at_s < duration_s - 0.1:
        sound = rng.uniform(0.4, 0.9) * pans(rng, 1, 0.7) * hit(box, 1.0, rng, sample_rate)
        yield int(at_s * sample_rate), sound.astype(np.float32)
        at_s += (rng.exponential(1.8) + 0.5) / spread(traits.speed, 0.6, 1.0, 1.7)


def _press(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A hydraulic press: the pump strains, the ram meets the work, valves let go, the ram goes back."""
    period_s = spread(traits.speed, 5.0, 3.0, 1.6) * rng.uniform(0.95, 1.05)
    period_s = min(period_s, max(duration_s, 0.2))
    weight = spread(traits.size, 0.7, 1.0, 1.5)
    starts: list[float] = []
    at_s = 0.02 * min(1.0, duration_s)
    while at_s < duration_s:
        starts.append(at_s)
        at_s += period_s * rng.normal(1.0, 0.012)

    def strain(times_s: Floats) -> Floats:
        """The pump slows as pressure rises."""
        x = (times_s - np.array(starts)[np.clip(np.searchsorted(starts, times_s) - 1, 0, None)]) / period_s
        return np.asarray(1.0 - 0.16 * np.clip((x - 0.12) / 0.3, 0, 1) * (x < 0.48))

    yield from placed(
        running(_sized(_HYDRAULICS, traits), strain, duration_s, rng, sample_rate), 0.16 * np.ones((2, 1))
    )
    ram = Hit(
        74.0 / weight, PLATE, 0.16, contact_s=0.0018, click=0.9, click_hz=1100.0, click_s=0.008, thump=1.3,
        thump_hz=43.0 / weight**0.5, thump_s=0.07,
    )  # fmt: skip
    for start_s in starts:
        force = spread(traits.intensity, 0.6, 1.0, 1.3) * rng.uniform(0.92, 1.05)
        yield int((start_s + 0.44 * period_s) * sample_rate), hit(ram, force, rng, sample_rate)
        release = _puff(0.28 * period_s, 0.5 * rng.uniform(0.85, 1.1), rng, sample_rate, 1200.0)
        yield int((start_s + 0.50 * period_s) * sample_rate), release
        valve = Hit(900.0, BOX, 0.015, click=0.7, click_hz=3000.0)
        yield int((start_s + 0.06 * period_s) * sample_rate), np.float32(0.3) * hit(valve, 1.0, rng, sample_rate)


def _gears(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Teeth that mesh: a grinding chord that swells once a turn, and the worst tooth of the wheel."""
    motor = _sized(_GEARS, traits)
    turning = wander(rng, duration_s, 0.5)
    wobble = rng.uniform(0, 1)

    def grinding(pieces: Iterator[Piece]) -> Iterator[Piece]:
        for start, samples in pieces:
            t = (start + np.arange(samples.shape[1])) / sample_rate
            swell = 0.55 + 0.45 * np.sin(2 * np.pi * (motor.turns_hz * t + wobble + 0.05 * turning(t)))
            yield start, samples * swell.astype(np.float32)

    level = 0.17 * spread(traits.size, 0.2, 1.0, 1.2) * np.ones((2, 1))
    yield from placed(grinding(running(motor, _full, duration_s, rng, sample_rate)), level)
    size = spread(traits.size, 0.7, 1.0, 1.5)
    tooth = Hit(
        640.0 / size, PLATE, 0.035, contact_s=0.0004, click=0.6, click_hz=2200.0, thump=0.3, thump_hz=120.0 / size
    )
    teeth = pool(lambda: hit(tooth, rng.uniform(0.8, 1.1), rng, sample_rate), 16)
    worn = rng.uniform(0.15, 0.6, 4)
    worn[0] = 1.0
    at_s, k = rng.uniform(0, 0.1), 0
    while at_s < duration_s:
        yield int(at_s * sample_rate), np.float32(0.6 * worn[k % 4] * rng.uniform(0.75, 1.0)) * teeth.draw(rng)
        at_s += rng.normal(1.0, 0.03) / (4 * motor.turns_hz)
        k += 1


def _steam(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Steam that leaks for good, and is let go in bursts."""
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _leak(0.05, duration_s, rng), n, sample_rate)
    at_s = rng.uniform(0.02, 0.3) * min(1.0, duration_s)
    while at_s < duration_s - 0.05:
        seconds = spread(traits.speed, 2.6, 1.3, 0.5) * rng.lognormal(0, 0.3)
        low_hz = 1500.0 / spread(traits.size, 0.6, 1.0, 1.8)
        level = 0.5 * spread(traits.intensity, 0.6, 1.0, 1.4) * rng.uniform(0.7, 1.0)
        jet = _puff(min(seconds, duration_s - at_s), level, rng, sample_rate, low_hz) * pans(rng, 1, 0.6)
        yield int(at_s * sample_rate), jet.astype(np.float32)
        valve = Hit(700.0, PLATE, 0.05, click=0.6, click_hz=2500.0, thump=0.3, thump_hz=110.0)
        yield int(max(0.0, at_s - 0.02) * sample_rate), np.float32(0.2) * hit(valve, 1.0, rng, sample_rate)
        at_s += seconds + rng.exponential(1.0) / spread(traits.intensity, 0.6, 1.0, 1.8)


def _leak(level: float, duration_s: float, rng: np.random.Generator) -> Magnitudes:
    moves = [wander(rng, duration_s, 1.2) for _ in range(2)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        shape = band(frequencies_hz, 2200.0, 9000.0, 1.5, 1.3) + 0.15 * band(frequencies_hz, 80.0, 300.0, 1.5, 1.3)
        return np.stack([(level * np.exp(0.2 * m(times_s)))[:, None] * shape[None, :] for m in moves])

    return magnitudes


def _steam_engine(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A mill engine: the piston's two strokes, valves, a flywheel's rods."""
    turns_hz = spread(traits.speed, 0.7, 1.25, 2.4) * rng.uniform(0.96, 1.04)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _leak(0.03, duration_s, rng), n, sample_rate)
    weight = spread(traits.size, 0.7, 1.0, 1.5)
    rod = Hit(
        210.0 / weight,
        PLATE,
        0.05,
        contact_s=0.0009,
        click=0.4,
        click_hz=1800.0,
        thump=0.7,
        thump_hz=64.0 / weight**0.5,
    )
    at_s, k = 0.02 * min(1.0, duration_s), 0
    while at_s < duration_s:
        force = (1.0 if k % 2 == 0 else 0.7) * rng.uniform(0.88, 1.05)
        puff = _puff(0.42 / turns_hz, 0.55 * force, rng, sample_rate, 260.0 / weight)
        yield int(at_s * sample_rate), puff
        yield int((at_s + 0.04 / turns_hz) * sample_rate), np.float32(0.55 * force) * hit(rod, 1.0, rng, sample_rate)
        at_s += 0.5 / turns_hz * rng.normal(1.0, 0.012)
        k += 1


MACHINERY = Family(
    name="machinery",
    play=play,
    words={
        "machinery": {},
        "machine": {},
        "factory": {},
        "assembly line": {},
        "industrial": {},
        "mill": {},
        "conveyor": {"variant": "conveyor"},
        "conveyor belt": {"variant": "conveyor"},
        "hydraulic": {"variant": "press"},
        "hydraulics": {"variant": "press"},
        "hydraulic press": {"variant": "press"},
        "stamping press": {"variant": "press", "speed": 0.5},
        "industrial press": {"variant": "press"},
        "gear": {"variant": "gears"},
        "cog": {"variant": "gears"},
        "cogwheel": {"variant": "gears"},
        "mechanism": {"variant": "gears", "size": -0.3},
        "clockwork": {"variant": "gears", "size": -0.8, "speed": 0.3},
        "steam": {"variant": "steam"},
        "steam release": {"variant": "steam"},
        "steam pipe": {"variant": "steam"},
        "boiler": {"variant": "steam", "size": 0.5},
        "steam engine": {"variant": "engine"},
        "piston": {"variant": "engine"},
        "steampunk": {"variant": "engine"},
    },
    level_db=-26.0,
    role="feature",
    sustained=True,
    examples=(
        ("factory machinery", "ambience"),
        ("conveyor belt", "ambience"),
        ("hydraulic press", "sfx"),
        ("slow large gears", "sfx"),
        ("steam engine", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("machine", "industrial", "steam", "mill", "mechanism")),
)
