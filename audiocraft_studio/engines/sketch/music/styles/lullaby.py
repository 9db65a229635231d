"""Lullaby: a music box, a harp, and little else."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.arps import broken
from audiocraft_studio.engines.sketch.music.players.basses import pedal
from audiocraft_studio.engines.sketch.music.players.keys import held
from audiocraft_studio.engines.sketch.music.players.tunes import Manner, sung

STYLE = Style(
    name="lullaby",
    bpm=(52, 66, 84),
    modes=("minor", "major", "major", "major"),
    progressions={
        "minor": ("i | iv | V | i", "i | VI | iv | V"),
        "major": ("I | I | V | I", "I | vi | IV | V", "I | IV | V | I", "I | IV | I | V"),
    },
    form="theme",
    metres=("3/4", "6/8", "4/4"),
    loose_ms=9.0,
    seats=(
        Seat("lead", ("music box", "glockenspiel", "flute"), sung(Manner(0.45, 0.05)), centre=79, volume=100, room=60),
        Seat("arp", ("harp", "music box"), broken(0.5, length=2.0), centre=62, volume=84, pan=48, room=60),
        Seat("bass", ("low strings", "harp"), pedal(1.0), enters=0.5, centre=45, volume=86, pan=70, room=50),
        Seat("pad", ("warm pad", "strings"), held(3, tied_bars=1.0), enters=0.6, centre=62, volume=80, room=70),
    ),
    mix=Mix(Room(1.6, 0.02, 5200.0, 1.0, 180.0), wet=0.5),
)
