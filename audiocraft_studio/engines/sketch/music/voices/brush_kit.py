"""Brush kit: a jazz set, played softly with wires."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import standard_kit
from audiocraft_studio.engines.sketch.music.voices.percussion import mixed, noise, skin
from audiocraft_studio.engines.sketch.music.voices.voice import Hit, Kit


def kick(rng: np.random.Generator, rate: int) -> Samples:
    """A small bass drum, open and soft."""
    return mixed(skin(rng, rate, hz=66.0, decay_s=0.12, drop=0.5, drop_s=0.02, click=0.12, overtones=0.15))


def tap(rng: np.random.Generator, rate: int) -> Samples:
    """Wires that fall on the head."""
    return mixed(noise(rng, rate, low_hz=1500.0, high_hz=8000.0, decay_s=0.045, attack_s=0.0015, channels=2),
                 0.35 * skin(rng, rate, hz=205.0, decay_s=0.04, drop=0.2, click=0.1, overtones=0.4))  # fmt: skip


def sweep(rng: np.random.Generator, rate: int) -> Samples:
    """Wires drawn in a circle over the head."""
    return noise(rng, rate, low_hz=1800.0, high_hz=6500.0, decay_s=0.10, attack_s=0.07, channels=2)


HITS: dict[int, Hit] = {**standard_kit.HITS, 36: kick, 38: tap, 40: sweep}

KIT = Kit("brush kit", 40, HITS, 0.0, {**standard_kit.LEVELS_DB, 36: -6.0, 38: -9.0, 40: -16.0, 51: -12.0, 44: -14.0},
          standard_kit.PANS)  # fmt: skip
