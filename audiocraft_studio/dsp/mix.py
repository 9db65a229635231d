"""Mixing: layers with weight, pan, offset, fades and loop, summed with 32-bit headroom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.dsp.resample import resample

CEILING = 10 ** (-1.0 / 20)


@dataclass(frozen=True)
class Track:
    """One sound in a mix. weight: linear gain 0..1; pan: -1 left .. 1 right; times in seconds from the mix's start."""

    audio: Audio
    weight: float = 1.0
    pan: float = 0.0
    offset_s: float = 0.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    loop: bool = False


@dataclass(frozen=True)
class Mix:
    """gain_db: 0, or how far the whole mix was lowered to stay under full scale (never raised, never limited)."""

    audio: Audio
    gain_db: float


def mix(tracks: Sequence[Track], *, duration_s: float | None = None, sample_rate: int | None = None) -> Mix:
    """The sum of `tracks` in stereo, as the page's mixer plays it.

    sample_rate: the highest of the tracks when not given; others are resampled. duration_s: until the last track ends
    when not given (loops then play once). Mono feeds both sides at full weight. Only if the sum would pass full scale
    is the whole mix lowered, to a peak of -1 dBFS, and `gain_db` says by how much. An empty list gives an empty sound.
    """
    rate = sample_rate or max((t.audio.sample_rate for t in tracks), default=44100)
    ends = [t.offset_s + t.audio.duration_s for t in tracks]
    n_total = round((duration_s if duration_s is not None else max(ends, default=0.0)) * rate)
    total = np.zeros((2, n_total), np.float32)
    for track in tracks:
        start = round(track.offset_s * rate)
        part = placed(track, rate, n_total - start)
        total[:, start : start + part.shape[1]] += part
    peak = float(np.abs(total).max(initial=0.0))
    gain = CEILING / peak if peak > 1.0 else 1.0
    if gain != 1.0:
        total *= np.float32(gain)
    return Mix(Audio(total, rate), 20 * float(np.log10(gain)))


def placed(track: Track, sample_rate: int, n_room: int) -> Samples:
    """The track as it enters the sum: resampled, stereo, looped, cut to `n_room` samples, faded, weighted, panned."""
    samples = resample(track.audio, sample_rate).samples
    samples = np.repeat(samples, 2, axis=0) if len(samples) == 1 else samples[:2]
    n = samples.shape[1]
    if track.loop and 0 < n < n_room:
        samples = np.tile(samples, (1, -(-n_room // n)))
    samples = samples[:, : max(0, n_room)]
    return panned(samples * (_fades(samples.shape[1], track, sample_rate) * np.float32(track.weight)), track.pan)


def panned(samples: Samples, pan: float) -> Samples:
    """Equal-power pan of a stereo signal, shape (2, n): the formula of the Web Audio API's StereoPannerNode."""
    if not pan:
        return samples
    left, right = samples
    angle = (pan + 1 if pan < 0 else pan) * np.pi / 2
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    if pan < 0:
        return np.stack([left + right * cos, right * sin])
    return np.stack([left * cos, right + left * sin])


def _fades(n: int, track: Track, sample_rate: int) -> Samples:
    """Linear ramps at both ends, as the page draws and plays them."""
    envelope = np.ones(n, np.float32)
    fade_in, fade_out = (min(n, round(s * sample_rate)) for s in (track.fade_in_s, track.fade_out_s))
    if fade_in:
        envelope[:fade_in] *= np.linspace(0, 1, fade_in, endpoint=False, dtype=np.float32)
    if fade_out:
        envelope[n - fade_out :] *= np.linspace(1, 0, fade_out, endpoint=False, dtype=np.float32)
    return envelope
