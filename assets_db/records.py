"""Asset: one sound and everything known about it. Review, Comment and Parent are parts of it.

A record that exists is valid: constructing one with a wrong type or range raises RecordError. Lists are taken for
tuples, and mappings are copied, so that a record shares nothing with what it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from typing import Any, Protocol, TypeVar

from assets_db import plain
from assets_db.errors import RecordError
from assets_db.migrations import SCHEMA, migrate

TYPES = ("music", "sfx", "ambience", "voice", "ui")
STATUSES = ("take", "approved", "rejected", "delivered")
BEST_RATING = 5

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_Part = TypeVar("_Part")


@dataclass(frozen=True, kw_only=True)
class Parent:
    """The asset that another was made from, and how (variation, loop, extend, layer, …)."""

    id: str
    how: str

    def __post_init__(self) -> None:
        _set(self, "id", _id(self.id, "id"))
        _set(self, "how", plain.text(self.how, "how"))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {"id": self.id, "how": self.how}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Parent:
        """The inverse of `to_dict`. Raises RecordError."""
        return cls(**_arguments(cls, data))


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What somebody said about a sound. at_s: the second it is about, None for the whole sound."""

    at_s: float | None = None
    text: str
    by: str = ""
    created_at: str

    def __post_init__(self) -> None:
        _set(self, "at_s", _optional(self.at_s, "at_s", _not_negative))
        _set(self, "text", plain.text(self.text, "text"))
        _set(self, "by", plain.text(self.by, "by"))
        _set(self, "created_at", _time(self.created_at, "created_at"))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {"at_s": self.at_s, "text": self.text, "by": self.by, "created_at": self.created_at}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Comment:
        """The inverse of `to_dict`. Raises RecordError."""
        return cls(**_arguments(cls, data))


