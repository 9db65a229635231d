"""Vocabulary: the different words of all texts, and which of them have a piece of text in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import repeat
from operator import contains

import numpy as np
from numpy.typing import NDArray

from assets_db.columns import Numbered

KEPT_PIECES = 64
PART, WHOLE = 1, 2
Codes = NDArray[np.int64]
Kinds = NDArray[np.uint8]

# A whole word stands between characters that are no letters and no digits: rain is one in "rain," and "tin_rain.wav".
_INSIDE = r"(?<![^\W_]){}(?![^\W_])"
_WAYS: Mapping[str, tuple[Callable[[str, str], bool], str]] = {
    "inside": (contains, _INSIDE),
    "start": (str.startswith, r"\A" + _INSIDE),
    "end": (str.endswith, _INSIDE + r"\Z"),
}


class Vocabulary:
    """Words by code: 0, 1, 2, …; only ever added to."""

    def __init__(self) -> None:
        self._code_of = Numbered()
        self._found: dict[tuple[str, str], tuple[int, Codes, Kinds]] = {}

    def __len__(self) -> int:
        return len(self._code_of)

    def codes(self, words: Iterable[str]) -> list[int]:
        """The codes of `words`, new ones where they have none."""
        return list(map(self._code_of.__getitem__, words))

    def exactly(self, word: str) -> tuple[Codes, Kinds]:
        """As `having`, for one whole word."""
        codes = np.array([self._code_of[word]] if word in self._code_of else [], np.int64)
        return codes, np.full(len(codes), WHOLE, np.uint8)

    def having(self, piece: str, way: str) -> tuple[Codes, Kinds]:
        """The codes of the words that have `piece` inside, at their start or end, and whether it is a WHOLE word there.

        What was found is kept, and only words that came since are looked at.
        """
        seen, codes, kinds = self._found.pop((way, piece), (0, np.empty(0, np.int64), np.empty(0, np.uint8)))
        if seen < len(self):
            test, pattern = _WAYS[way]
            new = self._code_of.texts[seen:]
            more = np.flatnonzero(np.fromiter(map(test, new, repeat(piece)), bool, len(new)))
            whole = re.compile(pattern.format(re.escape(piece))).search
            codes = np.concatenate([codes, more + seen])
            kinds = np.concatenate(
                [kinds, np.array([WHOLE if whole(new[at]) else PART for at in more.tolist()], np.uint8)]
            )
        while len(self._found) >= KEPT_PIECES:
            del self._found[next(iter(self._found))]
        self._found[way, piece] = len(self), codes, kinds
        return codes, kinds
