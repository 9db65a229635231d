"""Sea: waves that swell, break and run out, each at its own time, side and strength, over a far surf.

Every wave has three voices that follow one another: a low swell, the break, and foam that hisses away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.grains import arrivals, bubbling, pans, power_law, spans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


@dataclass(frozen=True)
class _Wave:
    """break_s: when it breaks. scale: slowness. strength: its level. sides: gain of each ear. pitch: of its noise."""

    break_s: float
    scale: float
    strength: float
    sides: tuple[float, float]
    pitch: float


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Waves for the whole duration: a heavy surf, or lapping where the water is small or calm."""
    waves = _waves(traits, duration_s, rng)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _magnitudes(traits, duration_s, rng, waves), n, sample_rate)
    for start_s, length_s in spans(duration_s):
        yield int(start_s * sample_rate), _foam(traits, start_s, length_s, waves, rng, sample_rate=sample_rate)


def _waves(traits: Traits, duration_s: float, rng: np.random.Generator) -> list[_Wave]:
    period_s = spread(traits.size, 1.6, 5.0, 8.0) / spread(traits.speed, 0.6, 1.0, 1.7)
    if traits.variant == "lapping":
        period_s *= 0.35
    waves, at_s = [], -rng.uniform(0.0, 1.0) * period_s
    while at_s < duration_s + period_s:
        angle = np.pi / 4 * (1 + 0.75 * rng.uniform(-1, 1))
        strength = float(rng.lognormal(0, 0.35))
        scale = period_s / 5.5 * rng.lognormal(0, 0.15)
        sides = (float(np.cos(angle)), float(np.sin(angle)))
        waves.append(_Wave(at_s, float(scale), strength, sides, float(rng.lognormal(0, 0.2))))
        at_s += period_s * float(np.clip(rng.lognormal(0, 0.35), 0.4, 2.2))
    return waves


def _rise_and_fall(times_s: Floats, at_s: float, rise_s: float, fall_s: float) -> Floats:
    """A bump that is 1 at `at_s`: a Gaussian rise, an exponential fall that starts gently."""
    t = times_s - at_s
    rise = np.exp(-0.5 * (np.minimum(t, 0) / rise_s) ** 2)
    fall = np.maximum(t, 0) / fall_s
    return np.asarray(rise * (1 + fall) * np.exp(-fall))


def _magnitudes(traits: Traits, duration_s: float, rng: np.random.Generator, waves: list[_Wave]) -> Magnitudes:
    calm = spread(traits.intensity, 0.45, 1.0, 1.5)
    # more water falls deeper and weighs more
    light = spread(traits.size, 1.5, 1.0, 0.65)
    surf = 0.12 * spread(traits.distance, 0.5, 1.0, 2.2)
    slow = [wander(rng, duration_s, 0.2) for _ in range(2)]
    flutter = [wander(rng, duration_s, 5.0) for _ in range(2)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        swell_band = band(frequencies_hz, 60.0, 260.0, 2.0, 2.0)
        far_band = band(frequencies_hz, 90.0, 900.0, 1.0, 1.3)
        out = np.stack([surf * (1 + 0.2 * move(times_s))[:, None] * far_band[None, :] for move in slow])
        first_s, last_s = times_s[0], times_s[-1]
        for wave in waves:
            if wave.break_s < first_s - 16 * wave.scale or wave.break_s > last_s + 6 * wave.scale:
                continue
            s, f = wave.scale, wave.pitch * light
            swell = _rise_and_fall(times_s, wave.break_s - 0.3 * s, 1.1 * s, 0.7 * s)
            crash = _rise_and_fall(times_s, wave.break_s, 0.33 * s, 0.55 * s) * calm
            wash = _rise_and_fall(times_s, wave.break_s + 0.9 * s, 0.55 * s, 1.1 * s)
            shape = (
                0.7 / light * swell[:, None] * swell_band[None, :]
                + 0.85 * crash[:, None] * band(frequencies_hz, 160.0 * f, 1400.0 * f * calm, 1.2, 1.2)[None, :]
                + 0.20 * wash[:, None] * band(frequencies_hz, 1300.0 * f, 5500.0 * light**0.5, 1.4, 1.5)[None, :]
            )
            for ear in range(2):
                out[ear] += wave.strength * wave.sides[ear] * shape
        return np.stack([out[ear] * (1 + 0.12 * flutter[ear](times_s))[:, None] for ear in range(2)])

    return magnitudes


def _foam(
    traits: Traits, start_s: float, length_s: float, waves: list[_Wave], rng: np.random.Generator, *, sample_rate: int
) -> Samples:
    """Bubbles that burst while the foam runs out; small water has fewer, larger ones."""
    lapping = traits.variant == "lapping"
    times_s = arrivals(rng, 90.0 if lapping else 500.0, length_s)
    activity = sum(
        w.strength * _rise_and_fall(times_s + start_s, w.break_s + 0.6 * w.scale, 0.4 * w.scale, 1.0 * w.scale)
        for w in waves
    )
    times_s = times_s[rng.uniform(size=len(times_s)) < np.minimum(activity, 1.0)]
    radii_m = power_law(rng, len(times_s), 0.0006, 0.006 if lapping else 0.0022, 2.5 if lapping else 3.5)
    gains = (0.35 if lapping else 0.10) * (radii_m / 0.0015) * rng.uniform(0.2, 1, len(radii_m))
    rising = rng.uniform(size=len(radii_m)) < 0.1
    gains = gains * pans(rng, len(radii_m))
    return bubbling(int(length_s * sample_rate), sample_rate, times_s, radii_m, gains=gains, rising=rising)


WAVES = Family(
    name="waves",
    play=play,
    words={
        "wave": {},
        "ocean": {},
        "sea": {},
        "surf": {"intensity": 0.3},
        "shore": {"intensity": -0.2},
        "seaside": {"intensity": -0.2},
        "tide": {"intensity": -0.3},
        "lake": {"variant": "lapping", "size": -0.5, "intensity": -0.5},
        "lap": {"variant": "lapping", "size": -0.6, "intensity": -0.6},
    },
    level_db=-26.0,
    role="bed",
    sustained=True,
    examples=(("ocean waves", "ambience"), ("calm lake lapping", "ambience"), ("violent surf", "ambience")),
    weak=frozenset(
        (
            "shore",
            "tide",
            "lap",
            "surf",
        )
    ),
)
