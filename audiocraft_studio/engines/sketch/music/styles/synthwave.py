"""Synthwave: saws at night: a bass that pumps, a sequencer, a snare in a gated room."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.arps import broken
from audiocraft_studio.engines.sketch.music.players.basses import line
from audiocraft_studio.engines.sketch.music.players.drumming import CLAP, CLOSED, KICK, OPEN, SNARE, Drumming, drummed
from audiocraft_studio.engines.sketch.music.players.keys import held
from audiocraft_studio.engines.sketch.music.players.tunes import Manner, sung

_GROOVES = {
    "4/4": (
        {KICK: "9...9...9...9...", SNARE: "....9.......9...", CLOSED: "7.5.7.5.7.5.7.5.", OPEN: "..6...6...6...6."},
        {KICK: "9.......9.......", SNARE: "....9.......9...", CLOSED: "7555755575557555", CLAP: "....7.......7..."},
        {KICK: "9.....9.9.......9.....9.9...8...", SNARE: "....9.......9...", CLOSED: "7.5.7.5.7.5.7.5."},
    ),
}
_BASSES = {
    "4/4": ("RRRRRRRRRRRRRRRR", "R-RRR-RRR-RRR-RR", "R-O-R-O-R-O-R-O-", "..RR..RR..RR..RR", "R-R-R-R-R-R-F-O-"),
    "3/4": ("R-R-R-R-R-R-", "RRRRRRRRRRRR"), "6/8": ("R-R-R-R-R-R-", "R-O-R-R-O-R-"),
}  # fmt: skip

STYLE = Style(
    name="synthwave",
    bpm=(80, 100, 118),
    modes=("minor", "minor", "minor", "major"),
    progressions={
        "minor": (
            "i | iv | VI | V",
            "i | i | VI | VII",
            "i | VII | VI | VII",
            "i | VI | VII | i",
            "i | VI | III | VII",
        ),
        "major": ("I | vi | IV | V", "I | V | vi | IV", "I | IV | I | V"),
    },
    loose_ms=0.0,
    loose_velocity=3.0,
    seats=(
        Seat("drums", ("electronic kit",), drummed(Drumming(_GROOVES, fill="toms", ghosts=0.0)), volume=112, room=25),
        Seat("bass", ("synth bass",), line(_BASSES, length=0.85), centre=38, volume=104, room=5),
        Seat("arp", ("saw pluck",), broken(0.25), enters=0.35, centre=67, volume=80, pan=78, room=45),
        Seat("pad", ("saw pad",), held(4, tied_bars=1.0), enters=0.3, volume=84, room=60),
        Seat("lead", ("saw lead",), sung(Manner(0.45, 0.55, offbeats=0.2)), enters=0.7, centre=74, volume=92, room=60),
    ),
    mix=Mix(
        Room(1.8, 0.02, 6000.0, 1.0, 200.0),
        wet=0.45,
        duck_db=5.0,
        ducked=("pad", "arp", "bass"),
        echoes={"lead": (0.75, 0.32), "arp": (0.75, 0.25)},
    ),
)
