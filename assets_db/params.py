"""Params: the columns of search parameters, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assets_db.lines import decode
from assets_db.matching import Places, places, reader
from assets_db.values import Values

KEPT_PARAMS = 32
_COMMON = ("duration", "loudness", "bandwidth", "clipped_samples", "silent")
_LATEST = 100
_AT_ONCE = 250


class Params:
    """Columns by the name of the parameter; the oldest goes when there are more than KEPT_PARAMS.

    lines: the record of each row; the list may grow, and what stands in it stays.
    """

    def __init__(self, lines: list[bytes], names: Iterable[str] = ()) -> None:
        self._lines = lines
        self._columns = {name: Values() for name in names}
        self._end = 0

    def extend(self, end: int) -> None:
        """Takes in the rows up to `end`."""
        _fill(self._columns, self._lines, self._end, end)
        self._end = end

    def column(self, name: str) -> Values:
        """The column of one parameter, for as many rows as have been taken in.

        The first that is asked for brings the usual ones along.
        """
        if name not in self._columns:
            names = [name] if self._columns else [*usual(self._lines), name]
            new = {name: Values() for name in names}
            _fill(new, self._lines, 0, self._end)
            self.adopt(new)
        return self._columns[name]

    def columns(self) -> Mapping[str, Values]:
        return self._columns

    def adopt(self, columns: Mapping[str, Values]) -> None:
        """Takes over columns that are missing here and have as many rows."""
        for name, column in columns.items():
            if name not in self._columns:
                while len(self._columns) >= KEPT_PARAMS:
                    del self._columns[next(iter(self._columns))]
                self._columns[name] = column


def usual(lines: list[bytes]) -> list[str]:
    """The parameters that searches commonly ask for: those of quality and of the latest recipes."""
    names: dict[str, None] = {}
    for line in lines[-_LATEST:]:
        params = decode(line)["recipe"].get("params")
        names |= dict.fromkeys(params if isinstance(params, dict) else ())
    return [*_COMMON, *sorted(names)][: KEPT_PARAMS - 1]


def _fill(columns: Mapping[str, Values], lines: list[bytes], first: int, end: int) -> None:
    if not columns:
        return
    readers = list(map(reader, columns))
    for start in range(first, end, _AT_ONCE):
        rows = [_values(readers, line) for line in lines[start : min(start + _AT_ONCE, end)]]
        for column, values in zip(columns.values(), zip(*rows, strict=True), strict=True):
            column.extend(values)


def _values(readers: Iterable[Callable[[Places], Any]], line: bytes) -> list[Any]:
    searched = places(decode(line))
    return [read(searched) for read in readers]
