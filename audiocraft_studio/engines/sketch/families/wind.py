"""Wind: noise in the ears, and what it blows past. Gusts move everything; after Farnell, "Designing Sound" (2010)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_PASS_S = 0.35
"""How much later a gust reaches the right ear's side than the left's."""


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Wind for the whole duration: gusts, a low roar, whistles at edges, and rustling if it blows through leaves."""
    speed = _speed(traits, duration_s, rng)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _magnitudes(traits, duration_s, rng, speed), n, sample_rate)


def _speed(traits: Traits, duration_s: float, rng: np.random.Generator) -> Movement:
    """Wind speed over time, about 0..2: a slow swell, gusts of some seconds, and squalls while it blows hard."""
    mean = spread(traits.intensity, 0.35, 0.75, 1.25)
    hurry = spread(traits.speed, 0.6, 1.0, 1.6)
    swell = wander(rng, duration_s + 1, 0.06 * hurry)
    gust = wander(rng, duration_s + 1, 0.4 * hurry)
    squall = wander(rng, duration_s + 1, 2.5 * hurry)

    def speed(time_s: Floats) -> Floats:
        calm = mean * np.exp(0.25 * swell(time_s) + 0.3 * gust(time_s))
        return np.asarray(calm * (1 + 0.10 * np.clip(calm - 0.4, 0, 1) * squall(time_s)))

    return speed


def _magnitudes(traits: Traits, duration_s: float, rng: np.random.Generator, speed: Movement) -> Magnitudes:
    howl = {"howl": 1.0, "breeze": 0.0}.get(traits.variant, 0.35) * spread(traits.intensity, 0.3, 1.0, 1.8)
    leaves = {"leaves": 1.0, "grass": 0.7}.get(traits.material, 0.0)
    whistles = [_whistle(traits, duration_s, rng, speed) for _ in range(4)]
    flutter = [wander(rng, duration_s + 1, 7.0) for _ in range(2)]
    low_hz = spread(traits.size, 260.0, 160.0, 90.0)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        f = frequencies_hz[None, :]
        ears = []
        for ear in range(2):
            v = speed(times_s + _PASS_S * ear)[:, None]
            # louder wind is also brighter: the roar's corner rises with the speed
            roar = v**2 / (1 + (f / (low_hz * (0.5 + 2.2 * v))) ** 2) ** 0.75
            roar *= (f > 0) / np.sqrt(1 + (45.0 / np.maximum(f, 1.0)) ** 4)
            hiss = 0.05 * v**2.5 * band(frequencies_hz, 900.0, 5000.0, 1.0, 1.2)[None, :]
            total = roar + hiss
            for whistle in whistles:
                total = total + howl * whistle(times_s + _PASS_S * ear, f, ear)
            if leaves:
                rustle = np.clip(1 + 0.45 * flutter[ear](times_s), 0, 3)[:, None] * v**2
                total = total + leaves * 0.30 * rustle * band(frequencies_hz, 1800.0, 7500.0, 1.5, 2.0)[None, :]
            ears.append(total)
        return np.stack(ears)

    return magnitudes


def _whistle(
    traits: Traits, duration_s: float, rng: np.random.Generator, speed: Movement
) -> Callable[[Floats, Floats, int], Floats]:
    """A gap or edge that sings while the wind is fast enough: a narrow band whose pitch follows the speed."""
    pitch_hz = rng.uniform(280.0, 950.0) * spread(traits.size, 1.5, 1.0, 0.6)
    onset = rng.uniform(0.35, 0.9)
    sharpness = rng.uniform(7.0, 16.0)
    own = wander(rng, duration_s + 1, 0.3)
    sides = rng.uniform(0.3, 1.0, 2)

    def whistle(times_s: Floats, f: Floats, ear: int) -> Floats:
        v = speed(times_s)[:, None]
        centre_hz = pitch_hz * (0.45 + 0.6 * v) * np.exp(0.06 * own(times_s))[:, None]
        strength = np.clip(v - onset, 0, 1.2) ** 1.5 * sides[ear]
        shape = 1 / (1 + (sharpness * (f / centre_hz - centre_hz / np.maximum(f, 1.0))) ** 2)
        return np.asarray(1.5 * strength * shape)

    return whistle


WIND = Family(
    name="wind",
    play=play,
    words={
        "wind": {},
        "breeze": {"intensity": -0.8, "variant": "breeze"},
        "draft": {"intensity": -0.6},
        "gust": {"intensity": 0.3},
        "gale": {"intensity": 0.8},
        "squall": {"intensity": 0.7, "speed": 0.5},
        "hurricane": {"intensity": 1.0, "size": 0.4},
        "tornado": {"intensity": 1.0, "size": 0.6},
        "blizzard": {"intensity": 0.8, "variant": "howl"},
        "snowstorm": {"intensity": 0.7, "variant": "howl"},
        "sandstorm": {"intensity": 0.8, "brightness": 0.3},
        "rustle": {"intensity": -0.4, "material": "leaves"},
    },
    level_db=-28.0,
    role="bed",
    sustained=True,
    examples=(
        ("howling wind in a cave", "ambience"),
        ("gentle breeze through leaves", "ambience"),
        ("strong wind", "ambience"),
    ),
    weak=frozenset(
        (
            "rustle",
            "draft",
        )
    ),
)
