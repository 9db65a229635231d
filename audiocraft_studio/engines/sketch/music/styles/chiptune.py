"""Chiptune: two rectangles, a triangle and noise, quick and dry."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.arps import broken
from audiocraft_studio.engines.sketch.music.players.basses import line
from audiocraft_studio.engines.sketch.music.players.drumming import CLOSED, KICK, OPEN, SNARE, Drumming, drummed
from audiocraft_studio.engines.sketch.music.players.tunes import Manner, sung

_DRUMS = Drumming(
    {
        "4/4": (
            {KICK: "9.......9.......", SNARE: "....9.......9...", CLOSED: "6.6.6.6.6.6.6.6."},
            {KICK: "9.....9.9.......", SNARE: "....9.......9..5", CLOSED: "6.6.6.6.6.6.6...", OPEN: "..............6."},
            {KICK: "9...9...9...9...", SNARE: "....9.......9...", CLOSED: "..7...7...7...7."},
        ),
    },
    fill="snare", ghosts=0.1, crashes=False,
)  # fmt: skip
_SHAPES = ((0, 1, 2), (0, 1, 2, 3), (2, 1, 0), (0, 2, 1, 2))
_BASSES = {"4/4": ("R.O.R.O.R.O.R.O.", "R-R-R-R-R-R-O-O-", "R--R--O-R--R--O-", "R-..R-O-R-..F-O-")}

STYLE = Style(
    name="chiptune",
    bpm=(110, 140, 176),
    modes=("minor", "major", "major"),
    progressions={
        "minor": ("i | iv | i | V", "i | VII | VI | V", "i | iv | VII | i", "i | VI | VII | i"),
        "major": ("I | vi | IV | V", "I | V | vi | IV", "I | IV | V | I", "I | IV | I | V"),
    },
    loose_ms=0.0,
    loose_velocity=0.0,
    seats=(
        Seat("lead", ("chip pulse",), sung(Manner(0.8, 0.15, length=0.8, leaps=0.7)), enters=0.4, centre=74, volume=98,
             pan=56, room=0),
        Seat("arp", ("chip square",), broken(0.25, shapes=_SHAPES), centre=67, volume=82, pan=84, room=0),
        Seat("bass", ("chip triangle",), line(_BASSES, length=0.8), enters=0.3, centre=43, volume=104, pan=60, room=0),
        Seat("drums", ("chip kit",), drummed(_DRUMS), enters=0.35, volume=96, pan=66, room=0),
    ),
    mix=Mix(Room(0.3, 0.005, 6000.0, 1.0), wet=0.0, echoes={"lead": (0.75, 0.22)}),
)  # fmt: skip
