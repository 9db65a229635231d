"""Hums of mains and machines: steady harmonics that breathe, a fan's air, a reactor's depth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.grains import spans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_PARTIALS = 14


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A hum for the whole duration: "fan" is mostly air, "buzz" mostly upper harmonics."""
    base_hz = spread(traits.size, 100.0, 50.0, 33.0) * (1.0 if traits.variant == "" else rng.uniform(0.9, 1.3))
    slope = {"buzz": 0.5, "fan": 1.6}.get(traits.variant, 1.15) / spread(traits.brightness, 0.7, 1.0, 1.4)
    k = np.arange(1, _PARTIALS + 1)
    # magnetostriction: the even harmonics of the mains are the strong ones
    gains = k**-slope * np.where(k % 2 == 0, 1.0, 0.45) * rng.lognormal(0, 0.35, _PARTIALS)
    gains *= 0.2 if traits.variant == "fan" else 1.0
    drift = wander(rng, duration_s, 0.15)
    phases = rng.uniform(0, 1, (2, _PARTIALS))
    breaths = [wander(rng, duration_s, 0.5) for _ in range(5)]
    for start_s, length_s in spans(duration_s):
        times_s = start_s + np.arange(int(length_s * sample_rate)) / sample_rate
        cycles = base_hz * times_s + 0.02 * drift(times_s)
        yield int(start_s * sample_rate), _partials(cycles, times_s, gains, phases, breaths)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _air(traits, duration_s, base_hz, rng), n, sample_rate)


def _partials(cycles: Floats, times_s: Floats, gains: Floats, phases: Floats, breaths: list[Movement]) -> Samples:
    """Harmonics of one turning phase, each the last one's vector turned once more."""
    out = np.zeros((2, len(cycles)), np.float32)
    turn = np.exp(np.complex64(2j * np.pi) * (cycles % 1.0).astype(np.float32))
    vector = np.ones_like(turn)
    coarse_s = np.linspace(times_s[0], times_s[-1], 200)
    moved = [np.interp(times_s, coarse_s, 1 + 0.25 * breath(coarse_s)).astype(np.float32) for breath in breaths]
    for k in range(_PARTIALS):
        vector *= turn
        swelling = np.float32(gains[k]) * moved[k % len(moved)]
        for ear in range(2):
            # the ground tone comes from one place, the upper ones from all around
            angle = 2 * np.pi * phases[ear if k > 1 else 0, k]
            wave = np.float32(np.cos(angle)) * vector.imag + np.float32(np.sin(angle)) * vector.real
            out[ear] += swelling * wave
    return out


def _air(traits: Traits, duration_s: float, base_hz: float, rng: np.random.Generator) -> Magnitudes:
    level = {"fan": 1.1, "buzz": 0.02}.get(traits.variant, 0.06) * spread(traits.intensity, 0.6, 1.0, 1.6)
    moves = [wander(rng, duration_s, 1.5) for _ in range(2)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        body = band(frequencies_hz, 1.5 * base_hz, 600.0, 2.0, 1.2) + 0.15 * band(frequencies_hz, 900.0, 5000.0)
        return np.stack([level * (1 + 0.08 * move(times_s))[:, None] * body[None, :] for move in moves])

    return magnitudes


HUM = Family(
    name="hum",
    play=play,
    words={
        "hum": {},
        "electric": {},
        "electricity": {"variant": "buzz"},
        "buzz": {"variant": "buzz"},
        "neon": {"variant": "buzz"},
        "transformer": {},
        "fan": {"variant": "fan"},
        "ventilation": {"variant": "fan"},
        "ventilator": {"variant": "fan"},
        "air conditioner": {"variant": "fan"},
        "air conditioning": {"variant": "fan"},
        "server": {"variant": "fan", "brightness": 0.3},
        "computer": {"variant": "fan", "intensity": -0.4},
        "spaceship engine": {"size": 0.5, "variant": "fan", "brightness": -0.4},
        "spaceship": {"size": 0.5, "variant": "fan", "brightness": -0.4},
        "spacecraft": {"size": 0.5, "variant": "fan", "brightness": -0.4},
        "reactor": {"size": 0.6, "intensity": 0.3},
    },
    level_db=-29.0,
    role="bed",
    sustained=True,
    examples=(("electric hum", "ambience"), ("spaceship interior hum", "ambience"), ("ventilation fan", "ambience")),
    weak=frozenset(
        (
            "hum",
            "buzz",
            "electric",
        )
    ),
)
