"""Values that move: pairs of a second of the scene and a value there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from audiocraft_studio.errors import InputError
from audiocraft_studio.services import checks

MAX_POINTS = 2000
LONGEST_S = 3600.0

Points = tuple[tuple[float, float], ...]


def points(what: str, value: object, check: Callable[[object], float]) -> Points:
    """`value` as points whose times rise and whose values pass `check`. what: "weight" for weight points.

    Raises InputError that names the field.
    """
    field = f"{what.capitalize()} points"
    found = checks.sequence(field, value)
    if len(found) > MAX_POINTS:
        raise InputError(field, f"There are {len(found):,}; at most {MAX_POINTS:,} fit.")
    kept = list[tuple[float, float]]()
    for point in found:
        if not isinstance(point, (list, tuple)) or len(point) != 2:
            raise InputError(field, f"must be pairs of a time in seconds and a {what}.")
        at_s = checks.number(f"Time of a {what} point", point[0], 0, LONGEST_S, "s")
        if kept and at_s <= kept[-1][0]:
            raise InputError(field, f"their times must rise; {at_s:g} s comes after {kept[-1][0]:g} s.")
        kept.append((at_s, check(point[1])))
    return tuple(kept)


def product(first: Points, second: Points) -> Points:
    """Both lines as one: at each time of one or the other, to the millisecond, the first times the second."""
    times = sorted({round(t, 3) for t, _ in (*first, *second) if t <= LONGEST_S})
    at = (np.interp(times, [t for t, _ in line], [v for _, v in line]) for line in (first, second))
    return tuple((t, round(float(a * b), 4)) for t, a, b in zip(times, *at, strict=True))
