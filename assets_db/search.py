"""Search: conditions on assets, and what a search gives back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tinydb import Query
from tinydb.queries import QueryInstance

from assets_db.errors import QueryError
from assets_db.fold import fold
from assets_db.records import Asset
from assets_db.storage import Record

TOP_TAGS = 20
_SHORT_NAMES = {"duration": "duration_s", "loudness": "loudness_lufs"}
_BETWEEN = "\0"  # stands between the texts of an asset, so that no phrase reaches over two of them
_TERM = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, kw_only=True)
class Search:
    """Conditions on assets; all of them must hold. None and empty ask for nothing.

    text: words and "phrases"; each occurs in name, prompt, description or tags, whatever the case and diacritics.
    tags: all of them; not_tags: none of them. rating_min, rating_max: 1..5, inclusive; unrated assets have no rating.
    model: the whole name, or the part after its last slash. sound: the id of the plan's sound.
    params: the name of any field of the asset ("duration" and "loudness" do without their unit), parameter of the
    recipe, field of the recipe or item of the quality report, looked up in this order, to an exact value or an
    inclusive range (low, high), where None is open. A dot leads into a nested value.
    trashed: False finds what is not in the trash, True what is.
    excluded: assets that meet any of these are left out.
    """

    text: str = ""
    type: str | None = None
    project: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    not_tags: tuple[str, ...] = ()
    rating_min: int | None = None
    rating_max: int | None = None
    status: str | None = None
    favourite: bool | None = None
    model: str | None = None
    engine: str | None = None
    sound: str | None = None
    seed: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    trashed: bool = False
    excluded: tuple[Search, ...] = ()


@dataclass(frozen=True)
class Page:
    """A part of what was found. total: of all pages."""

    total: int
    assets: list[Asset]


@dataclass(frozen=True)
class Facets:
    """How many of the assets found have each value, most frequent first. tags: the 20 most frequent.

    rating: "1" to "5", and "none" for what nobody rated.
    """

    total: int
    type: dict[str, int]
    status: dict[str, int]
    tags: dict[str, int]
    project: dict[str, int]
    model: dict[str, int]
    rating: dict[str, int]


def condition(search: Search) -> QueryInstance:
    """The conditions of `search` as a TinyDB query; it fits `Catalogue.assets.search` and the like."""
    asset = Query()
    wanted: QueryInstance = asset.trashed_at != None if search.trashed else asset.trashed_at == None  # noqa: E711  # TinyDB's operators
    for part in _conditions(search):
        wanted &= part
    for excluded in search.excluded:
        parts = _conditions(excluded)
        if parts:
            met = parts[0]
            for part in parts[1:]:
                met &= part
            wanted &= ~met
    return wanted


def count_facets(records: Iterable[Record]) -> Facets:
    """The facets of stored assets."""
    found = list(records)
    tags = Counter(tag for record in found for tag in record["tags"])
    return Facets(
        total=len(found),
        type=_ranked(Counter(record["type"] for record in found)),
        status=_ranked(Counter(record["review"]["status"] for record in found)),
        tags=dict(list(_ranked(tags).items())[:TOP_TAGS]),
        project=_ranked(Counter(record["project"] for record in found)),
        model=_ranked(Counter(m for record in found if isinstance(m := record["recipe"].get("model"), str) and m)),
        rating=_ranked(Counter(str(record["review"]["rating"] or "none") for record in found)),
    )


def order(records: Iterable[Record], sort: str) -> list[Record]:
    """Stored assets by created_at, rating, duration or name, "-" before it for descending; ties by id, ascending.

    Unrated assets come last, ascending and descending. Raises QueryError for another key.
    """
    key = _SORT_KEYS.get(sort.removeprefix("-"))
    if key is None:
        raise QueryError(0, f"Sort by one of {', '.join(_SORT_KEYS)}, with - before it for descending", sort)
    by_id = sorted(records, key=lambda record: record["id"])
    missing = [record for record in by_id if key(record) is None]
    present = [record for record in by_id if key(record) is not None] if missing else by_id
    return sorted(present, key=key, reverse=sort.startswith("-")) + missing


_SORT_KEYS: Mapping[str, Callable[[Record], Any]] = {
    "created_at": lambda record: record["created_at"],
    "rating": lambda record: record["review"]["rating"],
    "duration": lambda record: record["duration_s"],
    "name": lambda record: fold(record["name"]),
}


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _conditions(search: Search) -> list[QueryInstance]:
    """One query for each thing that `search` asks for, cheap ones first; trash and exclusions are the caller's."""
    asset: Any = Query()
    found: list[QueryInstance] = []
    for query, wanted in (
        (asset.type, search.type),
        (asset.project, search.project),
        (asset.category, search.category),
        (asset.review.status, search.status),
        (asset.recipe.engine, search.engine),
    ):
        if wanted is not None:
            found.append(query.test(_same_text, fold(wanted)))
    for query, exact in (
        (asset.review.favourite, search.favourite),
        (asset.sound, search.sound),
        (asset.recipe.seed, search.seed),
    ):
        if exact is not None:
            found.append(query == exact)
    if search.model is not None:
        found.append(asset.recipe.model.test(_same_model, fold(search.model)))
    if search.rating_min is not None or search.rating_max is not None:
        found.append(asset.review.rating.test(_within, search.rating_min, search.rating_max))
    found += [asset.tags.test(_has_tag, fold(tag)) for tag in search.tags]
    found += [~asset.tags.test(_has_tag, fold(tag)) for tag in search.not_tags]
    for name, value in search.params.items():
        # Query() has no path yet; a function as its first step gets the whole record.
        found.append(asset.map(lambda record, name=name: look_up(record, name)).test(_matches, value))
    terms = [_term_test(term) for term in split_terms(search.text)]
    if terms:
        found.append(asset.map(searched_text).test(lambda text: all(term(text) for term in terms)))
    return found


