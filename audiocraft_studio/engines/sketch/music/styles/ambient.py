"""Ambient: slow chords that breathe, tones that drift by, no drums."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.arps import broken, drifting
from audiocraft_studio.engines.sketch.music.players.basses import pedal
from audiocraft_studio.engines.sketch.music.players.keys import held

STYLE = Style(
    name="ambient",
    bpm=(48, 60, 76),
    modes=("minor", "dorian", "major", "lydian"),
    progressions={
        "minor": ("iadd9 | iadd9 | iv7 | iadd9", "iadd9 | VImaj7 | iadd9 | iv7", "iadd9 | iadd9 | VImaj7 | iv7"),
        "major": ("Iadd9 | vi7 | IVmaj7 | Iadd9", "Iadd9 | Iadd9 | IVmaj7 | IVmaj7", "Imaj7 | IVmaj7 | Iadd9 | Vsus4"),
    },
    dominant={"major": "IVmaj7", "minor": "iv7"},
    home={"major": "Iadd9", "minor": "iadd9"},
    form="arc",
    loose_ms=14.0,
    loose_velocity=7.0,
    seats=(
        Seat("pad", ("warm pad", "warm pad", "strings"), held(4, tied_bars=4.0), volume=104, room=90),
        Seat("bass", ("sub bass", "dark drone"), pedal(2.0), centre=38, volume=92, room=30),
        Seat("bells", ("glass bells", "electric piano", "vibraphone"), drifting(0.6), centre=74, volume=88, room=110),
        Seat("choir", ("choir", "strings"), held(3, tied_bars=2.0), enters=0.6, centre=67, volume=76, room=110),
        Seat("arp", ("harp", "piano"), broken(0.5, length=2.0), enters=0.7, centre=64, volume=74, pan=80, room=90),
    ),
    mix=Mix(Room(4.5, 0.04, 4200.0, 1.0, 180.0), wet=0.75, echoes={"bells": (0.75, 0.45), "arp": (0.75, 0.35)}),
)
