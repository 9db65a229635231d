"""Playing together: what all musical sources of a prompt must share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from audiocraft_studio.engines.sketch.grammar import Source
from audiocraft_studio.engines.sketch.progression import degrees, key, tempo_bpm

_NEUTRAL_BPM = 96.0
_BEATS_A_CHORD = 4


def agreed(sources: list[Source], rng: np.random.Generator) -> list[Source]:
    """The sources, with one key for all that have pitch; where several play, one tempo and one progression too.

    What the prompt leaves open is settled by the first of them (its words decide on major or minor, slow or fast).
    """
    players = [s for s in sources if s.family.role == "music"]
    if not players:
        return sources
    leader = players[0].traits
    tonic, mode = key(leader, rng)
    score = replace(leader.score, tonic=tonic, mode=mode)
    if len(players) > 1:
        moods = sum(p.traits.speed for p in players) / len(players)
        bpm = tempo_bpm(replace(leader, speed=max(-1.0, min(1.0, moods))), _NEUTRAL_BPM)
        score = replace(score, bpm=bpm, beats_a_chord=_BEATS_A_CHORD, degrees=degrees(leader, mode, rng))
    return [replace(s, traits=replace(s.traits, score=score)) for s in sources]
