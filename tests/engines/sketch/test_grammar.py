"""Reading prompts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.engines.sketch.grammar import MAX_SOURCES, normalised, read
from audiocraft_studio.engines.sketch.lexicon import build_lexicon
from audiocraft_studio.engines.sketch.reading import Reading

LEXICON = build_lexicon(FAMILIES)


def reading(prompt: str) -> Reading:
    return read(prompt, LEXICON)


def understood(prompt: str) -> str:
    return ", ".join(str(source) for source in reading(prompt).sources)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("heavy rain on a tin roof with distant thunder", "rain (heavy, on metal), thunder (distant)"),
        ("HEAVY RAIN!!!", "rain (heavy)"),
        ("it is raining heavily outside", "rain (outside, heavy)"),
        ("footstep", "footsteps"),
        ("footsteps", "footsteps"),
        ("fast footsteps on wet stone and light drizzle", "footsteps (fast, on stone, wet), rain (drizzle, light)"),
        ("slow heavy footsteps on a wooden floor inside a large hall", "footsteps (slow, heavy, on wood, in a hall)"),
        ("rain on a window, distant, gentle", "rain (on glass, distant, gentle)"),
        ("in a cave, slow footsteps", "footsteps (slow, in a cave)"),
        ("a very distant thunder", "thunder (very distant)"),
        ("car engine idling", "engine (car, idle)"),
        ("the fire crackles", "fire (crackle)"),
        ("thunder rumbling in the distance", "thunder (distant)"),
        ("waves crashing", "waves"),
        ("glass breaking", "break (glass break)"),
        ("knock on glass", "impact (knock, on glass)"),
        ("small glass bottle dropped on concrete", "impact (drop, small, glass)"),
        ("slow pad in D minor", "pad (slow, D minor)"),
        ("C major chords at 120 bpm", "chords (C major, 120 bpm)"),
        ("storm at sea", "rain, wind, thunder, waves (sea)"),
        ("a purring cat", "cats (purr)"),
        ("clapping crowd", "crowd (clap)"),
        ("busy pub", "crowd (pub, busy)"),
        ("pouring rain on a door", "rain (pouring, on wood)"),
        ("howling wind and a howling wolf", "wind (howling), dogs (wolf, howling)"),
        ("ｒａｉｎ", "rain"),
        ("Rain—thunder", "rain, thunder"),
    ],
)
def test_a_prompt_is_understood(prompt: str, expected: str) -> None:
    assert understood(prompt) == expected


def test_qualities_act_on_their_own_source_only() -> None:
    rain, thunder = reading("heavy rain with distant thunder").sources
    assert rain.traits.intensity > 0.5
    assert rain.traits.distance == 0
    assert thunder.traits.distance > 0.5
    assert thunder.traits.intensity == 0


def test_a_stronger_word_makes_more_of_a_quality() -> None:
    plain, very, slightly = (
        reading(f"{word} distant thunder").sources[0].traits.distance for word in ("", "very", "slightly")
    )
    assert slightly < plain < very


def test_opposite_words_point_in_opposite_directions() -> None:
    for low, high, axis in (
        ("light", "heavy", "intensity"),
        ("gentle", "violent", "intensity"),
        ("near", "distant", "distance"),
        ("slow", "fast", "speed"),
        ("small", "large", "size"),
        ("dark", "bright", "brightness"),
        ("dry", "wet", "wetness"),
    ):
        assert getattr(reading(f"{low} rain").sources[0].traits, axis) < 0
        assert getattr(reading(f"{high} rain").sources[0].traits, axis) > 0


def test_what_is_ruled_out_is_left_out_and_said() -> None:
    result = reading("gentle rain, no wind, without thunder")
    assert [s.family.name for s in result.sources] == ["rain"]
    assert result.left_out == ("wind", "thunder")
    assert "Left out: wind, thunder" in result.notes()


def test_unknown_words_are_named_and_their_qualities_harm_no_one() -> None:
    result = reading("rain in 1967, a violent zeppelin far away")
    assert set(result.ignored) >= {"1967", "zeppelin"}
    assert result.sources[0].traits.intensity == 0
    assert result.sources[0].traits.distance == 0


def test_a_place_holds_for_all_sources() -> None:
    assert {s.traits.place for s in reading("rain and thunder in a cave").sources} == {"cave"}


def test_a_source_over_another_stands_in_front_of_it() -> None:
    thunder, rain = reading("thunder over light rain").sources
    assert thunder.gain_db > rain.gain_db
    thunder, rain = reading("thunder under rain").sources
    assert thunder.gain_db < rain.gain_db


def test_plurals_repeat_but_a_verb_after_a_does_not() -> None:
    assert reading("metal clangs").sources[0].traits.repeated
    assert reading("several gunshots").sources[0].traits.repeated
    assert not reading("a door slams").sources[0].traits.repeated
    assert not reading("a metal clang").sources[0].traits.repeated


def test_the_same_source_named_again_is_one() -> None:
    assert len(reading("rain, rain, rain and rain").sources) == 1


def test_key_and_tempo_alone_are_music() -> None:
    (source,) = reading("A minor at 93.5 bpm").sources
    assert source.family.role == "music"
    assert (source.traits.score.tonic, source.traits.score.mode, source.traits.score.bpm) == (9, "minor", 93.5)


@pytest.mark.parametrize(
    "prompt", ["the sound of anxiety", "", "   ", "😀", "1967", "of the", "no rain", "\x00", "éàü"]
)
def test_nothing_known_gives_no_source(prompt: str) -> None:
    assert reading(prompt).sources == ()


def test_every_word_of_every_family_is_understood_as_it() -> None:
    for family in FAMILIES:
        for word in family.words:
            assert family in [s.family for s in reading(word).sources], word


def test_every_example_is_understood_without_a_rest() -> None:
    for family in FAMILIES:
        for prompt, asset_type in family.examples:
            result = reading(prompt)
            assert family in [s.family for s in result.sources], prompt
            assert asset_type in ("music", "sfx", "ambience", "voice", "ui")
            assert result.ignored == (), prompt


def test_ten_thousand_characters_are_read_and_held_to_a_few_sources() -> None:
    words = [word for family in FAMILIES for word in family.words]
    prompt = " and ".join(f"heavy {word} number{k}" for k, word in enumerate(words * 5))[:10_000]
    result = reading(prompt)
    assert len(result.sources) == MAX_SOURCES
    assert max(len(line) for line in result.notes()) < 600


def test_normalising_forgets_case_accents_and_spaces() -> None:
    assert normalised("  Ráin\n\tON  Metal ") == normalised("rain on metal")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_reading(prompt: str) -> None:
    result = reading(prompt)
    assert len(result.sources) <= MAX_SOURCES
    assert all(-1 <= s.traits.intensity <= 1 for s in result.sources)
    assert result.notes()


_SENTENCE = (
    "rain thunder wind heavy distant on in a cave tin roof no without , and over 120 bpm C minor chords Am F G I V vi "
    "very slow fast footsteps gravel glass breaks hum xyzzy"
)
_WORDS = st.sampled_from(_SENTENCE.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=40))
def test_any_order_of_known_words_gives_a_reading(words: list[str]) -> None:
    result = reading(" ".join(words))
    assert len(result.sources) <= MAX_SOURCES
    assert read(" ".join(words), LEXICON) == result
