"""Musical sources that play together."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.engines.sketch.ensemble import agreed
from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.engines.sketch.grammar import read
from audiocraft_studio.engines.sketch.lexicon import build_lexicon
from audiocraft_studio.engines.sketch.reading import Source
from audiocraft_studio.engines.sketch.theory import Score

LEXICON = build_lexicon(FAMILIES)


def players(prompt: str, seed: int = 1) -> list[Source]:
    return agreed(list(read(prompt, LEXICON).sources), np.random.default_rng(seed))


def score(prompt: str, seed: int = 1) -> Score:
    return players(prompt, seed)[0].traits.score


def test_several_instruments_are_one_band_with_one_key_and_one_seed() -> None:
    (band,) = players("piano with drums and a dark pad")
    assert band.traits.score.tonic is not None
    assert band.traits.score.seed is not None
    assert [player.role for player in band.traits.score.players] == ["chords", "drums", "pad"]


def test_each_player_keeps_what_is_said_of_it_beside_the_others() -> None:
    piano, drums, pad = score("bright piano with distant drums and a dark pad").players
    assert piano.tilt_db > 0 > pad.tilt_db
    assert drums.gain_db < piano.gain_db
    assert (piano.voice, pad.voice) == ("piano", "warm pad")


def test_what_the_prompt_states_is_kept() -> None:
    stated = score("piano with drums and a pad in D minor 3/4 at 97 bpm")
    assert (stated.tonic, stated.mode, stated.bpm, stated.metre) == (2, "minor", 97.0, "3/4")


def test_a_style_and_the_instruments_named_beside_it_play_together() -> None:
    together = score("jazz with a flute")
    assert together.style == "jazz"
    assert {(p.role, p.voice) for p in together.players} == {("", ""), ("lead", "flute")}


def test_a_drone_beside_a_band_plays_by_itself_in_the_same_key() -> None:
    drone, piano = players("drone and piano", 5)
    assert drone.family.name == "drone"
    assert drone.traits.score.tonic == piano.traits.score.tonic
    assert drone.traits.score.mode == piano.traits.score.mode


def test_the_seed_picks_what_is_left_open() -> None:
    assert len({score("piano and pad", seed).tonic for seed in range(8)}) > 3


def test_a_storm_is_no_band() -> None:
    sources = list(read("storm", LEXICON).sources)
    assert agreed(sources, np.random.default_rng(1)) == sources
