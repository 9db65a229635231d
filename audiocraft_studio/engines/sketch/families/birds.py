"""Birds: a few individuals in the trees around, each with its own phrases, pauses, place and distance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats, band, noise_pieces
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


@dataclass(frozen=True)
class _Syllable:
    """One note of a song: pitch from, by way of, to (relative), length in s, trill in Hz and its depth."""

    bends: tuple[float, float, float]
    length_s: float
    trill_hz: float
    trill: float
    harmonics: tuple[float, ...]
    rough: float


# variant: (pitch range in Hz, syllable length range in s, gap in s, harmonics, roughness, pause in s)
_KINDS: dict[str, tuple[tuple[float, float], tuple[float, float], float, tuple[float, ...], float, float]] = {
    "": ((2300.0, 5600.0), (0.05, 0.16), 0.05, (1.0, 0.06), 0.0, 3.0),
    "owl": ((330.0, 430.0), (0.25, 0.55), 0.28, (1.0, 0.12, 0.05), 0.0, 6.0),
    "gull": ((750.0, 1100.0), (0.22, 0.45), 0.09, (0.5, 1.0, 0.7, 0.6, 0.35, 0.2), 0.25, 4.0),
    "crow": ((430.0, 560.0), (0.22, 0.34), 0.22, (0.4, 0.7, 1.0, 0.9, 0.7, 0.5, 0.4, 0.25), 0.8, 4.5),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Songs from the start to the end; intensity brings more birds."""
    kind = traits.variant if traits.variant in _KINDS else ""
    yield from noise_pieces(rng, _air, int(duration_s * sample_rate), sample_rate)
    birds = max(1, round(spread(traits.intensity, 2.0, 4.0, 9.0) * (1.0 if not kind else 0.4)))
    for k in range(birds):
        pan, near = rng.uniform(-0.9, 0.9), rng.uniform(0.25, 1.0) if k else 1.0
        song = _song(kind, traits, rng)
        at_s = rng.uniform(0.02, 0.15) * min(1.0, duration_s) if k == 0 else rng.exponential(2.5)
        while at_s < duration_s - 0.03:
            phrase = _phrase(song, _KINDS[kind][2], near, rng, sample_rate)
            angle = np.pi / 4 * (1 + pan)
            yield int(at_s * sample_rate), phrase * np.array([[np.cos(angle)], [np.sin(angle)]], np.float32)
            pause_s = _KINDS[kind][5] * rng.lognormal(0, 0.5) / spread(traits.speed, 0.6, 1.0, 2.0)
            at_s += phrase.shape[1] / sample_rate + pause_s


def _air(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
    """The quiet of a place outside, some 45 dB below the nearest bird: without it, song hangs in a void."""
    return np.repeat(0.004 * band(frequencies_hz, 120.0, 900.0, 1.0, 1.0)[None, None], len(times_s), axis=1)


def _song(kind: str, traits: Traits, rng: np.random.Generator) -> list[tuple[float, _Syllable, int]]:
    """What this bird sings: (pitch in Hz, syllable, how often) in a row."""
    (low_hz, high_hz), (short_s, long_s), _, harmonics, rough, _ = _KINDS[kind]
    base_hz = rng.uniform(low_hz, high_hz) / spread(traits.size, 0.75, 1.0, 1.8)
    song = []
    for _ in range(int(rng.integers(1, 4)) if not kind else 1):
        bends = (rng.uniform(0.7, 1.25), rng.uniform(0.9, 1.35), rng.uniform(0.65, 1.2))
        if kind:
            bends = {"owl": (0.97, 1.03, 0.93), "gull": (0.8, 1.25, 0.85), "crow": (1.05, 1.1, 0.85)}[kind]
        trill = rng.uniform(0.02, 0.10) if not kind and rng.uniform() < 0.4 else 0.0
        length_s = rng.uniform(short_s, long_s)
        syllable = _Syllable(bends, length_s, rng.uniform(22, 45), trill, harmonics, rough)
        song.append((base_hz * rng.uniform(0.85, 1.2), syllable, int(rng.integers(2, 6 if not kind else 4))))
    return song


def _phrase(
    song: list[tuple[float, _Syllable, int]], gap_s: float, near: float, rng: np.random.Generator, sample_rate: int
) -> Samples:
    """The song once, never sung quite the same: (1, n)."""
    parts = []
    for base_hz, syllable, count in song:
        for _ in range(max(1, count + int(rng.integers(-1, 2)))):
            parts.append(rng.uniform(0.7, 1.0) * _sung(base_hz * rng.lognormal(0, 0.012), syllable, rng, sample_rate))
            parts.append(np.zeros(int(gap_s * rng.uniform(0.6, 1.4) * sample_rate)))
    return np.asarray(near**1.5 * np.concatenate(parts)[None], dtype=np.float32)


def _sung(base_hz: float, syllable: _Syllable, rng: np.random.Generator, sample_rate: int) -> Floats:
    n = int(syllable.length_s * rng.uniform(0.9, 1.1) * sample_rate)
    x = np.linspace(0, 1, n)
    a, b, c = syllable.bends
    bend = a * (1 - x) ** 2 + 2 * b * x * (1 - x) + c * x**2
    pitch_hz = base_hz * bend * (1 + syllable.trill * np.sin(2 * np.pi * syllable.trill_hz * x * syllable.length_s))
    phase = 2 * np.pi * np.cumsum(pitch_hz) / sample_rate
    if syllable.rough:
        phase = phase + syllable.rough * np.cumsum(rng.standard_normal(n)) * 0.05
    wave = sum(level * np.sin((k + 1) * phase) for k, level in enumerate(syllable.harmonics))
    return np.asarray(wave * np.sin(np.pi * x) ** 0.7 * (1 - 0.4 * x))


BIRDS = Family(
    name="birds",
    play=play,
    words={
        "bird": {},
        "birdsong": {},
        "chirp": {},
        "tweet": {},
        "songbird": {},
        "sparrow": {"size": -0.2},
        "robin": {},
        "owl": {"variant": "owl"},
        "hoot": {"variant": "owl"},
        "seagull": {"variant": "gull"},
        "gull": {"variant": "gull"},
        "crow": {"variant": "crow"},
        "raven": {"variant": "crow", "size": 0.3},
    },
    level_db=-27.0,
    role="bed",
    sustained=True,
    examples=(("birds in the morning", "ambience"), ("owl at night", "ambience"), ("seagulls", "ambience")),
    place="outside",
    weak=frozenset(("chirp", "tweet", "hoot")),
)
