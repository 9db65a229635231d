"""Instruments that play the bass."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.music.band import plays

BASS = Family(
    name="bass",
    play=plays("bass"),
    words={
        "bass": {},
        "bassline": {},
        "bass line": {},
        "bass guitar": {"variant": "upright bass", "brightness": 0.2},
        "double bass": {"variant": "upright bass"},
        "upright bass": {"variant": "upright bass"},
        "synth bass": {"variant": "synth bass"},
        "sub bass": {"variant": "sub bass"},
    },
    level_db=-20.0,
    role="music",
    sustained=True,
    examples=(("synth bass in E minor at 110 bpm", "music"), ("bass and drums in A minor", "music")),
    intensity_db=4.0,
    weak=frozenset(("bass",)),
)
