"""Drones: one root, held, its colours moving past each other for as long as you like."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement, wander
from audiocraft_studio.engines.sketch.blocks.voices import harmonics, spread_tones
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.progression import key
from audiocraft_studio.engines.sketch.theory import frequency_hz
from audiocraft_studio.engines.sketch.traits import Traits, spread

_SEGMENT_S, _OVERLAP_S = 16.0, 4.0
_COLOURS = 3


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A low root with fifth and octaves in three colours, each swelling on its own."""
    tonic, mode = key(traits, rng)
    root = 36 + tonic if tonic < 7 else 24 + tonic
    root -= 12 if traits.size > 0.5 else 0
    third = 4 if mode in ("major", "lydian", "mixolydian") else 3
    moves = [wander(rng, duration_s, 0.12 * spread(traits.speed, 0.5, 1.0, 2.5)) for _ in range(2 * _COLOURS)]
    start_s = 0.0
    while start_s < duration_s:
        length_s = min(_SEGMENT_S, duration_s - start_s)
        n = int(length_s * sample_rate)
        piece = np.zeros((2, n), np.float32)
        for colour in range(_COLOURS):
            tones = _colour(traits, root, third, colour, n, rng, sample_rate=sample_rate)
            piece += tones * _swell(moves[2 * colour : 2 * colour + 2], start_s, n, sample_rate)
        last = start_s + length_s >= duration_s - 1e-9
        overlap = int(min(_OVERLAP_S, length_s) * sample_rate)
        _crossfade(piece, overlap if start_s > 0 else 0, 0 if last else overlap)
        yield int(start_s * sample_rate), piece
        if last:
            return
        start_s += length_s - _OVERLAP_S


def _colour(
    traits: Traits, root: int, third: int, colour: int, n: int, rng: np.random.Generator, *, sample_rate: int
) -> Samples:
    """0: the depth. 1: the body. 2: the air above it."""
    notes = ((0, 12), (0, 7, 12), (12, 12 + third, 19, 24))[colour]
    highest_hz = (260.0, 1100.0, 4200.0)[colour] * spread(traits.brightness, 0.5, 1.0, 2.2)
    partials, gains = [], []
    for note in notes:
        f, g = harmonics(frequency_hz(root + note), 1.0, highest_hz)
        partials.append(f)
        # fifth and third colour the root, they do not rival it
        under = 1.0 if note % 12 == 0 else 0.4
        gains.append(under * g * rng.lognormal(0, 0.25, len(g)) * np.exp(-1.5 * f / highest_hz))
    level = (1.0, 0.7, 0.22)[colour]
    width_cents = (5.0, 9.0, 16.0)[colour]
    return np.float32(level) * spread_tones(
        rng,
        np.concatenate(partials),
        np.concatenate(gains),
        width_cents=width_cents,
        n_samples=n,
        sample_rate=sample_rate,
    )


def _swell(moves: list[Movement], start_s: float, n: int, sample_rate: int) -> Samples:
    """The gain of one colour over time, a little apart in both ears: (2, n)."""
    coarse: Floats = np.linspace(0, n / sample_rate, 200)
    at = np.linspace(0, n / sample_rate, n)
    ears = [np.exp(0.45 * moves[0](start_s + coarse) + sign * 0.15 * moves[1](start_s + coarse)) for sign in (-1, 1)]
    return np.stack([np.interp(at, coarse, ear) for ear in ears]).astype(np.float32)


def _crossfade(piece: Samples, fade_in: int, fade_out: int) -> None:
    """Sine-shaped ends: the power of unrelated segments adds up to a constant."""
    if fade_in:
        piece[:, :fade_in] *= np.sin(np.linspace(0, np.pi / 2, fade_in)).astype(np.float32)
    if fade_out:
        piece[:, -fade_out:] *= np.cos(np.linspace(0, np.pi / 2, fade_out)).astype(np.float32)
    if not fade_in:
        fade_edges(piece, min(piece.shape[1] // 8, 8000), 0)


DRONE = Family(
    name="drone",
    play=play,
    words={
        "drone": {},
        "ambient drone": {},
        "tension": {"brightness": -0.4},
        "suspense": {"brightness": -0.4},
        "space": {"size": 0.4},
        "rumble": {"size": 0.8, "brightness": -0.7},
        "dread": {"brightness": -0.7, "size": 0.5},
    },
    level_db=-24.0,
    role="music",
    sustained=True,
    examples=(("dark drone in C minor", "music"), ("ominous deep drone", "ambience")),
    intensity_db=5.0,
    weak=frozenset(
        (
            "rumble",
            "space",
            "tension",
            "suspense",
        )
    ),
)