def split_terms(text: str) -> list[str]:
    """Words and "phrases" of `text`; a quotation mark inside a word is a part of it."""
    terms = (fold(" ".join((m[1] if m[1] is not None else m[2]).split())) for m in _TERM.finditer(text))
    return [term for term in terms if term]


def searched_text(record: Record) -> str:
    """What the words of a search are looked for in: name, prompt, description and tags, folded."""
    prompt = record["recipe"].get("prompt")
    texts = (record["name"], prompt if isinstance(prompt, str) else "", record["description"], *record["tags"])
    return fold(_BETWEEN.join(texts))


def look_up(record: Record, name: str) -> Any:
    """The value that the search parameter `name` stands for in a stored asset; None where it has none."""
    recipe = record["recipe"]
    first, *inner = _SHORT_NAMES.get(name, name).split(".")
    for place in (record, recipe.get("params"), recipe, record["quality"]):
        if isinstance(place, Mapping) and first in place:
            value = place[first]
            for key in inner:
                value = value.get(key) if isinstance(value, Mapping) else None
            return value
    return None


def _term_test(term: str) -> Callable[[str], bool]:
    if " " not in term:
        return lambda text: term in text
    phrase = re.compile(r"\s+".join(re.escape(word) for word in term.split()))
    return lambda text: phrase.search(text) is not None


def _same_text(value: Any, wanted: str) -> bool:
    return isinstance(value, str) and fold(value) == wanted


def _same_model(value: Any, wanted: str) -> bool:
    return isinstance(value, str) and wanted in {fold(value), fold(value).rpartition("/")[2]}


def _has_tag(tags: list[str], wanted: str) -> bool:
    return any(fold(tag) == wanted for tag in tags)


def _within(value: Any, low: float | None, high: float | None) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (low is None or value >= low) and (high is None or value <= high)


def _matches(value: Any, wanted: Any) -> bool:
    """Whether a stored value is `wanted`, or lies in it where it is a range."""
    if isinstance(wanted, tuple):
        return _within(value, *wanted)
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is (_TRUTHS.get(fold(wanted)) if isinstance(wanted, str) else wanted)
    if isinstance(value, str) and isinstance(wanted, str):
        return fold(value) == fold(wanted)
    return bool(value == wanted)


_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
