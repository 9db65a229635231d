"""Loops: a stretch of a sound that goes on for ever without a seam that is heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.crossfade import blended, correlation
from audiocraft_studio.dsp.frames import hop_n
from audiocraft_studio.dsp.seam import Seam, Yardstick

CROSSFADE_S = 1.0
LEAST_CROSSFADE_S = 0.01
_SHORTER = (1.0, 0.4, 0.15, 0.05)
_STARTS = 6
_LEVEL_WEIGHT = 2.0


@dataclass(frozen=True)
class Loop:
    """start_s: where in the source it begins. crossfade_s: how much of its beginning is blended with what came after
    its end."""

    audio: Audio
    start_s: float
    crossfade_s: float
    seam: Seam


def make_loop(audio: Audio, duration_s: float | None = None, *, crossfade_s: float = CROSSFADE_S) -> Loop:
    """The best loop of just `duration_s` in `audio`; without a duration, the longest that leaves the crossfade.

    The sound after the loop's end fades out over the loop's beginning, so that the end runs on into itself. Tried are
    the places where both are most alike (in level, in its slope and in spectrum, over the whole crossfade), with
    crossfades of `crossfade_s` at most; taken is the one whose seam stands out least of what happens in the sound.
    Raises ValueError where less than 10 ms would be left for the crossfade.
    """
    rate = audio.sample_rate
    least = max(1, round(LEAST_CROSSFADE_S * rate))
    longest = max(least, round(min(crossfade_s, 0.25 * audio.duration_s) * rate))
    n = audio.n_samples - longest if duration_s is None else round(duration_s * rate)
    longest = min(longest, audio.n_samples - n, n // 2)
    if longest < least:
        most = max(0.0, audio.duration_s - LEAST_CROSSFADE_S)
        raise ValueError(f"A sound of {audio.duration_s:.2f} s gives loops of 0.02 to {most:.2f} s.")
    yardstick = Yardstick(audio)
    overlaps = dict.fromkeys(max(least, round(longest * share)) for share in _SHORTER)
    tried = (
        joined(audio, start, n, overlap, yardstick)
        for overlap in overlaps
        for start in _starts(yardstick, audio, n, overlap)
    )
    return min(tried, key=_roughness)


def joined(audio: Audio, start: int, n: int, overlap: int, yardstick: Yardstick) -> Loop:
    """The loop of `n` samples from `start` on, `overlap` of them blended with those that follow it, and its seam."""
    rate = audio.sample_rate
    made = cut(audio, start, n, overlap)
    return Loop(made, start / rate, overlap / rate, yardstick.seam(made, overlap / rate))


def cut(audio: Audio, start: int, n: int, overlap: int) -> Audio:
    """The same, unjudged. Raises ValueError where `audio` ends before the samples that follow the loop do."""
    if start + n + overlap > audio.n_samples:
        raise ValueError(f"A sound of {audio.duration_s:.2f} s ends before this loop does.")
    beginning = audio.samples[:, start : start + overlap]
    after = audio.samples[:, start + n : start + n + overlap]
    blend = blended(after, beginning, correlation(after, beginning))
    return Audio(np.concatenate([blend, audio.samples[:, start + overlap : start + n]], axis=1), audio.sample_rate)


def _roughness(loop: Loop) -> tuple[float, float]:
    """What is best is smallest: first that nothing stands out, then that everything is smooth."""
    measures = (loop.seam.level, loop.seam.slope, loop.seam.spectrum)
    return max(50.0, loop.seam.worst_percentile), sum(m.percentile for m in measures)


def _starts(yardstick: Yardstick, audio: Audio, n: int, overlap: int) -> Iterator[int]:
    """Samples at which a loop begins best, likeliest first, apart from each other by at least 50 ms."""
    hop = hop_n(audio.sample_rate)
    room = audio.n_samples - n - overlap
    apart = _apart(yardstick, round(n / hop))
    window = max(1, overlap // hop)
    if room < hop or len(apart) <= window:
        yield max(0, room // 2)
        return
    total = np.concatenate([[0.0], np.cumsum(apart)])
    costs = (total[window:] - total[:-window])[: room // hop + 1]
    for _ in range(_STARTS):
        best = int(np.argmin(costs))
        if not np.isfinite(costs[best]):
            return
        yield min(room, best * hop)
        costs[max(0, best - 4) : best + 5] = np.inf


def _apart(yardstick: Yardstick, lag: int) -> npt.NDArray[np.float64]:
    """How unlike each frame is the one `lag` frames later: squares of level, of its slope and of the bands, in dB."""
    bands_db, level_db = yardstick.bands_db(), yardstick.level_db()
    slope_db = np.diff(level_db, axis=0, prepend=level_db[:1])
    rows = np.column_stack([bands_db / np.sqrt(bands_db.shape[1]), _LEVEL_WEIGHT * level_db, slope_db])
    made: npt.NDArray[np.float64] = np.sum(np.square(rows[lag:] - rows[: max(0, len(rows) - lag)]), axis=1)
    return made
