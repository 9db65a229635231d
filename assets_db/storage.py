"""JournalStorage: a TinyDB storage of one table whose cost of a change does not grow with the number of records.

A change is added to the journal (table_files.py) and forced to the disk, then it is in the memory image, and readers
see it. Changes of several threads that wait for the disk go to it together.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from tinydb.storages import Storage

from assets_db import journal, plain
from assets_db.errors import CatalogueError, RecordError, from_os_error
from assets_db.journal import Lines
from assets_db.lines import Record, Records, encode
from assets_db.recovery import Upgrade, load
from assets_db.table_files import FOLD_AT_BYTES, TableFiles

Check = Callable[[Callable[[str], bool]], None]


@dataclass
class _Change:
    put: Mapping[str, bytes]
    remove: tuple[str, ...]
    check: Check | None
    done: bool = False
    error: BaseException | None = field(default=None)


class JournalStorage(Storage):
    """One table in memory and in the files beside `path`. Safe to use from several threads.

    schema: what is written into the files; files of a later one are refused.
    upgrade: brings a record of an earlier schema (second argument) up to `schema`; this is done once.
    remedy: a sentence for the user on how to get back what a damaged snapshot held.
    recovery: what was damaged in the journals when they were read, None where nothing was.
    """

    def __init__(
        self,
        path: Path | str,
        table: str = "_default",
        *,
        schema: int = 1,
        upgrade: Upgrade = lambda record, _schema: record,
        remedy: str = "Restore it from a backup.",
        fold_at_bytes: int = FOLD_AT_BYTES,
    ) -> None:
        """Reads the files; none is an empty table. Raises CatalogueDamaged, LaterSchema, FileTrouble."""
        self.path = Path(path)
        self.table = table
        self.lock = RLock()  # held while a change goes to the disk
        self._memory = Lock()  # held while the image changes or is copied
        self.schema = schema
        self._closed = False
        self._waiting: deque[_Change] = deque()
        self._frozen: Records | None = None
        self._followers: list[Lines] = []
        with self._translated_errors():
            opened = load(self.path, table, schema, upgrade, remedy)
            self._lines = opened.lines
            self._files = TableFiles(self.path, table, schema, opened, fold_at_bytes)
        self.recovery = opened.recovery

    # reading

    def read(self) -> Mapping[str, Mapping[str, Record]]:  # type: ignore[override]  # TinyDB wants a dict to change
        """TinyDB's way: the tables by name. Treat as frozen."""
        return {self.table: self.records()}

    def records(self) -> Records:
        """All records by id, in the order in which they were first put: one state, which no later change touches."""
        with self._memory:
            self._must_be_open()
            if self._frozen is None:
                self._frozen = Records(dict(self._lines))
            return self._frozen

    def live(self) -> Records:
        """The records without a copy, for a thread that holds `lock`."""
        self._must_be_open()
        return Records(self._lines)

    def line(self, key: str) -> bytes:
        """The record `key` as its line of JSON. Raises KeyError."""
        self._must_be_open()
        return self._lines[key]

    def __contains__(self, key: object) -> bool:
        self._must_be_open()
        return key in self._lines

    def __len__(self) -> int:
        self._must_be_open()
        return len(self._lines)

    def follow(self, follower: Lines) -> None:
        """Puts all records into `follower`, and from now on every change. See `take_changes`."""
        with self._memory:
            self._must_be_open()
            follower.clear()
            follower.update(self._lines)
            if not any(follower is known for known in self._followers):
                self._followers.append(follower)

    def take_changes(self, follower: Lines) -> Lines:
        """Empties `follower`, and gives what was in it: the latest line by id, None for what was removed."""
        with self._memory:
            self._must_be_open()
            taken = follower.copy()
            follower.clear()
            return taken

    # changing

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """TinyDB's way: makes `data` the state, or changes nothing. Only what differs is written.

        Raises DiskFull, FileTrouble; RecordError where the data is not plain JSON or has other tables.
        """
        for name in data.keys() - {self.table}:
            raise RecordError(f"tables.{name}", f"this storage has the table {self.table} only")
        put = {
            plain.text(key, "id"): encode(plain.mapping(record, f"tables.{self.table}.{key}"))
            for key, record in data.get(self.table, {}).items()
        }
        with self.lock:
            before = self.records().lines
            self.commit_now(
                {key: line for key, line in put.items() if before.get(key) != line},
                [key for key in before if key not in put],
            )

    def commit(self, put: Mapping[str, bytes], remove: Iterable[str] = (), check: Check | None = None) -> None:
        """Puts and removes records as one change; it is on the disk when this returns.

        check: called with "is this id there?" at the moment of the change; what it raises is raised here, and nothing
        is changed. Changes that other threads ask for meanwhile go to the disk in the same write. Raises DiskFull,
        FileTrouble.
        """
        change = _Change(put, tuple(remove), check)
        self._waiting.append(change)
        with self.lock:
            if not change.done:
                self._commit([self._waiting.popleft() for _ in range(len(self._waiting))])
        if change.error is not None:
            raise change.error

    def commit_now(self, put: Mapping[str, bytes], remove: Iterable[str] = ()) -> None:
        """`commit` for a thread that holds `lock`: before all changes that wait."""
        change = _Change(put, tuple(remove), None)
        self._commit([change])
        if change.error is not None:
            raise change.error

    def _commit(self, changes: list[_Change]) -> None:
        accepted: list[_Change] = []
        pending: Lines = {}
        for change in changes:
            change.done = True
            try:
                self._must_be_open()
                if change.check is not None:
                    change.check(lambda key: pending[key] is not None if key in pending else key in self._lines)
            except BaseException as error:  # it belongs to the thread that asked for the change
                change.error = error
                continue
            pending.update(change.put)
            pending.update(dict.fromkeys(change.remove))
            if change.put or change.remove:
                accepted.append(change)
        if not accepted:
            return
        try:
            self._files.append(b"".join(journal.change(change.put, change.remove) for change in accepted))
        except OSError as error:
            for change in accepted:
                change.error = from_os_error(self.path, error)
            return
        except BaseException as error:  # such as the user's Ctrl+C in the thread that writes for all
            for change in accepted:
                change.error = CatalogueError(f"{self.path} was not written, {error!r} came between. Try again.")
            raise
        self._apply(accepted)
        if self._files.fold_is_due:
            self._files.fold_aside(self.records().lines)

    def _apply(self, changes: list[_Change]) -> None:
        with self._memory:
            for change in changes:
                self._lines.update(change.put)
                for key in change.remove:
                    self._lines.pop(key, None)
                for follower in self._followers:
                    follower.update(change.put)
                    follower.update(dict.fromkeys(change.remove))
            self._frozen = None

    def fold(self) -> None:
        """Makes one snapshot of everything, now. Raises DiskFull, FileTrouble; nothing is lost then."""
        with self.lock, self._translated_errors():
            self._must_be_open()
            self._files.fold(self._lines)

    def close(self) -> None:
        """Lets go of the files and the memory image. Everything is on the disk already."""
        with self.lock:
            if self._closed:
                return
            self._files.close(self._lines)
            with self._memory:
                self._closed = True
                self._lines, self._frozen, self._followers = {}, None, []

    def _must_be_open(self) -> None:
        if self._closed:
            raise CatalogueError(f"{self.path} was closed. Open the catalogue again.")

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise from_os_error(self.path, error) from error
