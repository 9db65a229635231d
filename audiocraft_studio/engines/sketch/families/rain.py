"""Rain: a far wash of countless drops, nearer ticks, and bubbles where it falls into water.

Arrivals are Poisson; near drops follow van den Doel (2005), the wash is what ten thousand far ones add up to.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.grains import arrivals, bubbling, bursting, pans, power_law, spans
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

# surface: (lowest mode Hz, highest mode Hz, decay s, level of its own ring, what is left of the hard tick, of the wash)
_SURFACES: dict[str, tuple[float, float, float, float, float, float]] = {
    "metal": (280.0, 5200.0, 0.055, 1.1, 0.35, 0.55),
    "wood": (120.0, 1400.0, 0.014, 1.2, 0.25, 0.5),
    "glass": (900.0, 6500.0, 0.016, 0.9, 0.45, 0.5),
    "plastic": (180.0, 2600.0, 0.010, 1.1, 0.25, 0.5),
    "cloth": (90.0, 900.0, 0.012, 1.8, 0.06, 0.3),
    "leaves": (500.0, 3800.0, 0.004, 0.9, 0.3, 0.7),
    "stone": (900.0, 5000.0, 0.003, 0.5, 0.6, 0.9),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Rain for the whole duration; intensity sets how many drops fall, and material on what."""
    n = int(duration_s * sample_rate)
    wash = spread(traits.intensity, 0.10, 0.45, 1.0)
    wash *= _SURFACES[traits.material][5] if traits.material in _SURFACES else 1.0
    yield from noise_pieces(rng, _wash(traits, duration_s, rng, wash), n, sample_rate)
    surface = _surface_response(traits, rng, sample_rate)
    hard = np.float32(_SURFACES[traits.material][4] if surface is not None else 1.0)
    for start_s, length_s in spans(duration_s):
        drops = _ticks(traits, length_s, rng, sample_rate)
        if surface is not None:
            hit = signal.oaconvolve(drops, surface, axes=1).astype(np.float32)
            hit[:, : drops.shape[1]] += hard * drops
            drops = hit
        yield int(start_s * sample_rate), drops
        yield int(start_s * sample_rate), _drips(traits, length_s, rng, sample_rate)


def _wash(traits: Traits, duration_s: float, rng: np.random.Generator, level: float) -> Magnitudes:
    """Far drops: broad noise whose parts swell a little, each ear for itself."""
    slow = [wander(rng, duration_s, 0.25) for _ in range(4)]
    top_hz = spread(traits.intensity, 9000.0, 7500.0, 6000.0)
    low_hz = spread(traits.intensity, 1800.0, 900.0, 350.0)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        hiss = band(frequencies_hz, low_hz, top_hz, 1.2, 1.6) * 0.4
        body = band(frequencies_hz, 150.0, 900.0, 2.0, 1.3) * spread(traits.intensity, 0.05, 0.25, 0.8)
        gains = np.stack([1 + 0.10 * move(times_s) for move in slow]).reshape(2, 2, -1, 1).astype(np.float32)
        return np.asarray(level * (gains[0] * hiss.astype(np.float32) + gains[1] * body.astype(np.float32)))

    return magnitudes


def _ticks(traits: Traits, length_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Single drops hitting something hard: dry ticks of 1-4 ms, most of them soft, few loud."""
    times_s = arrivals(rng, spread(traits.intensity, 60.0, 420.0, 1500.0), length_s)
    k = len(times_s)
    loud = power_law(rng, k, 0.05, 1.0, 2.2)
    # a bigger drop is louder, duller and longer
    centres_hz = np.clip(5200.0 * (loud / 0.1) ** -0.25 * rng.lognormal(0, 0.35, k), 600, 14000)
    n, gains = int(length_s * sample_rate), 1.6 * loud * pans(rng, k)
    return bursting(n, sample_rate, times_s, 0.0004 + 0.0012 * loud, centres_hz, gains=gains, rng=rng)


def _drips(traits: Traits, length_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Drops that catch a bubble: in puddles and on water, fewer on dry ground."""
    wet = {"water": 8.0, "": 1.0}.get(traits.material, 0.3) * spread(traits.wetness, 0.2, 1.0, 3.0)
    times_s = arrivals(rng, wet * spread(traits.intensity, 8.0, 30.0, 70.0), length_s)
    k = len(times_s)
    radii_m = power_law(rng, k, 0.0006, 0.004, 3.0)
    gains = (radii_m / 0.002) ** 1.2 * rng.uniform(0.05, 0.5, k) * pans(rng, k)
    rising = rng.uniform(size=k) < 0.1
    return bubbling(int(length_s * sample_rate), sample_rate, times_s, radii_m, gains=gains, rising=rising)


def _surface_response(traits: Traits, rng: np.random.Generator, sample_rate: int) -> Samples | None:
    """What a hit makes the surface do: many modes, close together, each ear near another spot of it."""
    if traits.material not in _SURFACES:
        return None
    low_hz, high_hz, decay_s, level, _, _ = _SURFACES[traits.material]
    low_hz, high_hz = low_hz * spread(traits.size, 1.5, 1.0, 0.7), high_hz * spread(traits.brightness, 0.6, 1.0, 1.4)
    modes = 48
    frequencies_hz = low_hz * (high_hz / low_hz) ** np.sort(rng.uniform(size=modes))
    decays_s = decay_s * (frequencies_hz / low_hz) ** -0.4 * rng.uniform(0.6, 1.4, modes)
    gains = rng.standard_normal((2, modes)) * (frequencies_hz / low_hz) ** -0.5
    response = ring(frequencies_hz, decays_s, gains, int(5 * decay_s * sample_rate), sample_rate)
    return np.asarray(response * np.float32(level / np.sqrt(np.mean(np.sum(response**2, axis=1)))))


RAIN = Family(
    name="rain",
    play=play,
    words={
        "rain": {},
        "rainfall": {},
        "raindrop": {"intensity": -0.4},
        "shower": {},
        "drizzle": {"intensity": -0.9},
        "sprinkle": {"intensity": -0.8},
        "downpour": {"intensity": 0.9},
        "cloudburst": {"intensity": 1.0},
        "rainstorm": {"intensity": 0.7},
        "monsoon": {"intensity": 1.0},
        "hail": {"intensity": 0.5, "brightness": 0.3, "material": "stone"},
    },
    level_db=-27.0,
    role="bed",
    sustained=True,
    examples=(
        ("heavy rain on a tin roof", "ambience"),
        ("light rain on leaves", "ambience"),
        ("gentle drizzle outside", "ambience"),
    ),
)
