"""Combat: an ostinato that drives, big drums, brass and choir above."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.arps import ostinato
from audiocraft_studio.engines.sketch.music.players.basses import line
from audiocraft_studio.engines.sketch.music.players.drumming import (
    CRASH,
    HIGH_TOM,
    KICK,
    LOW_TOM,
    MIDDLE_TOM,
    RIM,
    SNARE,
    Drumming,
    drummed,
)
from audiocraft_studio.engines.sketch.music.players.keys import comped, held
from audiocraft_studio.engines.sketch.music.players.tunes import Manner, sung

_DRUMS = Drumming(
    {
        "4/4": (
            {KICK: "9..9..9.9..9..9.", LOW_TOM: "..6..6...6..6.66", SNARE: "....8.......8.66", RIM: "6565656565656565"},
            {KICK: "9.....9...9.....", MIDDLE_TOM: "9.66.66.9.66.666", SNARE: "6.446.446.446.66"},
            {KICK: "9...9...9...9...", HIGH_TOM: "..6..6....6..6..", LOW_TOM: "......9.......99",
             SNARE: "....7..5....7.55"},
        ),
        "3/4": ({KICK: "9..9..9.....", LOW_TOM: "..6..6..6666", SNARE: "....7...7.66"},),
        "6/8": ({KICK: "9.....9.....", LOW_TOM: "..6.66..6.66", SNARE: "6.446.6.4466"},),
    },
    fill="big", enters={KICK: 0.3, LOW_TOM: 0.45, MIDDLE_TOM: 0.45, HIGH_TOM: 0.55, SNARE: 0.65, RIM: 0.8, CRASH: 0.7},
    ghosts=0.15,
)  # fmt: skip
_OSTINATI = ("A0A0B0A0", "A00A00C0", "A000B000", "A0C0B0A0", "AA0AA0B0", "A0E0D0C0", "A00B00A0")
_STABS = {"4/4": ("9-----------....", "9--...9--...9...", "9-......9-......"), "3/4": ("9-----------", "9--...9--...")}
_BASSES = {"4/4": ("R--R--R-R--R--R-", "R-R-R-R-R-R-R-R-", "R---R---R---R-R-")}

STYLE = Style(
    name="combat",
    bpm=(120, 144, 174),
    modes=("phrygian", "minor", "minor"),
    progressions={
        "minor": ("i | i | bII | i", "i | bII | i | V", "i | i | VI | V", "i | iv | VI | V", "i | VI | VII | i"),
        "major": ("I | bVII | bVI | V", "I | I | bVI | bVII", "I | IV | bVII | I"),
    },
    form="fight",
    loose_ms=4.0,
    seats=(
        Seat("drums", ("orchestral kit",), drummed(_DRUMS), volume=112, room=60),
        Seat("arp", ("spiccato",), ostinato(_OSTINATI), enters=0.2, centre=50, volume=100, pan=50, room=45),
        Seat("bass", ("low strings",), line(_BASSES, length=0.8), enters=0.35, centre=38, volume=112, pan=74, room=35),
        Seat("chords", ("brass",), comped(_STABS, 3), enters=0.75, centre=53, volume=94, pan=70, room=55),
        Seat("lead", ("french horn", "trumpet", "brass"), sung(Manner(0.3, 0.25, leaps=0.5)), enters=0.9, centre=65,
             volume=100, pan=58, room=65),
        Seat("choir", ("choir",), held(3, tied_bars=1.0), enters=0.95, centre=64, volume=84, room=80),
        Seat("pad", ("tremolo strings",), held(3, tied_bars=1.0), leaves=0.6, centre=64, volume=84, room=60),
    ),
    mix=Mix(Room(1.9, 0.025, 4500.0, 1.0, 150.0), wet=0.45),
)  # fmt: skip
