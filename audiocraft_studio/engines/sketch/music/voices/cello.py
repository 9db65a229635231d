"""Cello: the violin's big brother."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.violin import bowed
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """A violin's body in larger."""
    return bowed(hz, n, force, rng, rate, 0.42, 12.0)


VOICE = Voice("cello", 42, tone, level_db=-13.0, release_s=0.2, kind="fresh", centre=52)
