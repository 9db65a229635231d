"""Broken chords: harps, plucked strings, sequencers."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.music.band import plays

ARPEGGIO = Family(
    name="arpeggio",
    play=plays("arp"),
    words={
        "arpeggio": {"variant": "saw pluck"},
        "arp": {"variant": "saw pluck"},
        "pluck": {"variant": "saw pluck"},
        "sequencer": {"variant": "saw pluck"},
        "harp": {"variant": "harp"},
        "pizzicato": {"variant": "pizzicato"},
    },
    level_db=-22.0,
    role="music",
    sustained=True,
    examples=(("arpeggio in G major", "music"), ("harp and flute in E minor", "music")),
    intensity_db=5.0,
)
