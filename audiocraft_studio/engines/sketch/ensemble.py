"""Playing together: all musicians of a prompt are one band, with one key, tempo, form and piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from audiocraft_studio.engines.sketch.music.band import ROLES, player
from audiocraft_studio.engines.sketch.music.compose import key
from audiocraft_studio.engines.sketch.reading import Source
from audiocraft_studio.engines.sketch.theory import Score
from audiocraft_studio.engines.sketch.traits import AXES, Traits

_TILT_DB = 9.0
_FURTHER_DB = 9.0


def agreed(sources: list[Source], rng: np.random.Generator) -> list[Source]:
    """The sources, with those that play in bands as one, and one key for all that have pitch.

    What the prompt leaves open is settled by all of them: their words decide on major or minor, slow or fast.
    """
    musicians = [s for s in sources if s.family.role == "music"]
    if not musicians:
        return sources
    members = [s for s in musicians if s.family.name in ROLES]
    score = _settled(musicians, members, rng)
    band = _band(members, score) if members else None
    found = []
    for source in sources:
        if band is not None and source is members[0]:
            found.append(band)
        elif source not in members:
            pitched = source.family.role == "music"
            found.append(replace(source, traits=replace(source.traits, score=score)) if pitched else source)
    return found


def _settled(musicians: Sequence[Source], members: Sequence[Source], rng: np.random.Generator) -> Score:
    traits = together([s.traits for s in members or musicians])
    style = next((s.traits.variant for s in members if not ROLES[s.family.name]), "")
    score = replace(
        musicians[0].traits.score, style=style, mood=traits.brightness, energy=traits.intensity, speed=traits.speed
    )
    tonic, mode = key(score, style, rng)
    return replace(score, tonic=tonic, mode=mode, seed=int(rng.integers(2**63)))


def together(all_traits: Sequence[Traits]) -> Traits:
    """The traits of the first, with the mean of all on every axis, and the first place that is named."""
    means = {axis: sum(getattr(t, axis) for t in all_traits) / len(all_traits) for axis in AXES}
    return replace(all_traits[0], place=next((t.place for t in all_traits if t.place), ""), **means)


def _band(members: Sequence[Source], score: Score) -> Source:
    """One source for all members: each as loud and bright, beside the others, as its own words say."""
    traits = together([s.traits for s in members])
    gain_db = sum(s.gain_db for s in members) / len(members)
    players = tuple(
        player(
            ROLES[s.family.name],
            s.traits.variant,
            gain_db=s.gain_db - gain_db - _FURTHER_DB * (s.traits.distance - traits.distance)
            + s.family.intensity_db * (s.traits.intensity - traits.intensity),
            tilt_db=_TILT_DB * (s.traits.brightness - traits.brightness),
        )
        for s in members
    )  # fmt: skip
    family = max((s.family for s in members), key=lambda family: family.level_db)
    traits = replace(traits, score=replace(score, players=players), variant=score.style)
    return replace(members[0], family=family, traits=traits, gain_db=gain_db)
