"""The snapshot: the whole of a table in one file, written aside and renamed.

    {"schema":1,"crc32":"0a1b2c3d","journal":7,"tables":{"assets":{
    "<id>":{…},
    "<id>":{…}
    }},"lines":"…"}

One JSON document in UTF-8 that any program reads, with one record a line, so that it is read here without taking the
records apart. "journal" is the number of the first journal whose changes are not in it. The checksum covers schema,
journal and all after it. "lines" has the checksums of the head and of every record's line, eight digits each: they tell
which records of a damaged file are whole. A head without "journal" is that of the first version, which wrote the whole
file for every change.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from assets_db.files import write_parts_aside
from assets_db.lines import encode, item, split_item

_HEAD = re.compile(rb'\{"schema":(\d{1,9}),"crc32":"([0-9a-f]{8})",(?:"journal":(\d{1,18}),)?"tables":')
_TAIL = b"}\n"
_SUMS = re.compile(rb'\}\},"lines":"((?:[0-9a-f]{8})+)"\}\n')
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
    start = b"%d %d" % (schema, journal)
    crc = zlib.crc32(start)
    for part in _body(start, table, lines):
        crc = zlib.crc32(part, crc)
    yield b'{"schema":%d,"crc32":"%08x","journal":%d,"tables":' % (schema, crc, journal)
    yield from _body(start, table, lines)
    yield _TAIL


def _body(start: bytes, table: str, lines: Mapping[str, bytes]) -> Iterator[bytes]:
    yield b"{%b:{" % orjson.dumps(table)
    sums = [_sums([start])]
    before = b"\n"
    for part in _batches(lines):
        sums.append(_sums(part))
        yield before + b",\n".join(part)
        before = b",\n"
    yield b'\n}},"lines":"%b"' % b"".join(sums)


def _sums(texts: list[bytes]) -> bytes:
    return struct.pack(f">{len(texts)}I", *map(zlib.crc32, texts)).hex().encode()


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


@dataclass(frozen=True)
class Salvage:
    """What is whole in a damaged snapshot. damaged: the other lines. n_lost: how many records are missing, or None."""

    whole: Snapshot
    damaged: list[bytes]
    n_lost: int | None


def salvage(content: bytes, table: str) -> Salvage:
    """What can be had of a damaged snapshot.

    Raises ValueError where nothing is whole, or the file does not tell what is: its head is not as it was written, or
    it has no checksums of the lines although it was not cut.
    """
    head = _HEAD.match(content)
    first = b"{%b:{\n" % orjson.dumps(table)
    if head is None or head[3] is None or not content.startswith(first, head.end()):
        raise ValueError("its beginning is damaged")
    end = max(content.rfind(b'}},"lines":'), content.rfind(b"\n}}"))
    sums = _line_sums(content, end)
    if not sums and end > 0 and content.endswith(_TAIL):  # it was not cut
        raise ValueError("its end is damaged")
    if sums and zlib.crc32(b"%b %b" % (head[1], head[3])) not in sums:
        raise ValueError("its head is damaged")
    whole: dict[str, bytes] = {}
    damaged: list[bytes] = []
    for text in content[head.end() + len(first) : end if end > 0 else None].split(b"\n"):
        record = text.removesuffix(b",")
        if zlib.crc32(record) in sums if sums else _is_record(record):  # in a cut file, what is before the cut is whole
            key, line = split_item(record)
            whole[key] = line
        elif text:
            damaged.append(text)
    if not whole:
        raise ValueError("nothing in it is whole")
    n_lost = len(sums) - 1 - len(whole) if sums else None
    return Salvage(Snapshot(int(head[1]), int(head[3]), whole, len(content)), damaged, n_lost)


def _line_sums(content: bytes, start: int) -> frozenset[int]:
    found = _SUMS.fullmatch(content, start) if start > 0 else None
    sums = bytes.fromhex(found[1].decode()) if found else b""
    return frozenset(value for (value,) in struct.iter_unpack(">I", sums))


def _is_record(text: bytes) -> bool:
    try:
        orjson.loads(split_item(text)[1])
    except ValueError:
        return False
    return True
