"""Words: the texts of all assets word by word, to find and rank the rows that have a term in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assets_db.columns import Column
from assets_db.matching import BEST_FIELD, BETWEEN, FIELD_LEVELS
from assets_db.postings import Levels, Places, Postings
from assets_db.vocabulary import WHOLE, Codes, Kinds, Vocabulary

_MANY_WORDS = 300
_MUCH_NEW = 4  # postings are made anew when a quarter as much has come since
_LITTLE = 10_000


class Words:
    """Flat columns of (word, row, level), with BETWEEN as a word of its own between the texts of a row.

    A term is found at a level: that of the text, see FIELD_LEVELS, and BEST_FIELD more where it is whole words there.
    """

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._vocabulary.codes([BETWEEN])
        self._words, self._rows, self._levels = Column(np.int32), Column(np.int32), Column(np.uint8)
        self._starts = Column(np.int32)  # of each row
        self._postings = self._new_postings()

    def _new_postings(self) -> Postings:
        return Postings(self._words.values(), self._rows.values(), self._levels.values(), len(self._vocabulary))

    def extend(self, first_row: int, texts: Iterable[str]) -> None:
        """Adds the texts of row `first_row`, of the next one, …, each with BETWEEN between its parts."""
        words: list[str] = []
        starts = [0]
        for text in texts:
            words += text.replace(BETWEEN, f" {BETWEEN} ").split()
            words.append(BETWEEN)
            starts.append(len(words))
        codes, ends = np.array(self._vocabulary.codes(words), np.int32), np.array(starts)
        lengths = np.diff(ends)
        texts_before = np.concatenate([[0], np.cumsum(codes == 0)])[:-1]
        fields = texts_before - np.repeat(texts_before[ends[:-1]], lengths)
        self._starts.extend(ends[:-1] + len(self._words.values()))
        self._words.extend(codes)
        self._rows.extend(np.repeat(np.arange(first_row, first_row + len(lengths), dtype=np.int32), lengths))
        self._levels.extend(np.array(FIELD_LEVELS, np.uint8)[np.minimum(fields, len(FIELD_LEVELS) - 1)])

    def levels(self, term: str) -> Levels:
        """The highest level at which each row has `term`; 0: not at all.

        term: folded words with single spaces. One word may be a part of a word; of several the first may be the end of
        a word and the last the beginning of one.
        """
        n_new = len(self._words.values()) - self._postings.end
        if n_new > _LITTLE + self._postings.end // _MUCH_NEW:
            self._postings = self._new_postings()
        first, *rest = term.split(" ")
        if rest:
            return self._levels_of_phrase(first, rest[:-1], rest[-1])
        return self._levels_of_words(*self._vocabulary.having(first, "inside"))

    def _levels_of_words(self, codes: Codes, kinds: Kinds) -> Levels:
        if len(codes) > _MANY_WORDS:
            return np.maximum.reduceat(self._levels_from(codes, kinds, 0), self._starts.values())
        found = np.zeros(len(self._starts.values()), np.uint8)
        for kind, (rows, levels) in zip(kinds, self._postings.rows(codes), strict=True):
            found[rows] = np.maximum(found[rows], _raised(levels, np.full(len(levels), kind)))
        new = self._postings.end
        np.maximum.at(found, self._rows.values()[new:], self._levels_from(codes, kinds, new))
        return found

    def _levels_from(self, codes: Codes, kinds: Kinds, first: int) -> Levels:
        """The level of each place from `first` on; 0 where none of the words stands."""
        found = np.take(self._lookup(codes, kinds), self._words.values()[first:])
        return _raised(self._levels.values()[first:], found)

    def _levels_of_phrase(self, first: str, inner: Sequence[str], last: str) -> Levels:
        wanted = [
            self._vocabulary.having(first, "end"),
            *map(self._vocabulary.exactly, inner),
            self._vocabulary.having(last, "start"),
        ]
        words = self._words.values()
        places = self._candidates([codes for codes, _ in wanted])
        found = np.full(len(places), WHOLE, np.uint8)
        for distance, (codes, kinds) in enumerate(wanted):
            found = np.minimum(found, self._lookup(codes, kinds)[words[places + distance]])
            places, found = places[found > 0], found[found > 0]
        levels = np.zeros(len(self._starts.values()), np.uint8)
        np.maximum.at(levels, self._rows.values()[places], _raised(self._levels.values()[places], found))
        return levels

    def _candidates(self, wanted: Sequence[Codes]) -> Places:
        """Where the phrase may begin whose words are one of `wanted` each: wherever its rarest word stands."""
        n_places = [self._postings.n_places(codes) for codes in wanted]
        rarest = n_places.index(min(n_places))
        codes, end = wanted[rarest], self._postings.end
        if len(codes) > _MANY_WORDS:
            end = 0
        among = np.zeros(len(self._vocabulary), bool)
        among[codes] = True
        found = list(self._postings.places(codes)) if end else []
        new = np.flatnonzero(among[self._words.values()[end:]]) + end
        places: Places = np.concatenate([*found, new]) - rarest
        return places[(places >= 0) & (places + len(wanted) <= len(self._words.values()))]

    def _lookup(self, codes: Codes, kinds: Kinds) -> NDArray[np.uint8]:
        """The kinds of all words of the vocabulary, 0 for those not in `codes`."""
        lookup = np.zeros(len(self._vocabulary), np.uint8)
        lookup[codes] = kinds
        return lookup


def _raised(levels: Levels, kinds: Kinds) -> Levels:
    """The levels of words that stand where these levels are: raised by BEST_FIELD for WHOLE ones, 0 for none."""
    raised: Levels = levels + np.equal(kinds, WHOLE).view(np.uint8) * np.uint8(BEST_FIELD)
    raised *= np.greater(kinds, 0).view(np.uint8)
    return raised
