"""Test signals."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Audio


def noise(n: int, rate: int = 44100, channels: int = 1, level: float = 0.1, seed: int = 0) -> Audio:
    """White noise of `n` samples with an RMS of `level`."""
    rng = np.random.default_rng(seed)
    return Audio((level * rng.standard_normal((channels, n))).astype(np.float32), rate)


def tone(
    hz: float = 997.0,
    level: float = 1.0,
    rate: int = 48000,
    seconds: float = 1.0,
    channels: int = 1,
    phase: float = 0.0,
) -> Audio:
    """A sine of amplitude `level`; phase in degrees."""
    t = np.arange(round(rate * seconds)) / rate
    wave = level * np.sin(2 * np.pi * hz * t + np.radians(phase))
    return Audio(np.tile(wave.astype(np.float32), (channels, 1)), rate)
