"""What the fields of a record may hold: each check returns the value in its stored form, or raises RecordError."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from assets_db import plain
from assets_db.errors import RecordError

TYPES = ("music", "sfx", "ambience", "voice", "ui")
STATUSES = ("take", "approved", "rejected", "delivered")
BEST_RATING = 5
LONGEST_DESCRIPTOR = 256

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_Part = TypeVar("_Part")


def identifier(value: object, name: str) -> str:
    found = plain.text(value, name)
    if not _ID.fullmatch(found):
        raise RecordError(name, "must be 1 to 128 letters, digits, dots, dashes or underscores, and start with no dash")
    return found


def one_of(value: object, name: str, allowed: tuple[str, ...]) -> str:
    found = plain.text(value, name)
    if found not in allowed:
        raise RecordError(name, f"must be one of {', '.join(allowed)}, not {found[:40]!r}")
    return found


def flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise RecordError(name, f"must be true or false, not {type(value).__name__}")
    return value


def filled(value: object, name: str) -> str:
    found = plain.text(value, name)
    if not found.strip():
        raise RecordError(name, "must not be empty")
    return found


def time(value: object, name: str) -> str:
    found = plain.text(value, name)
    try:
        if not _TIME.fullmatch(found):
            raise ValueError(found)
        datetime.fromisoformat(found)
    except ValueError as error:
        raise RecordError(name, "must be a UTC time such as 2026-01-31T12:00:00.000Z") from error
    return found


def optional(value: object, name: str, check: Callable[[object, str], _Part]) -> _Part | None:
    return None if value is None else check(value, name)


def not_negative(value: object, name: str) -> float:
    found = plain.number(value, name)
    if found < 0:
        raise RecordError(name, f"must be 0 or more, not {found:g}")
    return found


def at_least_1(value: object, name: str) -> int:
    found = plain.integer(value, name)
    if found < 1:
        raise RecordError(name, f"must be 1 or more, not {found}")
    return found


def rating(value: object, name: str) -> int:
    found = plain.integer(value, name)
    if not 1 <= found <= BEST_RATING:
        raise RecordError(name, f"must be 1 to {BEST_RATING}, or none, not {found}")
    return found


def sha256(value: object, name: str) -> str:
    found = plain.text(value, name)
    if not _SHA256.fullmatch(found):
        raise RecordError(name, "must be 64 hexadecimal digits in lower case")
    return found


def path(value: object, name: str) -> str:
    found = plain.text(value, name)
    parts = found.split("/")
    if any(part in {"", ".", ".."} for part in parts) or "\\" in found or "\0" in found or ":" in parts[0]:
        raise RecordError(name, "must be relative to the data folder, with forward slashes, without . and ..")
    return found


def sequence(value: object, name: str) -> list[object]:
    if not isinstance(value, list | tuple):
        raise RecordError(name, f"must be a list, not {type(value).__name__}")
    return list(value)


def texts(value: object, name: str) -> tuple[str, ...]:
    return tuple(plain.text(part, f"{name}[{i}]") for i, part in enumerate(sequence(value, name)))


def names(value: object, name: str) -> tuple[str, ...]:
    """Tags without surrounding space, each once, in the order given."""
    found = (filled(part, f"{name}[{i}]").strip() for i, part in enumerate(sequence(value, name)))
    return tuple(dict.fromkeys(found))


def descriptor(value: object, name: str) -> str:
    """Base64 of at most 256 bytes; empty where there is none."""
    found = plain.text(value, name)
    try:
        n_bytes = len(base64.b64decode(found, validate=True))
    except (binascii.Error, ValueError) as error:
        raise RecordError(name, "must be Base64") from error
    if n_bytes > LONGEST_DESCRIPTOR:
        raise RecordError(name, f"must be at most {LONGEST_DESCRIPTOR} bytes, not {n_bytes}")
    return found
