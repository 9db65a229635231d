"""Every error the store raises on purpose. A message says what happened, what is safe and what to do.

CatalogueError
 ├─ CatalogueLocked    another process owns the folder (folder, owner_pid)
 ├─ CatalogueDamaged   a file is not what was written; it is kept aside (path, kept_as, reason)
 ├─ LaterSchema        a file was written by a later version (path, found, known)
 ├─ FileTrouble        the system refused to read or write a file (path, reason)
 │   └─ DiskFull       no room; nothing was written and the earlier state is whole
 ├─ NoSuchRecord       no such asset or document (kind, key)
 ├─ RecordError        a record cannot be stored or read as it is (field, reason, path)
 └─ QueryError         the search text cannot be understood (position, reason, text)
"""

from __future__ import annotations

import errno
from pathlib import Path

_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


class CatalogueError(Exception):
    """Base of all errors above. `str(error)` is fit to be shown to the user as it is."""


class CatalogueLocked(CatalogueError):
    """Another process has `folder` open; `owner_pid` is its process number, None where it could not be read."""

    def __init__(self, folder: Path, owner_pid: int | None) -> None:
        who = f"process {owner_pid}" if owner_pid else "another process"
        super().__init__(
            f"The catalogue in {folder} is open in {who}. Close that program first, or open another data folder."
        )
        self.folder = folder
        self.owner_pid = owner_pid


class CatalogueDamaged(CatalogueError):
    """`path` is not what was written last. It was renamed to `kept_as`, so that the next opening starts empty."""

    def __init__(self, path: Path, kept_as: Path, reason: str, remedy: str) -> None:
        super().__init__(
            f"{path.name} is damaged: {reason}. It was kept as {kept_as}, nothing was deleted. "
            f"Opened again, the catalogue starts without it. {remedy}"
        )
        self.path = path
        self.kept_as = kept_as
        self.reason = reason


class LaterSchema(CatalogueError):
    """`path` has schema `found`, and this version knows schemas up to `known`. The file was not touched."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} was written by a later version (schema {found}, this version knows {known}). "
            "Nothing was changed. Update the program, or open another data folder."
        )
        self.path = path
        self.found = found
        self.known = known


class FileTrouble(CatalogueError):
    """The system refused to read or write `path`; `reason` is what it said."""

    def __init__(self, path: Path, reason: str, message: str | None = None) -> None:
        super().__init__(
            message
            or f"{path} cannot be read or written: {reason}. Nothing was changed. Check the folder's permissions."
        )
        self.path = path
        self.reason = reason


class DiskFull(FileTrouble):
    """There is no room for the new state of `path`. The earlier state is whole, in the file and in memory."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            path,
            reason,
            f"There is no room to save {path} ({reason}). Nothing was changed, what was saved before is whole. "
            "Free some disk space, then try again.",
        )


class NoSuchRecord(CatalogueError):
    """There is no `kind` (asset, scenes, jobs, …) with this `key`."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(
            f"There is no record {key!r} in {kind}. It may have been removed, or belongs to another folder."
        )
        self.kind = kind
        self.key = key


class RecordError(CatalogueError):
    """`field` of a record cannot be used; `reason` says what it must be. `path` is the file it came from, if any."""

    def __init__(self, field: str, reason: str, path: Path | None = None) -> None:
        where = f" (in {path})" if path else ""
        super().__init__(f"{field}: {reason}{where}")
        self.field = field
        self.reason = reason
        self.path = path


class QueryError(CatalogueError):
    """The search `text` cannot be understood at character `position` (0-based); `reason` says what to write."""

    def __init__(self, position: int, reason: str, text: str = "") -> None:
        super().__init__(f"At character {position + 1}: {reason}")
        self.position = position
        self.reason = reason
        self.text = text


def from_os_error(path: Path, error: OSError) -> FileTrouble:
    """The error of ours for what the system said about `path`."""
    reason = error.strerror or str(error)
    return DiskFull(path, reason) if error.errno in _NO_ROOM else FileTrouble(path, reason)
