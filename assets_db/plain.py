"""Plain JSON data: what may be stored, and copies of it that share nothing with the original."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from assets_db.errors import RecordError

DEEPEST = 60
_LARGEST = 2**63


def text(value: object, field: str) -> str:
    """`value` as a str that UTF-8 can hold. Raises RecordError(field)."""
    if not isinstance(value, str):
        raise RecordError(field, f"must be text, not {type(value).__name__}")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RecordError(field, f"character {error.start + 1} is half of a character (a lone surrogate)") from error
    return str(value)


def integer(value: object, field: str) -> int:
    """`value` as an int of at most 63 bits. Booleans are refused. Raises RecordError(field)."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise RecordError(field, f"must be a whole number, not {type(value).__name__}")
    number = int(value)
    if not -_LARGEST < number < _LARGEST:
        raise RecordError(field, "is too large a number (more than 63 bits)")
    return number


def number(value: object, field: str) -> float:
    """`value` as a finite float. Booleans are refused. Raises RecordError(field)."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise RecordError(field, f"must be a number, not {type(value).__name__}")
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        raise RecordError(field, "must be a finite number (leave it out, or write null, where there is none)")
    return result


def copy(value: object, field: str, depth: int = 0) -> Any:
    """A copy of `value` made of dict, list, str, int, float, bool and None only: what JSON gives back unchanged.

    Tuples become lists. Raises RecordError, whose field is the dotted path of the offending part, for anything that
    JSON cannot hold: NaN, infinities, lone surrogates, keys that are not text, other types, nesting deeper than 60.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text(value, field)
    if isinstance(value, Integral):
        return integer(value, field)
    if isinstance(value, Real):
        return number(value, field)
    if depth >= DEEPEST:
        raise RecordError(field, f"is nested more than {DEEPEST} levels deep")
    if isinstance(value, Mapping):
        return {text(k, f"{field}: a key"): copy(v, f"{field}.{k}", depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [copy(v, f"{field}[{i}]", depth + 1) for i, v in enumerate(value)]
    raise RecordError(field, f"must be plain data (text, numbers, lists, mappings), not {type(value).__name__}")


def mapping(value: object, field: str) -> dict[str, Any]:
    """A plain copy of a mapping. Raises RecordError."""
    if not isinstance(value, Mapping):
        raise RecordError(field, f"must be a mapping, not {type(value).__name__}")
    result: dict[str, Any] = copy(value, field)
    return result
