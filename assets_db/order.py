"""Orders of the assets, kept sorted while assets come and go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets_db.columns import Rows
from assets_db.errors import QueryError

SORTS = ("created_at", "rating", "duration", "name")
NEWEST = "-created_at"
RELEVANCE = "relevance"
Keys = list[str] | NDArray[Any]
_MANY = 16  # where more than a sixteenth of the rows is new, all are sorted again


def sort_name(sort: str) -> str:
    """The key of `sort` without its sign. Raises QueryError where there is no such key."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        known = ", ".join(SORTS)
        raise QueryError(0, f"Sort by one of {known}, with - before it for descending, or by {RELEVANCE}", sort)
    return name


class Order:
    """Rows by one key, those without a value last, ties by id ascending. Rows are added and never removed.

    keys: gives the key of each row. ids: of each row. Both may grow, and what stands in them stays. none: the key of
    those without a value.
    """

    def __init__(self, keys: Callable[[], Keys], ids: Sequence[str], *, descending: bool, none: object = None) -> None:
        self._keys = keys
        self._ids = ids
        self._descending = descending
        self._none = none
        self._rows: Rows = np.empty(0, np.int32)

    def extend(self, end: int) -> None:
        """Takes in the rows up to `end`."""
        new = range(len(self._rows), end)
        if len(new) * _MANY > end:
            self._rows = np.array(self._sorted(range(end)), np.int32)
            return
        ordered = self._sorted(new)
        self._rows = np.insert(self._rows, list(map(self._place, ordered)), ordered)

    def rows(self) -> Rows:
        """All rows in order."""
        return self._rows

    def _sorted(self, rows: range) -> list[int]:
        keys, first = self._keys()[rows.start : rows.stop], rows.start
        keys = keys if isinstance(keys, list) else keys.tolist()  # numbers of Python compare faster
        by_id = sorted(rows, key=self._ids.__getitem__)
        with_key = [row for row in by_id if keys[row - first] != self._none]
        with_key.sort(key=lambda row: keys[row - first], reverse=self._descending)  # which keeps ties as they are
        return with_key + [row for row in by_id if keys[row - first] == self._none]

    def _place(self, row: int) -> int:
        """How many of the rows come before `row`."""
        low, high = 0, len(self._rows)
        while low < high:
            middle = (low + high) // 2
            if self._precedes(int(self._rows[middle]), row):
                low = middle + 1
            else:
                high = middle
        return low

    def _precedes(self, one: int, other: int) -> bool:
        keys = self._keys()
        a, b = keys[one], keys[other]
        if a == b:
            return self._ids[one] < self._ids[other]
        if self._none in {a, b}:
            return bool(b == self._none)
        return bool(a > b if self._descending else a < b)
