"""SearchIndex: answers searches from columns in memory, without looking at every record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock
from typing import Any

import numpy as np

from assets_db import descriptors
from assets_db.columns import Mask, Rows
from assets_db.conditions import Conditions
from assets_db.order import NEWEST, RELEVANCE, Order, sort_name
from assets_db.params import Params, usual
from assets_db.record_columns import NO_RATING, RecordColumns
from assets_db.search import Facets, Search, ranked_facets
from assets_db.storage import JournalStorage

KEPT_RESULTS = 8
_FEW_DEAD = 1000
_COMMON_SORTS = (NEWEST, "created_at", "-rating", "name", "-duration")
_FACETS = ("type", "status", "project", "model", "category", "engine")


class SearchIndex:
    """Answers searches over the records of a storage, whose writers never wait for it. Safe to use from threads.

    It is made at the first search, and takes up what has changed since at each one. When most rows are dead it is made
    anew.
    """

    def __init__(self, storage: JournalStorage) -> None:
        self._storage = storage
        self._lock = Lock()
        self._changes: dict[str, bytes | None] = {}
        self._follows = False
        self._clear()

    def _clear(self) -> None:
        self._columns = RecordColumns()
        self._params = Params(self._columns.lines)
        self._orders: dict[str, Order] = {}
        self._forget()

    def _forget(self) -> None:
        self._conditions = Conditions(self._columns, self._params.column)
        self._masks: dict[str, Mask] = {}
        self._found: dict[tuple[str, str], Rows] = {}

    # answers

    def find(self, search: Search, sort: str, first: int, last: int | None) -> tuple[int, list[bytes]]:
        """How many assets meet `search`, and the lines of those from place `first` to `last`. Raises QueryError."""
        with self._lock:
            rows = self._rows(search, sort)
            return len(rows), [self._columns.lines[row] for row in rows[first:last].tolist()]

    def ids(self, search: Search, sort: str) -> list[str]:
        """The ids of all assets that meet `search`. Raises QueryError."""
        with self._lock:
            return [self._columns.ids[row] for row in self._rows(search, sort).tolist()]

    def facets(self, search: Search) -> Facets:
        """The facets of the assets that meet `search`."""
        with self._lock:
            self._refresh()
            mask, columns = self._mask(search), self._columns
            rows = np.flatnonzero(mask).astype(np.int32)
            ratings = np.bincount(columns.rating.values()[rows], minlength=6).tolist()
            return ranked_facets(
                total=len(rows),
                tags=columns.tags.counts(mask),
                rating={str(rating or "none"): n for rating, n in enumerate(ratings) if n},
                by=columns.texts["created_by"].counts(rows),
                collection=columns.collections.counts(mask),
                **{name: columns.texts[name].counts(rows) for name in _FACETS},
            )

    def similar(self, descriptor: bytes, search: Search, limit: int, without: str = "") -> list[tuple[bytes, float]]:
        """The lines and scores of the assets nearest to `descriptor` that meet `search`, but for the id `without`."""
        with self._lock:
            rows = self._rows(search, NEWEST)
            comparable = self._columns.descriptors.comparable(descriptor)
            if without in self._columns.row_of:
                comparable[self._columns.row_of[without]] = False
            rows = rows[comparable[rows]]
            squares = self._columns.descriptors.squares(rows, descriptor)
            return [
                (self._columns.lines[rows[at]], descriptors.score(float(squares[at]), len(descriptor) - 1))
                for at in descriptors.nearest(squares, limit)
            ]

    def children(self, key: str) -> list[str]:
        """The ids of all assets that name `key` as a parent, oldest first."""
        with self._lock:
            self._refresh()
            columns = self._columns
            mask = columns.parents.where_is(key, len(columns)) & columns.living()
            created = columns.created.values()
            rows = sorted(np.flatnonzero(mask).tolist(), key=lambda row: (created[row], columns.ids[row]))
            return [columns.ids[row] for row in rows]

    def undescribed(self, limit: int) -> list[str]:
        """The ids of assets without a descriptor, newest first."""
        with self._lock:
            self._refresh()
            rows = self._order(NEWEST).rows()
            missing = self._columns.living() & self._columns.descriptors.missing()
            return [self._columns.ids[row] for row in rows[missing[rows]][: max(0, limit)].tolist()]

    def _rows(self, search: Search, sort: str) -> Rows:
        """The rows that meet `search`, in order. Raises QueryError."""
        if sort != RELEVANCE:
            sort_name(sort)
        self._refresh()
        key = (repr(search), sort)
        if key not in self._found:
            ordered = self._order(NEWEST if sort == RELEVANCE else sort).rows()
            rows = ordered[self._mask(search)[ordered]]
            if sort == RELEVANCE:
                scores = self._conditions.scores(search, self._columns.searched(trashed=search.trashed))
                rows = rows[np.argsort(-scores[rows], kind="stable")]
            _keep(self._found, key, rows)
        return self._found[key]

    def _mask(self, search: Search) -> Mask:
        """The rows that meet `search`."""
        key = repr(search)
        if key not in self._masks:
            mask = self._conditions.meeting(search, self._columns.searched(trashed=search.trashed))
            _keep(self._masks, key, mask)
        return self._masks[key]

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
        columns = self._columns
        if len(columns) > _FEW_DEAD + 2 * len(columns.row_of):
            changes = {**{key: columns.lines[row] for key, row in columns.row_of.items()}, **changes}
            self._clear()
        self._columns.take(changes)
        for order in self._orders.values():
            order.extend(len(self._columns))
        self._params.extend(len(self._columns))
        self._forget()

    def _order(self, sort: str) -> Order:
        if sort not in self._orders:
            self._orders[sort] = self._new_order(self._columns, sort)
            self._orders[sort].extend(len(self._columns))
        return self._orders[sort]

    @staticmethod
    def _new_order(columns: RecordColumns, sort: str) -> Order:
        name = sort_name(sort)
        none = NO_RATING if name == "rating" else None
        return Order(partial(columns.sort_keys, name), columns.ids, descending=sort.startswith("-"), none=none)

    # ahead of time

    def warm(self) -> None:
        """Makes what searches commonly need. Those that come meanwhile wait for the columns, for nothing else."""
        with self._lock:
            self._refresh()
            columns = self._columns
        for sort in _COMMON_SORTS:
            order = self._new_order(columns, sort)
            self._extend_aside(columns, order.extend, partial(self._orders.setdefault, sort, order))
        params = Params(columns.lines, usual(columns.lines))
        self._extend_aside(columns, params.extend, lambda: self._params.adopt(params.columns()))

    def _extend_aside(
        self, columns: RecordColumns, extend: Callable[[int], None], publish: Callable[[], object]
    ) -> None:
        """Does most of the work without the lock, as rows are only added; then, with it, what came since."""
        extend(len(columns))
        with self._lock:
            if self._columns is columns:
                extend(len(columns))
                publish()


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    """Keeps `value`, and forgets the oldest when there are more than KEPT_RESULTS."""
    while len(kept) >= KEPT_RESULTS:
        del kept[next(iter(kept))]
    kept[key] = value
