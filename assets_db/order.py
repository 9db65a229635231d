"""Orders of the assets, kept sorted while assets come and go."""

from __future__ import annotations

from array import array
from bisect import bisect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from assets_db.columns import Rows
from assets_db.errors import QueryError
from assets_db.fold import fold
from assets_db.lines import Record

SORTS: Mapping[str, Callable[[Record], Any]] = {
    "created_at": lambda record: record["created_at"],
    "rating": lambda record: record["review"]["rating"],
    "duration": lambda record: record["duration_s"],
    "name": lambda record: fold(record["name"]),
}
_ONE_BY_ONE = 200
# UTF-8 has no bytes above 0xf4, so that 0xff can end a text: of "a" and "ab" the longer comes first.
_BACKWARDS = bytes(max(0, 254 - byte) for byte in range(256))
_END = b"\xff"


def sort_name(sort: str) -> str:
    """The key of `sort` without its sign. Raises QueryError where there is no such key."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise QueryError(0, f"Sort by one of {', '.join(SORTS)}, with - before it for descending", sort)
    return name


class Order:
    """Rows by one key, those without a value last, ties by id ascending. Rows are added and never removed."""

    def __init__(self, *, descending: bool) -> None:
        self._descending = descending
        self._entries: list[tuple[bool, Any, str]] = []
        self._rows = array("q")

    def add(self, rows: list[tuple[Any, str, int]]) -> None:
        """Adds (key, id, row); the key may be None."""
        new = [(key is None, 0 if key is None else self._key(key), id_, row) for key, id_, row in rows]
        if len(new) <= _ONE_BY_ONE and self._entries:
            for *entry, row in new:
                place = bisect(self._entries, tuple(entry))
                self._entries.insert(place, tuple(entry))  # type: ignore[arg-type]
                self._rows.insert(place, row)
            return
        whole = [(*entry, row) for entry, row in zip(self._entries, self._rows, strict=True)] + new
        whole.sort()
        self._entries = [entry[:3] for entry in whole]
        self._rows = array("q", [entry[3] for entry in whole])

    def rows(self) -> Rows:
        """All rows in order."""
        return np.array(self._rows, dtype=np.int64)

    def _key(self, key: Any) -> Any:
        if not self._descending:
            return key
        return key.encode().translate(_BACKWARDS) + _END if isinstance(key, str) else -key
