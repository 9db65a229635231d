"""Metre and form in prompts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.engines.sketch.form_reading import read_form, read_metre
from audiocraft_studio.engines.sketch.score_reading import read_score


@pytest.mark.parametrize(
    ("text", "metre"),
    [
        ("theme in D major 3/4", "3/4"), ("6/8 at 60 bpm", "6/8"), ("jazz in 5/4 time", "5/4"), ("a slow waltz", "3/4"),
        ("7/8 metre", "7/8"), ("on 3/4/2020", ""), ("half 1/2", ""), ("17/4", ""), ("rain", ""),
    ],
)  # fmt: skip
def test_a_metre_is_read(text: str, metre: str) -> None:
    assert read_metre(text)[0] == metre


def test_sections_with_bars_are_read_in_order() -> None:
    plans, said, rest = read_form("synthwave, intro 8 bars, verse, build, drop (16 bars)")
    assert [(p.name, p.bars) for p in plans] == [("intro", 8), ("verse", None), ("build", None), ("drop", 16)]
    assert said == ("intro (8 bars) – verse – build – drop (16 bars)",)
    assert rest.split() == ["synthwave,"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("verse - chorus - verse", ["verse", "chorus", "verse"]),
        ("8 bars intro, 16 bars of drop", ["intro", "drop"]),
        ("intro then verse and chorus", ["intro", "verse", "chorus"]),
        ("an 8 bar intro", ["intro"]),
    ],
)
def test_lists_of_sections_may_be_written_in_many_ways(text: str, names: list[str]) -> None:
    assert [plan.name for plan in read_form(text)[0]] == names


@pytest.mark.parametrize(
    "text", ["a water drop", "break the glass", "a bridge collapses", "frogs in chorus", "the ending"]
)
def test_single_words_are_no_form(text: str) -> None:
    assert read_form(text) == ((), (), text)


def test_times_begin_sections_and_the_instruments_stay_in_the_prompt() -> None:
    plans, _, rest = read_form("synthwave, 0:00 calm, 0:20 drums enter, 1:05 no drums, only piano")
    assert [p.start_s for p in plans] == [0.0, 20.0, 65.0]
    assert plans[0].energy is not None
    assert plans[0].energy < 0.4
    assert plans[1].enter == ("drums",)
    assert plans[2].leave == ("drums",)
    assert plans[2].only == ("chords",)
    assert rest.replace(",", "").split() == ["synthwave", "drums", "piano"]


def test_what_comes_before_the_first_time_is_a_section_too() -> None:
    plans, _, _ = read_form("0:10 build 0:20 drop")
    assert [(p.name, p.start_s) for p in plans] == [("", 0.0), ("build", 10.0), ("drop", 20.0)]


def test_times_of_other_sounds_are_left_alone() -> None:
    assert read_form("rain, 0:10 thunder") == ((), (), "rain, 0:10 thunder")


def test_the_score_has_them_all() -> None:
    score, said, rest = read_score("waltz in A minor at 90 bpm, intro 4 bars, verse")
    assert (score.tonic, score.bpm, score.metre, len(score.form)) == (9, 90.0, "3/4", 2)
    assert "3/4" in said
    assert rest.replace(",", "").split() == ["waltz", "in", "at"]


@pytest.mark.parametrize("text", ["intro " * 2000, "intro, " * 2000, "0:00 " * 3000, "8 bars " * 2000, "3/4" * 3000])
def test_long_texts_take_no_time(text: str) -> None:
    began = time.perf_counter()
    read_score(text[:10_000])
    assert time.perf_counter() - began < 1.0


_SENTENCE = "0:00 0:20 99:59 calm drums enter no only build drop intro 8 bars , . - 3/4 verse"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_SENTENCE.split())))
def test_any_order_of_such_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    plans, said, rest = read_form(text)
    assert len(rest) == len(text)
    times = [plan.start_s for plan in plans if plan.start_s is not None]
    assert times == sorted(times)
    assert len(said) <= len(plans) + 1
