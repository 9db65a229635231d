"""Instruments that carry a tune."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.music.band import plays

MELODY = Family(
    name="melody",
    play=plays("lead"),
    words={
        "melody": {},
        "violin": {"variant": "violin"},
        "fiddle": {"variant": "violin", "speed": 0.3},
        "cello": {"variant": "cello"},
        "flute": {"variant": "flute"},
        "ocarina": {"variant": "flute"},
        "clarinet": {"variant": "clarinet"},
        "oboe": {"variant": "oboe"},
        "saxophone": {"variant": "saxophone"},
        "sax": {"variant": "saxophone"},
        "trumpet": {"variant": "trumpet"},
        "muted trumpet": {"variant": "muted trumpet"},
        "french horn": {"variant": "french horn"},
        "trombone": {"variant": "brass"},
        "music box": {"variant": "music box"},
        "marimba": {"variant": "marimba"},
        "xylophone": {"variant": "marimba", "brightness": 0.3},
        "vibraphone": {"variant": "vibraphone"},
        "glockenspiel": {"variant": "glockenspiel"},
        "theremin": {"variant": "theremin"},
        "synth lead": {"variant": "saw lead"},
        "lead synth": {"variant": "saw lead"},
    },
    level_db=-22.0,
    role="music",
    sustained=True,
    examples=(
        ("violin melody in G minor", "music"),
        ("music box in C major 3/4", "music"),
        ("flute and harp", "music"),
    ),
    intensity_db=5.0,
    weak=frozenset(("melody",)),
)
