"""Where the errors of the store and of the system become errors of the studio."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import assets_db
from audiocraft_studio import errors

log = logging.getLogger(__name__)

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Maps everything that assets_db or the file system raises inside; `path` is what was worked on."""
    try:
        yield
    except assets_db.CatalogueError as error:
        raise translated(error, path) from error
    except OSError as error:
        where = Path(error.filename) if isinstance(error.filename, str) else path
        if error.errno in _NO_ROOM:
            message = "The disk is full: nothing was saved, and what was saved before is whole. Free some space first."
            raise errors.DiskFull(where, message) from error
        reason = error.strerror or str(error)
        raise errors.StorageError(where, f"{where.name} cannot be read or written: {reason}.") from error


def translated(error: assets_db.CatalogueError, path: Path) -> errors.StudioError:
    """The studio's error that says what `error` says."""
    told = str(error)
    mapped: errors.StudioError
    match error:
        case assets_db.NoSuchRecord():
            mapped = errors.NotFound(error.kind.removesuffix("s"), error.key)  # the word for one of a table
        case assets_db.QueryError():
            mapped = errors.InputError("Search", f"at character {error.position + 1}: {error.reason}")
        case assets_db.RecordError():
            mapped = errors.InputError(error.field, error.reason)
        case assets_db.CatalogueLocked():
            mapped = errors.FolderInUse(error.folder, told)
        case assets_db.DiskFull():
            mapped = errors.DiskFull(error.path, told)
        case assets_db.CatalogueDamaged() | assets_db.LaterSchema():
            mapped = errors.DamagedFile(error.path, told)
        case _:
            mapped = errors.StorageError(path, told)
    return mapped


class Documents:
    """One kind of documents of the catalogue, with the studio's errors."""

    def __init__(self, catalogue: assets_db.Catalogue, kind: str) -> None:
        self._folder = catalogue.folder
        with guarded(self._folder):
            try:
                self._documents = catalogue.documents(kind)
            except assets_db.CatalogueDamaged as error:
                log.error("%s", error)  # it is kept aside; the studio goes on without it
                self._documents = catalogue.documents(kind)

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        with guarded(self._folder):
            self._documents.put(key, value)

    def get(self, key: str) -> dict[str, Any]:
        """Raises NotFound."""
        with guarded(self._folder):
            return self._documents.get(key)

    def all(self) -> list[dict[str, Any]]:
        with guarded(self._folder):
            return self._documents.all()

    def ids(self) -> list[str]:
        """In the order in which they were first put."""
        with guarded(self._folder):
            return self._documents.ids()

    def remove(self, key: str) -> None:
        with guarded(self._folder):
            self._documents.remove(key)
