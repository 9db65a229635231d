"""Instruments that play chords, in the stated key, chords and tempo."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.music.band import plays

CHORDS = Family(
    name="chords",
    play=plays("chords"),
    words={
        "chord": {},
        "piano": {"variant": "piano"},
        "electric piano": {"variant": "electric piano"},
        "rhodes": {"variant": "electric piano"},
        "guitar": {"variant": "guitar"},
        "acoustic guitar": {"variant": "guitar"},
        "ukulele": {"variant": "guitar"},
        "organ": {"variant": "organ"},
        "accordion": {"variant": "accordion"},
        "harpsichord": {"variant": "harpsichord"},
        "progression": {},
    },
    level_db=-22.0,
    role="music",
    sustained=True,
    examples=(
        ("C major chords at 120 bpm", "music"),
        ("piano chords in A minor", "music"),
        ("piano and drums in C minor", "music"),
    ),
    intensity_db=5.0,
)
