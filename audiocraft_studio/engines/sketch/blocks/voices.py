"""Instruments: notes of exact pitch."""

from __future__ import annotations

import numpy as np
from scipy import fft

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats


def spread_tones(
    rng: np.random.Generator,
    frequencies_hz: Floats,
    gains: Floats,
    *,
    width_cents: float,
    n_samples: int,
    sample_rate: int,
) -> Samples:
    """Many voices in unison: each partial a narrow band of noise around its exact pitch. float32 (2, n_samples).

    The idea of Nasca's PADsynth: draw the spectrum, give it random phases (other ones for each ear), transform once.
    The result repeats only after its whole length. frequencies_hz, gains: (partials,). width_cents: half the bands'.
    """
    size = fft.next_fast_len(max(n_samples, 4096), real=True)
    bins = size // 2 + 1
    spectrum = np.zeros((2, bins), np.complex64)
    spacing_hz = sample_rate / size
    for f, gain in zip(frequencies_hz.tolist(), gains.tolist(), strict=True):
        if not 20.0 <= f < 0.45 * sample_rate:
            continue
        sigma_hz = max(f * (2 ** (width_cents / 1200) - 1), 0.6 * spacing_hz)
        low, high = max(1, int((f - 4 * sigma_hz) / spacing_hz)), min(bins, int((f + 4 * sigma_hz) / spacing_hz) + 2)
        near_hz = np.arange(low, high) * spacing_hz - f
        shape = np.exp(-0.5 * (near_hz / sigma_hz) ** 2)
        shape *= gain / np.sqrt(np.sum(shape**2))
        phases = rng.uniform(0, 2 * np.pi, (2, high - low))
        spectrum[:, low:high] += shape * np.exp(1j * phases)
    return np.asarray(fft.irfft(spectrum, n=size)[:, :n_samples] * (size / np.sqrt(2)), dtype=np.float32)


def harmonics(fundamental_hz: float, roll_off: float, highest_hz: float) -> tuple[Floats, Floats]:
    """Partials k·f up to `highest_hz` (64 at most) and their gains k^-roll_off."""
    count = int(np.clip(highest_hz // fundamental_hz, 1, 64))
    k = np.arange(1.0, count + 1)
    return fundamental_hz * k, k**-roll_off
