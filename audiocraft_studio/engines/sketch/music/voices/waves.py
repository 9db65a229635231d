"""Oscillators for voices: exact phases, single-cycle tables, and what moves them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import fft

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats

Phase = npt.NDArray[np.uint32]
"""Phases in turns times 2³², wrapping by themselves: exact for any length."""

_TABLE_BITS = 13
_TURN = 2.0**32


def steady(hz: float, n: int, rate: int, start: float = 0.0) -> Phase:
    """The phase of a constant frequency, from `start` turns on."""
    step = round(hz / rate * _TURN)
    first = round(start % 1.0 * _TURN) & 0xFFFFFFFF
    return (np.arange(n, dtype=np.uint64) * np.uint64(step) + np.uint64(first)).astype(np.uint32)


def moving(hz: Floats | Samples, rate: int, start: float = 0.0) -> Phase:
    """The phase of a frequency that changes from sample to sample; it begins at `start` turns."""
    steps = (hz * (_TURN / rate)).astype(np.uint32)
    if len(steps):
        steps[0] = round(start % 1.0 * _TURN) & 0xFFFFFFFF
    # wrapping around is what a phase does
    return np.cumsum(steps, dtype=np.uint32)


def sine(phase: Phase, bent: Samples | None = None) -> Samples:
    """sin(2π·phase), or sin(2π·phase + bent): float32."""
    angle = phase.view(np.int32).astype(np.float32)
    angle *= np.float32(np.pi / 2**31)
    if bent is not None:
        angle += bent
    return np.sin(angle, out=angle)


def table(gains: Floats, phases: Floats | None = None) -> Samples:
    """One cycle of a wave whose harmonics 1, 2, … have these gains (as sines, or turned by `phases` in radians)."""
    size = 1 << _TABLE_BITS
    spectrum = np.zeros(size // 2 + 1, np.complex64)
    count = min(len(gains), size // 2 - 1)
    turned = gains[:count] * (1.0 if phases is None else np.exp(1j * phases[:count]))
    spectrum[1 : count + 1] = -0.5j * size * turned
    return np.asarray(fft.irfft(spectrum, n=size), dtype=np.float32)


def read(cycle: Samples, phase: Phase) -> Samples:
    """The wave of `cycle` along `phase`."""
    wave: Samples = cycle[phase >> np.uint32(32 - _TABLE_BITS)]
    return wave


def saw_gains(hz: float, rate: int, roll_off: float = 1.0, corner_hz: float = 1e9, order: float = 2.0) -> Floats:
    """Gains k^-roll_off of all harmonics below 0.45 of the rate, through a low-pass at `corner_hz`."""
    k = np.arange(1.0, max(2.0, 0.45 * rate // hz + 1))
    gains: Floats = k**-roll_off / np.sqrt(1 + (k * hz / corner_hz) ** (2 * order))
    return gains


def pulse_gains(hz: float, rate: int, width: float, corner_hz: float = 1e9) -> Floats:
    """Gains of a rectangle that is high for `width` of its cycle: sin(πkw)/k, as cosines."""
    k = np.arange(1.0, max(2.0, 0.45 * rate // hz + 1))
    gains: Floats = np.sin(np.pi * k * width) / k / np.sqrt(1 + (k * hz / corner_hz) ** 4)
    return gains


def vibrato(
    rng: np.random.Generator, n: int, rate: int, *, cents: float, speed_hz: float = 5.5, after_s: float = 0.25
) -> Samples:
    """Factors of the frequency: still at first, then swinging by ± `cents`, a little unevenly as players do."""
    t = np.arange(n, dtype=np.float32) / np.float32(rate)
    speed = speed_hz * (1 + 0.06 * rng.standard_normal())
    depth = np.log(2) / 1200 * cents * (1 + 0.15 * rng.standard_normal())
    uneven = np.float32(0.3) * np.sin(np.float32(2 * np.pi * 0.7) * t + np.float32(rng.uniform(0, 6.3)))
    swing = np.sin(np.float32(2 * np.pi) * (np.float32(speed) * t + uneven))
    grown = np.clip((t - np.float32(after_s)) / np.float32(0.35), 0, 1)
    return np.asarray(1 + np.float32(depth) * grown * swing, dtype=np.float32)


def fall(n: int, rate: int, decay_s: float, floor: float = 0.0) -> Samples:
    """From 1 to `floor`, by 1/e of the way in `decay_s`."""
    t = np.arange(n, dtype=np.float32) * np.float32(-1 / (decay_s * rate))
    return np.asarray(floor + (1 - floor) * np.exp(t), dtype=np.float32)


def rise(n: int, rate: int, attack_s: float) -> Samples:
    """From 0 towards 1, by 1-1/e of the way in `attack_s`."""
    return np.float32(1.0) - fall(n, rate, attack_s)
