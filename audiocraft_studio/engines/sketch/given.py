"""Playing the notes of a MIDI file: what the prompt says about music chooses who plays them, all else sounds along."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from audiocraft_studio.engines.base import Notes
from audiocraft_studio.engines.sketch.ensemble import together
from audiocraft_studio.engines.sketch.families.music import MUSIC
from audiocraft_studio.engines.sketch.family import Family, Piece, Play
from audiocraft_studio.engines.sketch.music import Composition, perform
from audiocraft_studio.engines.sketch.music.arranging import arranged, cut
from audiocraft_studio.engines.sketch.music.band import ROLES, player
from audiocraft_studio.engines.sketch.reading import Reading, Source
from audiocraft_studio.engines.sketch.score_reading import read_score
from audiocraft_studio.engines.sketch.theory import NOTE_NAMES, Score
from audiocraft_studio.engines.sketch.traits import Traits


def arrangement(reading: Reading, piece: Composition, duration_s: float) -> Composition:
    """The piece as the band of a prompt plays it. A prompt that names no style and no instrument changes no voice."""
    members = _members(reading)
    style = next((s.traits.variant for s in members if not ROLES[s.family.name]), "")
    players = [player(ROLES[s.family.name], s.traits.variant) for s in members]
    return arranged(cut(piece, duration_s), style, players)


def with_notes(prompt: str, reading: Reading, composition: Composition) -> Reading:
    """The reading of `prompt` with the composition in the place of the music that its words would have been.

    Another key, tempo, metre, progression or form than the notes have is beyond it.
    """
    members = _members(reading)
    _, fixed, _ = read_score(unicodedata.normalize("NFKC", prompt))
    facts = (_key(composition), f"{composition.bpm:g} bpm", str(composition.metre))
    beyond = tuple(f"{words} (the notes are given)" for words in fixed if words not in facts)
    score = Score(tonic=composition.tonic, mode=composition.mode, bpm=composition.bpm, metre=str(composition.metre))
    traits = replace(together([s.traits for s in members]) if members else Traits(), score=score, variant="")
    labels = tuple(dict.fromkeys(label for s in members for label in s.labels if label not in fixed))
    gain_db = sum(s.gain_db for s in members) / len(members) if members else 0.0
    band = Source(_family(composition), traits, labels, gain_db)
    others = (s for s in reading.sources if s not in members)
    return replace(reading, sources=(band, *others), beyond=(*reading.beyond, *beyond))


def told(composition: Composition) -> str:
    """What a musician wants to know of the notes, as a line for the screen."""
    notes = f"{_counted(len(composition.notes), 'note')} in {_counted(len(composition.parts), 'part')}"
    facts = (_key(composition), f"{composition.bpm:g} bpm", str(composition.metre), notes)
    return "Music: " + ", ".join(fact for fact in facts if fact)


def described(composition: Composition) -> Notes:
    """What is known of the notes without hearing them."""
    return Notes(
        duration_s=composition.duration_s,
        first_s=composition.seconds(min(note.start for note in composition.notes)),
        count=len(composition.notes),
        parts=tuple(part.voice for part in composition.parts),
        bpm=round(composition.bpm, 3),
        metre=str(composition.metre),
        key=_key(composition),
    )


def _key(composition: Composition) -> str:
    return "" if composition.tonic is None else f"{NOTE_NAMES[composition.tonic]} {composition.mode}"


def _members(reading: Reading) -> Sequence[Source]:
    return [s for s in reading.sources if s.family.name in ROLES]


def _family(composition: Composition) -> Family:
    return replace(MUSIC, name="the notes given", play=_plays(composition))


def _plays(composition: Composition) -> Play:
    def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:  # noqa: ARG001
        yield from perform(composition, rng, sample_rate)

    return play


def _counted(n: int, word: str) -> str:
    return f"{n:,} {word}" + ("" if n == 1 else "s")
