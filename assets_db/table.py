"""RecordTable: a TinyDB table keyed by the records' own ids, whose readers see whole states only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import RLock
from typing import Any

from tinydb.queries import QueryLike
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from assets_db import plain
from assets_db.storage import JsonStorage, Record


class RecordDocument(Document):
    """A copy of a record: changing it, however deep, changes nothing in the store."""

    def __init__(self, value: Mapping[str, Any], doc_id: Any) -> None:
        super().__init__(plain.copy(value, str(doc_id)), doc_id)


class _NoCache(LRUCache[QueryLike, list[Document]]):
    """TinyDB's cache of results could keep those of a state that another thread has just replaced."""

    def set(self, key: QueryLike, value: list[Document]) -> None:
        """Keeps nothing."""


class RecordTable(Table):
    """Everything TinyDB's Table can do, with ids that are text and come from the record's "id".

    Every change makes a new state and puts it in the place of the old one in one step: readers need no lock, and a
    change that fails, in the caller's function or on the disk, leaves no trace.

    check: turns a record written by way of TinyDB's methods into the form that is stored, or raises RecordError.
    """

    document_class = RecordDocument
    query_cache_class = _NoCache  # type: ignore[assignment]  # narrower than TinyDB's annotation
    document_id_class = str  # type: ignore[assignment]  # TinyDB allows it at run time

    def __init__(self, storage: JsonStorage, name: str, lock: RLock, check: Callable[[Any], Record]) -> None:
        super().__init__(storage, name)
        self._records_storage = storage
        self._lock = lock
        self._check = check

    def records(self) -> Mapping[str, Record]:
        """All records by id, in the order of insertion: one state, which no later change touches. Treat as frozen."""
        return (self._records_storage.read() or {}).get(self.name, {})

    def apply(self, put: Mapping[str, Record], remove: Iterable[str] = ()) -> None:
        """Puts and removes records, as one write. The records must be in their stored form."""
        with self._lock:
            records = dict(self.records())
            records.update(put)
            for key in remove:
                del records[key]
            self._commit(records)

    def insert(self, document: Mapping[str, Any]) -> Any:
        """TinyDB's insert; the id is the document's "id"."""
        return super().insert(_keyed(document))

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> Any:
        """TinyDB's insert_multiple; the ids are the documents' "id"."""
        return super().insert_multiple([_keyed(document) for document in documents])

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        with self._lock:
            before = self.records()
            after = _CopyOnTouch(before)
            updater(after)
            records: dict[str, Record] = dict.copy(after)
            for key, record in records.items():
                if record is not before.get(key) and record != before.get(key):
                    records[key] = self._check({**record, "id": key})
            self._commit(records)

    def _commit(self, records: dict[str, Record]) -> None:
        self._records_storage.write({**(self._records_storage.read() or {}), self.name: records})
        self.clear_cache()


class _CopyOnTouch(dict[str, Record]):
    """Records of a state, each copied when it is looked at: TinyDB's updaters change what they find in place."""

    def __getitem__(self, key: str) -> Record:
        record = plain.copy(super().__getitem__(key), key)
        self[key] = record
        return record  # type: ignore[no-any-return]


def _keyed(document: Mapping[str, Any]) -> RecordDocument:
    record = plain.mapping(document, "record")
    return RecordDocument(record, plain.text(record.get("id"), "id"))
