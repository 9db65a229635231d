"""Values: a column of any JSON values, such as those of a recipe's parameter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets_db.columns import Column, Mask, Numbered
from assets_db.fold import fold
from assets_db.matching import matches

_EXACT_FLOAT = 2**53  # whole numbers beyond it have no float of their own
_NUMBER, _TRUE, _FALSE, _OTHER = -1, -2, -3, -4


class Values:
    """`where` is `matching.matches` for all rows."""

    def __init__(self) -> None:
        self._codes = Column(np.int32)  # of folded texts; negative for what is no text
        self._numbers = Column(np.float64)
        self._code_of = Numbered()
        self._large: dict[int, int] = {}
        self._others: dict[int, Any] = {}

    def extend(self, values: Iterable[object]) -> None:
        added = list(values)
        if {*map(type, added)} <= {int, float}:
            codes, numbers = np.full(len(added), _NUMBER), np.array(added, np.float64)
        else:
            codes, numbers = np.array(list(map(self._code, added)), np.int32), np.array(list(map(_number, added)))
        first = len(self._codes.values())
        for at in np.flatnonzero((codes == _OTHER) | (np.abs(numbers) >= _EXACT_FLOAT)).tolist():
            value = added[at]
            if isinstance(value, int):
                self._large[first + at] = value
            elif value is not None and not isinstance(value, float):
                self._others[first + at] = value
        self._codes.extend(codes)
        self._numbers.extend(numbers)

    def _code(self, value: object) -> int:
        if isinstance(value, str):
            return self._code_of[fold(value)]
        if isinstance(value, bool):
            return _TRUE if value else _FALSE
        return _NUMBER if isinstance(value, int | float) else _OTHER

    def where(self, wanted: Any) -> Mask:
        codes: NDArray[np.int32] = self._codes.values()
        if isinstance(wanted, bool):
            return np.equal(codes, _TRUE if wanted else _FALSE)
        found: Mask
        if isinstance(wanted, str):
            found = codes == self._code_of.get(fold(wanted), _OTHER - 1)
            for code, truth in ((_TRUE, True), (_FALSE, False)):
                if matches(truth, wanted):
                    found |= codes == code
            return found
        if isinstance(wanted, int | float | tuple):
            found = self._where_number(wanted) & (codes == _NUMBER)
            return found
        found = np.equal(codes, _OTHER) if wanted is None else np.zeros(len(codes), bool)
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


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
