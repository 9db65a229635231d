"""A feed-forward compressor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.decibels import FLOOR_DB, from_db
from audiocraft_studio.dsp.envelope import Reduction, applied, attacked, released


@dataclass(frozen=True)
class Compression:
    """threshold_db: sample level in dBFS. ratio: 1 and more; dB in for a dB out above the threshold. knee_db: width of
    the bend around the threshold, 0 for a corner. attack_s and release_s: time constants, 0 for at once."""

    threshold_db: float = -18.0
    ratio: float = 4.0
    knee_db: float = 6.0
    attack_s: float = 0.01
    release_s: float = 0.1
    makeup_db: float = 0.0


@dataclass(frozen=True)
class Compressed:
    """reduction_db: the most that was taken away, before makeup."""

    audio: Audio
    reduction_db: float


def compressed(audio: Audio, settings: Compression) -> Compressed:
    """`audio` with its loud parts lowered; all channels by what the loudest of them needs."""
    if not audio.n_samples:
        return Compressed(audio, 0.0)
    peaks = np.abs(audio.samples).max(axis=0).astype(np.float64)
    wanted = reduction_db(20 * np.log10(np.maximum(peaks, 10 ** (FLOOR_DB / 20))), settings)
    smooth = attacked(released(wanted, settings.release_s, audio.sample_rate), settings.attack_s, audio.sample_rate)
    samples = applied(audio.samples, smooth) * np.float32(from_db(settings.makeup_db))
    return Compressed(Audio(samples, audio.sample_rate), float(smooth.max()))


def reduction_db(level_db: npt.NDArray[np.float64], settings: Compression) -> Reduction:
    """The static curve: by how many dB a level is lowered in the long run.

    With a quadratic knee (Giannoulis, Massberg and Reiss 2012, equation 4). Raises ValueError for a ratio below 1.
    """
    if settings.ratio < 1:
        raise ValueError(f"The ratio must be 1 or more, not {settings.ratio:g}.")
    slope, over_db, half = 1 - 1 / settings.ratio, level_db - settings.threshold_db, settings.knee_db / 2
    above = np.maximum(over_db, 0.0)
    if half > 0:
        bent = np.square(np.clip(over_db + half, 0.0, 2 * half)) / (4 * half)
        above = np.where(over_db > half, over_db, bent)
    made: Reduction = slope * above
    return made
