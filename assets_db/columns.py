"""Columns of the search index: one value a row, only ever added to, and asked for all rows at once.

A mask is a boolean array with one item a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]
_FIRST_ROOM = 256


class Column:
    """Numbers; `values` shows them as an array that is right until the next change."""

    def __init__(self, dtype: DTypeLike) -> None:
        self._room = np.empty(_FIRST_ROOM, dtype)
        self._n_rows = 0

    def extend(self, values: Sequence[Any] | NDArray[Any]) -> None:
        before, self._n_rows = self._n_rows, self._n_rows + len(values)
        if self._n_rows > len(self._room):
            room = np.empty(max(self._n_rows, 2 * len(self._room)), self._room.dtype)
            room[:before] = self._room[:before]
            self._room = room
        self._room[before : self._n_rows] = values

    def change(self, row: int, value: float) -> None:
        self._room[row] = value

    def values(self) -> NDArray[Any]:
        return self._room[: self._n_rows]


class Numbered(dict[str, int]):
    """Texts with the numbers 0, 1, 2, … in the order in which they are first asked for; `texts` is them in order."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        self.texts.append(text)
        return number


class Texts:
    """Texts of which many are the same. What is no text is none."""

    def __init__(self) -> None:
        self._code_of = Numbered()
        self._codes = Column(np.int32)

    def extend(self, values: Iterable[object]) -> None:
        code_of = self._code_of
        self._codes.extend([code_of[value] if isinstance(value, str) else -1 for value in values])

    def where(self, wanted: Callable[[str], bool]) -> Mask:
        answers = np.fromiter((*map(wanted, self._code_of), False), bool)
        found: Mask = answers[self._codes.values()]  # code -1 takes the last answer
        return found

    def where_is(self, text: str) -> Mask:
        found: Mask = self._codes.values() == self._code_of.get(text, -2)
        return found

    def counts(self, rows: Rows) -> dict[str, int]:
        """How many of `rows` have each text; those that none has are left out."""
        codes = self._codes.values()[rows]
        counts = np.bincount(codes[codes >= 0], minlength=len(self._code_of)).tolist()
        return {name: n for name, n in zip(self._code_of, counts, strict=True) if n}


class Several:
    """Several texts a row: flat columns of (row, text)."""

    def __init__(self) -> None:
        self._texts = Texts()
        self._rows = Column(np.int32)

    def extend(self, first_row: int, texts: Sequence[Sequence[str]]) -> None:
        """Adds the texts of row `first_row`, of the next one, …"""
        self._texts.extend(chain.from_iterable(texts))
        numbers = np.arange(first_row, first_row + len(texts), dtype=np.int32)
        self._rows.extend(np.repeat(numbers, [len(some) for some in texts]))

    def where(self, wanted: Callable[[str], bool], n_rows: int) -> Mask:
        return self._mask(self._texts.where(wanted), n_rows)

    def where_is(self, text: str, n_rows: int) -> Mask:
        return self._mask(self._texts.where_is(text), n_rows)

    def _mask(self, places: Mask, n_rows: int) -> Mask:
        found = np.zeros(n_rows, bool)
        found[self._rows.values()[places]] = True
        return found

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many rows of `mask` have each text."""
        return self._texts.counts(np.flatnonzero(mask[self._rows.values()]).astype(np.int32))
