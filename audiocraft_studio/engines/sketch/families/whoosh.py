"""Whooshes: air around something that swings past, from one side to the other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One swing, soon; several, at uneven times, where the prompt asks for more."""
    start_s = 0.0
    while True:
        natural_s = spread(traits.speed, 1.7, 0.75, 0.32) * spread(traits.size, 0.7, 1.0, 1.5) * rng.uniform(0.9, 1.15)
        length_s = min(natural_s, duration_s - start_s)
        if length_s < 0.04:
            return
        yield int(start_s * sample_rate), _swing(traits, length_s, rng, sample_rate)
        if not traits.repeated:
            return
        start_s += traits.gap_s(natural_s * rng.uniform(1.1, 2.2), duration_s)


def _swing(traits: Traits, length_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    n = int(length_s * sample_rate)
    out = np.zeros((2, n), np.float32)
    for start, piece in noise_pieces(rng, _passing(traits, length_s, rng), n, sample_rate, hop=256):
        first, last = max(0, start), min(n, start + piece.shape[1])
        out[:, first:last] += piece[:, first - start : last - start]
    fade_edges(out, n // 8, n // 5)
    return out


def _passing(traits: Traits, length_s: float, rng: np.random.Generator) -> Magnitudes:
    """A band that rises and falls with the speed of the swing: level as its cube, pitch in proportion to it."""
    top_hz = spread(traits.size, 3200.0, 1500.0, 520.0) * spread(traits.speed, 0.7, 1.0, 1.5) * rng.lognormal(0, 0.15)
    peak = rng.uniform(0.42, 0.6)
    sharp = (5.5 if traits.variant == "whip" else 1.6) * rng.uniform(0.85, 1.2)
    side = rng.choice([-1.0, 1.0]) * rng.uniform(0.5, 0.9)
    turbulence = [wander(rng, length_s + 0.1, 14.0 / length_s**0.5) for _ in range(2)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = times_s / length_s
        f = frequencies_hz[None, :]
        place = side * np.tanh(5 * (x - peak))
        ears = []
        for ear, sign in enumerate((-1.0, 1.0)):
            speed = 0.25 + 0.75 * np.exp(-0.5 * ((x - peak - 0.02 * sign * side) / 0.17) ** 2)
            # the pitch drops a little as it passes
            centre_hz = top_hz * speed * (1 - 0.10 * np.tanh(6 * (x - peak)))
            ratio = f / centre_hz[:, None]
            tone = 1 / (1 + (sharp * (ratio - 1 / np.maximum(ratio, 1e-3))) ** 2) ** 0.75
            air = 0.25 * band(frequencies_hz, 150.0, 1.2 * top_hz)[None, :] + 0.10 * band(frequencies_hz, 2500, 9000)
            level = speed**3 * np.sqrt((1 + sign * place) / 2) * np.clip(1 + 0.2 * turbulence[ear](times_s), 0.3, 2)
            ears.append(level[:, None] * (tone + air * speed[:, None]) * (f > 30))
        return np.stack(ears)

    return magnitudes


WHOOSH = Family(
    name="whoosh",
    play=play,
    words={
        "whoosh": {},
        "swoosh": {},
        "woosh": {},
        "swish": {"size": -0.4, "brightness": 0.2},
        "swing": {},
        "whip": {"variant": "whip", "size": -0.7, "speed": 0.9},
        "flyby": {"size": 0.5, "speed": -0.4},
        "transition": {"size": 0.3, "speed": -0.4},
    },
    level_db=-21.0,
    role="feature",
    sustained=False,
    counted=True,
    examples=(("fast whoosh", "sfx"), ("slow deep whoosh", "sfx")),
    intensity_db=5.0,
    weak=frozenset(
        (
            "swing",
            "transition",
            "swish",
            "whoosh",
            "swoosh",
        )
    ),
)
