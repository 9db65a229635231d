"""Columns of the search index: one value a row, only ever added to, and asked for all rows at once.

A mask is a boolean array with one item a row.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets_db.fold import fold
from assets_db.matching import matches

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
_MANY_WORDS = 2000
_EXACT_FLOAT = 2**53  # whole numbers beyond it have no float of their own


class Column:
    """Numbers; `values` gives them as an array."""

    def __init__(self, typecode: str) -> None:
        self._array = array(typecode)
        self._values: NDArray[Any] | None = None

    def append(self, value: float) -> None:
        self._array.append(value)  # type: ignore[arg-type]  # the typecode says which numbers
        self._values = None

    def change(self, row: int, value: float) -> None:
        self._array[row] = value  # type: ignore[call-overload]
        self._values = None

    def values(self) -> NDArray[Any]:
        if self._values is None:
            self._values = np.array(self._array)  # a copy: the array could not grow while somebody looks into it
        return self._values


class Texts:
    """Texts of which many are the same. None is no text."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._codes = Column("i")
        self._code_of: dict[str, int] = {}

    def append(self, value: object) -> None:
        self._codes.append(self.code(value) if isinstance(value, str) else -1)

    def code(self, text: str) -> int:
        found = self._code_of.get(text)
        if found is None:
            found = self._code_of[text] = len(self.names)
            self.names.append(text)
        return found

    def where(self, wanted: Callable[[str], bool]) -> Mask:
        answers = np.fromiter((*map(wanted, self.names), False), bool)
        found: Mask = answers[self._codes.values()]  # code -1 takes the last answer
        return found

    def counts(self, rows: Rows) -> dict[str, int]:
        """How many of `rows` have each text."""
        return counted(self._codes.values()[rows], self.names)


class Tags:
    """Several texts a row: flat columns of (row, text)."""

    def __init__(self) -> None:
        self._texts = Texts()
        self._rows = Column("i")

    def append(self, row: int, tags: Iterable[str]) -> None:
        for tag in tags:
            self._texts.append(tag)
            self._rows.append(row)

    def where(self, wanted: Callable[[str], bool], n_rows: int) -> Mask:
        found = np.zeros(n_rows, bool)
        found[self._rows.values()[self._texts.where(wanted)]] = True
        return found

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many rows of `mask` have each text."""
        return self._texts.counts(np.flatnonzero(mask[self._rows.values()]))


class Words:
    """The words of a text a row, to find the rows that have a piece of text in one of them."""

    def __init__(self) -> None:
        self._rows_of: dict[str, array[int]] = {}

    def append(self, row: int, words: Iterable[str]) -> None:
        for word in set(words):
            rows = self._rows_of.get(word)
            if rows is None:
                rows = self._rows_of[word] = array("i")
            rows.append(row)

    def where(self, piece: str, n_rows: int) -> Mask | None:
        """The rows with `piece` in a word; None where so many words have it that it is quicker to look at the rows."""
        words = [word for word in self._rows_of if piece in word]
        if len(words) > _MANY_WORDS:
            return None
        found = np.zeros(n_rows, bool)
        for word in words:
            found[np.array(self._rows_of[word])] = True
        return found


def counted(codes: NDArray[Any], names: list[str]) -> dict[str, int]:
    """How often each name's code occurs; those that do not are left out."""
    counts = np.bincount(codes[codes >= 0], minlength=len(names)).tolist()
    return {name: n for name, n in zip(names, counts, strict=True) if n}


class Values:
    """Any JSON values, such as those of a recipe's parameter; `where` is `matching.matches` for all rows."""

    _NUMBER, _TRUE, _FALSE, _OTHER = -1, -2, -3, -4

    def __init__(self) -> None:
        self._codes = Column("i")  # of folded texts; negative for what is no text
        self._numbers = Column("d")
        self._code_of: dict[str, int] = {}
        self._large: dict[int, int] = {}
        self._others: dict[int, Any] = {}
        self._n_rows = 0

    def append(self, value: object) -> None:
        number, code = 0.0, self._OTHER
        if isinstance(value, str):
            code = self._code_of.setdefault(fold(value), len(self._code_of))
        elif isinstance(value, bool):
            code = self._TRUE if value else self._FALSE
        elif isinstance(value, int | float):
            number, code = float(value), self._NUMBER
            if isinstance(value, int) and abs(value) > _EXACT_FLOAT:
                self._large[self._n_rows] = value
        elif value is not None:
            self._others[self._n_rows] = value
        self._codes.append(code)
        self._numbers.append(number)
        self._n_rows += 1

    def where(self, wanted: Any) -> Mask:
        codes: NDArray[np.int32] = self._codes.values()
        if isinstance(wanted, bool):
            return np.equal(codes, self._TRUE if wanted else self._FALSE)
        found: Mask
        if isinstance(wanted, str):
            found = codes == self._code_of.get(fold(wanted), self._OTHER - 1)
            for code, truth in ((self._TRUE, True), (self._FALSE, False)):
                if matches(truth, wanted):
                    found |= codes == code
            return found
        if isinstance(wanted, int | float | tuple):
            found = self._where_number(wanted) & (codes == self._NUMBER)
            return found
        found = np.equal(codes, self._OTHER) if wanted is None else np.zeros(len(codes), bool)
        for row, value in self._others.items():
            found[row] = matches(value, wanted)
        return found

    def _where_number(self, wanted: Any) -> Mask:
        numbers = self._numbers.values()
        bounds = wanted if isinstance(wanted, tuple) else (wanted, wanted)
        if any(isinstance(bound, int) and abs(bound) > _EXACT_FLOAT for bound in bounds):
            found = np.fromiter((matches(number, wanted) for number in numbers.tolist()), bool, len(numbers))
        else:
            low, high = bounds
            found = np.ones(len(numbers), bool)
            if low is not None:
                found &= numbers >= low
            if high is not None:
                found &= numbers <= high
        for row, value in self._large.items():
            found[row] = matches(value, wanted)
        return found
