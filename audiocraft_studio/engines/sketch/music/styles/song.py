"""Song: piano, pad, bass and light drums; what plays where a prompt says no more than "music"."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.arps import broken
from audiocraft_studio.engines.sketch.music.players.basses import line
from audiocraft_studio.engines.sketch.music.players.drumming import CLOSED, KICK, OPEN, RIDE, SNARE, Drumming, drummed
from audiocraft_studio.engines.sketch.music.players.keys import comped, held
from audiocraft_studio.engines.sketch.music.players.tunes import Manner, sung

DRUMS = Drumming(
    {
        "4/4": (
            {KICK: "9.......8.......", SNARE: "....9.......9...", CLOSED: "7.5.7.5.7.5.7.5."},
            {KICK: "9.......8.6.....", SNARE: "....9.......9..3", CLOSED: "7353735373537353"},
            {KICK: "9.....8...9.....", SNARE: "....9.......9...", CLOSED: "7.5.7.5.7.5.7...", OPEN: "..............6."},
            {KICK: "9...9...9...9...", SNARE: "....9.......9...", RIDE: "7...7.5.7...7.5."},
        ),
        "3/4": ({KICK: "9...........", SNARE: "....6...6...", CLOSED: "7.5.6.5.6.5."},
                {KICK: "9.......5...", SNARE: "........8...", CLOSED: "7...6...6..."}),
        "6/8": ({KICK: "9.........5.", SNARE: "......9.....", CLOSED: "7.5.5.7.5.5."},),
    },
    ghosts=0.4,
)  # fmt: skip
KEYS = {
    "4/4": ("8---5---7---5---", "8-------7-------", "8-----5-6---5---", "8---5-----7-5---", "7---4-4-6---4-4-"),
    "3/4": ("8---5---5---", "8-----------", "7---4-4-4---"),
    "6/8": ("8-----6-----", "8---4-6---4-", "8-4-4-6-4-4-"),
}
BASSES = {
    "4/4": ("R-------F-------", "R-----R-R---F---", "R---R---R---A---", "R-----..R-F-A---"),
    "3/4": ("R-----------", "R-------F---"), "6/8": ("R-----F-----", "R---R-R---A-"),
}  # fmt: skip
PROGRESSIONS = {
    "minor": ("i | iv | i | V", "i | VI | iv | V", "i | VII | VI | V", "i | VI | VII | i", "i | VI | III | VII"),
    "major": ("I | vi | IV | I", "I | iii | IV | I", "I | vi | IV | V", "I | V | vi | IV", "I | IV | I | V"),
}

STYLE = Style(
    name="song",
    bpm=(64, 96, 144),
    modes=("minor", "major"),
    progressions=PROGRESSIONS,
    loose_ms=7.0,
    seats=(
        Seat("chords", ("piano", "guitar"), comped(KEYS, 3, busy=0.15), centre=60, volume=96, pan=54, room=40),
        Seat("pad", ("strings", "warm pad"), held(3, tied_bars=1.0), enters=0.3, centre=64, volume=84, room=60),
        Seat("bass", ("upright bass", "sub bass"), line(BASSES), enters=0.45, centre=40, volume=102, room=10),
        Seat("lead", ("flute", "violin", "vibraphone", "piano"), sung(Manner(0.5, 0.35)), enters=0.5, centre=72,
             volume=94, pan=70, room=55),
        Seat("arp", ("harp", "glockenspiel"), broken(0.5), enters=0.9, centre=69, volume=74, pan=40, room=60),
        Seat("drums", ("standard kit",), drummed(DRUMS), enters=0.55, volume=98, room=30),
    ),
    mix=Mix(Room(1.4, 0.018, 5000.0, 1.0, 160.0), wet=0.4),
)  # fmt: skip
