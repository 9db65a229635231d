"""Drum kits that keep time."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.music.band import plays

DRUMS = Family(
    name="drums",
    play=plays("drums"),
    words={
        "drum": {},
        "drum loop": {},
        "drum kit": {"variant": "standard kit"},
        "drum machine": {"variant": "electronic kit"},
        "electronic drum": {"variant": "electronic kit"},
        "beat": {},
        "rhythm": {},
        "percussion": {},
        "groove": {},
        "breakbeat": {"speed": 0.5},
        "war drum": {"variant": "orchestral kit"},
        "taiko": {"variant": "orchestral kit"},
        "kick": {"variant": "kick"},
        "kick drum": {"variant": "kick"},
    },
    level_db=-19.0,
    role="music",
    sustained=True,
    examples=(("drum beat at 90 bpm", "music"), ("fast drums", "music")),
    intensity_db=4.0,
)
