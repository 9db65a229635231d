"""The chunks of a WAV or RF64 file. What is read here comes from anywhere: nothing in it is believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MAX_CHUNKS = 1000
MAX_BYTES = 1_000_000
_SEE_DS64 = 0xFFFFFFFF


@dataclass(frozen=True)
class Chunk:
    """start: the place of its content in the file. size: as its header says, in bytes; the file may end before."""

    name: bytes
    start: int
    size: int


def walk(file: BinaryIO) -> Iterator[Chunk]:
    """The chunks in the order of the file; none where it is no WAV. RF64: EBU Tech 3306 has the data's size in ds64."""
    end = file.seek(0, 2)
    file.seek(0)
    head = file.read(12)
    if head[:4] not in (b"RIFF", b"RF64", b"BW64") or head[8:] != b"WAVE":
        return
    place, data_size = 12, _SEE_DS64
    for _ in range(MAX_CHUNKS):
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:
            return
        chunk = Chunk(head[:4], place + 8, int.from_bytes(head[4:], "little"))
        if chunk.name == b"ds64":
            data_size = int.from_bytes(file.read(16)[8:], "little")
        elif chunk.name == b"data" and chunk.size == _SEE_DS64:
            chunk = Chunk(chunk.name, chunk.start, data_size)
        yield chunk
        place = chunk.start + chunk.size + chunk.size % 2
        if place > end:
            return


def content(path: Path, name: bytes) -> bytes:
    """What the first chunk of that name holds; empty where there is none, it is cut off or larger than 1 MB."""
    with path.open("rb") as file:
        for chunk in walk(file):
            if chunk.name == name and chunk.size <= MAX_BYTES:
                file.seek(chunk.start)
                found = file.read(chunk.size)
                return found if len(found) == chunk.size else b""
    return b""


def append(wav: BinaryIO, name: bytes, data: bytes) -> None:
    """Adds a chunk at the end of a RIFF file, padded to an even length, and corrects the file's own size."""
    wav.seek(0, 2)
    wav.write(name + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2))
    size = wav.tell()
    wav.seek(4)
    wav.write((size - 8).to_bytes(4, "little"))
