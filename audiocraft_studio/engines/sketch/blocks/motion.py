"""Sources that pass by: Doppler, distance, air and place, all from one path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.filters import high_cut
from audiocraft_studio.engines.sketch.blocks.noise import Floats

SOUND_M_S = 343.0


@dataclass(frozen=True)
class Path:
    """A straight way past the listener. nearest_s: when the source is heard at its nearest, `nearest_m` away.

    speed_m_s: below that of sound; negative from right to left.
    """

    nearest_s: float
    nearest_m: float
    speed_m_s: float

    def sent_s(self, heard_s: Floats) -> Floats:
        """When the sound was sent that is heard at `heard_s` (the delay at the nearest point is left out).

        The retarded time: the earlier root of (t - s)·c = distance(s).
        """
        c, v, d = SOUND_M_S, abs(self.speed_m_s), self.nearest_m
        t = heard_s - self.nearest_s + d / c
        root = np.sqrt((c * v * t) ** 2 + (c**2 - v**2) * d**2)
        return np.asarray(self.nearest_s + (c**2 * t - root) / (c**2 - v**2))

    def along_m(self, sent_s: Floats) -> Floats:
        """How far past the nearest point it is; negative before."""
        return np.asarray(self.speed_m_s * (sent_s - self.nearest_s))

    def shift(self, heard_s: Floats) -> Floats:
        """Doppler: heard over sent frequency."""
        along_m = abs(self.speed_m_s) * (self.sent_s(heard_s) - self.nearest_s)
        toward = along_m / np.hypot(along_m, self.nearest_m)
        return np.asarray(1 / (1 + abs(self.speed_m_s) / SOUND_M_S * toward))

    def ears(self, heard_s: Floats) -> Samples:
        """Gains of both ears: (2, n). 1/distance, 1 at the nearest point, from one side of the image to the other."""
        along_m = self.along_m(self.sent_s(heard_s))
        way_m = np.hypot(along_m, self.nearest_m)
        angle = np.pi / 4 * (1 + 0.9 * along_m / way_m)
        return np.asarray(self.nearest_m / way_m * np.stack([np.cos(angle), np.sin(angle)]), dtype=np.float32)

    def clearness(self, heard_s: Floats) -> Floats:
        """What is left of the treble on the way, 0..1: 1 at the nearest point, 1/e for each 250 m more."""
        way_m = np.hypot(self.along_m(self.sent_s(heard_s)), self.nearest_m)
        return np.asarray(np.exp((self.nearest_m - way_m) / 250.0))


def pass_by(mono: Samples, start_s: float, path: Path, heard_s: Floats, sample_rate: int) -> Samples:
    """What both ears hear at the (evenly spaced) times `heard_s` of `mono`, sent from `start_s` on: float32 (2, n)."""
    sent = np.interp((path.sent_s(heard_s) - start_s) * sample_rate, np.arange(len(mono)), mono, left=0.0, right=0.0)
    dull = signal.sosfilt(high_cut(1600.0, sample_rate), sent)
    sent = dull + path.clearness(heard_s) * (sent - dull)
    return np.asarray(path.ears(heard_s) * sent, dtype=np.float32)
