"""The journal: an append-only file of the changes since a snapshot.

5a0c11f3 43            checksum and length in bytes of what follows: first the journal's number and schema, and
{"journal":7,"schema":1,"before":4210}                                   the length of the journal before it,
91ab03d2 1460          then one block a change, which counts as a whole or not at all:
+"<id>":{…}            a record put,
-"<id>"                a record removed
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from assets_db.files import write_aside
from assets_db.lines import item, split_item

_BLOCK = re.compile(rb"([0-9a-f]{8}) (\d{1,18})\n")
Lines = dict[str, bytes | None]  # None: removed


def block(body: bytes) -> bytes:
    """`body` with its checksum and length before it."""
    return b"%08x %d\n%b" % (zlib.crc32(body), len(body), body)


def change(put: Mapping[str, bytes], remove: Iterable[str] = ()) -> bytes:
    """The block that puts and removes these records."""
    lines = [b"+%b\n" % item(key, line) for key, line in put.items()]
    lines += [b"-%b\n" % orjson.dumps(key) for key in remove]
    return block(b"".join(lines))


class Journal:
    """A journal that is being written."""

    def __init__(self, path: Path) -> None:
        """Goes on where a whole journal ends. Raises OSError."""
        self._file = path.open("ab", buffering=0)
        self.n_bytes = os.fstat(self._file.fileno()).st_size
        self._torn = False

    @classmethod
    def create(cls, path: Path, number: int, schema: int, before: int | None = None) -> Journal:
        """A new, empty journal. before: the length of that before it, if any. Raises OSError; there is no file then."""
        head = {"journal": number, "schema": schema} | ({} if before is None else {"before": before})
        write_aside(path, block(orjson.dumps(head) + b"\n"))
        return cls(path)

    def append(self, blocks: bytes) -> None:
        """Adds whole blocks; they are on the disk when this returns. Raises OSError, and nothing was added then."""
        if self._torn:
            self._cut()
        try:
            rest = memoryview(blocks)
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except BaseException:
            self._torn = True
            with suppress(OSError):  # tried again before the next change; until then nothing can be added
                self._cut()
            raise
        self.n_bytes += len(blocks)

    def _cut(self) -> None:
        """Takes away what a failed write left behind the last whole block."""
        os.ftruncate(self._file.fileno(), self.n_bytes)
        os.fsync(self._file.fileno())
        self._torn = False

    def close(self) -> None:
        """Lets go of the file. Everything is on the disk already."""
        self._file.close()


@dataclass
class Replay:
    """What a journal file holds. problem: None, or why it ends at byte `n_whole`, before the end of the file.

    schema, before: of the head, None where that cannot be read. torn: whether the end of its last change is missing.
    """

    schema: int | None = None
    before: int | None = None
    changes: list[Lines] = field(default_factory=list)
    n_whole: int = 0
    problem: str | None = None
    torn: bool = False


def read(path: Path, n_bytes: int | None = None) -> Replay:
    """The changes in `path` up to the first damage. Raises OSError.

    n_bytes: how long it was when the next journal was begun. What follows then was never confirmed.
    """
    content = path.read_bytes()[:n_bytes]
    found = Replay()
    while found.n_whole < len(content):
        try:
            body, end = _next_block(content, found.n_whole)
            if found.schema is None:
                head = orjson.loads(body)
                found.schema, found.before = int(head["schema"]), head.get("before")
            else:
                found.changes.append(_parsed(body))
        except (ValueError, KeyError, TypeError) as error:
            found.torn = isinstance(error, _Torn)
            found.problem = f"{error} (byte {found.n_whole} of {len(content)})"
            return found
        found.n_whole = end
    if found.schema is None:
        found.problem = "it is empty"
    elif n_bytes is not None and len(content) < n_bytes:
        found.problem = f"its end is missing (from byte {len(content)} of {n_bytes})"
    return found


class _Torn(ValueError):
    """The file ends before a change does."""


def _next_block(content: bytes, start: int) -> tuple[bytes, int]:
    head = _BLOCK.match(content, start)
    if head is None:
        raise ValueError("a change does not begin as it should")
    end = head.end() + int(head[2])
    if end > len(content):
        raise _Torn("the end of a change is missing")
    body = content[head.end() : end]
    if zlib.crc32(body) != int(head[1], 16):
        raise ValueError("the checksum of a change does not match its content")
    return body, end


def _parsed(body: bytes) -> Lines:
    lines: Lines = {}
    for text in body[:-1].split(b"\n"):
        if text[:1] == b"+":
            key, line = split_item(text[1:])
            lines[key] = line
        else:
            lines[orjson.loads(text[1:])] = None
    return lines
