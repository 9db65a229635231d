"""Room tones: what is left of a place when nothing happens in it.

Air and far machines as noise whose spectrum falls from the bass (NC curves of Beranek, 1957, fall about 5 dB an
octave), the modes of the room in it, hums of mains and fans above it, and now and then something small that gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import arrivals, pans, spans
from audiocraft_studio.engines.sketch.blocks.hits import BOX, PLATE, Hit, hit
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


@dataclass(frozen=True)
class _Place:
    """slope: of the noise, in dB per octave. low_hz, high_hz: where it lies. length_m: the room's, for its modes.

    hums: (Hz, level) of what runs. breath: how much the air moves. small: what gives now and then ("creak", "drip",
    "disk", "groan", "tick" or ""), every_s apart in the mean.
    """

    slope: float
    low_hz: float
    high_hz: float
    length_m: float
    hums: tuple[tuple[float, float], ...] = ()
    breath: float = 0.15
    small: str = ""
    every_s: float = 6.0


_PLACES: dict[str, _Place] = {
    "": _Place(5.5, 45.0, 3500.0, 5.0, ((50.0, 0.05), (100.0, 0.08), (150.0, 0.02)), small="tick", every_s=9.0),
    "office": _Place(5.0, 60.0, 5000.0, 14.0, ((100.0, 0.10), (120.5, 0.06), (200.0, 0.05), (300.0, 0.03)), 0.12),
    "server": _Place(2.2, 110.0, 8500.0, 10.0,
                     ((148.0, 0.12), (233.0, 0.16), (296.0, 0.12), (466.0, 0.09), (699.0, 0.05), (1190.0, 0.05)),
                     0.05, "disk", 0.5),
    "cave": _Place(6.5, 30.0, 1600.0, 22.0, (), 0.55, "drip", 2.2),
    "hull": _Place(7.0, 24.0, 900.0, 38.0, ((31.0, 0.25), (62.0, 0.20), (93.5, 0.08), (124.0, 0.07)), 0.2,
                   "groan", 5.0),
    "submarine": _Place(6.5, 24.0, 700.0, 30.0, ((46.0, 0.22), (92.0, 0.14), (138.0, 0.06)), 0.2, "groan", 7.0),
    "basement": _Place(6.5, 30.0, 1500.0, 8.0, ((50.0, 0.10), (100.0, 0.16), (200.0, 0.05)), 0.2, "drip", 4.5),
    "attic": _Place(5.5, 60.0, 3000.0, 9.0, (), 0.55, "creak", 3.5),
    "hall": _Place(6.0, 28.0, 2600.0, 34.0, ((100.0, 0.03),), 0.3, "creak", 9.0),
    "bridge": _Place(4.0, 40.0, 6000.0, 12.0, ((55.0, 0.20), (110.0, 0.12), (220.3, 0.04), (880.0, 0.012)), 0.12),
    "lab": _Place(4.2, 80.0, 7000.0, 9.0, ((100.0, 0.10), (400.0, 0.04), (1730.0, 0.012)), 0.08, "tick", 5.0),
}  # fmt: skip


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """The tone of a place for the whole duration."""
    place = _PLACES.get(traits.variant, _PLACES[""])
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _air(place, traits, duration_s, rng), n, sample_rate)
    if place.hums:
        yield from _hums(place, traits, duration_s, rng, sample_rate)
    if place.small:
        rate_hz = spread(traits.intensity, 0.4, 1.0, 2.2) / place.every_s
        for at_s in arrivals(rng, rate_hz, duration_s).tolist():
            yield int(at_s * sample_rate), _small(place, traits, rng, sample_rate)


def _air(place: _Place, traits: Traits, duration_s: float, rng: np.random.Generator) -> Magnitudes:
    size = spread(traits.size, 0.6, 1.0, 1.8)
    modes_hz = 171.5 / (place.length_m * size) * np.sqrt(np.arange(1, 15)) * rng.lognormal(0, 0.06, 14)
    lift = rng.uniform(0.3, 1.3, 14)
    moves = [[wander(rng, duration_s, rate) for rate in (0.12, 0.5)] for _ in range(2)]
    level = 0.30 * spread(traits.intensity, 0.7, 1.0, 1.5)
    slope = place.slope * spread(traits.brightness, 1.25, 1.0, 0.75) / 6.02

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        f = np.maximum(frequencies_hz, 1.0)
        shape = (f / 100.0) ** -slope * band(frequencies_hz, place.low_hz / size, place.high_hz, 3.0, 1.5)
        bumps = sum(a * np.exp(-0.5 * (12 * np.log2(f / hz)) ** 2) for a, hz in zip(lift, modes_hz, strict=True))
        shape = np.minimum(shape, 4.0) * (1 + bumps)
        high = np.clip(np.log2(f / 250.0) / 4, 0, 1)
        ears = []
        for slow, quick in moves:
            swell = np.exp(place.breath * (slow(times_s) + 0.4 * quick(times_s)))
            # where air moves, its upper part moves more
            ears.append(level * swell[:, None] ** (1 + 0.8 * high[None]) * shape[None])
        return np.stack(ears)

    return magnitudes


def _hums(
    place: _Place, traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """What runs: steady tones, each a little unsteady in level, and from its own side."""
    size = spread(traits.size, 0.85, 1.0, 1.2)
    moves = [wander(rng, duration_s, 0.4) for _ in place.hums]
    drift = [wander(rng, duration_s, 0.3) for _ in place.hums]
    sides, phases = pans(rng, len(place.hums), 0.7), rng.uniform(0, 1, len(place.hums))
    off = rng.normal(1.0, 0.004, len(place.hums))
    for start_s, length_s in spans(duration_s):
        n = int(length_s * sample_rate)
        times_s = start_s + np.arange(n) / sample_rate
        coarse_s = np.linspace(start_s, start_s + length_s, max(2, int(40 * length_s)))
        out = np.zeros((2, n), np.float32)
        for k, (hz, level) in enumerate(place.hums):
            swell = np.interp(times_s, coarse_s, level * np.exp(0.2 * moves[k](coarse_s)))
            wobble = np.interp(times_s, coarse_s, 0.12 * drift[k](coarse_s))
            cycles = (hz / size * off[k] * times_s + wobble + phases[k]) % 1.0
            wave = swell.astype(np.float32) * np.sin(np.float32(2 * np.pi) * cycles.astype(np.float32))
            out += sides[:, k, None].astype(np.float32) * wave
        yield int(start_s * sample_rate), out


def _small(place: _Place, traits: Traits, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Something that gives, drops or seeks, in the distance."""
    level = rng.uniform(0.25, 1.0) * spread(traits.intensity, 0.7, 1.0, 1.3)
    side = 1.4 * pans(rng, 1, 0.9)
    if place.small == "disk":
        heads = Hit(1900.0 * rng.lognormal(0, 0.2), PLATE, 0.006, contact_s=0.0002, click=0.5, click_hz=3500.0)
        return np.asarray(side * 0.05 * level * hit(heads, 1.0, rng, sample_rate), dtype=np.float32)
    if place.small == "drip":
        n = int(0.9 * sample_rate)
        hz = rng.uniform(700, 2100) * np.array([1.0, 1.02, 2.1])
        drop = ring(hz, np.array([0.05, 0.22, 0.02]), side * np.array([0.30, 0.05, 0.1]), n, sample_rate, rise_s=0.001)
        return np.asarray(0.35 * level * drop, dtype=np.float32)
    if place.small == "groan":
        return _groan(level, side, rng, sample_rate)
    wood = place.small == "creak"
    part = Hit(rng.uniform(180, 700) if wood else rng.uniform(900, 2600), BOX, 0.03 if wood else 0.008, click=0.6,
               click_hz=1500.0 if wood else 3500.0, thump=0.3 if wood else 0.0)  # fmt: skip
    return np.asarray(side * (0.10 if wood else 0.03) * level * hit(part, 1.0, rng, sample_rate), dtype=np.float32)


