"""Postings: for each word, where it stands and which rows have it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from assets_db.columns import Rows

Levels = NDArray[np.uint8]
Places = NDArray[np.int32]
_LOW_HALF = 0xFFFF


class Postings:
    """Made from flat columns: the code, row and level of the word at each place.

    codes: 0 to n_codes - 1. end: how many places were taken in.
    """

    def __init__(self, codes: NDArray[np.int32], rows: Rows, levels: Levels, n_codes: int) -> None:
        self.end = len(codes)
        counts = np.bincount(codes, minlength=n_codes)
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        self._places = _sorted_places(codes)
        rows_by_word = rows[self._places]
        new = np.ones(len(codes), bool)
        new[1:] = rows_by_word[1:] != rows_by_word[:-1]
        new[self._starts[:-1][counts > 0]] = True
        firsts = np.flatnonzero(new)
        self._rows = rows_by_word[firsts]
        self._levels = np.maximum.reduceat(levels[self._places], firsts) if len(firsts) else levels[:0]
        self._row_starts = np.searchsorted(firsts, self._starts)

    def n_places(self, codes: NDArray[np.int64]) -> int:
        """At how many places one of the words stands."""
        known = codes[codes < len(self._starts) - 1]
        return int((self._starts[known + 1] - self._starts[known]).sum())

    def places(self, codes: NDArray[np.int64]) -> Iterator[Places]:
        """Where each word stands, ascending."""
        for start, end in self._spans(self._starts, codes):
            yield self._places[start:end]

    def rows(self, codes: NDArray[np.int64]) -> Iterator[tuple[Rows, Levels]]:
        """The rows that have each word, ascending and each once, with the highest level of the word there."""
        for start, end in self._spans(self._row_starts, codes):
            yield self._rows[start:end], self._levels[start:end]

    @staticmethod
    def _spans(starts: NDArray[np.int64], codes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
        for code in codes.tolist():
            if code < len(starts) - 1:
                yield int(starts[code]), int(starts[code + 1])
            else:
                yield 0, 0


def _sorted_places(codes: NDArray[np.int32]) -> Places:
    """The places by code, then by place. In two halves, because numpy sorts numbers of 16 bits much faster."""
    by_low = np.argsort((codes & _LOW_HALF).astype(np.uint16), kind="stable")
    high = (codes >> 16).astype(np.uint16)[by_low]
    return by_low[np.argsort(high, kind="stable")].astype(np.int32)
