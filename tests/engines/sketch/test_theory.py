"""Notes, scales, chords and metres."""

from __future__ import annotations

import pytest

from audiocraft_studio.engines.sketch.theory import (
    METRES,
    SCALES,
    chord_scale,
    diatonic_chord,
    frequency_hz,
    numeral_chord,
)


def test_a4_is_440_hz_and_an_octave_doubles() -> None:
    assert frequency_hz(69) == 440.0
    assert frequency_hz(81) == 880.0


@pytest.mark.parametrize(
    ("mode", "names"),
    [("major", ["C", "Dm", "Em", "F", "G", "Am", "Bdim"]), ("minor", ["Cm", "Ddim", "Eb", "Fm", "Gm", "Ab", "Bb"])],
)
def test_the_chords_of_a_scale_have_their_names(mode: str, names: list[str]) -> None:
    assert [diatonic_chord(0, mode, degree).name for degree in range(7)] == names


@pytest.mark.parametrize(
    ("tonic", "mode", "numeral", "name"),
    [
        (0, "major", "V7", "G7"), (0, "major", "ii7", "Dm7"), (0, "major", "bVII", "Bb"), (9, "minor", "V", "E"),
        (9, "minor", "VI", "F"), (9, "minor", "bII", "Bb"), (9, "minor", "iim7b5", "Bm7b5"), (2, "dorian", "IV", "G"),
        (9, "minor", "#ivdim", "Ebdim"), (0, "major", "Imaj7", "Cmaj7"),
    ],
)  # fmt: skip
def test_roman_numerals_name_chords(tonic: int, mode: str, numeral: str, name: str) -> None:
    assert numeral_chord(tonic, mode, numeral).name == name


@pytest.mark.parametrize("numeral", ["", "VIII", "Vx", "b", "X"])
def test_other_words_are_no_roman_numerals(numeral: str) -> None:
    with pytest.raises(ValueError, match="Roman"):
        numeral_chord(0, "major", numeral)


def test_a_foreign_chord_bends_the_scale_but_never_its_tonic() -> None:
    a_minor = 9, "minor"
    assert chord_scale(*a_minor, numeral_chord(*a_minor, "i")) == (9, 11, 0, 2, 4, 5, 7)
    assert chord_scale(*a_minor, numeral_chord(*a_minor, "V")) == (9, 11, 0, 2, 4, 5, 8), "G sharp in place of G"
    assert chord_scale(*a_minor, numeral_chord(*a_minor, "bII")) == (9, 10, 0, 2, 4, 5, 7), "B flat in place of B"
    for mode in SCALES:
        for numeral in ("I", "iv", "V7", "bII", "bVI", "bVII", "vii"):
            chord = numeral_chord(4, mode, numeral)
            scale = chord_scale(4, mode, chord)
            assert scale[0] == 4
            assert set(chord.pitch_classes) <= set(scale)


def test_compound_metres_are_felt_in_dotted_quarters() -> None:
    assert (METRES["6/8"].bar_quarters, METRES["6/8"].beat_quarters, METRES["6/8"].beats) == (3.0, 1.5, (0.0, 1.5))
    assert (METRES["3/4"].bar_quarters, METRES["3/4"].beat_quarters, METRES["3/4"].beats) == (3.0, 1.0, (0.0, 1.0, 2.0))
    assert METRES["7/8"].bar_quarters == 3.5
    for metre in METRES.values():
        assert sum(metre.groups) / 2 == metre.bar_quarters
