"""Household machines: motors that hum, blow, tumble and grind, and the telephone.

A fridge hums at twice its mains-bound turns; a washing drum turns near 50 times a minute, and the clothes drop once a
turn; a vacuum cleaner's motor runs at some 20,000 turns a minute and its fan moves the noise to 500 to 5000 Hz; the
hammer of a telephone bell follows the 20 to 25 Hz of its line, two seconds on and four off (Bell System).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks.grains import arrivals, bubbling, pans
from audiocraft_studio.engines.sketch.blocks.hits import BOX, PLATE, Hit, bell_modes_hz, grit, hit, rung
from audiocraft_studio.engines.sketch.blocks.motors import Motor, Spells, running, spells, working
from audiocraft_studio.engines.sketch.blocks.noise import Floats, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_MOTORS: dict[str, Motor] = {
    # slip lets the rotor fall behind the field: close pairs that beat
    "fridge": Motor(
        24.6,
        ((2.0, 0.3), (4.0, 0.8), (4.065, 0.4), (6.0, 0.2), (8.0, 0.5), (8.13, 0.2), (12.0, 0.3), (16.0, 0.18)),
        4.0, 110.0, 800.0, 0.002, 0.2,
    ),
    "vacuum": Motor(
        330.0, ((0.5, 0.05), (1.0, 0.2), (2.0, 0.15), (7.0, 0.4), (9.0, 0.3), (14.0, 0.15), (21.0, 0.06)),
        30.0, 420.0, 4200.0, 0.004,
    ),
    "dryer": Motor(200.0, ((1.0, 0.15), (2.0, 0.12), (11.0, 0.3), (22.0, 0.1)), 26.0, 900.0, 5500.0, 0.003),
    "blender": Motor(
        285.0, ((0.25, 0.1), (0.5, 0.15), (1.0, 0.4), (2.0, 0.4), (3.0, 0.25), (4.0, 0.3), (8.0, 0.3), (12.0, 0.15)),
        34.0, 700.0, 6500.0, 0.02, 0.3,
    ),
    "fan": Motor(17.0, ((3.0, 0.10), (6.0, 0.07), (9.0, 0.04), (12.0, 0.03), (35.3, 0.02)), 9.0, 130.0, 1100.0, 0.004),
    "washer": Motor(
        9.0, ((4.0, 0.03), (8.0, 0.07), (16.0, 0.05), (33.0, 0.09), (66.0, 0.06), (99.0, 0.03)),
        1.0, 200.0, 1500.0, 0.01,
    ),
    "spin": Motor(
        16.0, ((1.0, 0.6), (2.0, 0.3), (4.0, 0.15), (24.0, 0.2), (48.0, 0.4), (96.0, 0.2)), 14.0, 90.0, 1300.0, 0.004
    ),
    "microwave": Motor(
        50.0, ((2.0, 0.2), (4.0, 0.15), (6.0, 0.12), (8.0, 0.08), (10.0, 0.06), (14.0, 0.04)),
        7.0, 250.0, 2200.0, 0.0002, 0.05,
    ),
    "vibrate": Motor(
        168.0, ((1.0, 1.0), (2.0, 0.5), (3.0, 0.3), (4.0, 0.25), (6.0, 0.15), (9.0, 0.1)), 4.0, 300.0, 2500.0, 0.01
    ),
}  # fmt: skip


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """The machine for the whole duration, with the pauses that are its own."""
    kind = traits.variant
    if kind == "phone":
        yield from _telephone(traits, duration_s, rng, sample_rate)
    elif kind == "vibrate":
        work = spells(rng, duration_s, (0.7, 0.8), (0.35, 0.45), up_s=0.06, down_s=0.06)
        yield from working(_sized("vibrate", traits), work, duration_s, rng, sample_rate)
    elif kind == "washer":
        yield from _washer(traits, duration_s, rng, sample_rate)
    elif kind in ("vacuum", "dryer", "blender"):
        yield from _started(traits, kind, duration_s, rng, sample_rate)
    else:
        kind = kind if kind in _MOTORS else "fridge"
        yield from running(_sized(kind, traits), lambda at_s: np.ones(np.shape(at_s)), duration_s, rng, sample_rate)
        if kind == "fridge":
            yield from _gurgles(duration_s, rng, sample_rate)
        if kind == "microwave":
            yield from _done(duration_s, rng, sample_rate)


def _sized(kind: str, traits: Traits) -> Motor:
    """The motor as large, fast and loaded as the prompt has it."""
    motor = _MOTORS[kind]
    size, speed = spread(traits.size, 0.75, 1.0, 1.35), spread(traits.speed, 0.75, 1.0, 1.3)
    mains = kind in ("fridge", "microwave")
    air = motor.noise * spread(traits.intensity, 0.6, 1.0, 1.6)
    return replace(
        motor,
        turns_hz=motor.turns_hz / (size**0.3 if mains else size) * (1.0 if mains else speed),
        noise=air,
        low_hz=motor.low_hz / size,
        high_hz=motor.high_hz / size,
    )


def _started(
    traits: Traits, kind: str, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """Switched on at the start, and worked with: its speed sinks a little under load."""
    up_s = min(0.6, 0.25 * duration_s)
    load, grinding = wander(rng, duration_s, 0.7), 0.10 if kind == "blender" else 0.03

    def speed(at_s: Floats) -> Floats:
        return np.asarray((1 - np.exp(-4.0 * np.maximum(at_s, 0) / up_s)) * (1 - grinding * np.tanh(load(at_s)) ** 2))

    yield from running(_sized(kind, traits), speed, duration_s, rng, sample_rate)
    if kind == "blender":
        for at_s in arrivals(rng, 5.0, duration_s).tolist():
            lump = rng.uniform(0.1, 0.6) * grit(10, 1500.0, 0.004, 0.05, rng, sample_rate)
            yield int(at_s * sample_rate), lump.astype(np.float32)


def _gurgles(duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Coolant that finds its way, rarely."""
    at_s = rng.exponential(6.0)
    while at_s < duration_s - 0.2:
        k = int(rng.integers(5, 18))
        radii_m = rng.uniform(0.004, 0.011, k)
        times_s = np.sort(rng.uniform(0, 0.15 * k**0.7, k))
        n, rising = int((times_s[-1] + 0.01) * sample_rate), rng.uniform(size=k) < 0.4
        gains = 0.05 * rng.uniform(0.3, 1.0, k) * pans(rng, k, 0.1)
        yield int(at_s * sample_rate), bubbling(n, sample_rate, times_s, radii_m, gains=gains, rising=rising)
        at_s += rng.exponential(9.0) + 1.0


