"""Lo-fi: dusty drums behind the beat, an electric piano in sevenths, an old record under it."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.plan import Mix, Seat, Style
from audiocraft_studio.engines.sketch.music.players.basses import line
from audiocraft_studio.engines.sketch.music.players.drumming import CLOSED, KICK, OPEN, RIM, SNARE, Drumming, drummed
from audiocraft_studio.engines.sketch.music.players.keys import comped, held
from audiocraft_studio.engines.sketch.music.players.tunes import Manner, sung

_DRUMS = Drumming(
    {
        "4/4": (
            {KICK: "9.....7...7.....", SNARE: "....8.......8...", CLOSED: "6.5.6.5.6.5.6.5."},
            {KICK: "9..7....6.9.....9.....7...7...5.", SNARE: "....8.......8...", CLOSED: "6.456.5.6.5.6.54"},
            {KICK: "9......79.......", RIM: "....8.......8...", CLOSED: "6.5.6.5.6.5.6...", OPEN: "..............5."},
        ),
        "3/4": ({KICK: "9.....6.....", SNARE: "....7...7...", CLOSED: "6.5.6.5.6.5."},),
    },
    fill="little", crashes=False, enters={KICK: 0.4, SNARE: 0.45, RIM: 0.4, CLOSED: 0.4}, ghosts=0.5,
)  # fmt: skip
_KEYS = {
    "4/4": ("7-----------....", "7-----..5-......", "7--...6-----....", "7-......6-..5-..", "7-----6---------"),
    "3/4": ("7-----------", "7---5---5---"),
}
_BASSES = {"4/4": ("R-----..R---..A-", "R---......R-F---", "R--R----..O-F---", "R-------F---..A-")}

STYLE = Style(
    name="lofi",
    bpm=(62, 76, 90),
    modes=("minor", "major"),
    progressions={
        "minor": ("i7 | iv7 | i7 | V7", "i9 | VImaj7 | iv7 | V7", "i9 | iv9 | VImaj7 | V7", "iadd9 | i7 | VImaj7 | V7"),
        "major": ("Imaj7 | vi7 | ii7 | V9", "Imaj7 | iii7 | IVmaj7 | V9", "Imaj7 | IVmaj7 | ii7 | V9",
                  "Imaj7 | Imaj7 | IVmaj7 | iv7"),
    },
    dominant={"major": "V9", "minor": "V7"},
    home={"major": "Imaj7", "minor": "iadd9"},
    swing=0.20,
    loose_ms=10.0,
    loose_velocity=8.0,
    seats=(
        Seat("drums", ("dusty kit",), drummed(_DRUMS), enters=0.4, volume=104, room=20),
        Seat("bass", ("upright bass", "sub bass"), line(_BASSES), enters=0.35, centre=38, volume=106, room=10),
        Seat("chords", ("electric piano", "electric piano", "piano"), comped(_KEYS, 4, busy=0.25, rich=True),
             centre=60, volume=96, pan=58, room=40),
        Seat("lead", ("vibraphone", "guitar", "flute", "music box"), sung(Manner(0.35, 0.5, offbeats=0.25)),
             enters=0.55, centre=72, volume=86, pan=76, room=55),
        Seat("pad", ("warm pad", "strings"), held(3, tied_bars=1.0), enters=0.75, centre=62, volume=76, room=60),
    ),
    mix=Mix(
        Room(1.1, 0.015, 3000.0, 1.0, 180.0), wet=0.4, dull_hz=5200.0, surface=1.4, duck_db=2.5,
        ducked=("chords", "pad"),
    ),
)  # fmt: skip
