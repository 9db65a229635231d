"""Jazz café: a walking bass, brushes, soft chords, and somebody who improvises."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.basses import walking
from audiocraft_studio.engines.sketch.music.players.drumming import KICK, PEDAL, RIDE, SNARE, Drumming, drummed
from audiocraft_studio.engines.sketch.music.players.keys import comped
from audiocraft_studio.engines.sketch.music.players.solos import improvised
from audiocraft_studio.engines.sketch.music.players.tunes import Manner

_DRUMS = Drumming(
    {
        "4/4": (
            {RIDE: "8...6.5.8...6.5.", PEDAL: "....7.......7...", SNARE: "......3.........", 40: "5...5...5...5..."},
            {RIDE: "8...6.5.8...6.5.", PEDAL: "....7.......7...", SNARE: "..............3.", KICK: "3.......3......."},
        ),
        "3/4": ({RIDE: "8...6.5.6...", PEDAL: "....6...6...", 40: "5...5...5..."},),
    },
    fill="little", crashes=False, enters={RIDE: 0.2, PEDAL: 0.3, 40: 0.2, SNARE: 0.4}, ghosts=0.5,
)  # fmt: skip
_COMPING = {
    "4/4": ("6-....5.........", "......6-......5-", "6.....5-......5.", "..5...6-..5.....", "6-----....5-...."),
    "3/4": ("6-....5-....", "....5...5-..", "6.....5-...."),
}

STYLE = Style(
    name="jazz",
    bpm=(84, 116, 168),
    modes=("minor", "major", "major"),
    progressions={
        "minor": ("i7 | iim7b5 V7 | i7 | iim7b5 V7", "i6 | iv7 | iim7b5 V7 | i6", "i7 | VImaj7 | iim7b5 V7 | i6"),
        "major": ("Imaj7 vi7 | ii7 V7 | Imaj7 | ii7 V7", "Imaj7 | ii7 V7 | Imaj7 vi7 | ii7 V7",
                  "Imaj7 | vi7 | ii7 | V9", "I6 | I6 | ii7 V9 | I6"),
    },
    dominant={"major": "V9", "minor": "V7"},
    home={"major": "I6", "minor": "i6"},
    form="head",
    swing=0.30,
    loose_ms=8.0,
    loose_velocity=8.0,
    seats=(
        Seat("bass", ("upright bass",), walking(), centre=40, volume=108, pan=58, room=25),
        Seat("drums", ("brush kit",), drummed(_DRUMS), volume=100, pan=70, room=35),
        Seat("chords", ("piano", "piano", "electric piano"), comped(_COMPING, 4, busy=0.6, rich=True),
             enters=0.3, centre=62, volume=88, pan=44, room=35),
        Seat("lead", ("saxophone", "muted trumpet", "vibraphone"), improvised(Manner(0.8, 0.0, leaps=0.6)),
             enters=0.5, centre=67, volume=98, pan=66, room=45),
    ),
    mix=Mix(Room(0.7, 0.012, 4200.0, 1.0, 160.0), wet=0.5),
)  # fmt: skip
