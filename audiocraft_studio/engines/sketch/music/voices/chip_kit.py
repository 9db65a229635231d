"""Chip kit: a sound chip's noise and a diving rectangle."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import waves
from audiocraft_studio.engines.sketch.music.voices.chip_pulse import stepped
from audiocraft_studio.engines.sketch.music.voices.percussion import ended, mixed
from audiocraft_studio.engines.sketch.music.voices.voice import Hit, Kit


def _noise(clock_hz: float, decay_s: float) -> Hit:
    """A shift register's bits at `clock_hz`, falling in steps."""

    def hit(rng: np.random.Generator, rate: int) -> Samples:
        n = int(5 * decay_s * rate)
        bits = rng.integers(0, 2, int(n * clock_hz / rate) + 2).astype(np.float32) * 2 - 1
        held = bits[(np.arange(n) * (clock_hz / rate)).astype(np.int64)]
        held[0] = 0.0
        return ended((held * stepped(waves.fall(n, rate, decay_s), rate))[None], rate)

    return hit


def _dive(hz: float, decay_s: float) -> Hit:
    def hit(rng: np.random.Generator, rate: int) -> Samples:
        n = int(5 * decay_s * rate)
        falling = hz * (1 + 4.0 * waves.fall(n, rate, 0.022).astype(np.float64))
        wave = waves.read(waves.table(waves.pulse_gains(hz, rate, 0.5, 1500.0), np.full(2000, np.pi / 2)),
                          waves.moving(falling, rate, 0.25))  # fmt: skip
        wave *= stepped(waves.fall(n, rate, decay_s), rate) * waves.rise(n, rate, 0.0008)
        return mixed(ended(wave[None], rate))

    return hit


HITS: dict[int, Hit] = {
    36: _dive(55.0, 0.07), 37: _noise(6000.0, 0.015), 38: _noise(9000.0, 0.06), 39: _noise(7000.0, 0.07),
    42: _noise(22_000.0, 0.014), 46: _noise(22_000.0, 0.07), 49: _noise(12_000.0, 0.30), 51: _noise(20_000.0, 0.05),
    41: _dive(70.0, 0.10), 45: _dive(100.0, 0.10), 48: _dive(140.0, 0.09), 50: _dive(180.0, 0.08),
}  # fmt: skip
LEVELS_DB = {36: 0.0, 37: -9.0, 38: -7.0, 39: -8.0, 42: -15.0, 46: -15.0, 49: -11.0, 51: -15.0, 41: -3.0, 45: -3.0}

KIT = Kit("chip kit", 25, HITS, 0.0, LEVELS_DB, {}, takes=2)
