"""Key, tempo and chords in prompts."""

from __future__ import annotations

import time

import pytest

from audiocraft_studio.engines.sketch.score_reading import read_score


@pytest.mark.parametrize(
    ("text", "tonic", "mode"),
    [
        ("slow pad in D minor", 2, "minor"),
        ("C major chords", 0, "major"),
        ("F# minor", 6, "minor"),
        ("Bb major", 10, "major"),
        ("E♭ maj", 3, "major"),
        ("g sharp minor", 8, "minor"),
        ("A-flat major", 8, "major"),
        ("drone in D dorian", 2, "dorian"),
        ("pad in Am", 9, "minor"),
        ("pad in G", 7, ""),
    ],
)
def test_a_key_is_read(text: str, tonic: int, mode: str) -> None:
    score, said, _ = read_score(text)
    assert (score.tonic, score.mode) == (tonic, mode)
    assert said


@pytest.mark.parametrize(
    "text", ["in a cave", "a big bang", "rain", "IN A CAVE", "I am here", "Am I dreaming", "be major"]
)
def test_plain_words_are_no_key(text: str) -> None:
    score, said, rest = read_score(text)
    assert score.tonic is None
    assert score.chords == ()
    assert said == ()
    assert rest == text


@pytest.mark.parametrize(
    ("text", "bpm"),
    [("120 bpm", 120), ("at 92.5bpm", 92.5), ("tempo 70", 70), ("BPM: 140", 140), ("5 bpm", None), ("900 bpm", None)],
)
def test_a_tempo_is_read_within_reason(text: str, bpm: float | None) -> None:
    assert read_score(text)[0].bpm == bpm


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("Am F C G", [9, 5, 0, 7]),
        ("Dm7 - G7 - Cmaj7", [2, 7, 0]),
        ("F#m, Bb | Eb", [6, 10, 3]),
    ],
)
def test_chord_names_are_read(text: str, roots: list[int]) -> None:
    assert [chord.root for chord in read_score(text)[0].chords] == roots


def test_chord_qualities_are_read() -> None:
    chords = read_score("Am7 Bdim Csus4 Dmaj7")[0].chords
    assert [c.intervals for c in chords] == [(0, 3, 7, 10), (0, 3, 6), (0, 5, 7), (0, 4, 7, 11)]


@pytest.mark.parametrize(("text", "degrees"), [("I-V-vi-IV", (0, 4, 5, 3)), ("ii V I", (1, 4, 0))])
def test_degrees_are_read(text: str, degrees: tuple[int, ...]) -> None:
    assert read_score(text)[0].degrees == degrees


@pytest.mark.parametrize("text", ["C " * 5000, "I-" * 5000, "1" * 10_000, "A#" * 5000, "a minor " * 1200])
def test_long_texts_take_no_time(text: str) -> None:
    began = time.perf_counter()
    read_score(text)
    assert time.perf_counter() - began < 0.5
