"""One process per folder."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from assets_db.errors import CatalogueLocked, from_os_error


class FolderLock:
    """Owns `folder` from its making to `release`. The system lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Raises CatalogueLocked where another process, or another opening in this one, owns the folder."""
        self._owner = folder / "catalogue.owner"
        # thread_local=False: the thread that closes need not be the one that opened.
        self._lock = FileLock(folder / "catalogue.lock", thread_local=False)
        try:
            self._lock.acquire(blocking=False)
        except Timeout as error:
            raise CatalogueLocked(folder, self._read_owner()) from error
        except OSError as error:
            raise from_os_error(folder / "catalogue.lock", error) from error
        with suppress(OSError):  # a courtesy to the second process; the lock holds without it
            self._owner.write_text(str(os.getpid()), encoding="ascii")

    def release(self) -> None:
        """Lets the next process in. Calling it again does nothing."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._owner.unlink(missing_ok=True)
            self._lock.release()

    def _read_owner(self) -> int | None:
        with suppress(OSError, ValueError):
            return int(self._owner.read_text(encoding="ascii"))
        return None
