"""What a search means, written out over plain records: no index, no columns, nothing of the store but `fold`."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from assets_db import Facets, Search
from assets_db.fold import fold

Record = dict[str, Any]
UNITS = {"duration": "duration_s", "loudness": "loudness_lufs", "bandwidth": "bandwidth_hz"}
LEVELS = ("name", "tags", "prompt", "description")  # the best first


def search(records: list[Record], wanted: Search) -> list[Record]:
    """The records that meet `wanted`."""
    return [r for r in records if (r["trashed_at"] is not None) == wanted.trashed and meets(r, wanted)]


def meets(record: Record, wanted: Search) -> bool:
    """All conditions but that on trash."""
    return all(conditions(record, wanted)) and all(
        not asks(part) or not meets(record, part) for part in wanted.excluded
    )


def conditions(record: Record, wanted: Search) -> Iterator[bool]:
    recipe, review = record["recipe"], record["review"]
    for value, name in (
        (record["type"], wanted.type),
        (record["project"], wanted.project),
        (record["category"], wanted.category),
        (record["subcategory"], wanted.subcategory),
        (record["created_by"], wanted.by),
        (review["status"], wanted.status),
        (recipe.get("engine"), wanted.engine),
    ):
        yield name is None or (isinstance(value, str) and fold(value) == fold(name))
    yield wanted.ucs is None or fold(record["ucs"]).startswith(fold(wanted.ucs))
    model = recipe.get("model")
    if wanted.model is not None:
        yield isinstance(model, str) and fold(wanted.model) in (fold(model), fold(model).rpartition("/")[2])
    yield wanted.favourite in (None, review["favourite"])
    yield wanted.sound in (None, record["sound"])
    yield wanted.parent is None or wanted.parent in [parent["id"] for parent in record["parents"]]
    yield wanted.seed is None or agrees(recipe.get("seed"), wanted.seed)
    if wanted.rating_min is not None:
        yield review["rating"] is not None and review["rating"] >= wanted.rating_min
    if wanted.rating_max is not None:
        yield review["rating"] is not None and review["rating"] <= wanted.rating_max
    tags, collections = ({fold(name) for name in record[key]} for key in ("tags", "collections"))
    yield all(fold(tag) in tags for tag in wanted.tags)
    yield not any(fold(tag) in tags for tag in wanted.not_tags)
    yield wanted.collection is None or fold(wanted.collection) in collections
    first, last = wanted.created
    yield first is None or record["created_at"][: len(first)] >= first
    yield last is None or record["created_at"][: len(last)] <= last
    yield all(agrees(value_of(record, name), value) for name, value in wanted.params.items())
    yield all(level(record, term) for term in terms(wanted.text))
    yield all(not group or any(meets(record, part) for part in group) for group in wanted.any_of)


def asks(wanted: Search) -> bool:
    """Whether it has a condition at all."""
    ignored = {"text", "trashed", "excluded", "any_of"}
    return (
        any(value != getattr(Search(), name) for name, value in vars(wanted).items() if name not in ignored)
        or terms(wanted.text) != []
        or any(asks(part) for part in wanted.excluded)
        or any(group and all(asks(part) for part in group) for group in wanted.any_of)
    )


def value_of(record: Record, name: str) -> Any:
    first, *inner = UNITS.get(name, name).split(".")
    params = record["recipe"].get("params")
    places = [record, params if isinstance(params, dict) else {}, record["recipe"], record["quality"]]
    found: Any = next((place for place in places if first in place), {first: None})
    for key in (first, *inner):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def agrees(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, tuple):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return not (wanted[0] is not None and value < wanted[0]) and not (wanted[1] is not None and value > wanted[1])
    if isinstance(value, bool) and isinstance(wanted, str):
        return fold(wanted) in (("yes", "true") if value else ("no", "false"))
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    if isinstance(value, str) and isinstance(wanted, str):
        return fold(value) == fold(wanted)
    return bool(value == wanted)


def terms(text: str) -> list[str]:
    """Words and "phrases", in which NUL counts as a space."""
    found, rest = [], text.replace("\0", " ").lstrip()
    while rest:
        if rest[0] == '"':
            term, _, rest = rest[1:].partition('"')
        else:
            term = rest.split(maxsplit=1)[0]
            rest = rest[len(term) :]
        found.append(" ".join(fold(term).split()))
        rest = rest.lstrip()
    return [term for term in found if term]


def level(record: Record, term: str) -> int:
    """0: nowhere; 1 to 4: a part of a word of the description, the prompt, the tags, the name; 5 to 8: whole words."""
    prompt = record["recipe"].get("prompt")
    texts = {"name": [record["name"]], "tags": record["tags"], "description": [record["description"]]}
    texts["prompt"] = [prompt] if isinstance(prompt, str) else []
    found = 0
    for points, name in enumerate(reversed(LEVELS), 1):
        for text in (" ".join(fold(text.replace("\0", " ")).split()) for text in texts[name]):
            for match in re.finditer(f"(?={re.escape(term)})", text):
                around = (text[: match.start()][-1:], text[match.start() + len(term) :][:1])
                found = max(found, points if any(c.isalnum() for c in around) else points + len(LEVELS))
    return found


def order(records: list[Record], everything: list[Record], wanted: Search, sort: str) -> list[str]:
    """The ids of `records`, which `wanted` found in `everything`, in the order `sort`."""
    if sort == "relevance":
        scores = relevance([r for r in everything if (r["trashed_at"] is not None) == wanted.trashed], wanted)
        newest = order(records, everything, wanted, "-created_at")
        return sorted(newest, key=lambda key: -scores[key])
    keys: dict[str, Callable[[Record], Any]] = {
        "created_at": lambda record: record["created_at"],
        "rating": lambda record: record["review"]["rating"],
        "duration": lambda record: record["duration_s"],
        "name": lambda record: fold(record["name"]),
    }
    key = keys[sort.removeprefix("-")]
    by_id = sorted(records, key=lambda record: record["id"])
    present = [record for record in by_id if key(record) is not None]
    missing = [record for record in by_id if key(record) is None]
    return [r["id"] for r in sorted(present, key=key, reverse=sort.startswith("-")) + missing]


def relevance(records: list[Record], wanted: Search) -> dict[str, int]:
    """The score of each of `records`."""
    scores = {record["id"]: 0 for record in records}
    for term in set(all_terms(wanted)):
        levels = {record["id"]: level(record, term) for record in records}
        n_found = sum(found > 0 for found in levels.values())
        weight = round(100 * math.log2(1 + len(records) / n_found)) if n_found else 0
        scores = {key: score + weight * levels[key] for key, score in scores.items()}
    return scores


def all_terms(wanted: Search) -> list[str]:
    return terms(wanted.text) + [term for group in wanted.any_of for part in group for term in all_terms(part)]


def facets(records: list[Record]) -> Facets:
    """How often each value occurs, the most frequent first, ties by name."""

    def ranked(values: list[Any]) -> dict[str, int]:
        counts = Counter(value for value in values if isinstance(value, str))
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def filled(values: list[Any]) -> dict[str, int]:
        return {value: n for value, n in ranked(values).items() if value}

    return Facets(
        total=len(records),
        type=ranked([r["type"] for r in records]),
        status=ranked([r["review"]["status"] for r in records]),
        tags=dict(list(ranked([tag for r in records for tag in r["tags"]]).items())[:20]),
        project=ranked([r["project"] for r in records]),
        model=filled([r["recipe"].get("model") for r in records]),
        rating=ranked([str(r["review"]["rating"] or "none") for r in records]),
        category=filled([r["category"] for r in records]),
        engine=filled([r["recipe"].get("engine") for r in records]),
        by=filled([r["created_by"] for r in records]),
        collection=ranked([name for r in records for name in r["collections"]]),
    )
