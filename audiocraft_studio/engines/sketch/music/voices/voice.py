"""What a voice is: a name, a place in General MIDI, and a function that sounds one pitch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from audiocraft_studio.audio import Samples

Tone = Callable[[float, int, float, np.random.Generator, int], Samples]
"""`tone(hz, n, force, rng, rate)`: float32 (1 or 2, n), beginning with its attack at sample 0, held for all of n.

force: 0..1, how hard it is played; louder is the player's business, here it is only the colour.
"""

Kind = Literal["struck", "held", "fresh"]


@dataclass(frozen=True)
class Voice:
    """One instrument.

    program: General MIDI's number, 0..127. tone: how a pitch sounds. level_db: brings it to the loudness of the others.
    channels: of its tones, 1 or 2.
    release_s: how long it takes to fall silent after its key is let go.
    kind: "struck" tones are made once for a pitch and start at their attack; "held" ones are endless tables, read from
    a new place for every note and each ear, that need `attack_s`; "fresh" ones are made anew for every note.
    centre: a pitch in the middle of its range. forces: how hard it is played where tones are kept: each note takes the
    nearest one.
    """

    name: str
    program: int
    tone: Tone
    level_db: float
    channels: int = 1
    release_s: float = 0.15
    attack_s: float = 0.0
    kind: Kind = "struck"
    centre: int = 60
    forces: tuple[float, ...] = (0.15, 0.45, 0.85)


Hit = Callable[[np.random.Generator, int], Samples]
"""`hit(rng, rate)`: one stroke, float32 (1 or 2, n), its peak near 1."""


@dataclass(frozen=True)
class Kit:
    """A drum kit. hits: General MIDI's keys (35..81) to strokes; other keys take the nearest of their sort.

    takes: how many different strokes are kept of each drum. levels_db, pans (-1..1): by key, 0 where missing.
    """

    name: str
    program: int
    hits: dict[int, Hit]
    level_db: float
    levels_db: dict[int, float]
    pans: dict[int, float]
    takes: int = 4
