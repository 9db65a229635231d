"""Chip square: the second rectangle, half wide and short, for broken chords."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.chip_pulse import pulse
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Falls soon."""
    return pulse(hz, n, 0.5, 0.09, rng, rate)


VOICE = Voice("chip square", 80, tone, level_db=-5.0, release_s=0.012, centre=67, forces=(0.7,))
