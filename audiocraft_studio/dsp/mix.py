"""Mixing: layers with weight, pan, offset, fades and loop, summed with 32-bit headroom, then limited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.dsp.fades import falling, rising
from audiocraft_studio.dsp.limiter import limit
from audiocraft_studio.dsp.pan import panned
from audiocraft_studio.dsp.resample import resample

CEILING_DB = -1.0
EMPTY_RATE = 44100
_BLOCK = 1 << 15


@dataclass(frozen=True)
class Track:
    """One sound in a mix. weight: linear gain 0..1; pan: -1 left .. 1 right; times in seconds from the mix's start.

    weight_points: (time, weight) in rising order, straight lines between them, level before the first and after the
    last; they replace `weight` where there are any.
    """

    audio: Audio
    weight: float = 1.0
    pan: float = 0.0
    offset_s: float = 0.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    loop: bool = False
    weight_points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Mix:
    """reduction_db: the most that the limiter took away, 0 where it was not needed. limited_share: of the time."""

    audio: Audio
    reduction_db: float
    limited_share: float


def mix(tracks: Sequence[Track], *, duration_s: float | None = None, sample_rate: int | None = None) -> Mix:
    """`summed`, with true peaks held at or below -1 dBTP; a sum that stays below is not touched."""
    limited = limit(summed(tracks, duration_s=duration_s, sample_rate=sample_rate), CEILING_DB)
    return Mix(limited.audio, limited.reduction_db, limited.share)


def summed(tracks: Sequence[Track], *, duration_s: float | None = None, sample_rate: int | None = None) -> Audio:
    """The sum of `tracks` in stereo, as the page's mixer plays it, before any limiter; it may pass full scale.

    sample_rate: the highest of the tracks when not given; others are resampled. duration_s: until the last track ends
    when not given (loops then play once). Mono feeds both sides at full weight. No tracks give an empty sound.
    """
    rate, n_total = _format(tracks, duration_s, sample_rate)
    total = np.zeros((2, n_total), np.float32)
    for track in tracks:
        _add(total, track, rate)
    return Audio(total, rate)


def stems(tracks: Sequence[Track], *, duration_s: float | None = None, sample_rate: int | None = None) -> list[Audio]:
    """What each track gives to `summed`, each as long as the whole: their sum is the mix before the limiter."""
    rate, n_total = _format(tracks, duration_s, sample_rate)
    made = []
    for track in tracks:
        stem = np.zeros((2, n_total), np.float32)
        _add(stem, track, rate)
        made.append(Audio(stem, rate))
    return made


def _format(tracks: Sequence[Track], duration_s: float | None, sample_rate: int | None) -> tuple[int, int]:
    """Rate in Hz and length in samples."""
    rate = sample_rate or max((t.audio.sample_rate for t in tracks), default=EMPTY_RATE)
    ends = [t.offset_s + t.audio.duration_s for t in tracks]
    return rate, round((duration_s if duration_s is not None else max(ends, default=0.0)) * rate)


def _add(total: Samples, track: Track, sample_rate: int) -> None:
    """Adds the track to (2, n): resampled, stereo, looped, cut at the end, faded, weighted, panned."""
    samples = resample(_finite(track.audio), sample_rate).samples
    samples = np.broadcast_to(samples, (2, samples.shape[1])) if len(samples) == 1 else samples[:2]
    start = round(track.offset_s * sample_rate)
    n, room = samples.shape[1], total.shape[1] - start
    length = room if track.loop and 0 < n < room else min(n, room)
    if not track.weight and not track.weight_points:
        return
    for begin in range(0, max(0, length), _BLOCK):  # small enough to stay in the processor's cache
        end = min(begin + _BLOCK, length)
        block = _taken(samples, begin, end) * _weights(track, sample_rate, start + begin, start + end)
        _fade(block, track, sample_rate, begin, length)
        total[:, start + begin : start + end] += panned(block, track.pan)


def _finite(audio: Audio) -> Audio:
    """The sound with silence where a broken file has no numbers or infinite ones: a filter would spread them."""
    if np.isfinite(audio.samples.sum()):
        return audio
    return Audio(np.nan_to_num(audio.samples, nan=0.0, posinf=0.0, neginf=0.0), audio.sample_rate)


def _taken(samples: Samples, begin: int, end: int) -> Samples:
    """From sample `begin` until before `end`, beginning anew after the last."""
    if end <= samples.shape[1]:
        return samples[:, begin:end]
    return samples[:, np.arange(begin, end) % samples.shape[1]]


def _weights(track: Track, sample_rate: int, begin: int, end: int) -> np.float32 | npt.NDArray[np.float32]:
    """The gain of each sample of the mix from `begin` until before `end`."""
    if not track.weight_points:
        return np.float32(track.weight)
    frames = [round(at_s * sample_rate) for at_s, _ in track.weight_points]
    weights = [weight for _, weight in track.weight_points]
    return np.interp(np.arange(begin, end), frames, weights).astype(np.float32)


def _fade(block: Samples, track: Track, sample_rate: int, begin: int, length: int) -> None:
    """Linear ramps at both ends, as the page draws and plays them, in place; `begin`: where in the track it lies."""
    end = begin + block.shape[1]
    n_in, n_out = (min(length, round(s * sample_rate)) for s in (track.fade_in_s, track.fade_out_s))
    if begin < n_in:
        block[:, : n_in - begin] *= rising(n_in, first=begin, last=min(n_in, end))
    if end > length - n_out:
        first = max(begin, length - n_out)
        block[:, first - begin :] *= falling(n_out, first=first - (length - n_out), last=end - (length - n_out))
