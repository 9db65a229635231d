"""Repeats of sounds at given times, as an AudioBufferSourceNode plays them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.dsp.decibels import from_db
from audiocraft_studio.dsp.pan import panned
from audiocraft_studio.dsp.resample import resample


@dataclass(frozen=True)
class Hit:
    """A sound once. at_s: from the start of the whole. rate: of playback, 1 as it is. pan: -1 left .. 1 right."""

    audio: Audio
    at_s: float
    gain_db: float = 0.0
    pan: float = 0.0
    rate: float = 1.0


def scattered(hits: Sequence[Hit], *, from_s: float, to_s: float, sample_rate: int) -> Audio:
    """All `hits` summed in stereo, from second `from_s` until before `to_s`; what lies outside is cut."""
    start, end = round(from_s * sample_rate), round(to_s * sample_rate)
    total = np.zeros((2, max(0, end - start)), np.float32)
    at_rate: dict[int, Samples] = {}
    for hit in hits:
        place = round(hit.at_s * sample_rate) - start
        if id(hit.audio) not in at_rate:
            at_rate[id(hit.audio)] = resample(hit.audio, sample_rate).samples
        if not 0 <= place < total.shape[1]:
            continue
        samples = at_rate[id(hit.audio)]
        samples = np.broadcast_to(samples, (2, samples.shape[1])) if len(samples) == 1 else samples[:2]
        part = played(samples, hit.rate)[:, : total.shape[1] - place] * np.float32(from_db(hit.gain_db))
        total[:, place : place + part.shape[1]] += panned(part, hit.pan)
    return Audio(total, sample_rate)


def played(samples: Samples, rate: float) -> Samples:
    """(channels, n) at another playback rate: straight lines between samples, the last one prolonged beyond the last
    sample, as Chromium plays a buffer."""
    if rate == 1:
        return samples
    n = samples.shape[1]
    at = np.arange(int(np.ceil(n / rate))) * rate
    at = at[at < n]
    first = at.astype(np.int64)
    share = (at - first).astype(np.float32)
    onward = np.diff(samples, axis=1)
    onward = np.concatenate([onward, onward[:, -1:] if n > 1 else samples * 0], axis=1)
    between: Samples = samples[:, first] + onward[:, first] * share
    return between
