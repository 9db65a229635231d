"""What Sketch understands while one types, and what it lets one turn and hear."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audiocraft_studio.errors import InputError, PromptNotUnderstood
from audiocraft_studio.studio import Studio


@pytest.fixture
def read(studio: Studio) -> Any:
    return lambda prompt, **params: studio.sketching.reading(prompt, params)


def said(source: dict[str, Any]) -> dict[str, str]:
    return {label["text"]: label["says"] for label in source["labels"]}


def turnable(source: dict[str, Any]) -> set[str]:
    return {knob["name"] for knob in source["knobs"]}


def test_each_source_is_told_with_the_prompts_own_words(read: Any) -> None:
    rain, thunder = read("HEAVY rain on a tin roof under very distant thunder")["sources"]
    assert said(rain) == {"rain": "rain", "HEAVY": "larger, wilder", "tin roof": "metal surface"}
    assert said(thunder) == {"thunder": "thunder", "very distant": "much farther"}
    assert (rain["family"], rain["gain_db"], thunder["gain_db"]) == ("rain", -4.0, 0.0)


@pytest.mark.parametrize(
    ("prompt", "words", "says"),
    [
        ("1967 Mustang", "1967", "vintage, wilder, darker"),
        ("1967 Mustang", "Mustang", "engine, larger, wilder"),
        ("Café murmur", "Café", "crowd, cafe"),
        ("two dog barks in a cave", "two", "2 events"),
        ("two dog barks in a cave", "cave", "place: cave"),
        ("a car slowly approaching", "slowly approaching", "as it goes on: approaching"),
        ("rain, then close", "then close", "in the end: close"),
        ("synthwave in A minor, 100 bpm", "100 bpm", "tempo"),
        ("synthwave in A minor, 100 bpm", "A minor", "key"),
        ("footsteps on a wooden floor", "wooden floor", "wood surface"),
        ("storm", "storm", "rain, wilder"),
    ],
)
def test_words_say_what_they_do(read: Any, prompt: str, words: str, says: str) -> None:
    assert said(read(prompt)["sources"][0])[words] == says


def test_what_is_not_obeyed_is_named(read: Any) -> None:
    answer = read("blue engine of 1967 with three winds and no rain")
    assert answer["ignored"] == ["blue", "1967"]
    assert answer["left_out"] == ["rain"]
    assert answer["beyond"] == ["to count wind"]
    assert answer["suggestions"] == []


def test_a_prompt_that_names_no_sound_gets_prompts_that_work(read: Any, studio: Studio) -> None:
    answer = read("the sound of anxiety")
    assert answer["sources"] == []
    assert len(answer["suggestions"]) == 4
    assert all(studio.sketching.reading(prompt, {})["sources"] for prompt in answer["suggestions"])
    assert read("") == {**read(""), "sources": [], "ignored": []}


def test_only_knobs_that_are_heard_are_offered_and_all_others_are_not(read: Any) -> None:
    (rain,) = read("rain on stone", wetness=0.5, room="hall")["sources"]
    assert turnable(rain) >= {"brightness", "distance", "intensity", "room", "width"}
    assert "balance" not in turnable(rain)
    assert {k["name"]: k["value"] for k in rain["knobs"]}["room"] == "hall"
    assert "wetness" not in turnable(read("church bell")["sources"][0])
    assert all("balance" in turnable(source) for source in read("rain with thunder")["sources"])
    assert "speed" not in turnable(read("synth bass in E minor at 110 bpm")["sources"][0]), "the prompt fixed the tempo"


def heard(data: bytes) -> np.ndarray:
    return soundfile.read(io.BytesIO(data), dtype="float32")[0].T


def test_a_knob_is_offered_exactly_where_turning_it_changes_the_sound(studio: Studio) -> None:
    for prompt in ("footsteps on stone", "church bell", "violin melody in G minor", "crickets"):
        (source,) = studio.sketching.reading(prompt, {})["sources"]
        plain = heard(studio.sketching.wav(prompt, {}, 2.0, 5))
        for name in ("size", "speed", "wetness", "balance", "width"):
            turned = [
                heard(studio.sketching.wav(prompt, {name: v}, 2.0, 5)) for v in (-0.8, 0.8) if name != "width" or v > 0
            ]
            changed = any(not np.array_equal(plain, other) for other in turned)
            assert changed == (name in turnable(source)), (prompt, name)


def test_what_is_heard_is_what_would_be_made(studio: Studio) -> None:
    made = studio.generation.generate("heavy rain", duration_s=0.5, seed=7, size=0.4, room="cave")
    data = studio.sketching.wav("heavy rain", {"size": 0.4, "room": "cave"}, 0.5, 7)
    assert np.array_equal(heard(data), studio.assets.audio(made.id).samples)
    assert studio.library.count() == 1, "hearing keeps nothing"


def test_hearing_says_what_is_wrong(studio: Studio, tmp_path: Path) -> None:
    for prompt, params, duration_s, field in (
        ("rain", {"size": 3}, 1, "Size"), ("rain", {"room": "barn"}, 1, "Room"), ("rain", {}, 31, "Duration"),
        ("rain", {}, "long", "Duration"), ("", {}, 1, "Prompt"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=field):
            studio.sketching.wav(prompt, params, duration_s, 1)
    with pytest.raises(PromptNotUnderstood):
        studio.sketching.wav("anxiety", {}, 1, 1)
