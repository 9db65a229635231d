"""Search: conditions on assets, and what a search gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assets_db.records import Asset

TOP_TAGS = 20
ANY_TIME: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, kw_only=True)
class Search:
    """Conditions on assets; all of them must hold. None and empty ask for nothing.

    text: words and "phrases"; each occurs in name, prompt, description or tags, whatever the case and diacritics.
    by: who created it. ucs: a CatID or its beginning. collection: the name of one it is in. parent: the id of an asset
    it was made from. These and the other names are compared without case and diacritics; ids exactly.
    tags: all of them; not_tags: none of them. rating_min, rating_max: 1..5, inclusive; unrated assets have no rating.
    model: the whole name, or the part after its last slash. sound: the id of the plan's sound.
    created: the first and the last time, inclusive, each the beginning of a UTC time such as 2026, 2026-11 or
    2026-11-21T09 and meaning all of that year, month or hour; None is open.
    params: the name of any field of the asset ("duration", "loudness" and "bandwidth" do without their unit), parameter
    of the recipe, field of the recipe or item of the quality report, looked up in this order, to an exact value or an
    inclusive range (low, high), where None is open. A dot leads into a nested value.
    trashed: False finds what is not in the trash, True what is; that of a part is ignored.
    excluded: assets that meet any of these are left out; one that asks for nothing leaves out nothing.
    any_of: groups of alternatives; of each group at least one must hold.
    """

    text: str = ""
    type: str | None = None
    project: str | None = None
    category: str | None = None
    subcategory: str | None = None
    ucs: str | None = None
    tags: tuple[str, ...] = ()
    not_tags: tuple[str, ...] = ()
    collection: str | None = None
    parent: str | None = None
    by: str | None = None
    rating_min: int | None = None
    rating_max: int | None = None
    status: str | None = None
    favourite: bool | None = None
    model: str | None = None
    engine: str | None = None
    sound: str | None = None
    seed: int | None = None
    created: tuple[str | None, str | None] = ANY_TIME
    params: Mapping[str, Any] = field(default_factory=dict)
    trashed: bool = False
    excluded: tuple[Search, ...] = ()
    any_of: tuple[tuple[Search, ...], ...] = ()


@dataclass(frozen=True)
class Page:
    """A part of what was found. total: of all pages."""

    total: int
    assets: list[Asset]


@dataclass(frozen=True)
class Similar:
    """An asset and how similar it is: 1 for the same descriptor, towards 0 for others (see descriptors.score)."""

    asset: Asset
    score: float


@dataclass(frozen=True)
class Facets:
    """How many of the assets found have each value, most frequent first. tags: the 20 most frequent.

    rating: "1" to "5", and "none" for what nobody rated. by: who created it. Empty values are left out.
    """

    total: int
    type: dict[str, int]
    status: dict[str, int]
    tags: dict[str, int]
    project: dict[str, int]
    model: dict[str, int]
    rating: dict[str, int]
    category: dict[str, int]
    engine: dict[str, int]
    by: dict[str, int]
    collection: dict[str, int]


_MAY_BE_EMPTY = ("model", "category", "engine", "by")


def ranked_facets(*, total: int, tags: Mapping[str, int], **counts: Mapping[str, int]) -> Facets:
    """Facets from how often each value occurs."""
    for name in _MAY_BE_EMPTY:
        counts[name] = {value: n for value, n in counts[name].items() if value}
    ranked = {name: ranked_values(found) for name, found in counts.items()}
    return Facets(total=total, tags=dict(list(ranked_values(tags).items())[:TOP_TAGS]), **ranked)


def ranked_values(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent first, ties by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
