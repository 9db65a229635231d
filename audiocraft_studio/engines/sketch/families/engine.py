"""Engines: a row of explosions in an exhaust pipe, each a little different, and the machine around it.

Four strokes: every cylinder fires each second turn, so the sound is made of multiples of half the turns, strongest at
the firing rate and its harmonics; no two cycles burn alike, the less so at idle (Heywood, "Internal combustion engine
fundamentals", 1988). The pipe is open at one end: odd multiples of its lowest resonance.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch import movement
from audiocraft_studio.engines.sketch.blocks.grains import bursts, pans, scatter, spans
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

# cylinders, turns a minute (slow, neutral, fast), lowest exhaust resonance in Hz
_KINDS: dict[str, tuple[int, tuple[float, float, float], float]] = {
    "": (4, (750.0, 1500.0, 4200.0), 85.0),
    "truck": (6, (550.0, 900.0, 1900.0), 55.0),
    "motorcycle": (2, (950.0, 2200.0, 6500.0), 105.0),
    "small": (1, (2200.0, 4200.0, 8000.0), 170.0),
    "boat": (2, (300.0, 650.0, 1600.0), 60.0),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A running engine for the whole duration; speed sets its turns, intensity its load."""
    cylinders, turns, pipe_hz = _KINDS[traits.variant if traits.variant in _KINDS else ""]
    rpm = spread(traits.speed, *turns) * rng.uniform(0.95, 1.05)
    hunting = [wander(rng, duration_s, 0.4), wander(rng, duration_s, 4.0)]

    revs = _revs(traits, turns)

    def rate(times_s: Floats) -> Floats:
        """Explosions a second: four-stroke cylinders fire every second turn."""
        moved = 1 + 0.012 * hunting[0](times_s) + 0.005 * hunting[1](times_s)
        return np.asarray(rpm / 60 * cylinders / 2 * moved * revs(times_s / max(duration_s, 1e-3)))

    # fast engines run hot, and sound is faster in hot gas
    pipe_hz *= spread(traits.size, 1.7, 1.0, 0.65) * spread(traits.speed, 0.85, 1.0, 1.3)
    pulses = _pulses(traits, cylinders, pipe_hz, rng, sample_rate)
    for start_s, length_s in spans(duration_s):
        yield int(start_s * sample_rate), _running(rate, start_s, length_s, pulses, rng, sample_rate=sample_rate)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _machine(traits, rpm, hunting[1]), n, sample_rate)


def _revs(traits: Traits, turns: tuple[float, float, float]) -> Movement:
    """How much faster than at first thought it turns at each part 0..1 of the sound."""
    if not movement.has(traits.moves, "speed"):
        return lambda x: np.ones(np.shape(x))
    grid = np.linspace(0, 1, 65)
    now = [spread(traits.at(float(x)).speed, *turns) / spread(traits.speed, *turns) for x in grid]
    return lambda x: np.asarray(np.interp(x, grid, now))


def _pulses(
    traits: Traits, cylinders: int, pipe_hz: float, rng: np.random.Generator, sample_rate: int
) -> list[Samples]:
    """One explosion of each cylinder, at both ears: (2, n). Alike in the pipe they share, not quite in strength."""
    modes = np.arange(1, 15)
    frequencies_hz = pipe_hz * (2 * modes - 1) * rng.lognormal(0, 0.04, 14)
    load = spread(traits.intensity, 0.75, 1.15, 1.7) * spread(traits.speed, 0.7, 1.0, 1.6)
    # the gas leaves in a soft puff at idle, at once under load; the muffler swallows what is left of the edge
    shared = rng.lognormal(0, 0.25, 14) * modes ** (-0.55 / load)
    puff_s = 0.0014 / load**1.5 * (85.0 / pipe_hz) ** 0.5
    # the muffler takes most of the lowest mode, and fast gas drives the upper ones
    shared[0] *= 0.5 * spread(traits.speed, 1.3, 1.0, 0.55)
    pulses = []
    for _ in range(cylinders):
        gains = shared * rng.lognormal(0, 0.25, (2, 14)) * rng.uniform(0.82, 1.0)
        decays_s = 1.1 / frequencies_hz * rng.uniform(0.8, 1.3, 14)
        pulses.append(ring(frequencies_hz, decays_s, gains, int(0.12 * sample_rate), sample_rate, rise_s=puff_s))
    return pulses


