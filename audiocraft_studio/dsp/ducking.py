"""Ducking: one sound makes room for another."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.compressor import Compressed
from audiocraft_studio.dsp.decibels import from_db
from audiocraft_studio.dsp.envelope import applied, attacked, held, released
from audiocraft_studio.dsp.resample import resample


def ducked(
    audio: Audio,
    key: Audio,
    *,
    depth_db: float = 9.0,
    threshold_db: float = -40.0,
    attack_s: float = 0.05,
    hold_s: float = 0.3,
    release_s: float = 0.5,
    key_offset_s: float = 0.0,
) -> Compressed:
    """`audio` lowered by `depth_db` (0 and more) while `key` is heard: above `threshold_db`, and `hold_s` longer.

    attack_s and release_s: time constants of the way down and back. key_offset_s: where the key begins in `audio`; what
    lies outside is not heard. The key may have another rate and other channels.
    """
    if depth_db < 0:
        raise ValueError(f"The depth must be 0 dB or more, not {depth_db:g}.")
    rate = audio.sample_rate
    level = np.abs(resample(key, rate).samples).max(axis=0, initial=0.0)
    wanted = np.zeros(audio.n_samples)
    start = round(key_offset_s * rate)
    first, last = max(0, start), min(audio.n_samples, start + len(level))
    if first < last:
        wanted[first:last] = np.where(level[first - start : last - start] > from_db(threshold_db), depth_db, 0.0)
    if not wanted.any():
        return Compressed(audio, 0.0)
    smooth = attacked(released(held(wanted, round(hold_s * rate)), release_s, rate), attack_s, rate)
    return Compressed(Audio(applied(audio.samples, smooth), rate), float(smooth.max()))
