"""Checks of what users type, with the words of the screen in the errors."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from assets_db import STATUSES
from audiocraft_studio.engines.base import ASSET_TYPES, ModelInfo, Param, ParamValue
from audiocraft_studio.errors import InputError

MAX_PROMPT = 1000
MAX_NAME = 80
MAX_TAGS = 30
MAX_COLLECTIONS = 30
MAX_SEED = 2**31 - 1
MAX_COUNT = 64
CAT_ID = re.compile(r"[A-Za-z][A-Za-z0-9]{2,15}")


def clean_text(field: str, text: object, limit: int) -> str:
    """`text` without control characters and runs of white space. Raises InputError when too long or no text."""
    if not isinstance(text, str):
        raise InputError(field, "must be text.")
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise InputError(field, "holds half a character (a lone surrogate). Type it again.")
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) != "Cc")
    kept = " ".join(kept.split())
    if len(kept) > limit:
        raise InputError(field, f"has {len(kept):,} characters; at most {limit:,} fit. Shorten it.")
    return kept


def prompt(text: object) -> str:
    kept = clean_text("Prompt", text, MAX_PROMPT)
    if not kept:
        raise InputError("Prompt", "is empty. Write what should be heard, such as “heavy rain on a tin roof”.")
    return kept


def name(field: str, text: object) -> str:
    """A name of a project, scene or sound: any language, but nothing that looks like a path."""
    kept = clean_text(field, text, MAX_NAME)
    if not kept:
        raise InputError(field, "is empty. Give it a name.")
    if any(c in kept for c in "/\\:") or kept.startswith("."):
        raise InputError(
            field, f"“{kept}” looks like a path. Use a name without / \\ : that does not start with a dot."
        )
    return kept


def tags(values: Iterable[object]) -> tuple[str, ...]:
    """Lower-case tags without repeats, in their order."""
    cleaned = (clean_text("Tags", v, MAX_NAME).lower() for v in values)
    kept = tuple(dict.fromkeys(t for t in cleaned if t))
    if len(kept) > MAX_TAGS:
        raise InputError("Tags", f"There are {len(kept)}; at most {MAX_TAGS} fit.")
    return kept


def collections(values: object) -> tuple[str, ...]:
    """Names of collections; of several that differ in case only, the first."""
    kept: dict[str, str] = {}
    for value in sequence("Collections", values):
        cleaned = name("Collection", value)
        kept.setdefault(cleaned.casefold(), cleaned)
    if len(kept) > MAX_COLLECTIONS:
        raise InputError("Collections", f"There are {len(kept)}; at most {MAX_COLLECTIONS} fit.")
    return tuple(kept.values())


def cat_id(value: object) -> str:
    """A CatID of the Universal Category System, such as RAINVege; empty for none."""
    kept = clean_text("CatID", value, MAX_NAME)
    if kept and not CAT_ID.fullmatch(kept):
        raise InputError("CatID", f"“{kept}” is none. It has letters and digits only, such as RAINVege.")
    return kept


def flag(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise InputError(field, "must be true or false.")
    return value


def sequence(field: str, value: object) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise InputError(field, "must be a list.")
    return list(value)


def asset_type(value: object) -> str:
    if value not in ASSET_TYPES:
        raise InputError("Type", f"{value!r} is none of {', '.join(ASSET_TYPES)}.")
    return str(value)


def status(value: object) -> str:
    if value not in STATUSES:
        raise InputError("Status", f"{value!r} is none of {', '.join(STATUSES)}.")
    return str(value)


def number(field: str, value: object, low: float, high: float, unit: str = "") -> float:
    """A finite number from `low` to `high`."""
    span = f"Use {low:g} to {high:g}{' ' + unit if unit else ''}."
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise InputError(field, f"{value!r} is not a number. {span}")
    if not low <= value <= high:
        raise InputError(field, f"{value:g} is out of range. {span}")
    return float(value)


def whole(field: str, value: object, low: int, high: int) -> int:
    kept = number(field, value, low, high)
    if kept != int(kept):
        raise InputError(field, f"{value!r} is not a whole number. Use {low} to {high}.")
    return int(kept)


def seed(value: object) -> int:
    return whole("Seed", value, 0, MAX_SEED)


def duration(info: ModelInfo, value: object) -> float:
    """Seconds within what the model can make; a model of one fixed duration always gives that."""
    if info.fixed_s:
        return info.fixed_s
    return number("Duration", value, shortest_s(info), info.max_duration_s, "s")


def shortest_s(info: ModelInfo) -> float:
    """The shortest sound that is asked of a model."""
    return 0.05 if info.procedural else 0.5


def params(info: ModelInfo, given: Mapping[str, object]) -> dict[str, ParamValue]:
    """Every parameter of the model, the given ones checked, the others at their default."""
    known = {p.name: p for p in info.params}
    for key in given:
        if key not in known:
            names = ", ".join(known) or "none"
            raise InputError(str(key), f"{info.name} has no such parameter. It has: {names}.")
    return {p.name: _param(p, given.get(p.name, p.default)) for p in info.params}


def _param(param: Param, value: object) -> ParamValue:
    if param.kind == "bool":
        if not isinstance(value, bool):
            raise InputError(param.label, "must be on or off.")
        return value
    if param.kind == "choice":
        if value not in param.choices:
            raise InputError(param.label, f"{value!r} is none of {', '.join(param.choices)}.")
        return str(value)
    if param.kind == "int":
        return whole(param.label, value, int(param.minimum), int(param.maximum))
    return number(param.label, value, param.minimum, param.maximum)
