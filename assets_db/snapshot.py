"""The snapshot: the whole of a table in one file, written aside and renamed.

    {"schema":1,"crc32":"0a1b2c3d","journal":7,"tables":{"assets":{
    "<id>":{…},
    "<id>":{…}
    }}}

One JSON document in UTF-8 that any program reads, with one record a line, so that it is read here without taking the
records apart. "journal" is the number of the first journal whose changes are not in it. The checksum covers schema,
journal and tables. A head without "journal" is that of the first version, which wrote the whole file for every change.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from assets_db.files import write_parts_aside
from assets_db.lines import encode, item, split_item

_HEAD = re.compile(rb'\{"schema":(\d{1,9}),"crc32":"([0-9a-f]{8})",(?:"journal":(\d{1,18}),)?"tables":')
_TAIL = b"}\n"
_LINES_A_PART = 500


@dataclass(frozen=True)
class Snapshot:
    """lines: the records by id, each as its line of JSON. journal: None where the first version wrote the file."""

    schema: int
    journal: int | None
    lines: dict[str, bytes]
    n_bytes: int


def write(path: Path, schema: int, journal: int, table: str, lines: Mapping[str, bytes]) -> int:
    """Makes this the content of `path`, in one step; gives its size in bytes. Raises OSError."""
    n_bytes = 0

    def counted() -> Iterator[bytes]:
        nonlocal n_bytes
        for part in parts(schema, journal, table, lines):
            n_bytes += len(part)
            yield part

    write_parts_aside(path, counted())
    return n_bytes


def parts(schema: int, journal: int, table: str, lines: Mapping[str, bytes]) -> Iterator[bytes]:
    """The content of a snapshot, piece by piece."""
    crc = zlib.crc32(b"%d %d" % (schema, journal))
    for part in _body(table, lines):
        crc = zlib.crc32(part, crc)
    yield b'{"schema":%d,"crc32":"%08x","journal":%d,"tables":' % (schema, crc, journal)
    yield from _body(table, lines)
    yield _TAIL


def _body(table: str, lines: Mapping[str, bytes]) -> Iterator[bytes]:
    yield b"{%b:{" % orjson.dumps(table)
    before = b"\n"
    for part in _batches(lines):
        yield before + b",\n".join(part)
        before = b",\n"
    yield b"\n}}"


def _batches(lines: Mapping[str, bytes]) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    for key, line in lines.items():
        part.append(item(key, line))
        if len(part) == _LINES_A_PART:
            yield part
            part = []
    if part:
        yield part


def read(path: Path, table: str) -> Snapshot:
    """The snapshot in `path`. Raises OSError, and ValueError(reason) where anything is not as it was written."""
    return parse(path.read_bytes(), table)


def parse(content: bytes, table: str) -> Snapshot:
    """The snapshot that `content` is. Raises ValueError(reason)."""
    if not content:
        raise ValueError("it is empty")
    head = _HEAD.match(content)
    if head is None:
        raise ValueError("it does not begin as a file of the catalogue does")
    if not content.endswith(_TAIL):
        raise ValueError("its end is missing")
    schema = int(head[1])
    journal = None if head[3] is None else int(head[3])
    start = b"%d" % schema if journal is None else b"%d %d" % (schema, journal)
    with memoryview(content) as view:
        if zlib.crc32(view[head.end() : -len(_TAIL)], zlib.crc32(start)) != int(head[2], 16):
            raise ValueError("its checksum does not match its content")
    lines = _whole(content, table) if journal is None else _by_line(content, head.end(), table)
    return Snapshot(schema, journal, lines, len(content))


def _whole(content: bytes, table: str) -> dict[str, bytes]:
    tables = orjson.loads(content)["tables"]
    if tables.keys() - {table}:
        raise ValueError(f"it holds other tables than {table}")
    return {key: encode(record) for key, record in tables.get(table, {}).items()}


def _by_line(content: bytes, start: int, table: str) -> dict[str, bytes]:
    file = io.BytesIO(content)
    file.seek(start)
    if file.readline() != b"{%b:{\n" % orjson.dumps(table):
        raise ValueError(f"it holds another table than {table}")
    lines: dict[str, bytes] = {}
    for text in file:
        if text[:1] == b"}":
            break
        key, line = split_item(text.rstrip(b",\n"))
        lines[key] = line
    return lines
