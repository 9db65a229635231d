"""SearchIndex: the columns in which searches, sorts and facets find their answers without looking at every record.

Rows are only added: a changed asset gets a new row, and its old row is no longer alive. When most rows are dead the
index is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import numpy as np

from assets_db.columns import Column, Mask, Rows, Tags, Texts, Values, Words
from assets_db.fold import fold
from assets_db.lines import Record, decode
from assets_db.matching import BETWEEN, asks_for_something, look_up, same_model, searched_text, split_terms
from assets_db.order import SORTS, Order, sort_name
from assets_db.periods import instant, span
from assets_db.search import ANY_TIME, Facets, Search, ranked_facets
from assets_db.storage import JournalStorage

KEPT_RESULTS = 8
_NAMES = ("type", "project", "category", "subcategory", "status", "engine", "by")
KEPT_PARAMS = 24
_FEW_DEAD = 1000


class SearchIndex:
    """Answers searches over the records of a storage, whose writers never wait for it. Safe to use from threads.

    It is made at the first search, and takes up what has changed since at each one.
    """

    def __init__(self, storage: JournalStorage) -> None:
        self._storage = storage
        self._lock = Lock()
        self._changes: dict[str, bytes | None] = {}
        self._follows = False
        self._clear()

    def _clear(self) -> None:
        self._lines: list[bytes] = []
        self._row_of: dict[str, int] = {}
        self._sort_keys: dict[str, list[Any]] = {name: [] for name in ("id", *SORTS)}
        self._alive, self._trashed, self._favourite = Column("b"), Column("b"), Column("b")
        self._rating = Column("b")  # 0: none
        self._texts = {name: Texts() for name in (*_NAMES, "ucs", "model", "sound")}
        self._tags, self._collections, self._parents = Tags(), Tags(), Tags()
        self._created = Column("q")
        self._searched: list[str] = []
        self._words = Words()
        self._seed = Values()
        self._params: dict[str, Values] = {}
        self._orders: dict[str, Order] = {}
        self._masks: dict[str, Mask] = {}
        self._found: dict[tuple[str, str], Rows] = {}

    def find(self, search: Search, sort: str, first: int, last: int | None) -> tuple[int, list[bytes]]:
        """How many assets meet `search`, and the lines of those from place `first` to `last`. Raises QueryError."""
        name = sort_name(sort)
        with self._lock:
            self._refresh()
            key = (repr(search), sort)
            rows = self._found.get(key)
            if rows is None:
                ordered = self._order(name, sort).rows()
                rows = _kept(self._found, key, ordered[self._mask(search)[ordered]], KEPT_RESULTS)
            return len(rows), [self._lines[row] for row in rows[first:last].tolist()]

    def facets(self, search: Search) -> Facets:
        """The facets of the assets that meet `search`."""
        with self._lock:
            self._refresh()
            mask = self._mask(search)
            rows = np.flatnonzero(mask)
            ratings = np.bincount(self._rating.values()[rows], minlength=6).tolist()
            return ranked_facets(
                total=len(rows),
                tags=self._tags.counts(mask),
                rating={str(rating or "none"): n for rating, n in enumerate(ratings) if n},
                **{name: self._texts[name].counts(rows) for name in ("type", "status", "project", "model")},
            )

    # taking up what changed

    def _refresh(self) -> None:
        if not self._follows:
            self._clear()
            self._storage.follow(self._changes)
        self._follows = False  # stays so where a record cannot be taken up: the next search begins anew
        changes = self._storage.take_changes(self._changes)
        if changes:
            self._take_up(changes)
        self._follows = True

    def _take_up(self, changes: Mapping[str, bytes | None]) -> None:
        if len(self._lines) > _FEW_DEAD + 2 * len(self._row_of):
            changes = {**{key: self._lines[row] for key, row in self._row_of.items()}, **changes}
            self._clear()
        self._masks.clear()
        self._found.clear()
        before = len(self._lines)
        for key, line in changes.items():
            old = self._row_of.pop(key, None)
            if old is not None:
                self._alive.change(old, False)
            if line is not None:
                self._add(key, line)
        for sort, order in self._orders.items():
            order.add(self._order_rows(sort_name(sort), before))

    def _add(self, key: str, line: bytes) -> None:
        record = decode(line)
        recipe, review = record["recipe"], record["review"]
        row = self._row_of[key] = len(self._lines)
        self._lines.append(line)
        text = searched_text(record)
        self._searched.append(text)
        self._words.append(row, text.replace(BETWEEN, " ").split())
        self._sort_keys["id"].append(record["id"])
        for name, sort_key in SORTS.items():
            self._sort_keys[name].append(sort_key(record))
        for name in ("type", "project", "category", "subcategory", "ucs", "sound"):
            self._texts[name].append(record[name])
        self._texts["by"].append(record["created_by"])
        self._created.append(instant(record["created_at"]))
        self._collections.append(row, record["collections"])
        self._parents.append(row, [parent["id"] for parent in record["parents"]])
        self._texts["status"].append(review["status"])
        self._texts["engine"].append(recipe.get("engine"))
        self._texts["model"].append(recipe.get("model"))
        self._tags.append(row, record["tags"])
        self._rating.append(review["rating"] or 0)
        self._alive.append(True)
        self._favourite.append(review["favourite"])
        self._trashed.append(record["trashed_at"] is not None)
        self._seed.append(recipe.get("seed"))
        for name, values in self._params.items():
            values.append(look_up(record, name))

    def _order(self, name: str, sort: str) -> Order:
        if sort not in self._orders:
            self._orders[sort] = Order(descending=sort.startswith("-"))
            self._orders[sort].add(self._order_rows(name, 0))
        return self._orders[sort]

    def _order_rows(self, name: str, first: int) -> list[tuple[Any, str, int]]:
        rows = range(first, len(self._lines))
        return list(zip(self._sort_keys[name][first:], self._sort_keys["id"][first:], rows, strict=True))

    # answering

    def _mask(self, search: Search) -> Mask:
        """The rows that meet `search`."""
        key = repr(search)
        if key in self._masks:
            return self._masks[key]
        alive: Mask = self._alive.values().astype(bool) & (self._trashed.values() == search.trashed)
        mask = self._meeting(search, alive)
        _kept(self._masks, key, mask, KEPT_RESULTS)
        return mask

    def _meeting(self, search: Search, among: Mask) -> Mask:
        """The rows of `among` that meet the conditions of `search`, but for that on trash."""
        mask = among.copy()
        for name in _NAMES:
            wanted = getattr(search, name)
            if wanted is not None:
                mask &= self._texts[name].where(_folds_to(wanted))
        if search.model is not None:
            model = fold(search.model)
            mask &= self._texts["model"].where(lambda name: same_model(name, model))
        if search.ucs is not None:
            beginning = fold(search.ucs)
            mask &= self._texts["ucs"].where(lambda name: fold(name).startswith(beginning))
        if search.collection is not None:
            mask &= self._collections.where(_folds_to(search.collection), len(mask))
        if search.parent is not None:
            mask &= self._parents.where(lambda name: name == search.parent, len(mask))
        if search.sound is not None:
            mask &= self._texts["sound"].where(lambda name: name == search.sound)
        self._narrow_numbers(search, mask)
        for tag in search.tags:
            mask &= self._tags.where(_folds_to(tag), len(mask))
        for tag in search.not_tags:
            mask &= ~self._tags.where(_folds_to(tag), len(mask))
        for name, value in search.params.items():
            mask &= self._param(name).where(value)
        mask = self._with_terms(split_terms(search.text), mask)
        return self._with_parts(search, mask)

    def _narrow_numbers(self, search: Search, mask: Mask) -> None:
        if search.favourite is not None:
            mask &= self._favourite.values() == search.favourite
        if search.seed is not None:
            mask &= self._seed.where(search.seed)
        if search.rating_min is not None or search.rating_max is not None:
            rating = self._rating.values()
            low, high = search.rating_min, search.rating_max
            mask &= (rating >= max(1, low or 1)) & (rating <= (127 if high is None else high))
        if search.created != ANY_TIME:
            first, last = span(search.created)
            mask &= (self._created.values() >= first) & (self._created.values() <= last)

    def _with_parts(self, search: Search, mask: Mask) -> Mask:
        for excluded in search.excluded:
            if asks_for_something(excluded):
                mask &= ~self._meeting(excluded, mask)
        for group in search.any_of:
            if group:
                mask = np.logical_or.reduce([self._meeting(search, mask) for search in group])
        return mask

    def _with_terms(self, terms: list[str], mask: Mask) -> Mask:
        if not terms:
            return mask
        scanned = [term for term in terms if " " in term]
        for word in {word for term in terms for word in term.split(" ")}:
            found = self._words.where(word, len(mask))
            if found is None:
                scanned.append(word)
            else:
                mask = mask & found
        if not scanned:
            return mask
        texts = self._searched
        rows: list[int] = np.flatnonzero(mask).tolist()
        for term in scanned:
            rows = [row for row in rows if term in texts[row]]
        found = np.zeros(len(mask), bool)
        found[rows] = True
        return found

    def _param(self, name: str) -> Values:
        """The column of a parameter. The first that is asked for brings those along that the latest recipes have."""
        if name not in self._params:
            names = {name}
            if not self._params:
                for line in self._lines[-100:]:
                    params = decode(line)["recipe"].get("params")
                    names |= params.keys() if isinstance(params, Mapping) else set()
            new = {name: Values() for name in sorted(names)[:KEPT_PARAMS]} | {name: Values()}
            self._fill(new)
            for old, values in new.items():
                _kept(self._params, old, values, KEPT_PARAMS)
        return self._params[name]

    def _fill(self, columns: Mapping[str, Values]) -> None:
        for line in self._lines:
            record: Record = decode(line)
            for name, values in columns.items():
                values.append(look_up(record, name))


def _folds_to(wanted: str) -> Callable[[str], bool]:
    folded = fold(wanted)
    return lambda text: fold(text) == folded


def _kept(kept: dict[Any, Any], key: Any, value: Any, limit: int) -> Any:
    """Keeps `value`, and forgets the oldest when there are more than `limit`."""
    while len(kept) >= limit:
        del kept[next(iter(kept))]
    kept[key] = value
    return value