def _washer(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Wash: the drum turns, stops, turns back, clothes and water in it. Fast: it spins."""
    if traits.speed > 0.4:
        yield from running(_sized("spin", traits), lambda at_s: 1 + 0 * at_s, duration_s, rng, sample_rate)
        return
    turns_hz = 0.85 * spread(traits.speed, 0.8, 1.0, 1.2) * rng.uniform(0.95, 1.05)
    work = spells(rng, duration_s, (5.0, 9.0), (1.2, 2.0), up_s=0.5, down_s=0.4)
    yield from working(replace(_sized("washer", traits), turns_hz=9.0), work, duration_s, rng, sample_rate)
    drop = Hit(82.0, BOX, 0.05, contact_s=0.006, click=0.5, click_hz=400.0, click_s=0.02, thump=0.7, thump_hz=52.0)
    for start_s, length_s, _ in work.within(duration_s):
        at_s = rng.uniform(0.3, 0.9) / turns_hz
        while at_s < length_s - 0.2:
            for late_s, force in ((0.0, 1.0), (rng.uniform(0.12, 0.3), rng.uniform(0.2, 0.6))):
                sound = np.float32(0.45 * force * rng.uniform(0.7, 1.1)) * hit(drop, 1.0, rng, sample_rate)
                yield int((start_s + at_s + late_s) * sample_rate), sound
            at_s += rng.normal(1.0, 0.04) / turns_hz
        for start, water in _slosh(turns_hz, length_s, rng, sample_rate):
            yield int(start_s * sample_rate) + start, water


def _slosh(turns_hz: float, length_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Water that is lifted and falls back, once a turn."""
    moves = [wander(rng, length_s + 0.1, 2.0) for _ in range(2)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        lifted = 0.35 + 0.65 * np.clip(np.sin(2 * np.pi * turns_hz * times_s), 0, 1) ** 2
        gone = np.minimum(1, np.minimum(times_s, length_s - times_s) / 0.4)
        shape = band(frequencies_hz, 250.0, 1300.0, 1.5, 1.2)
        level = 0.16 * lifted * np.clip(gone, 0, 1)
        return np.stack([(level * np.exp(0.3 * m(times_s)))[:, None] * shape[None, :] for m in moves])

    yield from noise_pieces(rng, magnitudes, int(length_s * sample_rate), sample_rate)


def _done(duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Three beeps, just before the end."""
    hz = 2000.0 * rng.lognormal(0, 0.03)
    beep_s = min(0.42, 0.1 * duration_s)
    t = np.arange(int(beep_s * sample_rate)) / sample_rate
    at_s = duration_s - 5.4 * beep_s
    for _ in range(3):
        phase = 2 * np.pi * hz * t + rng.uniform(0, 2 * np.pi)
        wave = 0.30 * (np.sin(phase) + 0.2 * np.sin(3 * phase)) * np.minimum(1, np.minimum(t, t[-1] - t) / 0.004)
        yield int(at_s * sample_rate), np.stack([wave, wave]).astype(np.float32)
        at_s += 1.75 * beep_s


def _telephone(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Two gongs and the clapper between them, ringing and waiting in turn."""
    size = spread(traits.size, 0.75, 1.0, 1.35) * rng.lognormal(0, 0.03)
    strokes_hz = 2 * 20.0 * spread(traits.speed, 0.9, 1.0, 1.15) * rng.uniform(0.97, 1.03)
    gongs = []
    for hz in (1180.0, 1420.0):
        gong = Hit(hz / size, PLATE, 0.35, 0.5, 0.00012, click=0.2, click_hz=6000.0, click_s=0.001)
        gongs.append((gong, bell_modes_hz(gong, rng)))
    pace = spread(traits.speed, 1.3, 1.0, 0.6)
    ringing = Spells(
        tuple((k * 6.0 * pace, (k * 6.0 + 2.0) * pace) for k in range(int(duration_s / (6.0 * pace)) + 1)),
        lambda at_s: np.ones(np.shape(at_s)),
    )
    for start_s, length_s, _ in ringing.within(duration_s):
        blows_s = 0.005 + np.cumsum(rng.normal(1.0, 0.02, int(1.2 * length_s * strokes_hz) + 2)) / strokes_hz
        blows_s = blows_s[blows_s < length_s]
        for k, (gong, modes_hz) in enumerate(gongs):
            times_s = blows_s[k::2]
            if len(times_s):
                forces = 0.25 * rng.uniform(0.8, 1.0, len(times_s))
                yield int(start_s * sample_rate), rung(gong, modes_hz, times_s, forces, rng, rate=sample_rate)


APPLIANCES = Family(
    name="appliance",
    play=play,
    words={
        "appliance": {},
        "fridge": {"variant": "fridge"},
        "refrigerator": {"variant": "fridge"},
        "freezer": {"variant": "fridge", "size": 0.3},
        "washing machine": {"variant": "washer"},
        "laundry": {"variant": "washer"},
        "spin cycle": {"variant": "washer", "speed": 0.8},
        "dishwasher": {"variant": "washer", "size": -0.3},
        "vacuum": {"variant": "vacuum"},
        "vacuum cleaner": {"variant": "vacuum"},
        "hoover": {"variant": "vacuum"},
        "hair dryer": {"variant": "dryer"},
        "hairdryer": {"variant": "dryer"},
        "hand dryer": {"variant": "dryer", "size": 0.4, "intensity": 0.3},
        "blender": {"variant": "blender"},
        "mixer": {"variant": "blender", "size": 0.3, "speed": -0.4},
        "food processor": {"variant": "blender", "size": 0.3},
        "coffee grinder": {"variant": "blender", "size": -0.2},
        "desk fan": {"variant": "fan"},
        "ceiling fan": {"variant": "fan", "size": 0.6, "speed": -0.5},
        "electric fan": {"variant": "fan"},
        "table fan": {"variant": "fan"},
        "microwave": {"variant": "microwave"},
        "microwave oven": {"variant": "microwave"},
        "phone": {"variant": "phone"},
        "telephone": {"variant": "phone"},
        "phone ring": {"variant": "phone"},
        "ring": {"variant": "phone"},
        "phone vibrate": {"variant": "vibrate"},
        "vibrating phone": {"variant": "vibrate"},
        "phone buzz": {"variant": "vibrate"},
    },
    level_db=-24.0,
    role="feature",
    sustained=True,
    examples=(
        ("fridge hum", "ambience"),
        ("washing machine", "sfx"),
        ("vacuum cleaner", "sfx"),
        ("telephone ringing", "sfx"),
        ("microwave", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("ring",)),
)