def _groan(level: float, side: Floats, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A hull under load: plates that stick and slip slowly, in the pitch of large metal."""
    length_s = rng.uniform(0.8, 2.6)
    n = int(length_s * sample_rate)
    t = np.arange(n) / sample_rate
    bend = wander(rng, length_s + 0.1, 1.2)
    pitch_hz = rng.uniform(70, 190) * np.exp(0.18 * bend(t))
    phase = 2 * np.pi * np.cumsum(pitch_hz) / sample_rate
    ratios = np.array([1.0, 1.52, 2.44, 3.67]) * rng.lognormal(0, 0.03, 4)
    wave = sum(a * np.sin(r * phase) for a, r in zip((1.0, 0.5, 0.35, 0.2), ratios, strict=True))
    rough = wander(rng, length_s + 0.1, 22.0)
    wave = np.asarray(wave) * np.clip(0.6 + 0.5 * rough(t), 0, 2) * np.sin(np.pi * t / length_s) ** 1.5
    out = (0.10 * level * side * wave).astype(np.float32)
    fade_edges(out, n // 10, n // 6)
    return np.asarray(out)


ROOMS = Family(
    name="room tone",
    play=play,
    words={
        "room tone": {},
        "roomtone": {},
        "room ambience": {},
        "empty room": {},
        "quiet room": {"intensity": -0.4},
        "indoor ambience": {},
        "silence": {"intensity": -0.8},
        "office ambience": {"variant": "office"},
        "office room": {"variant": "office"},
        "empty office": {"variant": "office"},
        "server room": {"variant": "server"},
        "data center": {"variant": "server"},
        "data centre": {"variant": "server"},
        "cave ambience": {"variant": "cave"},
        "cave air": {"variant": "cave"},
        "cave atmosphere": {"variant": "cave"},
        "dungeon ambience": {"variant": "cave", "size": -0.3},
        "ship hull": {"variant": "hull"},
        "hull": {"variant": "hull"},
        "ship interior": {"variant": "hull"},
        "submarine": {"variant": "submarine"},
        "submarine interior": {"variant": "submarine"},
        "basement": {"variant": "basement"},
        "cellar": {"variant": "basement"},
        "attic": {"variant": "attic"},
        "hall ambience": {"variant": "hall"},
        "church ambience": {"variant": "hall"},
        "cathedral ambience": {"variant": "hall", "size": 0.4},
        "warehouse ambience": {"variant": "hall"},
        "spaceship bridge": {"variant": "bridge"},
        "spaceship ambience": {"variant": "bridge"},
        "control room": {"variant": "bridge"},
        "laboratory": {"variant": "lab"},
        "lab": {"variant": "lab"},
        "hospital": {"variant": "lab"},
    },
    level_db=-34.0,
    role="bed",
    sustained=True,
    examples=(
        ("quiet room tone", "ambience"),
        ("server room", "ambience"),
        ("ship hull", "ambience"),
        ("cave ambience", "ambience"),
        ("empty office", "ambience"),
    ),
    intensity_db=6.0,
    weak=frozenset(("hull",)),
)  # fmt: skip
