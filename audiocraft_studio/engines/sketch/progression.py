"""Chords in time: which chord sounds from which sample to which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.engines.sketch.theory import Chord, diatonic_chord
from audiocraft_studio.engines.sketch.traits import Traits, spread

_PROGRESSIONS: dict[str, tuple[tuple[int, ...], ...]] = {
    "major": ((0, 4, 5, 3), (0, 5, 3, 4), (0, 3, 4, 3), (0, 2, 3, 4), (0, 3, 5, 4)),
    "minor": ((0, 5, 2, 6), (0, 3, 5, 4), (0, 6, 5, 6), (0, 3, 6, 2), (0, 5, 3, 6)),
}
_MINOR_LIKE = ("minor", "dorian", "phrygian", "locrian")


@dataclass(frozen=True)
class Bar:
    """One chord, from sample `start` for `length` samples. `beats`: the samples of its beats, from its own start."""

    chord: Chord
    start: int
    length: int
    beats: tuple[int, ...]


def tempo_bpm(traits: Traits, neutral_bpm: float) -> float:
    """The stated tempo, or one that suits the words."""
    return traits.score.bpm or round(spread(traits.speed, 0.65, 1.0, 1.6) * neutral_bpm)


def key(traits: Traits, rng: np.random.Generator) -> tuple[int, str]:
    """(tonic, mode): as stated, else drawn; dark sounds lean to minor."""
    drawn_tonic, drawn = int(rng.integers(12)), rng.uniform()
    minor = drawn < 0.5 - 0.5 * traits.brightness
    score = traits.score
    return (drawn_tonic if score.tonic is None else score.tonic), (score.mode or ("minor" if minor else "major"))


def bars(
    traits: Traits,
    duration_s: float,
    rng: np.random.Generator,
    sample_rate: int,
    *,
    beats_a_chord: int,
    neutral_bpm: float,
) -> Iterator[Bar]:
    """Chords from the start until the duration is filled. Beat k lies at round(k·60/bpm·rate), whatever came before."""
    beats_a_chord = traits.score.beats_a_chord or beats_a_chord
    tonic, mode = key(traits, rng)
    chords = _chords(traits, tonic, mode, rng)
    beat_samples = 60.0 / tempo_bpm(traits, neutral_bpm) * sample_rate
    n = int(duration_s * sample_rate)
    index = 0
    while round(index * beats_a_chord * beat_samples) < n:
        first = index * beats_a_chord
        at = [round((first + k) * beat_samples) for k in range(beats_a_chord + 1)]
        yield Bar(chords[index % len(chords)], at[0], at[-1] - at[0], tuple(a - at[0] for a in at[:-1]))
        index += 1


def degrees(traits: Traits, mode: str, rng: np.random.Generator) -> tuple[int, ...]:
    """The stated progression as steps of the scale, else one of those that suit the mode."""
    options = _PROGRESSIONS["minor" if mode in _MINOR_LIKE else "major"]
    drawn = options[int(rng.integers(len(options)))]
    return traits.score.degrees or drawn


def _chords(traits: Traits, tonic: int, mode: str, rng: np.random.Generator) -> tuple[Chord, ...]:
    if traits.score.chords:
        return traits.score.chords
    return tuple(diatonic_chord(tonic, mode, degree) for degree in degrees(traits, mode, rng))
