"""Changes over time, and numbers of events: how they are read, and that they are heard."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.engines.sketch import movement
from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.engines.sketch.grammar import read
from audiocraft_studio.engines.sketch.lexicon import build_lexicon
from audiocraft_studio.engines.sketch.movement import MOVES
from tests.engines.sketch.families.manners import bursts_s
from tests.engines.sketch.hearing import RATE, centroid_hz, onsets_s, rms_db, seeds, sound, take

LEXICON = build_lexicon(FAMILIES)
SEEDS = seeds(3)


def understood(prompt: str) -> str:
    return ", ".join(str(source) for source in read(prompt, LEXICON).sources)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("footsteps slowly approaching", "footsteps (approaching)"),
        ("approaching footsteps", "footsteps (approaching)"),
        ("the footsteps get closer and closer", "footsteps (approaching)"),
        ("wind slowly building, then fades away", "wind (building, fading out)"),
        ("rain fades in and fades out", "rain (fading in, fading out)"),
        ("someone running away", "footsteps (run, receding)"),
        ("horses galloping past us", "horses (passing)"),
        ("rain and wind, then everything fades", "rain (fading out), wind (fading out)"),
        ("gentle rain, then heavy", "rain (gentle, then heavy)"),
        ("rain becomes heavy", "rain (then heavy)"),
        ("thunder in the distance then close", "thunder (distant, then close)"),
        ("thunder, then rain", "thunder, rain"),
        ("rain then distant thunder", "rain, thunder (distant)"),
        ("drone getting louder and louder", "drone (louder)"),
        ("wind suddenly stops", "wind (stopping)"),
        ("a sudden explosion", "explosion (sudden)"),
        ("the alarm goes off", "interface (alarm)"),
        ("three knocks on wood", "impact (knock, three, on wood)"),
        ("a single gunshot", "gun (gunshot, one)"),
        ("15 footsteps", "footsteps (15)"),
    ],
)
def test_words_of_change_and_numbers_are_understood(prompt: str, expected: str) -> None:
    assert understood(prompt) == expected


def test_what_cannot_be_done_is_said() -> None:
    assert "Not possible: to count violin" in take("two violins", 0.5).notes
    assert "Not possible: to change the pace of rain" in take("rain getting faster", 0.5).notes
    assert not any(note.startswith("Not possible") for note in take("footsteps getting faster", 0.5).notes)


def thirds(x: np.ndarray) -> list[np.ndarray]:
    return np.array_split(x, 3, axis=1)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("source", ["rain", "footsteps", "crowd chatter", "fire", "train"])
def test_what_approaches_ends_louder_and_brighter_and_what_recedes_the_other_way_round(source: str, seed: int) -> None:
    first, _, last = thirds(sound(f"{source} approaching", 6.0, seed))
    assert rms_db(last) > rms_db(first) + 5
    assert centroid_hz(last) > 1.1 * centroid_hz(first)
    first, _, last = thirds(sound(f"{source} receding", 6.0, seed))
    assert rms_db(last) < rms_db(first) - 5
    assert centroid_hz(last) < 0.95 * centroid_hz(first)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_passes_is_loudest_in_the_middle_and_changes_sides(seed: int) -> None:
    first, middle, last = thirds(sound("marching footsteps passing by", 9.0, seed))
    assert rms_db(middle) > max(rms_db(first), rms_db(last)) + 3
    lean = [rms_db(part[:1]) - rms_db(part[1:]) for part in (first, last)]
    assert lean[0] * lean[1] < 0
    assert min(abs(side) for side in lean) > 3


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("source", ["rain", "drone", "heartbeat", "piano"])
def test_fades_end_in_silence_or_begin_with_it(source: str, seed: int) -> None:
    faded = sound(f"{source}, then fades", 6.0, seed)
    assert rms_db(faded[:, -RATE // 2 :]) < rms_db(faded[:, : 2 * RATE]) - 25
    risen = sound(f"{source} fading in", 6.0, seed)
    assert rms_db(risen[:, : RATE // 4]) < rms_db(risen[:, -2 * RATE :]) - 15


@pytest.mark.parametrize("seed", SEEDS)
def test_building_is_louder_and_brighter_in_the_end(seed: int) -> None:
    for prompt in ("rain slowly building", "fire building up"):
        first, _, last = thirds(sound(prompt, 6.0, seed))
        assert rms_db(last) > rms_db(first) + 8, prompt
        assert centroid_hz(last) > centroid_hz(first), prompt


@pytest.mark.parametrize("seed", SEEDS)
def test_sudden_and_stopping_are_quick(seed: int) -> None:
    x = sound("rain suddenly stops", 5.0, seed)
    assert rms_db(x[:, int(3.8 * RATE) : int(3.98 * RATE)]) > rms_db(x[:, int(4.05 * RATE) :]) + 50
    x = sound("sudden rain", 5.0, seed)
    assert rms_db(x[:, int(1.1 * RATE) : int(1.5 * RATE)]) > rms_db(x[:, : int(0.95 * RATE)]) + 18


@pytest.mark.parametrize("seed", SEEDS)
def test_steps_that_get_faster_come_closer_together(seed: int) -> None:
    for prompt, faster in (("footsteps on wood getting faster", True), ("footsteps on wood slowing down", False)):
        gaps = np.diff(onsets_s(sound(prompt, 8.0, seed), 2.0, 0.22))
        assert bool(gaps[-3:].mean() < 0.75 * gaps[:3].mean()) is faster, prompt


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a single dog bark", 1),
        ("two dog barks", 2),
        ("four knocks on a wooden door", 4),
        ("five footsteps on wood", 5),
        ("three beeps", 3),
        ("one metal tap", 1),
    ],
)
def test_as_many_are_heard_as_are_asked_for(prompt: str, expected: int, seed: int) -> None:
    assert len(bursts_s(sound(prompt, 6.0, seed), 0.12, 0.10)) == expected


def test_all_fit_into_a_short_sound() -> None:
    assert len(onsets_s(sound("six footsteps on wood", 2.0, 1), 2.0, 0.2)) == 6


def test_no_words_of_change_no_change() -> None:
    assert read("rain", LEXICON).sources[0].traits.moves == ()
    assert np.array_equal(movement.shift((), "level_db", np.linspace(0, 1, 5)), np.zeros(5))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(MOVES)), min_size=1, max_size=5))
def test_changes_in_a_row_never_jump_but_where_they_say_so(names: list[str]) -> None:
    moves = movement.in_order([MOVES[name] for name in names])
    x = np.linspace(0, 1, 4001)
    for axis in movement.AXES:
        steps = np.abs(np.diff(movement.shift(moves, axis, x)))
        steepest = 2.0 if axis == "level_db" else 0.05
        assert steps.max() < steepest * (20 if {"sudden", "stopping"} & set(names) else 1), axis
