"""A drum kit that keeps time: kick, snare and hats, every stroke on its place in the bar to the sample."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import decay, fade_edges
from audiocraft_studio.engines.sketch.blocks.noise import white
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.progression import tempo_bpm
from audiocraft_studio.engines.sketch.traits import Traits, spread

_SIXTEENTHS = 16
# drum: patterns of a bar in sixteenths, as strength 0..9; the seed picks one of each
_PATTERNS: dict[str, tuple[str, ...]] = {
    "kick": ("9000000090000000", "9000000080600000", "9000008000900000", "9000900090009000", "9006000080000060"),
    "snare": ("0000900000009000", "0000900000009003", "0000900200009000", "0000900000209000"),
    "hat": ("7050705070507050", "7353735373537353", "7070707070707070", "7053705370537053"),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A pattern of two bars that varies in strength, and now and then in a stroke, from the first beat to the end."""
    step = 60.0 / tempo_bpm(traits, 100.0) * sample_rate / 4
    n = int(duration_s * sample_rate)
    drums = ("kick",) if traits.variant == "kick" else tuple(_PATTERNS)
    chosen = {drum: _PATTERNS[drum][int(rng.integers(len(_PATTERNS[drum])))] for drum in drums}
    index = 0
    while round(index * step) < n:
        for drum in drums:
            strength = int(chosen[drum][index % _SIXTEENTHS]) / 9
            if drum != "kick" and strength == 0 and rng.uniform() < 0.03 * (1 + traits.intensity):
                strength = 0.25
            if strength:
                hit = _DRUMS[drum](traits, rng, sample_rate)
                hit *= np.float32(strength * rng.normal(1.0, 0.06))
                yield round(index * step), hit
        index += 1


def _kick(traits: Traits, rng: np.random.Generator, sample_rate: int) -> Samples:
    n = int(0.35 * sample_rate)
    t = np.arange(n) / sample_rate
    base_hz = 50.0 / spread(traits.size, 0.8, 1.0, 1.25)
    wave = np.sin(2 * np.pi * (base_hz * t + 5.0 * (1 - np.exp(-t / 0.028)))) * decay(n, 0.11, sample_rate)
    wave[:120] += 0.25 * rng.standard_normal(120) * np.linspace(1, 0, 120)
    return _both(wave, sample_rate)


def _snare(traits: Traits, rng: np.random.Generator, sample_rate: int) -> Samples:
    n = int(0.28 * sample_rate)
    t = np.arange(n) / sample_rate
    shell = sum(np.sin(2 * np.pi * f * t * rng.normal(1, 0.01)) for f in (183.0, 331.0)) * decay(n, 0.05, sample_rate)
    wires = np.diff(white(rng, n + 1, 2), axis=1) * decay(n, 0.075 * spread(traits.size, 0.7, 1.0, 1.4), sample_rate)
    return _both(0.35 * shell, sample_rate) + 0.22 * wires


def _hat(traits: Traits, rng: np.random.Generator, sample_rate: int) -> Samples:
    n = int(0.09 * sample_rate)
    noise = np.diff(white(rng, n + 2, 1), n=2, axis=1) * decay(n, rng.uniform(0.014, 0.022), sample_rate)
    return 0.07 * noise * np.array([[0.75], [1.0]], np.float32) * np.float32(spread(traits.brightness, 0.6, 1.0, 1.5))


def _both(wave: npt.NDArray[np.floating], sample_rate: int) -> Samples:
    out = np.stack([wave, wave]).astype(np.float32)
    fade_edges(out, 4, sample_rate // 50)
    return out


_DRUMS = {"kick": _kick, "snare": _snare, "hat": _hat}

DRUMS = Family(
    name="drums",
    play=play,
    words={
        "drum": {},
        "drum loop": {},
        "drum kit": {},
        "beat": {},
        "rhythm": {},
        "percussion": {},
        "groove": {},
        "breakbeat": {"speed": 0.5},
        "kick": {"variant": "kick"},
        "kick drum": {"variant": "kick"},
    },
    level_db=-19.0,
    role="music",
    sustained=True,
    examples=(("drum beat at 90 bpm", "music"), ("fast drums", "music")),
    intensity_db=4.0,
    weak=frozenset(("song",)),
)
