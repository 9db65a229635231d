"""When a stored value is what a search asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assets_db.fold import fold
from assets_db.lines import Record

_SHORT_NAMES = {"duration": "duration_s", "loudness": "loudness_lufs"}
_BETWEEN = "\0"  # stands between the texts of an asset, so that no phrase reaches over two of them
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


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


def phrase_pattern(phrase: str) -> str:
    """A regular expression for the words of a folded phrase with any space between them."""
    return r"\s+".join(re.escape(word) for word in phrase.split())


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
