"""Orchestral: strings that carry, horns that answer, drums where it grows."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.arps import broken
from audiocraft_studio.engines.sketch.music.players.basses import line, pedal
from audiocraft_studio.engines.sketch.music.players.drumming import CRASH, LOW_TOM, Drumming, drummed
from audiocraft_studio.engines.sketch.music.players.keys import held
from audiocraft_studio.engines.sketch.music.players.solos import counter
from audiocraft_studio.engines.sketch.music.players.tunes import Manner, sung

_DRUMS = Drumming(
    {
        "4/4": ({35: "9...............", LOW_TOM: "............4.5.", 38: "............3344"},
                {35: "9.......6.......", LOW_TOM: "......4.......46"}),
        "3/4": ({35: "9...........", LOW_TOM: "........4.5."}, {35: "9...........", 38: "........3344"}),
        "6/8": ({35: "9.....6.....", LOW_TOM: "..........46"},),
    },
    fill="big", enters={35: 0.6, LOW_TOM: 0.75, 38: 0.85, CRASH: 0.7}, ghosts=0.0,
)  # fmt: skip
_TIMPANI = {
    "4/4": ("R---------------", "R-------..R-R-R-"),
    "3/4": ("R-----------", "R-----..R-R-"),
    "6/8": ("R-----R-----",),
}

STYLE = Style(
    name="orchestral",
    bpm=(60, 84, 120),
    modes=("minor", "major"),
    progressions={
        "minor": ("i | VI | iv | V", "i | VII | VI | V", "i | iv | i | V", "i | III | iv | V", "i | VI | VII | i"),
        "major": ("I | vi | ii | V", "I | IV | ii | V", "I | V | vi | IV", "I | IV | I | V", "I | bVII | IV | I"),
    },
    form="theme",
    metres=("4/4", "4/4", "3/4"),
    loose_ms=9.0,
    seats=(
        Seat("pad", ("strings",), held(4, tied_bars=1.0, weight=0.55), centre=60, volume=100, room=70),
        Seat("bass", ("low strings",), pedal(1.0), centre=40, volume=100, pan=80, room=55),
        Seat("lead", ("flute", "oboe", "violin", "clarinet"), sung(Manner(0.45, 0.12, leaps=0.4)), leaves=0.84,
             centre=74, volume=96, pan=58, room=70),
        Seat("lead", ("trumpet", "violin", "strings"), sung(Manner(0.4, 0.1, leaps=0.5)), enters=0.84, centre=74,
             volume=100, pan=60, room=70),
        Seat("counter", ("french horn",), counter(), enters=0.55, centre=57, volume=90, pan=44, room=80),
        Seat("arp", ("harp", "pizzicato"), broken(0.5, length=1.5), leaves=0.8, centre=64, volume=80, pan=36, room=70),
        Seat("choir", ("choir",), held(4, tied_bars=1.0), enters=0.84, centre=64, volume=82, room=90),
        Seat("drums", ("timpani",), line(_TIMPANI), enters=0.65, centre=43, volume=92, pan=72, room=70),
        Seat("drums", ("orchestral kit",), drummed(_DRUMS), enters=0.6, volume=92, room=80),
    ),
    mix=Mix(Room(2.4, 0.03, 5000.0, 1.0, 150.0), wet=0.55),
)  # fmt: skip
