"""What the ratings of a grid's cells say of each value of its axes, and how little that may be."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from audiocraft_studio.services.grids.cells import Cell, Grid

FEWEST = 2
"""Ratings of one value without which nothing is said of its spread."""

PARTS = 3
MANY = 6
_ROUNDING = 1 / 12
"""Variance of what was rounded to whole stars: equal ratings of a few cells are no certainty."""


@dataclass(frozen=True)
class Rated:
    """The ratings (1 to 5) of all cells with one value. spread: their standard deviation; low, high: the 95 % interval
    of the mean by Student's t, of the variance and that of rounding to whole stars together. None where too few."""

    label: str
    n: int
    mean: float | None = None
    spread: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Axis:
    """What is known of one axis. says: in words."""

    what: str
    name: str
    values: tuple[Rated, ...]
    says: str


@dataclass(frozen=True)
class Learned:
    """rated: how many cells have a rating."""

    rated: int
    axes: tuple[Axis, ...]


def learned(grid: Grid) -> Learned:
    """By the ratings as they are now."""
    axes = []
    for name, axis in grid.design.axes.items():
        groups = _groups(grid, name, axis.what)
        values = tuple(rated(label, [r for cell in cells if (r := _rating(cell))]) for label, cells in groups)
        axes.append(Axis(axis.what, grid.names.get(name, axis.what), values, _says(values)))
    return Learned(sum(_rating(cell) > 0 for cell in grid.cells), tuple(axes))


def rated(label: str, ratings: Sequence[int]) -> Rated:
    """The mean of some ratings, and how well it is known."""
    n = len(ratings)
    if n == 0:
        return Rated(label, 0)
    mean = statistics.fmean(ratings)
    if n < FEWEST:
        return Rated(label, n, mean)
    from scipy.special import stdtrit  # noqa: PLC0415  (a start of the studio does not need it)

    variance = statistics.variance(ratings)
    half = float(stdtrit(n - 1, 0.975)) * math.sqrt((variance + _ROUNDING) / n)
    return Rated(label, n, mean, math.sqrt(variance), mean - half, mean + half)


def _rating(cell: Cell) -> int:
    return (cell.asset.review.rating if cell.asset else None) or 0


def _groups(grid: Grid, name: str, what: str) -> list[tuple[str, list[Cell]]]:
    """The cells of each value in the order of the axis; many numbers that were drawn go into equal parts of a range."""
    heads = {"x": grid.columns, "y": grid.rows, "page": grid.pages}.get(name)
    if heads is None:
        heads = tuple(dict.fromkeys(cell.chosen[what] for cell in grid.cells))
        drawn = [float(v.value) for v in heads if isinstance(v.value, (int, float)) and not isinstance(v.value, bool)]
        if len(drawn) == len(heads) >= MANY:
            return _parts(grid.cells, what, min(drawn), max(drawn))
        heads = tuple(sorted(heads, key=lambda v: v.value)) if len(drawn) == len(heads) else heads
    return [(head.label, [cell for cell in grid.cells if cell.chosen[what] == head]) for head in heads]


def _parts(cells: Sequence[Cell], what: str, low: float, high: float) -> list[tuple[str, list[Cell]]]:
    width = (high - low) / PARTS
    parts: list[list[Cell]] = [[] for _ in range(PARTS)]
    for cell in cells:
        parts[min(PARTS - 1, int((float(cell.chosen[what].value) - low) / width))].append(cell)
    return [(f"{low + i * width:.3g} to {low + (i + 1) * width:.3g}", part) for i, part in enumerate(parts)]


def _says(values: Sequence[Rated]) -> str:
    total = sum(value.n for value in values)
    known = sorted((v for v in values if v.low is not None), key=lambda v: v.mean or 0, reverse=True)
    if len(known) < 2:
        return f"{total} {'rating' if total == 1 else 'ratings'}: too few to tell" if total else "Nothing is rated yet"
    best, second = known[:2]
    told = f"{best.label} does best: {best.mean:.1f} ± {(best.high or 0) - (best.mean or 0):.1f} of {best.n}"
    if best.mean == second.mean:
        return f"{best.label} and {second.label} do equally well: {best.mean:.1f} of {best.n} and {second.n}"
    overlap = (best.low or 0) <= (second.high or 0)
    return f"{told}; the next overlaps, so it may be chance" if overlap else told
