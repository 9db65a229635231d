"""Synthetic effects of games: lasers, jumps, charges; pitch that moves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

# variant: (pitch at the start and at the end in Hz, length in s, FM ratio, FM depth, depth at the end, rise share)
_SWEEPS: dict[str, tuple[float, float, float, float, float, float, float]] = {
    "": (2600.0, 180.0, 0.28, 1.5, 3.0, 0.5, 0.01),
    "jump": (260.0, 760.0, 0.22, 1.0, 0.4, 0.1, 0.05),
    "charge": (90.0, 900.0, 1.6, 2.0, 0.3, 4.0, 0.9),
    "down": (700.0, 90.0, 0.8, 1.0, 0.6, 1.8, 0.03),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One at the start; several, at uneven times, where the prompt asks for more."""
    at_s = 0.0
    while duration_s - at_s > 0.03:
        sound = _sweep(traits, duration_s - at_s, rng, sample_rate)
        yield int(at_s * sample_rate), sound
        if not traits.repeated:
            return
        pace = spread(traits.at(at_s / duration_s).speed, 0.5, 1.0, 2.0)
        gap_s = max(0.15, 0.6 * sound.shape[1] / sample_rate) / pace * rng.lognormal(0, 0.3)
        at_s += traits.gap_s(gap_s, duration_s)


def _sweep(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A frequency-modulated tone that glides, each ear a little detuned."""
    start_hz, end_hz, length_s, ratio, depth, end_depth, rise = _SWEEPS[
        traits.variant if traits.variant in _SWEEPS else ""
    ]
    length_s = min(left_s, length_s * spread(traits.speed, 1.8, 1.0, 0.6) * rng.uniform(0.85, 1.2))
    size = spread(traits.size, 0.55, 1.0, 2.0) * rng.lognormal(0, 0.12)
    n = max(16, int(length_s * sample_rate))
    x = np.linspace(0, 1, n)
    bend = rng.uniform(0.5, 0.9)
    pitch_hz = start_hz * (end_hz / start_hz) ** (x**bend) / size
    ears = []
    ratio *= rng.lognormal(0, 0.05)
    for detune in (-1.0, 1.0):
        phase = 2 * np.pi * np.cumsum(pitch_hz * (1 + detune * 0.004)) / sample_rate
        index = depth + (end_depth - depth) * x
        ears.append(np.sin(phase + index * np.sin(ratio * phase)) + 0.3 * np.sin(0.5 * phase))
    gain = np.minimum(x / max(rise, 1e-3), 1) * np.minimum((1 - x) / 0.3, 1) ** 1.5
    sound = (np.stack(ears) * gain).astype(np.float32)
    fade_edges(sound, 30, 200)
    return sound


ZAP = Family(
    name="zap",
    play=play,
    words={
        "zap": {},
        "laser": {},
        "blaster": {"size": 0.2},
        "ray gun": {},
        "jump": {"variant": "jump"},
        "charge": {"variant": "charge"},
        "power up": {"variant": "charge"},
        "power down": {"variant": "down"},
        "game over": {"variant": "down"},
    },
    level_db=-21.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(("laser zap", "sfx"), ("power up", "sfx"), ("retro jump", "sfx")),
    intensity_db=5.0,
    weak=frozenset(("charge",)),
)
