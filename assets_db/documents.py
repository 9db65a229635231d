"""Documents: plain mappings of one kind (scenes, sounds, grids, projects, jobs), in a file of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tinydb import Query

from assets_db import plain
from assets_db.errors import NoSuchRecord, RecordError
from assets_db.lines import Record, decode, encode
from assets_db.storage import JournalStorage
from assets_db.table import RecordTable


class Documents:
    """The documents of one kind. Each is a mapping of plain JSON data; its "id" is the id it was put under.

    What goes in and what comes out are copies. Writing one kind writes its own files only.

    recovery: what was damaged in the journal when it was read, None where nothing was.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        """Raises CatalogueDamaged, LaterSchema or FileTrouble."""
        self.kind = kind
        self.storage = JournalStorage(folder / f"documents-{kind}.json", kind)
        self.recovery = self.storage.recovery
        self.table = RecordTable(self.storage, lambda record: plain.mapping(record, kind))

    def put(self, key: str, document: Mapping[str, Any]) -> None:
        """Stores `document` under the id `key`, in the place of an earlier one. Raises RecordError, DiskFull."""
        self.put_many({key: document})

    def put_many(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Stores all of `documents`, id to mapping, as one write: all of them or none."""
        self.storage.commit({key: encode(_with_id(key, document)) for key, document in documents.items()})

    def get(self, key: str) -> Record:
        """The document with the id `key`. Raises NoSuchRecord."""
        try:
            return decode(self.storage.line(key))
        except KeyError as error:
            raise NoSuchRecord(self.kind, key) from error

    def find(self, **equals: Any) -> list[Record]:
        """The documents whose top-level fields equal those given, in the order in which they were first put."""
        wanted = Query().fragment(equals)
        return [record for record in self.table.records().values() if wanted(record)]

    def all(self) -> list[Record]:
        """All documents, in the order in which they were first put."""
        return self.find()

    def ids(self) -> list[str]:
        """The ids of all documents, in the order in which they were first put."""
        return list(self.table.records())

    def remove(self, key: str) -> None:
        """Removes the document with the id `key`. Raises NoSuchRecord."""

        def must_be_there(is_there: Callable[[str], bool]) -> None:
            if not is_there(key):
                raise NoSuchRecord(self.kind, key)

        self.storage.commit({}, [key], must_be_there)

    def __contains__(self, key: object) -> bool:
        return key in self.storage

    def __len__(self) -> int:
        return len(self.storage)


def _with_id(key: str, document: Mapping[str, Any]) -> Record:
    if not plain.text(key, "id"):
        raise RecordError("id", "must not be empty")
    record = plain.mapping(document, "document")
    if record.setdefault("id", key) != key:
        raise RecordError("id", f"the document says {record['id']!r}, but is put under {key!r}")
    return record
