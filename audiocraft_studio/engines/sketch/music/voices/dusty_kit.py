"""Dusty kit: old records, sampled low: soft, dull, a little crushed."""

from __future__ import annotations

import numpy as np
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.filters import high_cut
from audiocraft_studio.engines.sketch.music.voices import standard_kit
from audiocraft_studio.engines.sketch.music.voices.percussion import mixed, skin
from audiocraft_studio.engines.sketch.music.voices.voice import Hit, Kit


def kick(rng: np.random.Generator, rate: int) -> Samples:
    """Round and short."""
    return mixed(skin(rng, rate, hz=58.0, decay_s=0.10, drop=1.4, drop_s=0.02, click=0.15, overtones=0.2))


def _sampled(hit: Hit) -> Hit:
    """A stroke as an old sampler keeps it: a low rate, twelve bits, a dull way out."""

    def sampled(rng: np.random.Generator, rate: int) -> Samples:
        sound = hit(rng, rate)
        hold = max(1, round(rate / 14_000))
        held = np.repeat(np.round(sound[:, ::hold] * 200) / 200, hold, axis=1)[:, : sound.shape[1]]
        dull = signal.sosfilt(high_cut(5200.0, rate), held, axis=1)
        return mixed(np.asarray(dull, dtype=np.float32))

    return sampled


HITS: dict[int, Hit] = {key: _sampled(hit) for key, hit in {**standard_kit.HITS, 36: kick}.items()}

KIT = Kit(
    "dusty kit", 8, HITS, 0.0, {**standard_kit.LEVELS_DB, 36: -3.0, 38: -4.0, 42: -13.0, 37: -8.0}, standard_kit.PANS
)
