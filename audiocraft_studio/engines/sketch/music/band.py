"""A band as a sound family plays: it composes what the score asks for, and performs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from audiocraft_studio.engines.sketch.family import Piece, Play
from audiocraft_studio.engines.sketch.music.compose import compose, outline
from audiocraft_studio.engines.sketch.music.composition import Composition
from audiocraft_studio.engines.sketch.music.performance import perform
from audiocraft_studio.engines.sketch.theory import Player, Score
from audiocraft_studio.engines.sketch.traits import Traits

ROLES = {
    "music": "", "chords": "chords", "pad": "pad", "arpeggio": "arp", "melody": "lead", "bass": "bass",
    "drums": "drums",
}  # fmt: skip
"""Families that play in bands, and their role there; "" is the whole band."""


def composed(score: Score, duration_s: float, rng: np.random.Generator) -> Composition:
    """The piece of a score: from the score's own seed if it has one, so that all who hold it have the same piece."""
    own = rng if score.seed is None else np.random.Generator(np.random.PCG64(score.seed))
    return compose(score, score.style, duration_s, own)


def outlined(score: Score, duration_s: float, rng: np.random.Generator) -> Composition:
    """The same piece without its notes."""
    own = rng if score.seed is None else np.random.Generator(np.random.PCG64(score.seed))
    return outline(score, score.style, duration_s, own)


def plays(role: str) -> Play:
    """The `play` of a family whose part in a band is `role`: the band of the score, or this player alone."""

    def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
        score = traits.score
        if not score.players:
            score = replace(score, players=(player(role, traits.variant),))
            if not role:
                score = replace(score, style=score.style or traits.variant)
        yield from perform(composed(score, duration_s, rng), rng, sample_rate)

    return play


def player(role: str, variant: str, *, gain_db: float = 0.0, tilt_db: float = 0.0) -> Player:
    """The player that a family's role and variant mean: the variant of a band is its style, else it is a voice."""
    return Player(role, variant if role else "", gain_db, tilt_db)
