"""Horror: a low drone that never settles, strings that shiver, single tones that are wrong."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.basses import pedal
from audiocraft_studio.engines.sketch.music.players.dread import booms, clusters, lonely, slides
from audiocraft_studio.engines.sketch.music.players.keys import held

STYLE = Style(
    name="horror",
    bpm=(46, 58, 72),
    modes=("locrian", "phrygian", "minor", "minor"),
    progressions={
        "minor": ("i | i | i | #ivdim", "i | i | bII | i", "i | bII | i | i", "i | i | VI | i"),
        "major": ("I | I | bVI | I", "I | i | I | iv"),
    },
    dominant={"major": "bII", "minor": "bII"},
    form="arc",
    loose_ms=25.0,
    loose_velocity=10.0,
    seats=(
        Seat("bass", ("dark drone",), pedal(4.0, home=True), centre=33, volume=108, room=50),
        Seat("pad", ("tremolo strings", "strings"), clusters(0.7), enters=0.2, centre=74, volume=92, pan=50, room=90),
        Seat("choir", ("choir", "warm pad"), held(3, tied_bars=2.0), enters=0.45, centre=55, volume=84, room=100),
        Seat("bells", ("music box", "piano", "glass bells"), lonely(0.5), centre=79, volume=84, pan=80, room=110),
        Seat("lead", ("theremin", "violin"), slides(0.6), enters=0.65, centre=74, volume=82, pan=44, room=100),
        Seat("drums", ("orchestral kit",), booms(0.5), enters=0.3, volume=100, room=110),
    ),
    mix=Mix(Room(3.8, 0.04, 2600.0, 1.0, 90.0), wet=0.7, echoes={"bells": (1.0, 0.4)}),
)
