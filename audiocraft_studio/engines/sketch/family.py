"""What a sound family is: some words, a level, and a function that plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.traits import Hints, Traits

Piece = tuple[int, Samples]
"""(start, samples): float32 samples, shape (2, n), to be added from sample `start` on. A start below 0 and an end past
the sound's are allowed; what lies outside is not heard."""

Play = Callable[[Traits, float, np.random.Generator, int], Iterator[Piece]]
"""`play(traits, duration_s, rng, sample_rate)`: the pieces of one source. Their common scale is free, the renderer sets
the level. Each piece is short enough (about 10 s of work) to be a good place to stop."""

Role = Literal["bed", "feature", "music", "ui"]


@dataclass(frozen=True)
class Family:
    """One kind of sound.

    words: each word that names it, with what the word itself says ("drizzle" is rain of little intensity). Words are in
    their plain form: singular, infinitive, lower case. A two-word name is written with a space.
    level_db: loudness of the neutral sound, K-weighted over its audible part, relative to full scale.
    intensity_db, distance_db: how much louder a violent one is, and how much softer a far one.
    role: where a mixer puts it. sustained: it goes on for the whole duration.
    weak: words that only name it where the phrase names no other source ("the fire crackles" is one sound, not two).
    own_material: its material is what it is made of, and what lies under it does not change that.
    place: where it is unless the prompt says otherwise.
    counted: each of its pieces is one event, and goes on until the renderer has taken as many as the prompt asks for.
    callers: words of which a number means sources and not events ("three dogs").
    paced: it asks `traits.at` how fast it is as it goes on.
    examples: prompts that show it, best first, each with the asset type it suits.
    """

    name: str
    play: Play
    words: Mapping[str, Hints]
    level_db: float
    role: Role
    sustained: bool
    examples: tuple[tuple[str, str], ...]
    intensity_db: float = 7.0
    distance_db: float = 12.0
    weak: frozenset[str] = frozenset()
    own_material: bool = False
    place: str = ""
    counted: bool = False
    callers: frozenset[str] = frozenset()
    paced: bool = False
