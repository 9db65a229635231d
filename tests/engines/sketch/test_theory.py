"""Notes, scales and chords."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.progression import bars
from audiocraft_studio.engines.sketch.theory import Score, diatonic_chord, frequency_hz, voiced
from audiocraft_studio.engines.sketch.traits import Traits


def test_a4_is_440_hz_and_an_octave_doubles() -> None:
    assert frequency_hz(69) == 440.0
    assert frequency_hz(81) == 880.0


@pytest.mark.parametrize(
    ("mode", "names"),
    [("major", ["C", "Dm", "Em", "F", "G", "Am", "Bdim"]), ("minor", ["Cm", "Ddim", "Eb", "Fm", "Gm", "Ab", "Bb"])],
)
def test_the_chords_of_a_scale_have_their_names(mode: str, names: list[str]) -> None:
    assert [diatonic_chord(0, mode, degree).name for degree in range(7)] == names


def test_voices_move_little_from_chord_to_chord() -> None:
    notes: tuple[int, ...] = ()
    for degree in (0, 4, 5, 3, 0, 3, 4, 0):
        following = voiced(diatonic_chord(0, "major", degree), notes)
        if notes:
            assert max(abs(a - b) for a, b in zip(notes, following, strict=True)) <= 7
        notes = following
    assert 50 < np.mean(notes) < 70


@pytest.mark.parametrize("bpm", [60.0, 97.0, 120.0, 133.7])
def test_beats_lie_on_the_sample_and_do_not_drift(bpm: float) -> None:
    traits = Traits(score=Score(tonic=0, mode="major", bpm=bpm))
    seen = []
    for bar in bars(traits, 30.0, np.random.default_rng(1), 44_100, beats_a_chord=4, neutral_bpm=96.0):
        seen.extend(bar.start + beat for beat in bar.beats)
    assert seen == [round(k * 60 / bpm * 44_100) for k in range(len(seen))]


def test_stated_chords_and_degrees_are_played_in_order() -> None:
    traits = Traits(score=Score(tonic=10, mode="major", bpm=240.0, degrees=(1, 4, 0)))
    played = [
        b.chord.name for b in bars(traits, 6.0, np.random.default_rng(1), 44_100, beats_a_chord=4, neutral_bpm=96.0)
    ]
    assert played == ["Cm", "F", "Bb", "Cm", "F", "Bb"]
