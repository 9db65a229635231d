"""Tremolo strings: a section that trembles."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import strings
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

_STROKES = 38


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The section's table under some 13 bow strokes a second, no two alike; as a loop without a seam."""
    table = strings.tone(hz, n, force, rng, rate)
    turns = np.linspace(0, _STROKES, 64 * _STROKES + 1)
    strength = rng.uniform(0.35, 1.0, _STROKES + 1)
    strength[-1] = strength[0]
    level = np.interp(turns, np.arange(_STROKES + 1), strength) * (0.55 + 0.45 * np.cos(2 * np.pi * turns))
    size = table.shape[1]
    table *= np.interp(np.arange(size) * (_STROKES / size), turns, level).astype(np.float32)
    return table


VOICE = Voice(
    "tremolo strings", 44, tone, channels=2, level_db=-17.0, release_s=0.4, attack_s=0.08, kind="held", centre=67
)
