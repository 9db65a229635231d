"""The styles, one a file, and the list of them."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.music.plan import Style
from audiocraft_studio.engines.sketch.music.styles import (
    ambient,
    chiptune,
    combat,
    horror,
    jazz,
    lofi,
    lullaby,
    orchestral,
    song,
    synthwave,
)

STYLES: dict[str, Style] = {
    module.STYLE.name: module.STYLE
    for module in (ambient, synthwave, orchestral, combat, jazz, chiptune, horror, lofi, song, lullaby)
}
USUAL = song.STYLE
"""The style of a prompt that names none."""
