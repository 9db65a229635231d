"""Distance and rooms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.filters import high_cut, low_cut
from audiocraft_studio.engines.sketch.blocks.noise import Floats

_BLOCK = 1 << 19


@dataclass(frozen=True)
class Room:
    """A place. decay_s: to -60 dB in the middle of the spectrum. first_s: the mean time of the first reflections.

    dark_hz: above it the walls swallow the sound; below low_hz they do not hold it. wet: level of what comes back.
    """

    decay_s: float
    first_s: float
    dark_hz: float
    wet: float
    low_hz: float = 140.0


ROOMS: dict[str, Room] = {
    "room": Room(0.45, 0.006, 6000.0, 0.45),
    "bathroom": Room(0.9, 0.004, 9000.0, 0.7),
    "hall": Room(2.4, 0.020, 5000.0, 0.6),
    "cave": Room(3.2, 0.030, 2800.0, 0.8),
    "tunnel": Room(2.6, 0.012, 2200.0, 0.9),
    "street": Room(0.9, 0.025, 4500.0, 0.25),
    "outside": Room(0.35, 0.040, 3500.0, 0.12),
}


def impulse_response(room: Room, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The reflections of `room`, without the direct sound: float32 (2, n), energy 1 in the mean of both channels.

    A few early echoes, then noise that decays by 60 dB in `decay_s`, each channel its own; treble dies sooner.
    """
    n = max(64, int(1.1 * room.decay_s * sample_rate))
    t = np.arange(n) / sample_rate
    tail = rng.standard_normal((2, n)) * np.exp(-6.91 * t / room.decay_s)
    dull = signal.sosfilt(high_cut(room.dark_hz, sample_rate), rng.standard_normal((2, n)), axis=1)
    dull *= np.exp(-6.91 * t / room.decay_s)
    bright = np.exp(-6.91 * t / (0.35 * room.decay_s))
    response = bright * tail + 2.0 * dull
    response *= 1 - np.exp(-t / room.first_s)
    for _ in range(8):
        at = min(n - 1, int(room.first_s * rng.uniform(0.5, 4.0) * sample_rate))
        response[:, at] += rng.uniform(-1, 1, 2) * 6.0
    response = signal.sosfilt(
        np.vstack([low_cut(room.low_hz, sample_rate), high_cut(1.6 * room.dark_hz, sample_rate, 1)]), response
    )
    return np.asarray(response / np.sqrt(np.mean(np.sum(response**2, axis=1))), dtype=np.float32)


def convolve_in_place(samples: Samples, response: Samples, dry: float, wet: float) -> None:
    """samples = dry·samples + wet·(samples ∗ response), block by block; what would ring past the end is dropped."""
    n = samples.shape[1]
    tail = np.zeros((2, response.shape[1] - 1), np.float32)
    for start in range(0, n, _BLOCK):
        block = samples[:, start : start + _BLOCK]
        length = block.shape[1]
        rung = signal.oaconvolve(block, response, axes=1).astype(np.float32)
        rung[:, : tail.shape[1]] += tail
        tail = rung[:, length:]
        block *= np.float32(dry)
        block += np.float32(wet) * rung[:, :length]


def air(distance: float, sample_rate: int) -> Floats:
    """What the way through the air takes from the treble, as second-order sections; none for near sounds.

    The cutoff falls from 18 kHz (distance 0) to 1.4 kHz (distance 1): roughly ISO 9613 at some hundred metres.
    """
    if distance <= 0:
        return np.zeros((0, 6))
    return high_cut(18000.0 * (1400.0 / 18000.0) ** distance, sample_rate)
