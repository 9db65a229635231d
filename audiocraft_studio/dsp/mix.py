"""Mixing: layers with weight, pan, offset, fades and loop, summed with 32-bit headroom, then limited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.dsp.automation import Points, moved
from audiocraft_studio.dsp.effects import Effect, through
from audiocraft_studio.dsp.fades import falling, rising
from audiocraft_studio.dsp.limiter import limit
from audiocraft_studio.dsp.pan import panned
from audiocraft_studio.dsp.repeats import Repeats
from audiocraft_studio.dsp.resample import resample

CEILING_DB = -1.0
EMPTY_RATE = 44100
_BLOCK = 1 << 15


@dataclass(frozen=True)
class Track:
    """One sound in a mix. weight: linear gain 0..1; pan: -1 left .. 1 right; times in seconds from the mix's start.

    weight_points: (time, weight) in rising order, straight lines between them, level before the first and after the
    last; they replace `weight` where there are any, and pan_points likewise `pan`. loop_fade_s: how far each repeat of
    a loop overlaps the one before. effects: after the fades and the weight points, before weight and pan; what they
    let ring on is heard until the end of the mix.
    """

    audio: Audio
    weight: float = 1.0
    pan: float = 0.0
    offset_s: float = 0.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    loop: bool = False
    weight_points: Points = ()
    pan_points: Points = ()
    loop_fade_s: float = 0.0
    effects: Sequence[Effect] = ()


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
    """Adds the track to (2, n): resampled, stereo, looped, cut at the end, faded, its effects, weighted, panned."""
    if not track.weight and not track.weight_points:
        return
    start = round(track.offset_s * sample_rate)
    room = total.shape[1] - start
    source = _repeats(track, sample_rate, room)
    if track.effects and room > 0:
        dry = np.zeros((2, room), np.float32)
        for begin, end in _blocks(source.n_samples):
            dry[:, begin:end] = _faded(track, source, sample_rate, begin, end)
        wet = through(track.effects, dry, sample_rate, start)
        for begin, end in _blocks(room):
            _place(total, wet[:, begin:end], track, sample_rate, start + begin)
        return
    for begin, end in _blocks(source.n_samples):
        _place(total, _faded(track, source, sample_rate, begin, end), track, sample_rate, start + begin)


def _repeats(track: Track, sample_rate: int, room: int) -> Repeats:
    samples = resample(_finite(track.audio), sample_rate).samples
    stereo = np.broadcast_to(samples, (2, samples.shape[1])) if len(samples) == 1 else samples[:2]
    return Repeats(stereo, room, round(track.loop_fade_s * sample_rate) if track.loop else None)


def _blocks(length: int) -> Iterator[tuple[int, int]]:
    """From where to where; each small enough to stay in the processor's cache."""
    for begin in range(0, length, _BLOCK):
        yield begin, min(begin + _BLOCK, length)


def _faded(track: Track, source: Repeats, sample_rate: int, begin: int, end: int) -> Samples:
    """The source with its fades and points of weight; without points or effects, with its weight."""
    start = round(track.offset_s * sample_rate)
    weight = np.float32(1.0 if track.effects else track.weight)
    if track.weight_points:
        weights = moved(track.weight_points, sample_rate, start + begin, start + end).astype(np.float32)
        block = source.taken(begin, end) * weights
    else:
        block = source.taken(begin, end) * weight
    _fade(block, track, sample_rate, begin, source.n_samples)
    return block


def _place(total: Samples, block: Samples, track: Track, sample_rate: int, at: int) -> None:
    """Adds the block where it belongs, with what comes after the effects."""
    if track.effects and not track.weight_points:
        block = block * np.float32(track.weight)
    end = at + block.shape[1]
    pan = moved(track.pan_points, sample_rate, at, end) if track.pan_points else track.pan
    total[:, at:end] += panned(block, pan)


def _finite(audio: Audio) -> Audio:
    """The sound with silence where a broken file has no numbers or infinite ones: a filter would spread them."""
    if np.isfinite(audio.samples.sum()):
        return audio
    return Audio(np.nan_to_num(audio.samples, nan=0.0, posinf=0.0, neginf=0.0), audio.sample_rate)


def _fade(block: Samples, track: Track, sample_rate: int, begin: int, length: int) -> None:
    """Linear ramps at both ends, as the page draws and plays them, in place; `begin`: where in the track it lies."""
    end = begin + block.shape[1]
    n_in, n_out = (min(length, round(s * sample_rate)) for s in (track.fade_in_s, track.fade_out_s))
    if begin < n_in:
        block[:, : n_in - begin] *= rising(n_in, first=begin, last=min(n_in, end))
    if end > length - n_out:
        first = max(begin, length - n_out)
        block[:, first - begin :] *= falling(n_out, first=first - (length - n_out), last=end - (length - n_out))
