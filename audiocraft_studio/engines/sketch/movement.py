"""How a source changes while it sounds: comes near, passes, fades, builds, hurries, stops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

Floats = npt.NDArray[np.float64]
Points = tuple[tuple[float, float], ...]
"""(x, value): x is the part 0..1 of the time that the change takes; in between it moves smoothly."""

AXES = ("level_db", "distance", "intensity", "brightness", "speed", "side")
"""What can change. distance, intensity, brightness, speed: added to the trait. side: from -1 to 1 of the
stereo image, whichever way round."""


@dataclass(frozen=True)
class Move:
    """One change. label: for the screen. curves: (axis, points), of shifts from how the source is otherwise."""

    label: str
    curves: tuple[tuple[str, Points], ...]

    def curve(self, axis: str) -> Points | None:
        return next((points for name, points in self.curves if name == axis), None)


_FAR = 0.9
MOVES: Mapping[str, Move] = {
    move.label: move
    for move in (
        Move("approaching", (
            ("distance", ((0.0, _FAR), (0.45, 0.62), (0.8, 0.2), (1.0, 0.0))),
            ("level_db", ((0.0, -11.0), (0.6, -5.0), (1.0, 0.0))),
            ("brightness", ((0.0, -0.4), (1.0, 0.15))),
        )),
        Move("receding", (
            ("distance", ((0.0, 0.0), (0.2, 0.2), (0.55, 0.62), (1.0, _FAR))),
            ("level_db", ((0.0, 0.0), (0.4, -4.0), (1.0, -12.0))),
            ("brightness", ((0.0, 0.15), (1.0, -0.4))),
        )),
        Move("passing", (
            ("distance", ((0.0, _FAR), (0.3, 0.5), (0.5, 0.0), (0.7, 0.5), (1.0, _FAR))),
            ("level_db", ((0.0, -6.0), (0.3, -3.5), (0.5, 0.0), (0.7, -3.5), (1.0, -7.0))),
            ("brightness", ((0.0, -0.3), (0.3, -0.15), (0.5, 0.1), (0.7, -0.15), (1.0, -0.35))),
            ("side", ((0.0, -0.75), (0.38, -0.55), (0.5, 0.0), (0.62, 0.55), (1.0, 0.75))),
        )),
        Move("fading in", (("level_db", ((0.0, -42.0), (0.25, -17.0), (0.75, -1.5), (1.0, 0.0))),)),
        Move("fading out", (("level_db", ((0.0, 0.0), (0.4, -1.0), (0.75, -14.0), (1.0, -46.0))),)),
        Move("building", (
            ("level_db", ((0.0, -15.0), (0.5, -8.5), (1.0, 0.0))),
            ("intensity", ((0.0, -0.7), (0.5, -0.3), (1.0, 0.4))),
            ("brightness", ((0.0, -0.45), (0.6, -0.15), (1.0, 0.15))),
        )),
        Move("louder", (("level_db", ((0.0, -16.0), (1.0, 0.0))), ("brightness", ((0.0, -0.15), (1.0, 0.0))))),
        Move("softer", (("level_db", ((0.0, 0.0), (1.0, -17.0))), ("brightness", ((0.0, 0.0), (1.0, -0.2))))),
        Move("stronger", (
            ("intensity", ((0.0, -0.7), (1.0, 0.5))), ("level_db", ((0.0, -9.0), (1.0, 0.0))),
            ("brightness", ((0.0, -0.2), (1.0, 0.1))),
        )),
        Move("weaker", (
            ("intensity", ((0.0, 0.4), (1.0, -0.7))), ("level_db", ((0.0, 0.0), (1.0, -10.0))),
            ("brightness", ((0.0, 0.0), (1.0, -0.25))),
        )),
        Move("faster", (("speed", ((0.0, -0.6), (1.0, 0.75))),)),
        Move("slower", (("speed", ((0.0, 0.6), (1.0, -0.75))),)),
        Move("brighter", (("brightness", ((0.0, -0.7), (1.0, 0.4))),)),
        Move("darker", (("brightness", ((0.0, 0.3), (1.0, -0.8))),)),
        Move("sudden", (("level_db", ((0.0, -30.0), (0.20, -27.0), (0.212, 0.0), (0.5, -2.0), (1.0, -3.0))),)),
        Move("stopping", (("level_db", ((0.0, 0.0), (0.80, 0.0), (0.808, -75.0), (1.0, -90.0))),)),
    )
}  # fmt: skip
"""Every change by its label."""


def turning(axes: Mapping[str, float], label: str) -> Move:
    """A change to another quality: as it is for a while, then by `axes` (trait → shift) different, for the rest."""
    known = {axis: shift for axis, shift in axes.items() if axis in AXES}
    return Move(
        f"then {label}",
        tuple((axis, ((0.0, 0.0), (0.3, 0.0), (0.75, shift), (1.0, shift))) for axis, shift in known.items()),
    )


def has(moves: Sequence[Move], axis: str) -> bool:
    return any(move.curve(axis) for move in moves)


def shift(moves: Sequence[Move], axis: str, x: npt.ArrayLike) -> Floats:
    """How far `axis` is shifted at the parts `x` (0..1) of a sound in which these moves follow one another.

    Each takes an equal share of the time and goes on from where the last one left the axis.
    """
    at = np.asarray(x, np.float64)
    out: Floats | None = None
    end = 0.0
    for k, move in enumerate(moves):
        points = move.curve(axis)
        if points is None:
            continue
        px, py = (np.array(column, np.float64) for column in zip(*points, strict=True))
        values = PchipInterpolator(px, py)(np.clip(at * len(moves) - k, 0.0, 1.0))
        start = float(py[0]) if out is None else end
        going_on = values - py[0] + start
        out = going_on if out is None else np.where(at * len(moves) >= k, going_on, out)
        end = float(py[-1] - py[0] + start)
    return np.zeros(at.shape) if out is None else out


def in_order(moves: Sequence[Move]) -> tuple[Move, ...]:
    """The moves without doubles; passing by includes coming and going. "Sudden" is heard first."""
    kept = list({move.label: move for move in moves}.values())
    if any(move.label == "passing" for move in kept):
        kept = [move for move in kept if move.label not in ("approaching", "receding")]
    return tuple(sorted(kept, key=lambda move: move.label != "sudden"))
