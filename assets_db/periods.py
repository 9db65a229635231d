"""Times as numbers, and periods as spans of them.

A time such as 2026-01-31T12:00:00.000Z is the number of its digits, 20260131120000000.
"""

from __future__ import annotations

import re

from assets_db.errors import QueryError

Span = tuple[int, int]

_ONLY_DIGITS = str.maketrans("", "", "-T:.Z")
_N_DIGITS = 17
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_NO_TIME = "0000-00-00T00:00:00.000Z"


def instant(time: str) -> int:
    """The number of a stored time."""
    return int(time.translate(_ONLY_DIGITS))


def span(created: tuple[str | None, str | None]) -> Span:
    """The first and the last instant of what lies between two beginnings of times, both inclusive; None is open.

    Raises QueryError where one is not the beginning of a time.
    """
    first, last = created
    return int(_digits(first or "").ljust(_N_DIGITS, "0")), int(_digits(last or "").ljust(_N_DIGITS, "9"))


def _digits(beginning: str) -> str:
    if not _TIME.fullmatch(beginning + _NO_TIME[len(beginning) :]):
        raise QueryError(0, "A bound of created is the beginning of a UTC time, such as 2026-11-21T09", beginning)
    return beginning.translate(_ONLY_DIGITS)
