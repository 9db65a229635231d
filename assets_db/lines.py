"""Records as they lie in files and in memory: one line of JSON each, read only when somebody asks for the record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

Record = dict[str, Any]


def encode(record: Record) -> bytes:
    """A plain record (see `plain.mapping`) as one line of JSON without its end. What is not plain gets lost in it."""
    return orjson.dumps(record)


def decode(line: bytes) -> Record:
    """A record of its own; the inverse of `encode`."""
    record: Record = orjson.loads(line)
    return record


def item(key: str, line: bytes) -> bytes:
    """What stands in a file for the record `line` under `key`: `"key":{…}`."""
    return orjson.dumps(key) + b":" + line


def split_item(text: bytes) -> tuple[str, bytes]:
    """The inverse of `item`. Raises ValueError."""
    end = text.index(b'":{')
    if b"\\" not in text[:end]:
        return text[1:end].decode(), text[end + 2 :]
    key, stop = json.JSONDecoder().raw_decode(text.decode())
    return key, text.decode()[stop + 1 :].encode()


class Records(Mapping[str, Record]):
    """A state of a table that no later change touches; each look makes a new record from its line."""

    def __init__(self, lines: dict[str, bytes]) -> None:
        self.lines = lines

    def __getitem__(self, key: str) -> Record:
        return decode(self.lines[key])

    def __contains__(self, key: object) -> bool:
        return key in self.lines

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)
