"""RecordColumns: what searches look at of each asset, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from assets_db.columns import Column, Mask, Several, Texts
from assets_db.descriptors import Descriptors
from assets_db.fold import fold
from assets_db.lines import Record, decode
from assets_db.matching import searched_text
from assets_db.order import Keys
from assets_db.periods import instant
from assets_db.values import Values
from assets_db.words import Words

NO_RATING = 0
_AT_ONCE = 250
_NAMES = ("type", "project", "category", "subcategory", "ucs", "sound", "created_by")
_IN_RECORD = (*_NAMES, "tags", "collections", "duration_s", "descriptor")
_IN_RECIPE = ("engine", "model", "seed")
_PICKED = (*_IN_RECORD, *_IN_RECIPE, "text", "name", "parents", "status", "rating", "favourite", "trashed", "created")
_Picked = dict[str, Sequence[Any]]


class RecordColumns:
    """Rows are only added: a changed asset gets a new row, and its old row is no longer alive.

    lines: the record of each row as it is stored; ids: its id. They only grow. row_of: the living row by id. texts,
    tags, …: the columns.
    """

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.ids: list[str] = []
        self.names: list[str] = []  # folded
        self.row_of: dict[str, int] = {}
        self.texts = {name: Texts() for name in (*_NAMES, "status", "engine", "model")}
        self.tags, self.collections, self.parents = Several(), Several(), Several()
        self.words = Words()
        self.created = Column(np.int64)
        self.duration = Column(np.float64)
        self.rating = Column(np.int8)
        self.favourite, self.trashed = Column(np.bool_), Column(np.bool_)
        self.seed = Values()
        self.descriptors = Descriptors()
        self._alive = Column(np.bool_)

    def __len__(self) -> int:
        return len(self.lines)

    def living(self) -> Mask:
        """The rows that are the latest of an asset."""
        alive: Mask = self._alive.values()
        return alive

    def searched(self, *, trashed: bool) -> Mask:
        """The living rows in the trash, or outside it."""
        found: Mask = self.living() & (self.trashed.values() == trashed)
        return found

    def take(self, changes: Mapping[str, bytes | None]) -> None:
        """Takes in what changed: the latest line by id, None for what was removed."""
        for key in changes:
            old = self.row_of.pop(key, None)
            if old is not None:
                self._alive.change(old, False)
        put = [(key, line) for key, line in changes.items() if line is not None]
        for start in range(0, len(put), _AT_ONCE):
            keys, lines = zip(*put[start : start + _AT_ONCE], strict=True)
            self._add(len(self), _picked(lines))
            self.row_of.update(zip(keys, range(len(self), len(self) + len(keys)), strict=True))
            self.ids += keys
            self.lines += lines

    def sort_keys(self, name: str) -> Keys:
        """What the rows are sorted by: created_at, rating (or NO_RATING), duration or name."""
        columns = {"created_at": self.created, "rating": self.rating, "duration": self.duration}
        return columns[name].values() if name in columns else self.names

    def _add(self, first: int, picked: _Picked) -> None:
        for name, texts in self.texts.items():
            texts.extend(picked[name])
        self.words.extend(first, picked["text"])
        self.tags.extend(first, picked["tags"])
        self.collections.extend(first, picked["collections"])
        self.parents.extend(first, picked["parents"])
        self.seed.extend(picked["seed"])
        self.rating.extend(picked["rating"])
        self.favourite.extend(picked["favourite"])
        self.trashed.extend(picked["trashed"])
        self.created.extend(picked["created"])
        self.duration.extend(picked["duration_s"])
        self.names += picked["name"]
        self.descriptors.extend(picked["descriptor"])
        self._alive.extend(np.ones(len(picked["name"]), bool))


def _picked(lines: Iterable[bytes]) -> _Picked:
    """What the columns hold of each record. Records go one by one, as many at once would not fit into the caches."""
    rows = [_row(decode(line)) for line in lines]
    return dict(zip(_PICKED, zip(*rows, strict=True), strict=True))


def _row(record: Record) -> tuple[Any, ...]:
    """The values of _PICKED."""
    recipe, review = record["recipe"], record["review"]
    return (
        *[record[name] for name in _IN_RECORD],
        *[recipe.get(name) for name in _IN_RECIPE],
        searched_text(record),
        fold(record["name"]),
        [parent["id"] for parent in record["parents"]],
        review["status"],
        review["rating"] or NO_RATING,
        review["favourite"],
        record["trashed_at"] is not None,
        instant(record["created_at"]),
    )
