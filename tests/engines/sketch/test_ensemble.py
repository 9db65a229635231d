"""Musical sources that play together."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.engines.sketch.ensemble import agreed
from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.engines.sketch.grammar import read
from audiocraft_studio.engines.sketch.lexicon import build_lexicon

LEXICON = build_lexicon(FAMILIES)


def scores(prompt: str, seed: int = 1) -> set[object]:
    sources = agreed(list(read(prompt, LEXICON).sources), np.random.default_rng(seed))
    return {s.traits.score for s in sources}


def test_players_share_key_tempo_and_chords() -> None:
    (score,) = scores("piano with drums and a dark pad")
    assert score.tonic is not None
    assert score.bpm is not None
    assert score.degrees


def test_what_the_prompt_states_is_kept() -> None:
    (score,) = scores("piano with drums and a pad in D minor at 97 bpm")
    assert (score.tonic, score.mode, score.bpm) == (2, "minor", 97.0)


def test_the_seed_picks_what_is_left_open() -> None:
    assert len({next(iter(scores("piano and pad", seed))) for seed in range(8)}) > 3


def test_a_storm_is_no_band() -> None:
    sources = list(read("storm", LEXICON).sources)
    assert agreed(sources, np.random.default_rng(1)) == sources
