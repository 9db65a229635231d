"""Conditions: which rows meet a search, and how well its words do."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assets_db.columns import Mask
from assets_db.fold import fold
from assets_db.matching import asks_for_something, same_model, split_terms
from assets_db.periods import span
from assets_db.postings import Levels
from assets_db.record_columns import RecordColumns
from assets_db.search import ANY_TIME, Search
from assets_db.values import Values

_NAMES = ("type", "project", "category", "subcategory", "status", "engine")
_STEPS = 100  # of a term's weight, so that scores are whole numbers and ties are ties


class Conditions:
    """Answers over one state of the columns; the levels of terms are remembered.

    param: gives the column of a search parameter.
    """

    def __init__(self, columns: RecordColumns, param: Callable[[str], Values]) -> None:
        self._columns = columns
        self._param = param
        self._levels: dict[str, Levels] = {}

    def meeting(self, search: Search, among: Mask) -> Mask:
        """The rows of `among` that meet `search`, but for its condition on trash. Raises QueryError."""
        mask = among.copy()
        self._with_names(search, mask)
        self._with_lists(search, mask)
        self._with_numbers(search, mask)
        for term in split_terms(search.text):
            mask &= self._levels_of(term) > 0
        for excluded in search.excluded:
            if asks_for_something(excluded):
                mask &= ~self.meeting(excluded, mask)
        for group in search.any_of:
            if group:
                mask &= np.logical_or.reduce([self.meeting(search, mask) for search in group])
        return mask

    def _with_names(self, search: Search, mask: Mask) -> None:
        texts = self._columns.texts
        for name in _NAMES:
            wanted = getattr(search, name)
            if wanted is not None:
                mask &= texts[name].where(_folds_to(wanted))
        if search.by is not None:
            mask &= texts["created_by"].where(_folds_to(search.by))
        if search.ucs is not None:
            beginning = fold(search.ucs)
            mask &= texts["ucs"].where(lambda name: fold(name).startswith(beginning))
        if search.model is not None:
            model = fold(search.model)
            mask &= texts["model"].where(lambda name: same_model(name, model))
        if search.sound is not None:
            mask &= texts["sound"].where_is(search.sound)

    def _with_lists(self, search: Search, mask: Mask) -> None:
        columns = self._columns
        for tag in search.tags:
            mask &= columns.tags.where(_folds_to(tag), len(mask))
        for tag in search.not_tags:
            mask &= ~columns.tags.where(_folds_to(tag), len(mask))
        if search.collection is not None:
            mask &= columns.collections.where(_folds_to(search.collection), len(mask))
        if search.parent is not None:
            mask &= columns.parents.where_is(search.parent, len(mask))

    def _with_numbers(self, search: Search, mask: Mask) -> None:
        columns = self._columns
        if search.favourite is not None:
            mask &= columns.favourite.values() == search.favourite
        if search.seed is not None:
            mask &= columns.seed.where(search.seed)
        if search.rating_min is not None or search.rating_max is not None:
            rating = columns.rating.values()
            low, high = search.rating_min, search.rating_max
            mask &= (rating >= max(1, low or 1)) & (rating <= (127 if high is None else high))
        if search.created != ANY_TIME:
            first, last = span(search.created)
            mask &= (columns.created.values() >= first) & (columns.created.values() <= last)
        for name, value in search.params.items():
            mask &= self._param(name).where(value)

    def _levels_of(self, term: str) -> Levels:
        if term not in self._levels:
            self._levels[term] = self._columns.words.levels(term)
        return self._levels[term]

    def scores(self, search: Search, among: Mask) -> NDArray[np.int64]:
        """How relevant each row is to the words of `search`: the sum of weight times level of the terms it has.

        The level (see Words) says in which field the term stands and whether as a whole word. The weight of a term is
        100 log2(1 + N / n), rounded, where n of the N rows of `among` have it.
        """
        found = np.zeros(len(among), np.int64)
        n_rows = np.count_nonzero(among)
        for term in sought(search):
            levels = self._levels_of(term)
            n_hits = np.count_nonzero(levels[among])
            if n_hits:
                found += round(_STEPS * math.log2(1 + n_rows / n_hits)) * levels.astype(np.int64)
        return found


def sought(search: Search) -> list[str]:
    """The terms that `search` looks for, those of alternatives included, each once."""
    terms = split_terms(search.text)
    for group in search.any_of:
        for alternative in group:
            terms += sought(alternative)
    return list(dict.fromkeys(terms))


def _folds_to(wanted: str) -> Callable[[str], bool]:
    folded = fold(wanted)
    return lambda text: fold(text) == folded
