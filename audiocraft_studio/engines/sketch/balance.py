"""Who leads: the first source of a prompt over the others, or under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audiocraft_studio.engines.sketch.music.band import ROLES
from audiocraft_studio.engines.sketch.reading import Source

MOST_DB = 12.0
"""The change of level between the first source and each other one at a balance of 1."""


def in_band(sources: Sequence[Source], balance: float) -> list[Source]:
    """The sources of a reading; where the first plays in a band, its level is changed beside the other players'.

    The band as a whole keeps its level.
    """
    players = [k for k, source in enumerate(sources) if source.family.name in ROLES]
    if len(players) < 2 or players[0] != 0 or not balance:
        return list(sources)
    led = list(sources)
    for k in players:
        share = 1.0 - 1.0 / len(players) if k == 0 else -1.0 / len(players)
        led[k] = replace(led[k], gain_db=led[k].gain_db + MOST_DB * balance * share)
    return led


def among_layers_db(count: int, balance: float) -> list[float]:
    """What each of `count` layers gains, in dB; nothing where there is only one."""
    half_db = 0.5 * MOST_DB * balance
    return [0.0] if count == 1 else [half_db, *([-half_db] * (count - 1))]
