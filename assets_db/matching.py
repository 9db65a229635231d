"""When a stored value is what a search asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assets_db.fold import fold
from assets_db.lines import Record
from assets_db.search import Search

Places = tuple[Record, Record, Record, Record]
_SHORT_NAMES = {"duration": "duration_s", "loudness": "loudness_lufs", "bandwidth": "bandwidth_hz"}
BETWEEN = "\0"  # stands between the texts of an asset, so that no phrase reaches over two of them
FIELD_LEVELS = (4, 2, 1, 3)  # how much it counts to be found in name, prompt, description, tags: the searched texts
BEST_FIELD = max(FIELD_LEVELS)
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def split_terms(text: str) -> list[str]:
    """Words and "phrases" of `text`, folded, with single spaces; a quotation mark inside a word is a part of it."""
    terms = (
        " ".join(fold(m[1] if m[1] is not None else m[2]).split()) for m in _TERM.finditer(text.replace(BETWEEN, " "))
    )
    return [term for term in terms if term]


def searched_text(record: Record) -> str:
    """What the terms of a search are looked for in, folded: name, prompt, description and tags with BETWEEN between."""
    prompt = record["recipe"].get("prompt")
    texts = [record["name"], prompt if isinstance(prompt, str) else "", record["description"], *record["tags"]]
    joined = BETWEEN.join(texts)
    if joined.count(BETWEEN) >= len(texts):
        joined = BETWEEN.join(text.replace(BETWEEN, " ") for text in texts)
    return fold(joined)


def asks_for_something(search: Search) -> bool:
    """Whether `search` has any condition but that on trash."""
    plain = replace(search, text="", trashed=False, excluded=(), any_of=())
    return (
        plain != Search()
        or bool(split_terms(search.text))
        or any(map(asks_for_something, search.excluded))
        or any(group and all(map(asks_for_something, group)) for group in search.any_of)
    )


def look_up(record: Record, name: str) -> Any:
    """The value that the search parameter `name` stands for in a stored asset; None where it has none."""
    return reader(name)(places(record))


def places(record: Record) -> Places:
    """Where the value of a search parameter is looked for: the first that has it counts."""
    recipe = record["recipe"]
    params = recipe.get("params")
    return record, params if isinstance(params, dict) else {}, recipe, record["quality"]


def reader(name: str) -> Callable[[Places], Any]:
    """`look_up` for one name in many assets."""
    first, *inner = _SHORT_NAMES.get(name, name).split(".")

    def read(places: Places) -> Any:
        for place in places:
            if first in place:
                value = place[first]
                for key in inner:
                    value = value.get(key) if isinstance(value, dict) else None
                return value
        return None

    return read


def same_model(name: str, wanted: str) -> bool:
    """Whether the folded `wanted` is the name of a model, or what comes after its last slash."""
    return wanted in {fold(name), fold(name).rpartition("/")[2]}


def within(value: Any, low: float | None, high: float | None) -> bool:
    """Whether `value` is a number between the bounds, both inclusive, where None is open."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (low is None or value >= low) and (high is None or value <= high)


def matches(value: Any, wanted: Any) -> bool:
    """Whether a stored value is `wanted`, or lies in it where it is a range."""
    if isinstance(wanted, tuple):
        return within(value, *wanted)
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is (_TRUTHS.get(fold(wanted)) if isinstance(wanted, str) else wanted)
    if isinstance(value, str) and isinstance(wanted, str):
        return fold(value) == fold(wanted)
    return bool(value == wanted)
