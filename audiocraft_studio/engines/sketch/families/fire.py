"""Fire: hissing steam, lapping flames and crackling wood, each on its own (Farnell, "Designing Sound", 2010)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.grains import arrivals, bursts, pans, power_law, scatter, spans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Fire for the whole duration; size makes it roar, intensity makes it crackle more."""
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _flames(traits, duration_s, rng), n, sample_rate, hop=512)
    mood = wander(rng, duration_s, 0.3)
    for start_s, length_s in spans(duration_s):
        yield int(start_s * sample_rate), _crackle(traits, start_s, length_s, mood, rng, sample_rate=sample_rate)


def _flames(traits: Traits, duration_s: float, rng: np.random.Generator) -> Magnitudes:
    """The steady part. Squared noise makes the flames lick: mostly small, now and then a leap."""
    hiss_moves = [wander(rng, duration_s, 2.5) for _ in range(2)]
    leaps = [wander(rng, duration_s, 5.5) for _ in range(2)]
    slow = wander(rng, duration_s, 0.25)
    roar = spread(traits.size, 0.15, 0.5, 1.6) * spread(traits.intensity, 0.5, 1.0, 1.8)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        ears = []
        for ear in range(2):
            lick = (0.35 + np.minimum(leaps[ear](times_s) ** 2, 5.0)) * np.exp(0.2 * slow(times_s))
            hiss = np.clip(1 + 0.35 * hiss_moves[ear](times_s), 0.2, 2.5)
            flames = roar * lick[:, None] * band(frequencies_hz, 45.0, 170.0, 2.0, 1.6)[None, :]
            steam = 0.045 * hiss[:, None] * band(frequencies_hz, 1200.0, 9000.0, 1.0, 2.0)[None, :]
            ears.append(flames + steam)
        return np.stack(ears)

    return magnitudes


def _crackle(
    traits: Traits, start_s: float, length_s: float, mood: Movement, rng: np.random.Generator, *, sample_rate: int
) -> Samples:
    """Wood that cracks: bursts in clusters of a few, as one crack opens the next; most are faint."""
    clusters_s = arrivals(rng, spread(traits.intensity, 2.5, 9.0, 22.0), length_s)
    busy = np.clip(0.6 + 0.4 * mood(clusters_s + start_s), 0.1, 1.0)
    clusters_s = clusters_s[rng.uniform(size=len(clusters_s)) < busy]
    sizes = rng.geometric(0.35, len(clusters_s))
    times_s = np.repeat(clusters_s, sizes)
    times_s = times_s + rng.exponential(0.02, len(times_s))
    loud = power_law(rng, len(times_s), 0.03, 1.0, 1.7)
    centres_hz = np.clip(rng.lognormal(np.log(3600.0), 0.55, len(loud)) * loud**-0.08, 500, 12000)
    n, starts = int(length_s * sample_rate), (times_s * sample_rate).astype(np.int64)
    decays_s = rng.uniform(0.0003, 0.0012, len(loud)) + 0.0012 * loud
    grains = bursts(rng, decays_s, centres_hz, sample_rate, int(0.012 * sample_rate))
    out = scatter(n, starts, grains, 1.5 * loud * pans(rng, len(loud), 0.7), spill=True)
    big = np.flatnonzero(loud > 0.45)
    pops = bursts(rng, rng.uniform(0.004, 0.010, len(big)), rng.uniform(250, 900, len(big)), sample_rate, 2048)
    popping = scatter(n, starts[big], pops, 1.1 * loud[big] * pans(rng, len(big), 0.5), spill=True)
    popping[:, : out.shape[1]] += out
    return popping


FIRE = Family(
    name="fire",
    play=play,
    words={
        "fire": {},
        "campfire": {"size": -0.2},
        "fireplace": {"size": -0.3, "place": "room"},
        "bonfire": {"size": 0.5, "intensity": 0.3},
        "flame": {"intensity": -0.2},
        "torch": {"size": -0.5},
        "wildfire": {"size": 0.9, "intensity": 0.7},
        "inferno": {"size": 1.0, "intensity": 0.8},
        "blaze": {"size": 0.6, "intensity": 0.5},
        "crackle": {},
        "ember": {"intensity": -0.7, "size": -0.5},
    },
    level_db=-27.0,
    role="bed",
    sustained=True,
    examples=(("crackling campfire", "ambience"), ("huge roaring fire", "ambience")),
    weak=frozenset(
        (
            "crackle",
            "blaze",
        )
    ),
)
