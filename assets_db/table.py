"""RecordTable: a TinyDB table keyed by the records' own ids, whose readers see whole states only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb.queries import QueryLike
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from assets_db import plain
from assets_db.lines import Record, Records, encode
from assets_db.storage import JournalStorage


class _NoCache(LRUCache[QueryLike, list[Document]]):
    """TinyDB's cache of results could keep those of a state that another thread has just replaced."""

    def set(self, key: QueryLike, value: list[Document]) -> None:
        """Keeps nothing."""


class RecordTable(Table):
    """Everything TinyDB's Table can do, with ids that are text and come from the record's "id".

    Readers need no lock, and what they get shares nothing with the store. A change that fails, in the caller's
    function or on the disk, leaves no trace.

    check: turns a record written by way of TinyDB's methods into the form that is stored, or raises RecordError.
    """

    query_cache_class = _NoCache  # type: ignore[assignment]  # narrower than TinyDB's annotation
    document_id_class = str  # type: ignore[assignment]  # TinyDB allows it at run time

    def __init__(self, storage: JournalStorage, check: Callable[[Any], Record]) -> None:
        super().__init__(storage, storage.table)
        self.stored = storage
        self._check = check

    def records(self) -> Records:
        """All records by id, in the order of insertion: one state, which no later change touches."""
        return self.stored.records()

    def insert(self, document: Mapping[str, Any]) -> Any:
        """TinyDB's insert; the id is the document's "id"."""
        return super().insert(_keyed(document))

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> Any:
        """TinyDB's insert_multiple; the ids are the documents' "id"."""
        return super().insert_multiple([_keyed(document) for document in documents])

    def __len__(self) -> int:
        return len(self.stored)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self.stored.lock:
            draft = _Draft(self.stored.live())
            updater(draft)
            put = {key: encode(self._check({**record, "id": key})) for key, record in draft.changed().items()}
            self.stored.commit_now(put, draft.removed)


class _Draft(MutableMapping[str, Record]):
    """A state to be changed: TinyDB's updaters change the records they find in place."""

    def __init__(self, before: Records) -> None:
        self._before = before
        self._touched: dict[str, Record] = {}
        self.removed: dict[str, None] = {}

    def __getitem__(self, key: str) -> Record:
        if key in self._touched:
            return self._touched[key]
        if key in self.removed:
            raise KeyError(key)
        record = self._touched[key] = self._before[key]
        return record

    def __setitem__(self, key: str, record: Record) -> None:
        self.removed.pop(key, None)
        self._touched[key] = record

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._touched.pop(key, None)
        if key in self._before:
            self.removed[key] = None

    def __contains__(self, key: object) -> bool:
        return key in self._touched or (key in self._before and key not in self.removed)

    def __iter__(self) -> Iterator[str]:
        yield from (key for key in self._before if key not in self.removed)
        yield from (key for key in self._touched if key not in self._before)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._touched.clear()
        self.removed.update(dict.fromkeys(self._before))

    def changed(self) -> dict[str, Record]:
        """The records that are new or differ from before."""
        return {k: r for k, r in self._touched.items() if k not in self._before or r != self._before[k]}


def _keyed(document: Mapping[str, Any]) -> Document:
    record = plain.mapping(document, "record")
    return Document(record, plain.text(record.get("id"), "id"))  # type: ignore[arg-type]  # see document_id_class
