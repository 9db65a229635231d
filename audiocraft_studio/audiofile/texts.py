"""The texts that a WAV file carries in chunks which libsndfile passes over: iXML, and bext of the Broadcast Wave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audiocraft_studio.audiofile import chunks, ixml

_BEXT = (("description", 256), ("originator", 32), ("originator_reference", 32), ("origination_date", 10))
"""EBU Tech 3285: the first fields and their lengths in bytes."""


@dataclass(frozen=True)
class Texts:
    """ixml: by the path of the element, see `ixml.texts`. bext: by the name of the field, those that are filled."""

    ixml: Mapping[str, str]
    bext: Mapping[str, str]


def read_texts(path: Path) -> Texts:
    """Both are empty for a file that carries none, or is no WAV."""
    return Texts(ixml.texts(chunks.content(path, b"iXML")), _bext(chunks.content(path, b"bext")))


def _bext(data: bytes) -> dict[str, str]:
    found, start = {}, 0
    for name, length in _BEXT:
        raw = data[start : start + length].split(b"\0", 1)[0]
        found[name] = " ".join(_decoded(raw).split())
        start += length
    return {name: text for name, text in found.items() if text}


def _decoded(raw: bytes) -> str:
    """The standard says ASCII; programs write UTF-8 or Latin-1."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
