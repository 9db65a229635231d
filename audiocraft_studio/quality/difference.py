"""Where and how much two renders of one sound differ."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio

Floats = npt.NDArray[np.float64]

FRAME_S = 0.01
MOST_PARTS = 200
FLOOR_DB = -200.0
HEARD_DB = -60.0
NEAR_WORST_DB = 20.0
FRAMES_AT_ONCE = 2000


@dataclass(frozen=True)
class Difference:
    """Levels are powers of the difference, in dB against the mean power of the first sound (of the second where that
    is silent), at least -200.

    difference_db: of the whole; 0 for sounds of another format, which are not compared sample by sample.
    first_s, last_s: the span in which frames of 10 ms differ; worst_s: where the worst one begins; None where nothing
    differs. share: of all frames, 0..1. A frame differs above -60 dB; where no frame reaches that, what comes within
    20 dB of the worst.
    level_db: how much louder the second is as a whole (RMS); None where one is silent.
    parts_db: up to 200 equal parts of the longer sound; None for a part that is the same.
    other_format: another sample rate or number of channels. length_s: how much longer the second is; what one sound
    has beyond the other's end counts as a difference to silence.
    """

    difference_db: float
    first_s: float | None
    last_s: float | None
    worst_s: float | None
    share: float
    level_db: float | None
    parts_db: list[float | None]
    other_format: bool
    length_s: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return asdict(self)


def compare(before: Audio, after: Audio) -> Difference:
    """How `after` differs from `before`."""
    length_s = round(after.duration_s - before.duration_s, 6)
    if (before.sample_rate, before.channels) != (after.sample_rate, after.channels):
        longer_s = max(before.duration_s, after.duration_s)
        level_db = _ratio_db(_power(after), _power(before))
        return Difference(0.0, 0.0, longer_s, 0.0, 1.0, level_db, [], other_format=True, length_s=length_s)
    size = max(1, round(FRAME_S * before.sample_rate))
    changed, old, new = _frame_energies(before.samples, after.samples, size)
    reference = float(old.sum() or new.sum())
    level_db = _ratio_db(float(new.sum()), float(old.sum()))
    if not changed.any():
        return Difference(FLOOR_DB, None, None, None, 0.0, level_db, [None] * min(MOST_PARTS, len(changed)), False, 0.0)
    frames_db = _db(changed * len(changed) / reference)
    differing = np.flatnonzero(frames_db >= min(HEARD_DB, frames_db.max() - NEAR_WORST_DB))
    to_s = size / before.sample_rate
    return Difference(
        difference_db=float(_db(changed.sum() / reference)),
        first_s=round(float(differing[0]) * to_s, 3),
        last_s=round(min(float(differing[-1] + 1) * to_s, max(before.duration_s, after.duration_s)), 3),
        worst_s=round(float(frames_db.argmax()) * to_s, 3),
        share=round(len(differing) / len(changed), 4),
        level_db=level_db,
        parts_db=_parts_db(changed * len(changed) / reference),
        other_format=False,
        length_s=length_s,
    )


def _frame_energies(before: npt.NDArray[np.float32], after: npt.NDArray[np.float32], size: int) -> list[Floats]:
    """Energy of the difference, the first and the second in each frame of `size` samples, over all channels."""
    n_frames = -(-max(before.shape[1], after.shape[1]) // size)
    found = np.zeros((3, n_frames))
    for first in range(0, n_frames, FRAMES_AT_ONCE):
        n = min(FRAMES_AT_ONCE, n_frames - first)
        old, new = (_piece(samples, first * size, n * size) for samples in (before, after))
        for row, samples in enumerate((new - old, old, new)):
            found[row, first : first + n] = np.square(samples).reshape(-1, n, size).sum(axis=(0, 2))
    return list(found)


def _piece(samples: npt.NDArray[np.float32], start: int, n: int) -> Floats:
    """`n` samples from `start` on, silent beyond the end."""
    piece = samples[:, start : start + n].astype(np.float64)
    return np.pad(piece, ((0, 0), (0, n - piece.shape[1])))


def _parts_db(powers: Floats) -> list[float | None]:
    edges = (np.arange(min(MOST_PARTS, len(powers))) * len(powers)) // min(MOST_PARTS, len(powers))
    means = np.add.reduceat(powers, edges) / np.diff(np.append(edges, len(powers)))
    return [round(float(_db(mean)), 1) if mean else None for mean in means]


def _power(audio: Audio) -> float:
    """Mean square of all channels."""
    return float(np.mean(np.square(audio.samples, dtype=np.float64))) if audio.n_samples else 0.0


def _ratio_db(new: float, old: float) -> float | None:
    return round(float(_db(np.float64(new / old))), 2) if new and old else None


def _db(power: Floats | np.float64) -> Floats:
    levels: Floats = np.maximum(10 * np.log10(np.maximum(power, 1e-30)), FLOOR_DB)
    return levels
