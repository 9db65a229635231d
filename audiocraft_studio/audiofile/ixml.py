"""iXML (ixml.info): texts about a sound in a chunk of its WAV file, written from mappings and read as plain texts."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

VERSION = "2.10"
MAX_DEPTH = 16
MAX_TEXTS = 2000

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Node = Mapping[str, Any]
"""Names of elements to their text, to the elements within, or to a list of these for elements of one name."""


def build(fields: Node) -> bytes:
    """An iXML document with `fields` within its root; elements without text are left out. What XML cannot say of a
    text (control characters, halves of characters) is."""
    inner = _elements({"IXML_VERSION": VERSION, **fields})
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<BWFXML>\n{inner}</BWFXML>\n'.encode()


def texts(data: bytes) -> dict[str, str]:
    """The text of each element by its path within the root, such as "USER/DESCRIPTION"; the first where several have
    one path. Empty for what is no XML, or declares entities or anything else."""
    reader = _Reader()
    try:
        reader.parse(data.strip(b"\0 \r\n\t"))
    except (expat.ExpatError, ValueError, LookupError):  # the last two: a coding of that name is unknown, or no text
        return {}
    return reader.found


def _elements(node: Node) -> str:
    lines = []
    for name, value in node.items():
        for one in [value] if isinstance(value, (str, Mapping)) else value:
            inner = _escaped(one) if isinstance(one, str) else f"\n{_elements(one)}"
            if inner.strip():
                lines.append(f"<{name}>{inner}</{name}>\n")
    return "".join(lines)


def _escaped(text: str) -> str:
    return html.escape(_ILLEGAL.sub("", text), quote=False)


class _Reader:
    """Takes the texts up as they come, makes no tree of them, and stops at the first declaration: entities, which could
    grow without end or lead to other files, are never met."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._path: list[str] = []
        self._text: list[str] = []

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.Parse(data, True)

    def _start(self, name: str, _attributes: object) -> None:
        self._path.append(name)
        self._text.clear()
        if len(self._path) > MAX_DEPTH or len(self.found) > MAX_TEXTS:
            raise ValueError("larger than any iXML")

    def _end(self, _name: str) -> None:
        path, text = "/".join(self._path[1:]), "".join(self._text).strip()
        if path and text:
            self.found.setdefault(path, text)
        self._path.pop()
        self._text.clear()


def _refuse(*_: object) -> None:
    raise ValueError("declares something")
