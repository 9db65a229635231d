"""Chip pulse: a sound chip's rectangle, a quarter wide, its level in sixteen steps."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.voice import Voice

FRAME_HZ = 60.0


def stepped(level: Samples, rate: int) -> Samples:
    """An envelope as such a chip has it: sixteen levels, sixty times a second."""
    frame = max(1, round(rate / FRAME_HZ))
    steps = np.round(level[::frame] * 15) / 15
    return np.repeat(steps, frame)[: len(level)].astype(np.float32)


def pulse(hz: float, n: int, width: float, decay_s: float, rng: np.random.Generator, rate: int) -> Samples:
    """A rectangle that falls by steps and trembles late, in steps too: float32 (1, n)."""
    swing = 1 + 0.004 * np.sign(np.sin(2 * np.pi * 7.5 * np.arange(n) / rate)) * (np.arange(n) > 0.22 * rate)
    cycle = waves.table(waves.pulse_gains(hz, rate, width), np.full(max(2, int(0.45 * rate / hz) + 1), np.pi / 2))
    wave = waves.read(cycle, waves.moving(hz * swing, rate, rng.uniform()))
    return (wave * stepped(waves.fall(n, rate, decay_s, 0.35), rate) * waves.rise(n, rate, 0.0006))[None]


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """The lead's rectangle."""
    return pulse(hz, n, 0.25, 0.35, rng, rate)


VOICE = Voice("chip pulse", 80, tone, level_db=-7.5, release_s=0.012, centre=72, forces=(0.7,))
