"""Struck bodies: banks of decaying modes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats

_BLOCK = 256
_STRETCH = 2048
_INAUDIBLE = 1e-3


def ring(
    frequencies_hz: Floats, decays_s: Floats, gains: Floats, n_samples: int, sample_rate: int, *, rise_s: float = 0.0
) -> Samples:
    """The sum of decaying sines from rest: float32 (channels, n_samples).

    frequencies_hz, decays_s (to 1/e): (modes,). gains: (channels, modes). Modes above 0.45 of the rate are left out.
    rise_s: time constant of the attack; 0 starts at once (sines start at 0, so there is no step).
    Each mode is a geometric series of one complex number, computed block by block as an outer product.
    """
    out = np.zeros((gains.shape[0], n_samples), np.float32)
    scaled = gains.astype(np.float32)
    levels = np.abs(gains).max(axis=0) / max(float(np.abs(gains).max()), 1e-12)
    heard = (frequencies_hz < 0.45 * sample_rate) & (frequencies_hz > 0) & (levels > _INAUDIBLE)
    for mode in np.flatnonzero(heard).tolist():
        decay = max(float(decays_s[mode]), 1e-4)
        audible = min(n_samples, int(np.log(levels[mode] / _INAUDIBLE) * decay * sample_rate) + 16)
        blocks = -(-audible // _BLOCK)
        step = (-1 / decay + 2j * np.pi * float(frequencies_hz[mode])) / sample_rate
        within = np.exp(step * np.arange(_BLOCK))
        heads = np.exp(step * _BLOCK * np.arange(blocks))
        wave = _imaginary_of_product(heads.astype(np.complex64), within.astype(np.complex64))[:audible]
        tail = len(wave) // 8 + 1
        wave[-tail:] *= np.arange(tail - 1, -1, -1, dtype=np.float32) / np.float32(max(1, tail - 1))
        for channel in range(len(out)):
            out[channel, :audible] += scaled[channel, mode] * wave
    if rise_s > 0:
        risen = min(n_samples, int(20 * rise_s * sample_rate) + 1)
        out[:, :risen] *= (1 - np.exp(-np.arange(risen) / (rise_s * sample_rate))).astype(np.float32)
    return out


def ring_on(
    frequencies_hz: Floats,
    decays_s: Floats,
    starts: npt.NDArray[np.integer],
    gains: Floats,
    n_samples: int,
    sample_rate: int,
) -> Samples:
    """One body, struck again while it still rings: float32 (channels, n_samples).

    frequencies_hz, decays_s (to 1/e): (modes,), below half the rate. starts: (blows,), in samples, in order. gains:
    (blows, channels, modes). Each blow adds to what the modes are doing by then, so many cost little more than one.
    """
    out = np.zeros((gains.shape[1], n_samples), np.float32)
    step = (-1 / decays_s + 2j * np.pi * frequencies_hz) / sample_rate
    ends = np.append(starts[1:], n_samples)
    longest = min(_STRETCH, int(np.max(ends - starts, initial=1)))
    turns = np.exp(step[:, None] * np.arange(longest))
    waves = np.concatenate([turns.imag, turns.real]).astype(np.float32)
    state = np.zeros(gains.shape[1:], np.complex128)
    for first, last, blow in zip(starts.tolist(), ends.tolist(), gains, strict=True):
        state += blow
        for at in range(first, last, longest):
            length = min(longest, last - at)
            shares = np.concatenate([state.real, state.imag], axis=1).astype(np.float32)
            out[:, at : at + length] = np.einsum("cm,mn->cn", shares, waves[:, :length])
            state *= np.exp(step * length)
    return out


def _imaginary_of_product(a: npt.NDArray[np.complex64], b: npt.NDArray[np.complex64]) -> Samples:
    """Im(a ⊗ b), flattened: half the work of the complex product."""
    return np.asarray(np.multiply.outer(a.imag, b.real) + np.multiply.outer(a.real, b.imag)).ravel()


def struck(frequencies_hz: Floats, contact_s: float) -> Floats:
    """How strongly a blow of `contact_s` excites each mode, 0..1: the spectrum of a half-sine force pulse.

    |cos(πfT)/(1 - (2fT)²)|, with its zeros filled, since real contacts are never that regular.
    """
    x = frequencies_hz * contact_s
    return np.asarray(1.0 / (1.0 + (2.0 * x) ** 2))
