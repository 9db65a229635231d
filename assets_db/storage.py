"""JsonStorage: a TinyDB storage that never leaves a torn file and never forgets what it acknowledged.

The file is one JSON document in UTF-8:

    {"schema":1,"crc32":"0a1b2c3d","tables":{"assets":{"<id>":{…},…}}}

A write goes to a second file in the same folder, is forced to the disk, and takes the place of the first in one step;
a process killed at any moment leaves the old state or the new one. The checksum covers schema and tables, so that a
flipped bit is noticed also where the JSON stays readable. A later version must keep this head, whatever follows it.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from assets_db import plain
from assets_db.errors import CatalogueDamaged, CatalogueError, LaterSchema, RecordError, from_os_error
from assets_db.files import leftover, sync_folder, write_aside

Record = dict[str, Any]
Tables = dict[str, dict[str, Record]]
_HEAD = re.compile(rb'\{"schema":(\d{1,9}),"crc32":"([0-9a-f]{8})","tables":')
_TAIL = b"}\n"


class JsonStorage(Storage):
    """The tables of one file, held in memory and written as a whole.

    `read` gives the memory image itself, without a copy: treat it as frozen, and write a new one. (TinyDB's own Table
    changes it in place; that is safe too, since a write that fails takes the image anew from the file.)

    schema: what is written into the file; a file of a later one is refused.
    upgrade: brings a record of an earlier schema (second argument) up to `schema`.
    remedy: a sentence for the user on how to get back what a damaged file held.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        schema: int = 1,
        upgrade: Callable[[Record, int], Record] = lambda record, _schema: record,
        remedy: str = "Restore it from a backup.",
    ) -> None:
        """Reads the file; no file is an empty storage. Raises CatalogueDamaged, LaterSchema, FileTrouble."""
        self.path = Path(path)
        self._schema = schema
        self._upgrade = upgrade
        self._remedy = remedy
        self._closed = False
        self._remove_leftover()
        self._image = self._load()

    def read(self) -> Tables | None:
        """The tables as they were last written; None where nothing was written yet."""
        self._must_be_open()
        return self._image

    def write(self, data: Tables) -> None:
        """Makes `data` the state of the file and of the memory image, or neither.

        Raises DiskFull or FileTrouble, RecordError where the data is not plain JSON (NaN, lone surrogates, …).
        """
        self._must_be_open()
        try:
            content = _encode(data, self._schema)
            with self._translated_errors():
                write_aside(self.path, content)
        except BaseException as error:
            # The caller may have changed the image in place, or the new file be there although its folder was not
            # forced to the disk: either way the file knows what the state is.
            if data is self._image or not isinstance(error, RecordError):
                self._image = self._load()
            raise
        self._image = data

    def close(self) -> None:
        """Lets go of the memory image. Everything is on the disk already."""
        self._closed = True
        self._image = None

    def _must_be_open(self) -> None:
        if self._closed:
            raise CatalogueError(f"{self.path} was closed. Open the catalogue again.")

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise from_os_error(self.path, error) from error

    def _remove_leftover(self) -> None:
        with suppress(OSError):
            leftover(self.path).unlink(missing_ok=True)

    def _load(self) -> Tables | None:
        with self._translated_errors():
            if not self.path.exists():
                return None
            content = self.path.read_bytes()
        try:
            schema, tables = _decode(content)
        except ValueError as error:
            raise self._set_aside(str(error)) from error
        if schema > self._schema:
            raise LaterSchema(self.path, schema, self._schema)
        if schema < self._schema:
            return {
                name: {key: self._upgrade(record, schema) for key, record in table.items()}
                for name, table in tables.items()
            }
        return tables

    def _set_aside(self, reason: str) -> CatalogueDamaged:
        now = datetime.now(UTC)
        stamp = f"{now:%Y%m%dT%H%M%S}.{now.microsecond:06d}Z"
        kept_as = self.path.with_name(f"{self.path.name}.damaged-{stamp}")
        with self._translated_errors():
            self.path.rename(kept_as)
            sync_folder(self.path.parent)
        return CatalogueDamaged(self.path, kept_as, reason, self._remedy)


def _encode(tables: Tables, schema: int) -> bytes:
    try:
        body = json.dumps(tables, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:
        plain.copy(tables, "tables")  # names the field in its RecordError
        raise RecordError("tables", f"cannot be written as JSON: {error}") from error
    return b'{"schema":%d,"crc32":"%08x","tables":%b%b' % (schema, _checksum(schema, body), body, _TAIL)


def _decode(content: bytes) -> tuple[int, Tables]:
    """Schema and tables. Raises ValueError(reason) where anything is not as `_encode` wrote it."""
    if not content:
        raise ValueError("it is empty")
    head = _HEAD.match(content)
    if head is None:
        raise ValueError("it does not begin as a file of the catalogue does")
    if not content.endswith(_TAIL):
        raise ValueError("its end is missing")
    body = content[head.end() : -len(_TAIL)]
    schema = int(head[1])
    if _checksum(schema, body) != int(head[2], 16):
        raise ValueError("its checksum does not match its content")
    tables: Tables = json.loads(body)
    return schema, tables


def _checksum(schema: int, body: bytes) -> int:
    return zlib.crc32(body, zlib.crc32(b"%d" % schema))
