"""Traffic: cars that come, pass and go, each on its side of the road, over the far murmur of all the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_SOUND_M_S = 343.0


@dataclass(frozen=True)
class _Car:
    """passes_s: when it is nearest. speed_m_s: negative to the left. lane_m: how near. pitch, level: its own."""

    passes_s: float
    speed_m_s: float
    lane_m: float
    pitch: float
    level: float


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Traffic for the whole duration, or one car that passes in the middle of it."""
    cars = _cars(traits, duration_s, rng)
    murmur = 0.0 if traits.variant == "pass" else 0.05 * spread(traits.intensity, 0.6, 1.0, 1.6)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _magnitudes(traits, duration_s, murmur, cars, rng), n, sample_rate, hop=512)


def _cars(traits: Traits, duration_s: float, rng: np.random.Generator) -> list[_Car]:
    speed_m_s = spread(traits.speed, 7.0, 14.0, 32.0)
    gap_s = spread(traits.intensity, 7.0, 2.8, 1.1)
    times_s = [0.5 * duration_s] if traits.variant == "pass" else []
    at_s = -3.0 + rng.exponential(gap_s)
    while traits.variant != "pass" and at_s < duration_s + 3:
        times_s.append(at_s)
        at_s += 0.3 + rng.exponential(gap_s)
    cars = []
    for passes_s in times_s:
        way = float(rng.choice([-1.0, 1.0]))
        big = rng.uniform() < 0.12 or traits.size > 0.5
        pitch = float(rng.lognormal(0, 0.12)) * (0.65 if big else 1.0)
        level = float(rng.lognormal(0, 0.25)) * (1.5 if big else 1.0)
        lane_m = 5.0 + (3.5 if way > 0 else 0.0) + rng.uniform(0, 1.5)
        cars.append(_Car(passes_s, way * speed_m_s * float(rng.lognormal(0, 0.12)), lane_m, pitch, level))
    return cars


def _magnitudes(
    traits: Traits, duration_s: float, murmur: float, cars: list[_Car], rng: np.random.Generator
) -> Magnitudes:
    slow = [wander(rng, duration_s, 0.15) for _ in range(2)]
    wet = 1.0 + max(0.0, traits.wetness)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        far = band(frequencies_hz, 45.0, 420.0, 1.5, 1.4)
        out = np.stack([murmur * np.exp(0.25 * move(times_s))[:, None] * far[None, :] for move in slow])
        for car in cars:
            along_m = car.speed_m_s * (times_s - car.passes_s)
            way_m = np.hypot(along_m, car.lane_m)
            near = way_m < 140.0
            if not near.any():
                continue
            # Doppler: sound from a car that comes is higher than from one that goes
            shift = car.pitch / (1 + car.speed_m_s * along_m[near] / way_m[near] / _SOUND_M_S)
            f = frequencies_hz[None, :] / shift[:, None]
            tyres = band(f, 500.0, 1100.0, 1.6, 1.7) + 0.09 * wet**2 * band(f, 2200.0, 6000.0, 1.5, 1.5)
            motor = 0.9 * band(f, 55.0, 160.0, 2.0, 1.8)
            dull = 1 / (1 + (frequencies_hz[None, :] * way_m[near, None] / 2.2e5) ** 2)
            gain = car.level * (8.0 / way_m[near])
            angle = np.pi / 4 * (1 + 0.9 * np.sin(np.arctan2(along_m[near], car.lane_m)))
            shape = gain[:, None] * (tyres + motor) * dull
            out[0, near] += np.cos(angle)[:, None] * shape
            out[1, near] += np.sin(angle)[:, None] * shape
        return out

    return magnitudes


TRAFFIC = Family(
    name="traffic",
    play=play,
    words={
        "traffic": {},
        "highway": {"speed": 0.8, "intensity": 0.3},
        "motorway": {"speed": 0.8, "intensity": 0.3},
        "freeway": {"speed": 0.8, "intensity": 0.3},
        "city": {},
        "urban": {},
        "car pass": {"variant": "pass"},
        "passing car": {"variant": "pass"},
        "car drive": {"variant": "pass"},
        "drive by": {"variant": "pass"},
        "truck pass": {"variant": "pass", "size": 0.8},
    },
    level_db=-26.0,
    role="bed",
    sustained=True,
    examples=(("city traffic", "ambience"), ("car passing by", "sfx"), ("distant highway", "ambience")),
    weak=frozenset(("city", "urban")),
)
