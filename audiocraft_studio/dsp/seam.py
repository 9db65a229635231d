"""Whether a loop is heard where it begins anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.dsp.frames import HOPS, Floats, band_powers, below_db, hop_n

_NEAR = 2 * HOPS - 1
"""So many hops before a place begin the changes from frame to frame that touch it."""
_SAME = 0.01
"""Figures that differ by less are the same."""


@dataclass(frozen=True)
class Measure:
    """One figure of the seam. typical: the median of the same figure inside the sound. percentile: how many of those,
    in percent, are smaller; 0 is a seam smoother than anything inside, 100 one rougher than anything."""

    value: float
    typical: float
    percentile: float


@dataclass(frozen=True)
class Seam:
    """level: largest change of level from a frame of 46 ms to the next, in dB. spectrum: the same of 24 bands, root
    mean square. Both take the most in the whole crossfade, and so do their counterparts over stretches of the same
    length.

    slope: how far the largest bend of the waveform at the join stands out of the bends around it, a factor; a click
    has a high one.
    """

    level: Measure
    slope: Measure
    spectrum: Measure

    @property
    def worst_percentile(self) -> float:
        return max(self.level.percentile, self.slope.percentile, self.spectrum.percentile)


class Yardstick:
    """What changes how much inside a sound, frame by frame; seams of loops made from it are held against it."""

    def __init__(self, sound: Audio) -> None:
        self._rate = sound.sample_rate
        self.powers = band_powers(sound.samples, sound.sample_rate)
        self._band_top = float(self.powers.max())
        self._level_top = float(self.powers.sum(axis=1).max())
        self._level_steps, self._band_steps = _steps(self.level_db()), _steps(self.bands_db())
        bends = _bends(sound.samples)
        hop = hop_n(self._rate)
        whole = np.lib.stride_tricks.sliding_window_view(np.pad(bends, (0, max(0, 2 * hop - len(bends)))), 2 * hop)
        self._bend_floor = 0.01 * float(bends.max(initial=0.0)) + 1e-12
        self._bends = self._standing_out(whole[::hop])

    def level_db(self, powers: Floats | None = None) -> Floats:
        """Shape (frames, 1), against the loudest frame of the sound."""
        given = self.powers if powers is None else powers
        return below_db(given.sum(axis=1, keepdims=True), self._level_top)

    def bands_db(self, powers: Floats | None = None) -> Floats:
        """Shape (frames, 24), against the loudest band of all frames of the sound."""
        return below_db(self.powers if powers is None else powers, self._band_top)

    def seam(self, loop: Audio, crossfade_s: float) -> Seam:
        hop = hop_n(self._rate)
        reach = max(1, round(crossfade_s * self._rate / hop))
        powers = band_powers(_around(loop.samples, _NEAR * hop, (reach + _NEAR) * hop), self._rate)
        bends = _bends(_around(loop.samples, hop + 1, hop + 1))
        return Seam(
            _measured(_steps(self.level_db(powers)), self._level_steps),
            _measured(self._standing_out(bends[None]), self._bends),
            _measured(_steps(self.bands_db(powers)), self._band_steps),
        )

    def _standing_out(self, frames: Floats) -> Floats:
        """The largest of the middle 16 of each row against the row's root mean square."""
        middle = frames.shape[1] // 2
        level = np.sqrt(np.mean(np.square(frames), axis=1))
        made: Floats = frames[:, max(0, middle - 8) : middle + 8].max(axis=1) / (level + self._bend_floor)
        return made


def seam(loop: Audio, crossfade_s: float = 0.0, source: Audio | None = None) -> Seam:
    """The join of a loop's end and beginning against what happens inside `source` (else inside the loop itself).

    crossfade_s: how much of the loop's beginning the crossfade takes; 0 for a hard join.
    """
    return Yardstick(source or loop).seam(loop, crossfade_s)


def _around(samples: Samples, before: int, after: int) -> Samples:
    """The loop's last `before` samples and its first `after`, going round as often as needed."""
    return samples[:, np.arange(-before, after) % samples.shape[1]]


def _steps(rows_db: Floats) -> Floats:
    """From each frame to the one that begins where it ends: root mean square of the differences, shape (frames,)."""
    made: Floats = np.sqrt(np.mean(np.square(rows_db[HOPS:] - rows_db[:-HOPS]), axis=1))
    return made


def _bends(samples: Samples) -> Floats:
    """Second differences, the largest of all channels, shape (n − 2,)."""
    made: Floats = np.abs(np.diff(samples.astype(np.float64), 2, axis=1)).max(axis=0, initial=0.0)
    return made


def _measured(at_seam: Floats, inside: Floats) -> Measure:
    """The largest at the seam among the largest of as many neighbours everywhere inside."""
    value = float(at_seam.max(initial=0.0))
    if not len(inside):
        return Measure(value, 0.0, 0.0 if value <= 0 else 100.0)
    size = min(len(at_seam), len(inside))
    most = np.lib.stride_tricks.sliding_window_view(inside, size).max(axis=1)
    return Measure(value, float(np.median(most)), 100 * float(np.mean(most < value - _SAME)))
