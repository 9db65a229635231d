"""Instruments that hold chords: strings, choirs, synthesizers."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.music.band import plays

PAD = Family(
    name="pad",
    play=plays("pad"),
    words={
        "pad": {"variant": "warm pad"},
        "string": {"variant": "strings"},
        "string section": {"variant": "strings"},
        "tremolo string": {"variant": "tremolo strings"},
        "choir": {"variant": "choir"},
        "synth": {"variant": "saw pad"},
        "synthesizer": {"variant": "saw pad"},
        "synth pad": {"variant": "saw pad"},
    },
    level_db=-23.0,
    role="music",
    sustained=True,
    examples=(("slow pad in D minor", "music"), ("choir pad in G major", "music")),
    intensity_db=5.0,
    weak=frozenset(("string", "synth")),
)
