"""What people may change of assets: checked once, then made to one asset or to thousands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assets_db import Asset, Comment
from audiocraft_studio.errors import InputError
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Edit
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.values import value_of, with_values

Step = tuple[str, Callable[[Any, Asset], Any]]
"""The name of a field, and what makes its new value of the one that it has."""
Maker = Callable[[Any, str], Step]
"""Checks what somebody sent; its second argument is who. Raises InputError."""

MAX_DESCRIPTION = 4000
MOST = {"tags": checks.MAX_TAGS, "collections": checks.MAX_COLLECTIONS}


def edit_of_one(changes: Mapping[str, Any], *, by: str) -> Edit:
    """Any of rating, status, favourite, tags, name, description, category, subcategory, ucs, collections, project and
    comment ({at_s, text}). Raises InputError that names the field, here or when it meets the asset."""
    return _edit(changes, _ONE, by)


def edit_of_many(changes: Mapping[str, Any], *, by: str) -> Edit:
    """Any of add_tags, remove_tags, rating, status, favourite, project, add_collections, remove_collections, category,
    subcategory, ucs and trashed (true or false). Raises InputError as `edit_of_one`."""
    if not changes:
        raise InputError("Change", "is empty. Say what to change.")
    return _edit(changes, _MANY, by)


def _edit(changes: Mapping[str, Any], makers: Mapping[str, Maker], by: str) -> Edit:
    for key in changes:
        if key not in makers:
            raise InputError(str(key), "cannot be changed.")
    steps = [makers[key](value, by) for key, value in changes.items()]

    def edited(asset: Asset) -> Asset:
        values: dict[str, Any] = {}
        for name, new in steps:
            values[name] = new(values.get(name, value_of(asset, name)), asset)
        return with_values(asset, values)

    return edited


def _trashed(value: Any, _by: str) -> Step:
    now = utc_now() if checks.flag("Trashed", value) else None
    return "trashed_at", lambda before, _asset: now and (before or now)


def _comment(value: Any, by: str) -> Step:
    if not isinstance(value, Mapping):
        raise InputError("Comment", "must have a text and a time.")
    text = checks.clean_text("Comment", value.get("text", ""), 2000)
    if not text:
        raise InputError("Comment", "is empty. Write something, or leave it.")
    at_s, now = value.get("at_s"), utc_now()

    def commented(before: tuple[Comment, ...], asset: Asset) -> tuple[Comment, ...]:
        at = None if at_s is None else checks.number("Time", at_s, 0, asset.duration_s, "s")
        return (*before, Comment(at_s=at, text=text, by=by, created_at=now))

    return "comments", commented


def _field(name: str, check: Callable[[Any], Any]) -> Maker:
    """A field that takes a new value as a whole."""

    def make(value: Any, _by: str) -> Step:
        new = check(value)
        return name, lambda _before, _asset: new

    return make


def _adding(name: str, check: Callable[[Any], tuple[str, ...]]) -> Maker:
    """Names put behind those that a list field has, each once whatever the case."""

    def make(value: Any, _by: str) -> Step:
        new = check(value)

        def added(before: tuple[str, ...], asset: Asset) -> tuple[str, ...]:
            there = {one.casefold() for one in before}
            after = (*before, *(one for one in new if one.casefold() not in there))
            if len(after) > max(MOST[name], len(before)):
                raise InputError(name.capitalize(), f"“{asset.name}” would have {len(after)}; {MOST[name]} fit.")
            return after

        return name, added

    return make


def _removing(name: str, check: Callable[[Any], tuple[str, ...]]) -> Maker:
    """Names taken from a list field, in whatever case they stand there."""

    def make(value: Any, _by: str) -> Step:
        gone = {one.casefold() for one in check(value)}
        return name, lambda before, _asset: tuple(one for one in before if one.casefold() not in gone)

    return make


def _rating(value: Any) -> int | None:
    return None if value is None else checks.whole("Rating", value, 1, 5)


def _tags(value: Any) -> tuple[str, ...]:
    return checks.tags(checks.sequence("Tags", value))


_SHARED: Mapping[str, Maker] = {
    "rating": _field("rating", _rating),
    "status": _field("status", checks.status),
    "favourite": _field("favourite", lambda value: checks.flag("Favourite", value)),
    "project": _field("project", lambda value: checks.name("Project", value)),
    "category": _field("category", lambda value: checks.clean_text("Category", value, checks.MAX_NAME)),
    "subcategory": _field("subcategory", lambda value: checks.clean_text("Subcategory", value, checks.MAX_NAME)),
    "ucs": _field("ucs", checks.cat_id),
}
_ONE: Mapping[str, Maker] = {
    **_SHARED,
    "tags": _field("tags", _tags),
    "name": _field("name", lambda value: checks.name("Name", value)),
    "description": _field("description", lambda value: checks.clean_text("Description", value, MAX_DESCRIPTION)),
    "collections": _field("collections", checks.collections),
    "comment": _comment,
}
_MANY: Mapping[str, Maker] = {
    **_SHARED,
    "add_tags": _adding("tags", _tags),
    "remove_tags": _removing("tags", _tags),
    "add_collections": _adding("collections", checks.collections),
    "remove_collections": _removing("collections", checks.collections),
    "trashed": _trashed,
}