@dataclass(frozen=True, kw_only=True)
class Review:
    """What people think of a sound. rating: 1..5 or None; status: take, approved, rejected or delivered."""

    rating: int | None = None
    status: str = "take"
    favourite: bool = False
    comments: tuple[Comment, ...] = ()

    def __post_init__(self) -> None:
        _set(self, "rating", _optional(self.rating, "rating", _rating))
        _set(self, "status", _one_of(self.status, "status", STATUSES))
        _set(self, "favourite", _flag(self.favourite, "favourite"))
        _set(self, "comments", _parts(self.comments, "comments", Comment))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {
            "rating": self.rating,
            "status": self.status,
            "favourite": self.favourite,
            "comments": [c.to_dict() for c in self.comments],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Review:
        """The inverse of `to_dict`. Raises RecordError."""
        return cls(**_arguments(cls, data))


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One generated or imported sound.

    path: the audio file, relative to the data folder, with forward slashes. sha256: of the samples, 64 hex digits.
    duration_s: 0 and more. loudness_lufs: None where it cannot be measured (silence, too short).
    recipe, quality: plain JSON data. sound: the id of the sound in the plan that it was made for.
    created_at, trashed_at: UTC as 2026-01-31T12:00:00.000Z.
    """

    id: str
    type: str
    project: str
    name: str
    category: str = ""
    subcategory: str = ""
    tags: tuple[str, ...] = ()
    description: str = ""
    path: str
    sha256: str
    sample_rate: int
    channels: int
    duration_s: float
    recipe: Mapping[str, Any] = field(hash=False)
    parents: tuple[Parent, ...] = ()
    quality: Mapping[str, Any] = field(default_factory=dict, hash=False)
    loudness_lufs: float | None = None
    licence: str = ""
    review: Review = field(default_factory=Review)
    created_at: str
    created_by: str = ""
    sound: str | None = None
    notes: tuple[str, ...] = ()
    trashed_at: str | None = None
    schema: int = SCHEMA

    def __post_init__(self) -> None:
        for name, check in _CHECKS.items():
            _set(self, name, check(getattr(self, name), name))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data that shares nothing with the record; its keys are the names of the fields."""
        return {
            **{f.name: getattr(self, f.name) for f in fields(self)},
            "tags": list(self.tags),
            "notes": list(self.notes),
            "recipe": plain.copy(self.recipe, "recipe"),
            "quality": plain.copy(self.quality, "quality"),
            "parents": [p.to_dict() for p in self.parents],
            "review": self.review.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Asset:
        """The inverse of `to_dict`. Records of earlier schemas are brought up to today's; unknown keys are ignored.

        Raises RecordError for a missing field, a wrong type or range, or a schema later than today's.
        """
        if not isinstance(data, Mapping):
            raise RecordError("record", f"must be a mapping, not {type(data).__name__}")
        schema = plain.integer(data.get("schema", 1), "schema")
        if not 1 <= schema <= SCHEMA:
            raise RecordError("schema", f"is {schema}, and this version knows 1 to {SCHEMA}. Update the program")
        if schema < SCHEMA:
            data = migrate(data, schema)
        return cls(**_arguments(cls, data))


def _set(record: object, name: str, value: object) -> None:
    object.__setattr__(record, name, value)


def _arguments(cls: type[Any], data: object) -> dict[str, Any]:
    """The items of `data` that are fields of the dataclass `cls`; each field without a default must be there."""
    if not isinstance(data, Mapping):
        raise RecordError(cls.__name__.lower(), f"must be a mapping, not {type(data).__name__}")
    for f in fields(cls):
        if f.name not in data and f.default is MISSING and f.default_factory is MISSING:
            raise RecordError(f.name, "is missing")
    return {f.name: data[f.name] for f in fields(cls) if f.name in data}


def _id(value: object, name: str) -> str:
    found = plain.text(value, name)
    if not _ID.fullmatch(found):
        raise RecordError(name, "must be 1 to 128 letters, digits, dots, dashes or underscores, and start with no dash")
    return found


def _one_of(value: object, name: str, allowed: tuple[str, ...]) -> str:
    found = plain.text(value, name)
    if found not in allowed:
        raise RecordError(name, f"must be one of {', '.join(allowed)}, not {found[:40]!r}")
    return found


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise RecordError(name, f"must be true or false, not {type(value).__name__}")
    return value


def _filled(value: object, name: str) -> str:
    found = plain.text(value, name)
    if not found.strip():
        raise RecordError(name, "must not be empty")
    return found


def _time(value: object, name: str) -> str:
    found = plain.text(value, name)
    try:
        if not _TIME.fullmatch(found):
            raise ValueError(found)
        datetime.fromisoformat(found)
    except ValueError as error:
        raise RecordError(name, "must be a UTC time such as 2026-01-31T12:00:00.000Z") from error
    return found


def _optional(value: object, name: str, check: Callable[[object, str], _Part]) -> _Part | None:
    return None if value is None else check(value, name)


def _not_negative(value: object, name: str) -> float:
    found = plain.number(value, name)
    if found < 0:
        raise RecordError(name, f"must be 0 or more, not {found:g}")
    return found


def _at_least_1(value: object, name: str) -> int:
    found = plain.integer(value, name)
    if found < 1:
        raise RecordError(name, f"must be 1 or more, not {found}")
    return found


def _rating(value: object, name: str) -> int:
    found = plain.integer(value, name)
    if not 1 <= found <= BEST_RATING:
        raise RecordError(name, f"must be 1 to {BEST_RATING}, or none, not {found}")
    return found


def _sha256(value: object, name: str) -> str:
    found = plain.text(value, name)
    if not _SHA256.fullmatch(found):
        raise RecordError(name, "must be 64 hexadecimal digits in lower case")
    return found


def _path(value: object, name: str) -> str:
    found = plain.text(value, name)
    parts = found.split("/")
    if any(part in {"", ".", ".."} for part in parts) or "\\" in found or "\0" in found or ":" in parts[0]:
        raise RecordError(name, "must be relative to the data folder, with forward slashes, without . and ..")
    return found


def _sequence(value: object, name: str) -> list[object]:
    if not isinstance(value, list | tuple):
        raise RecordError(name, f"must be a list, not {type(value).__name__}")
    return list(value)


def _texts(value: object, name: str) -> tuple[str, ...]:
    return tuple(plain.text(part, f"{name}[{i}]") for i, part in enumerate(_sequence(value, name)))


def _tags(value: object, name: str) -> tuple[str, ...]:
    """Tags without surrounding space, each once, in the order given."""
    found = (_filled(part, f"{name}[{i}]").strip() for i, part in enumerate(_sequence(value, name)))
    return tuple(dict.fromkeys(found))


class _Record(Protocol):
    @classmethod
    def from_dict(cls, data: Any) -> Any: ...


def _part(value: object, name: str, cls: type[_Record]) -> Any:
    """A `cls`, or one made from its plain form; errors name the field by its whole path."""
    if isinstance(value, cls):
        return value
    try:
        return cls.from_dict(value)
    except RecordError as error:
        raise RecordError(f"{name}.{error.field}", error.reason) from error


def _parts(value: object, name: str, cls: type[_Record]) -> tuple[Any, ...]:
    return tuple(_part(part, f"{name}[{i}]", cls) for i, part in enumerate(_sequence(value, name)))


def _schema(value: object, name: str) -> int:
    found = plain.integer(value, name)
    if found != SCHEMA:
        raise RecordError(name, f"must be {SCHEMA}, not {found}")
    return found


_CHECKS: Mapping[str, Callable[[object, str], object]] = {
    "id": _id,
    "type": lambda value, name: _one_of(value, name, TYPES),
    "project": plain.text,
    "name": plain.text,
    "category": plain.text,
    "subcategory": plain.text,
    "tags": _tags,
    "description": plain.text,
    "path": _path,
    "sha256": _sha256,
    "sample_rate": _at_least_1,
    "channels": _at_least_1,
    "duration_s": _not_negative,
    "recipe": plain.mapping,
    "parents": lambda value, name: _parts(value, name, Parent),
    "quality": plain.mapping,
    "loudness_lufs": lambda value, name: _optional(value, name, plain.number),
    "licence": plain.text,
    "review": lambda value, name: _part(value, name, Review),
    "created_at": _time,
    "created_by": plain.text,
    "sound": lambda value, name: _optional(value, name, plain.text),
    "notes": _texts,
    "trashed_at": lambda value, name: _optional(value, name, _time),
    "schema": _schema,
}