def _running(
    rate: Movement,
    start_s: float,
    length_s: float,
    pulses: list[Samples],
    rng: np.random.Generator,
    *,
    sample_rate: int,
) -> Samples:
    """The explosions of a stretch of time, each at its moment give or take a little."""
    grid_s = np.arange(0, length_s + 0.01, 0.005)
    phase = np.concatenate([[0.0], np.cumsum(rate(start_s + grid_s[:-1]) * 0.005)])
    times_s = np.interp(np.arange(1, int(phase[-1])), phase, grid_s)
    times_s = times_s + rng.normal(0, 0.010, len(times_s)) * np.gradient(times_s) if len(times_s) > 1 else times_s
    n = int(length_s * sample_rate)
    out = np.zeros((2, n + pulses[0].shape[1]), np.float32)
    starts = np.clip((times_s * sample_rate).astype(np.int64), 0, n - 1)
    # a cycle that burns badly is followed by a better one
    burnt = rng.normal(0, 0.09, len(starts))
    strengths = (1 + burnt - 0.4 * np.concatenate([np.zeros(min(1, len(burnt))), burnt[:-1]])).astype(np.float32)
    for k, (start, strength) in enumerate(zip(starts.tolist(), strengths, strict=True)):
        pulse = pulses[k % len(pulses)]
        out[:, start : start + pulse.shape[1]] += strength * pulse
    # slow machines chop the air, fast ones only puff
    puff_s = float(np.clip(0.12 / rate(np.zeros(1))[0], 0.002, 0.02))
    length = int(5 * puff_s * sample_rate)
    puffs = bursts(rng, np.full(len(starts), puff_s), rng.uniform(350, 1600, len(starts)), sample_rate, length)
    out[:, :n] += scatter(n, starts, puffs, 0.28 * strengths * pans(rng, len(starts), 0.8))
    return out


def _machine(traits: Traits, rpm: float, hunting: Movement) -> Magnitudes:
    """Intake, belts and valves: soft broad noise and a whine that turns with the engine."""
    level = 0.045 * spread(traits.intensity, 0.6, 1.0, 1.7) * spread(traits.brightness, 0.6, 1.0, 1.6)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        whine_hz = rpm / 60 * 23 * (1 + 0.005 * hunting(times_s))[:, None]
        whine = 1 / (1 + (40 * (frequencies_hz[None, :] / whine_hz - 1)) ** 2)
        broad = band(frequencies_hz, 300.0, 3500.0, 1.0, 1.5)[None, :]
        return np.asarray(level * (broad + 0.8 * whine)[None])

    return magnitudes


ENGINE = Family(
    name="engine",
    play=play,
    words={
        "engine": {},
        "motor": {},
        "car": {},
        "vehicle": {},
        "mustang": {"size": 0.4, "intensity": 0.3},
        "muscle car": {"size": 0.4, "intensity": 0.3},
        "hot rod": {"size": 0.4, "intensity": 0.5},
        "idle": {"speed": -1.0, "intensity": -0.3},
        "truck": {"variant": "truck"},
        "lorry": {"variant": "truck"},
        "bus": {"variant": "truck"},
        "diesel": {"variant": "truck"},
        "tractor": {"variant": "truck", "size": 0.3},
        "tank": {"variant": "truck", "size": 0.7, "intensity": 0.4},
        "generator": {"variant": "truck", "size": -0.4},
        "motorcycle": {"variant": "motorcycle"},
        "motorbike": {"variant": "motorcycle"},
        "scooter": {"variant": "small", "size": 0.3},
        "lawnmower": {"variant": "small"},
        "chainsaw": {"variant": "small", "size": -0.3, "intensity": 0.5},
        "boat": {"variant": "boat"},
    },
    level_db=-24.0,
    role="bed",
    sustained=True,
    examples=(
        ("car engine idling", "sfx"),
        ("fast motorcycle", "sfx"),
        ("truck engine hum", "ambience"),
        ("car engine speeding up", "sfx"),
    ),
    weak=frozenset(("idle",)),
    paced=True,
)
