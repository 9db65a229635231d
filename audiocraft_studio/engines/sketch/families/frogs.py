"""Frogs: a chorus of callers that fall in with each other, each with its own voice and place in the pond.

Calls after the species: the two-part "ribbit" of the Pacific tree frog, a row of pulses that rises at the end; the
bullfrog's rumble with energy near 250 and 1500 Hz; the peeper's pure whistle near 2.9 kHz once a second; the toad's
trill of some 35 pulses a second that lasts for seconds (Gerhardt and Huber, "Acoustic communication in insects and
anurans", 2002).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.filters import low_cut
from audiocraft_studio.engines.sketch.blocks.grains import pans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, band, noise_pieces
from audiocraft_studio.engines.sketch.blocks.vocal import pulsed
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


@dataclass(frozen=True)
class _Species:
    """notes: (length in s, pulses a second at the start and at the end, level) of a call. carriers_hz, gains: of what
    rings. ring_s: how long each pulse does. pause_s: between calls. callers: of a chorus. pure: a whistle."""

    notes: tuple[tuple[float, float, float, float], ...]
    gap_s: float
    carriers_hz: tuple[float, ...]
    gains: tuple[float, ...]
    ring_s: float
    pause_s: float
    callers: float
    pure: bool = False


_SPECIES: dict[str, _Species] = {
    "": _Species(
        ((0.14, 70.0, 85.0, 0.8), (0.16, 95.0, 130.0, 1.0)),
        0.05,
        (1050.0, 2250.0, 3400.0),
        (0.6, 1.0, 0.3),
        0.0035,
        0.8,
        9,
    ),
    "bullfrog": _Species(
        ((0.55, 92.0, 88.0, 1.0), (0.45, 95.0, 86.0, 0.8)),
        0.12,
        (210.0, 330.0, 1450.0),
        (1.0, 0.7, 0.22),
        0.006,
        3.0,
        4,
    ),
    "peeper": _Species(((0.14, 1.0, 1.0, 1.0),), 0.0, (2850.0,), (1.0,), 0.0, 0.75, 12, pure=True),
    "toad": _Species(((5.0, 36.0, 34.0, 1.0),), 0.0, (1550.0, 3100.0), (1.0, 0.08), 0.007, 5.0, 5),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Calls from all around the pond until the end; intensity brings more frogs, "a frog" is nearly alone."""
    species = _SPECIES[traits.variant if traits.variant in _SPECIES else ""]
    yield from noise_pieces(rng, _pond, int(duration_s * sample_rate), sample_rate)
    many = species.callers * spread(traits.intensity, 0.3, 1.0, 1.8) * (1.0 if traits.repeated else 0.25)
    for k in range(max(1, round(many))):
        near = 1.0 if k == 0 else rng.uniform(0.12, 0.75) ** 1.3
        gains = near * pans(rng, 1, 0.95 if k else 0.4)
        voice = rng.lognormal(0, 0.09) / spread(traits.size, 0.6, 1.0, 1.7)
        period_s = species.pause_s * rng.uniform(0.8, 1.3) / spread(traits.speed, 0.6, 1.0, 1.7)
        at_s = 0.01 * min(1.0, duration_s) if k == 0 else rng.uniform(0, 2.5 * period_s)
        while at_s < duration_s - 0.02:
            sound = _call(species, voice * rng.lognormal(0, 0.012), duration_s - at_s, rng, sample_rate)
            yield int(at_s * sample_rate), (rng.uniform(0.8, 1.0) * gains * sound).astype(np.float32)
            at_s += len(sound) / sample_rate + period_s * rng.lognormal(0, 0.18)
            # now and then it falls silent, as if it listened
            at_s += rng.exponential(3.0) if rng.uniform() < 0.08 else 0.0


def _call(species: _Species, voice: float, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """One call for one ear: float32 (n,)."""
    parts = []
    for length_s, from_hz, to_hz, level in species.notes:
        n = max(32, int(min(length_s * rng.uniform(0.9, 1.1), max(left_s, 0.02)) * sample_rate))
        note = (
            _whistle(species, voice, n, rng, sample_rate)
            if species.pure
            else _croak(species, (from_hz, to_hz), voice, n, rng, rate=sample_rate)
        )
        parts.append(np.float32(level * rng.uniform(0.85, 1.0)) * note)
        parts.append(np.zeros(int(species.gap_s * rng.uniform(0.8, 1.2) * sample_rate), np.float32))
    return np.concatenate(parts)


def _croak(
    species: _Species, pulses_hz: tuple[float, float], voice: float, n: int, rng: np.random.Generator, *, rate: int
) -> Samples:
    """A row of pulses, swelling."""
    x = np.linspace(0, 1, n)
    pitch_hz = (pulses_hz[0] + (pulses_hz[1] - pulses_hz[0]) * x) * rng.uniform(0.97, 1.03) * voice**0.3
    turned = np.cumsum(pitch_hz) / rate
    strengths = rng.lognormal(0, 0.15, int(turned[-1]) + 2)
    carriers_hz = tuple(f * voice * rng.lognormal(0, 0.01) for f in species.carriers_hz)
    decays_s = tuple(species.ring_s * (carriers_hz[0] / f) ** 0.5 for f in carriers_hz)
    swell = np.minimum(1, x / 0.25) * np.minimum(1, (1 - x) / 0.12)
    wave = pulsed(turned, pitch_hz, carriers_hz, decays_s, species.gains, strengths) * swell.astype(np.float32)
    # so small a body moves no air below its voice
    return np.asarray(signal.sosfilt(low_cut(0.6 * carriers_hz[0], rate), wave), dtype=np.float32)


def _whistle(species: _Species, voice: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A clear tone that glides up a little."""
    x = np.linspace(0, 1, n)
    phase = 2 * np.pi * np.cumsum(species.carriers_hz[0] * voice * (0.965 + 0.05 * x**0.7)) / sample_rate
    wave = (np.sin(phase) + 0.02 * np.sin(2 * phase)) * np.sin(np.pi * x) ** 0.6 * rng.uniform(0.9, 1.0)
    return np.asarray(wave, dtype=np.float32)


def _pond(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
    """The quiet of the night around them."""
    return np.repeat(0.003 * band(frequencies_hz, 150.0, 1200.0, 1.0, 1.0)[None, None], len(times_s), axis=1)


FROGS = Family(
    name="frogs",
    play=play,
    words={
        "frog": {},
        "croak": {},
        "ribbit": {},
        "tree frog": {"size": -0.3},
        "bullfrog": {"variant": "bullfrog"},
        "toad": {"variant": "toad"},
        "peeper": {"variant": "peeper", "repeated": 1.0},
        "frog chorus": {"repeated": 1.0, "intensity": 0.3},
        "swamp": {"repeated": 1.0},
        "marsh": {"repeated": 1.0},
        "bayou": {"repeated": 1.0, "variant": "bullfrog"},
    },
    level_db=-27.0,
    role="bed",
    sustained=True,
    examples=(("frogs at a pond at night", "ambience"), ("a frog croaking", "sfx"), ("bullfrogs", "ambience")),
    place="outside",
    weak=frozenset(("croak", "swamp", "marsh")),
)
