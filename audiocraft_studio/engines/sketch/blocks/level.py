"""Loudness and headroom."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.filters import filter_in_place, high_shelf, low_cut

CEILING = 10 ** (-1.5 / 20)
"""Highest sample, so that peaks between samples stay below -1 dBFS."""

_GATE_DB = 15.0
_PIECE = 1 << 18


def loudness_db(samples: Samples, sample_rate: int) -> float:
    """Loudness of the audible part of (channels, n), in dB relative to full scale; -inf for silence.

    Weighted much like ITU-R BS.1770 (a shelf of 4 dB above 1.5 kHz, a low cut at 38 Hz), as the mean power of the
    blocks of 100 ms that lie within 15 dB of the loudest: a short event counts as loud as it is while it sounds.
    """
    sos = np.vstack([low_cut(38.0, sample_rate), high_shelf(4.0, 1500.0, sample_rate)])
    block = max(1, sample_rate // 10)
    step = block * max(1, _PIECE // block)
    powers = []
    for start in range(0, samples.shape[1], step):
        part = samples[:, start : start + step].copy()
        filter_in_place(part, sos)
        power = np.einsum("cn,cn->n", part, part)
        powers.append(np.add.reduceat(power, np.arange(0, len(power), block)) / block)
    blocks = np.concatenate(powers) if powers else np.zeros(1)
    loudest = float(blocks.max())
    if loudest <= 0:
        return float("-inf")
    audible = blocks[blocks >= loudest * 10 ** (-_GATE_DB / 10)]
    return float(10 * np.log10(audible.mean()))


def hold_below_ceiling(samples: Samples) -> None:
    """Turns the whole sound down, in place, if a sample passes the ceiling. Nothing is clipped or squashed."""
    peak = float(max(samples.max(initial=0.0), -samples.min(initial=0.0)))
    if peak > CEILING:
        samples *= np.float32(CEILING / peak)
