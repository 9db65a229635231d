"""The files of one table: a snapshot, the journals since, and how journals become a new snapshot.

assets.json        the snapshot (snapshot.py)
assets.journal-7   the changes since (journal.py)

When the journal has grown as large as the snapshot, a new journal is begun, and a thread folds what was before it into
a new snapshot, in this order: the snapshot is written aside, synced and renamed over the old one, then the old journals
are removed. A process killed between any two of these steps leaves a snapshot and all journals from the one it names.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from pathlib import Path
from threading import Thread

from assets_db import snapshot
from assets_db.journal import Journal
from assets_db.recovery import Opened, journal_path, journals

log = logging.getLogger(__name__)
FOLD_AT_BYTES = 4_000_000
_FOLD_ON_CLOSE = 8  # a journal of an eighth of the snapshot is folded when the table is closed


class TableFiles:
    """What a storage has on the disk. Its methods are for one thread at a time, that which holds the storage's lock.

    fold_at_bytes: a journal smaller than this is never due.
    """

    def __init__(self, path: Path, table: str, schema: int, opened: Opened, fold_at_bytes: int = FOLD_AT_BYTES) -> None:
        """Goes on where `opened`, what was read from the files, ends. Raises OSError."""
        self.path = path
        self.fold_at_bytes = fold_at_bytes
        self._table = table
        self._schema = schema
        self._snapshot_bytes = opened.snapshot_bytes
        self._number = opened.last
        self._journal: Journal | None = None
        self._before: int | None = None  # the length of the journal before the one to be begun
        self._folding: Thread | None = None
        files = journals(path) if path.parent.is_dir() else {}
        self._journal_bytes = sum(file.stat().st_size for file in files.values())
        if opened.must_fold:
            self._number += 1
            self._journal_bytes = 0
            self._write(self._number, opened.lines)
        elif self._number in files:
            self._journal = Journal(files[self._number])

    def append(self, blocks: bytes) -> None:
        """Adds whole changes to the journal; they are on the disk when this returns. Raises OSError; none is added."""
        if self._journal is None:
            path = journal_path(self.path, self._number)
            self._journal = Journal.create(path, self._number, self._schema, self._before)
        self._journal.append(blocks)
        self._journal_bytes += len(blocks)

    @property
    def fold_is_due(self) -> bool:
        """Whether the journals are large, no thread is folding them, and there is room for both forms at once.

        A fold that fills the disk would refuse changes that have room without it.
        """
        busy = self._folding is not None and self._folding.is_alive()
        large = self._journal_bytes >= max(self.fold_at_bytes, self._snapshot_bytes)
        return large and not busy and self._has_room()

    def _has_room(self) -> bool:
        try:
            return shutil.disk_usage(self.path.parent).free > self._snapshot_bytes + self._journal_bytes
        except OSError:
            return False

    def fold(self, lines: Mapping[str, bytes]) -> None:
        """Makes one snapshot of `lines`, the records after all changes. Raises OSError; nothing is lost then."""
        self._wait_for_folding()
        self._write(self.begin_journal(), lines)

    def fold_aside(self, lines: Mapping[str, bytes]) -> None:
        """`fold` in a thread of its own; `lines` must stay as it is. A failure is logged, and the journals stay."""
        number = self.begin_journal()
        self._folding = Thread(target=self._try_write, args=(number, lines), name="fold", daemon=True)
        self._folding.start()

    def close(self, lines: Mapping[str, bytes]) -> None:
        """Lets go of the files. Folds first where that makes the next opening much faster."""
        self._wait_for_folding()
        if self._journal_bytes * _FOLD_ON_CLOSE > self._snapshot_bytes:
            self._try_write(self.begin_journal(), lines)
        if self._journal is not None:
            self._journal.close()

    def begin_journal(self) -> int:
        """Later changes go to a new journal; gives its number."""
        if self._journal is not None:  # else nothing was written since the last began; no number may be left out
            self._journal.close()
            self._before = self._journal.n_bytes
            self._journal = None
            self._number += 1
        self._journal_bytes = 0
        return self._number

    def _write(self, number: int, lines: Mapping[str, bytes]) -> None:
        self._snapshot_bytes = snapshot.write(self.path, self._schema, number, self._table, lines)
        for old, file in journals(self.path).items():
            if old < number:
                file.unlink(missing_ok=True)

    def _try_write(self, number: int, lines: Mapping[str, bytes]) -> None:
        try:
            self._write(number, lines)
        except OSError as error:
            log.warning("%s could not be folded, its journals stay: %s", self.path, error)

    def _wait_for_folding(self) -> None:
        if self._folding is not None:
            self._folding.join()
