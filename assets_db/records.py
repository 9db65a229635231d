"""Asset: one sound and everything known about it. Review, Comment and Parent are parts of it.

A record that exists is valid: constructing one with a wrong type or range raises RecordError. Lists are taken for
tuples, and mappings are copied, so that a record shares nothing with what it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Protocol

from assets_db import fields as checked
from assets_db import plain
from assets_db.errors import RecordError
from assets_db.migrations import SCHEMA, migrate


@dataclass(frozen=True, kw_only=True)
class Parent:
    """The asset that another was made from, and how (variation, loop, extend, layer, …)."""

    id: str
    how: str

    def __post_init__(self) -> None:
        _set(self, "id", checked.identifier(self.id, "id"))
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
        _set(self, "at_s", checked.optional(self.at_s, "at_s", checked.not_negative))
        _set(self, "text", plain.text(self.text, "text"))
        _set(self, "by", plain.text(self.by, "by"))
        _set(self, "created_at", checked.time(self.created_at, "created_at"))

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
        _set(self, "rating", checked.optional(self.rating, "rating", checked.rating))
        _set(self, "status", checked.one_of(self.status, "status", checked.STATUSES))
        _set(self, "favourite", checked.flag(self.favourite, "favourite"))
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
    ucs: the CatID of the Universal Category System, such as RAINVege. collections: their names.
    descriptor: what similar sounds are found by, as Base64; the first byte says which kind it is.
    recipe, quality: plain JSON data. sound: the id of the sound in the plan that it was made for.
    created_at, trashed_at: UTC as 2026-01-31T12:00:00.000Z.
    """

    id: str
    type: str
    project: str
    name: str
    category: str = ""
    subcategory: str = ""
    ucs: str = ""
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
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
    descriptor: str = ""
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
            "collections": list(self.collections),
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
    return tuple(_part(part, f"{name}[{i}]", cls) for i, part in enumerate(checked.sequence(value, name)))


def _schema(value: object, name: str) -> int:
    found = plain.integer(value, name)
    if found != SCHEMA:
        raise RecordError(name, f"must be {SCHEMA}, not {found}")
    return found


_CHECKS: Mapping[str, Callable[[object, str], object]] = {
    "id": checked.identifier,
    "type": lambda value, name: checked.one_of(value, name, checked.TYPES),
    "project": plain.text,
    "name": plain.text,
    "category": plain.text,
    "subcategory": plain.text,
    "ucs": plain.text,
    "tags": checked.names,
    "collections": checked.names,
    "description": plain.text,
    "path": checked.path,
    "sha256": checked.sha256,
    "sample_rate": checked.at_least_1,
    "channels": checked.at_least_1,
    "duration_s": checked.not_negative,
    "recipe": plain.mapping,
    "parents": lambda value, name: _parts(value, name, Parent),
    "quality": plain.mapping,
    "loudness_lufs": lambda value, name: checked.optional(value, name, plain.number),
    "descriptor": checked.descriptor,
    "licence": plain.text,
    "review": lambda value, name: _part(value, name, Review),
    "created_at": checked.time,
    "created_by": plain.text,
    "sound": lambda value, name: checked.optional(value, name, plain.text),
    "notes": checked.texts,
    "trashed_at": lambda value, name: checked.optional(value, name, checked.time),
    "schema": _schema,
}
