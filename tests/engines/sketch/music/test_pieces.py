"""Pieces in every style: tempo, key, metre, form, and what makes them music rather than loops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.music import Composition
from audiocraft_studio.engines.sketch.music.styles import STYLES
from audiocraft_studio.engines.sketch.music.voices import KITS
from audiocraft_studio.engines.sketch.score_reading import read_score
from audiocraft_studio.engines.sketch.theory import NOTE_NAMES
from tests.engines.sketch.hearing import rms_db, side_share
from tests.engines.sketch.music.listening import RATE, accents, chroma, heard, key, piece, tempo_bpm

NAMES = sorted(STYLES)
A_FEW = [
    name if name in ("synthwave", "jazz", "orchestral") else pytest.param(name, marks=pytest.mark.slow)
    for name in NAMES
]
"""All styles, of which every run hears a few: for what takes many seconds of music."""

WITH_DRUMS = ("synthwave", "combat", "jazz", "chiptune", "lofi", "song")


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("bpm", [83.0, 120.0])
def test_every_note_lies_on_the_grid_when_nobody_plays_freely(style: str, bpm: float) -> None:
    composition = piece(style, 30.0, seed=2, bpm=bpm, metre="4/4", played=False)
    fine = {n.start for p in composition.parts for n in p.notes if abs(n.start * 8 - round(n.start * 8)) > 1e-9}
    assert not fine, "no note between the thirty-seconds"
    for note in composition.notes:
        assert composition.sample(note.start, RATE) == round(note.start * 60 / bpm * RATE)


@pytest.mark.parametrize("style", NAMES)
def test_players_are_early_as_often_as_late_and_never_drift(style: str) -> None:
    exact, played = (piece(style, 120.0, seed=4, bpm=100.0, metre="4/4", played=p) for p in (False, True))
    for part, free in zip(exact.parts, played.parts, strict=True):
        on_beats = [n.start for n in part.notes if n.start > 0 and n.start % 1 == 0]
        if len(on_beats) < 40:
            continue
        places = np.array([n.start for n in free.notes])
        near = np.array([places[np.abs(places - beat).argmin()] - beat for beat in on_beats]) * 600
        near = near[np.abs(near) < 80]
        loose_ms = STYLES[style].loose_ms + 0.6
        assert abs(near.mean()) < 4 * loose_ms / np.sqrt(len(near))
        drift_ms = np.polyfit(np.arange(len(near)), near, 1)[0] * len(near)
        assert abs(drift_ms) < 4 * loose_ms * np.sqrt(12 / len(near))


@pytest.mark.parametrize("style", WITH_DRUMS)
@pytest.mark.parametrize("bpm", [92.0, pytest.param(118.5, marks=pytest.mark.slow)])
def test_the_tempo_that_is_heard_is_the_one_asked_for(style: str, bpm: float) -> None:
    samples = heard(piece(style, 24.0, seed=5, bpm=bpm, metre="4/4"))
    assert abs(tempo_bpm(samples, bpm * 1.06) / bpm - 1) < 0.005


@pytest.mark.slow
def test_the_key_that_is_heard_is_the_one_asked_for() -> None:
    """Relative keys count as wrong."""
    missed = []
    tried = 0
    for style in NAMES:
        for mode in ("major", "minor"):
            for tonic in (3, 8):
                tried += 1
                found = key(chroma(heard(piece(style, 24.0, seed=tonic + 40, tonic=tonic, mode=mode))))
                if found != (tonic, mode):
                    missed.append(f"{style}: {NOTE_NAMES[tonic]} {mode} heard as {NOTE_NAMES[found[0]]} {found[1]}")
    assert len(missed) <= 0.10 * tried, missed


@pytest.mark.parametrize("style", ["synthwave", "combat", "song", "lofi"])
@pytest.mark.parametrize(("tonic", "mode"), [(9, "minor"), pytest.param(2, "major", marks=pytest.mark.slow)])
def test_a_key_is_heard(style: str, tonic: int, mode: str) -> None:
    assert key(chroma(heard(piece(style, 20.0, seed=7, tonic=tonic, mode=mode)))) == (tonic, mode)


@pytest.mark.parametrize("style", NAMES)
def test_pieces_close_on_their_tonic(style: str) -> None:
    for seed in range(4):
        composition = piece(style, 30.0, seed=seed, tonic=5, mode="minor")
        bass = [note for part in composition.parts if part.role == "bass" for note in part.notes]
        low = bass or [note for part in composition.parts if part.voice not in KITS for note in part.notes]
        last = max(note.start for note in low)
        assert min(n.pitch for n in low if n.start > last - 0.2) % 12 == 5


@pytest.mark.parametrize("metre", ["3/4", "4/4", "6/8", "5/4", "7/8"])
@pytest.mark.parametrize("style", ["song", "orchestral", "combat", "lullaby"])
def test_bars_are_as_long_as_the_metre_says(style: str, metre: str) -> None:
    """Accents repeat after a bar more than after any other time of one to seven quarters that is no multiple of it."""
    composition = piece(style, 60.0, seed=6, metre=metre, played=False)
    assert str(composition.metre) == metre
    places = accents(composition, 0.5)
    places -= places.mean()
    bar = round(composition.metre.bar_quarters * 2)
    likeness = {lag: float(np.mean(places[lag:] * places[:-lag])) for lag in range(2, 15)}
    best = max(likeness, key=lambda lag: likeness[lag])
    assert best % bar == 0


def energies_db(composition: Composition, around: float, seconds: float = 4.0) -> tuple[float, float]:
    """Level before and after a place in the music, in dB."""
    samples = heard(composition)
    at, span = composition.sample(around, RATE), int(seconds * RATE)
    return rms_db(samples[:, max(0, at - span) : at]), rms_db(samples[:, at : at + span])


@pytest.mark.parametrize("style", A_FEW)
def test_sections_differ_in_their_level_and_in_how_much_is_played(style: str) -> None:
    composition = piece(style, 60.0, seed=8, bpm=90.0, metre="4/4")
    starts = [section.start for section in composition.sections]
    assert len(starts) >= 3
    energies = [section.energy for section in composition.sections]
    k = int(np.argmax(np.abs(np.diff(energies)))) + 1
    softer, louder = energies_db(composition, starts[k])
    if energies[k] < energies[k - 1]:
        softer, louder = louder, softer
    assert louder > softer + 1.0


def test_drums_enter_where_the_prompt_says_so() -> None:
    score, _, _ = read_score("0:00 calm, 0:20 drums enter")
    composition = piece("synthwave", 40.0, seed=3, form=score.form)
    drums = next(part for part in composition.parts if part.voice in KITS)
    first_s = composition.seconds(min(note.start for note in drums.notes))
    assert abs(first_s - 20) < 0.15
    bar = composition.metre.bar_quarters
    assert min(note.start for note in drums.notes) % bar == 0
    before, after = energies_db(composition, composition.sections[1].start)
    assert after > before + 3


def test_a_form_of_named_sections_is_followed() -> None:
    score, _, _ = read_score("intro 4 bars, verse, build, drop")
    composition = piece("synthwave", 48.0, seed=3, bpm=100.0, form=score.form)
    assert [section.name for section in composition.sections] == ["intro", "verse", "build", "drop"]
    assert composition.sections[0].length == 16.0
    levels = [
        rms_db(heard(composition)[:, composition.sample(s.start, RATE) :][:, : 4 * RATE]) for s in composition.sections
    ]
    assert levels[3] == max(levels)
    assert levels[0] == min(levels)


@pytest.mark.parametrize("style", NAMES)
def test_three_minutes_never_repeat_a_stretch_of_eight_bars(style: str) -> None:
    composition = piece(style, 180.0, seed=9, metre="4/4", played=False)
    window = 8 * composition.metre.bar_quarters
    seen = set()
    for k in range(int(composition.length // window)):
        stretch = tuple(
            (part.role, note.start - k * window, note.pitch)
            for part in composition.parts
            for note in part.notes
            if k * window <= note.start < (k + 1) * window
        )
        assert stretch
        assert stretch not in seen
        seen.add(stretch)


@pytest.mark.parametrize("style", A_FEW)
def test_the_seed_decides_everything(style: str) -> None:
    first, again, other = (piece(style, 12.0, seed=s) for s in (1, 1, 2))
    assert first == again
    assert np.array_equal(heard(first), heard(again))
    assert [p.notes for p in first.parts] != [p.notes for p in other.parts]


@pytest.mark.parametrize("style", NAMES)
def test_the_mix_is_clean_wide_and_as_long_as_asked(style: str) -> None:
    samples = heard(piece(style, 13.7, seed=10))
    assert samples.shape == (2, round(13.7 * RATE))
    assert np.abs(samples).max() <= 10 ** (-1.4 / 20)
    assert abs(samples.mean(axis=1)).max() < 1e-3
    assert 0.005 < side_share(samples) < 0.5
    assert -26 < rms_db(samples) < -12


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("duration_s", [0.05, 0.4, 2.0])
def test_the_shortest_pieces_sound(style: str, duration_s: float) -> None:
    samples = heard(piece(style, duration_s, seed=12))
    assert samples.shape[1] == round(duration_s * RATE)
    assert np.abs(samples).max() > 1e-3


def test_stated_chords_are_played_a_bar_each_to_the_end() -> None:
    score, _, _ = read_score("Am F C G")
    composition = piece("synthwave", 20.0, seed=2, bpm=120.0, tonic=9, mode="minor", chords=score.chords, played=False)
    bass = next(part for part in composition.parts if part.role == "bass")
    for bar in range(10):
        first = min((n for n in bass.notes if 4 * bar <= n.start < 4 * bar + 4), key=lambda n: n.start)
        assert first.pitch % 12 == (9, 5, 0, 7)[bar % 4]


def test_one_part_alone_begins_each_note_on_its_sample() -> None:
    composition = piece("song", 8.0, seed=3, bpm=117.3, metre="4/4", played=False)
    for part in composition.parts:
        note = part.notes[len(part.notes) // 2]
        alone = heard(replace(composition, parts=(replace(part, notes=(note,), room=0),), sections=()))
        first = int(np.flatnonzero(np.abs(alone).max(axis=0) > 1e-7)[0])
        assert 0 <= first - round(note.start * 60 / 117.3 * RATE) <= 12, part.voice
