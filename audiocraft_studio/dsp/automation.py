"""Values that move along points, as the automation of a Web Audio parameter moves them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Points = Sequence[tuple[float, float]]
"""(seconds, value), their times rising."""


def moved(points: Points, sample_rate: int, begin: int, end: int, *, geometric: bool = False) -> Floats:
    """The value at each sample from `begin` until before `end`; points lie on whole samples.

    Straight lines between points (linearRampToValueAtTime), or with `geometric` equal ratios in equal times
    (exponentialRampToValueAtTime; values above 0 only); level before the first point and after the last.
    """
    frames = [round(at_s * sample_rate) for at_s, _ in points]
    values = np.array([value for _, value in points])
    at = np.arange(begin, end)
    made: Floats = np.exp(np.interp(at, frames, np.log(values))) if geometric else np.interp(at, frames, values)
    return made
