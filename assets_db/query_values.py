"""What stands after a field in the search box: numbers, ranges, dates, yes and no."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date, timedelta

from assets_db.query_tokens import Token

Bounds = tuple[float | None, float | None]
Period = tuple[str | None, str | None]

_NUMBER = r"[+-]?(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})(?:[eE][+-]?\d{1,3}|[kK])?"
_EXACT = re.compile(_NUMBER)
_BOUND = re.compile(rf"(>=|<=|>|<|=)({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})(?:-|\.\.)({_NUMBER})")
_DATE = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_SINCE = re.compile(rf"(>=|<=|>|<|=|)({_DATE})")
_BETWEEN = re.compile(rf"({_DATE})\.\.({_DATE})")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


def is_number(text: str) -> bool:
    """Whether `text` is one number, such as 4, -0.5, 1e3 or 8k."""
    return bool(_EXACT.fullmatch(text))


def number(text: str) -> float | int:
    """A number for which `is_number`; whole ones of at most 18 digits are exact."""
    if text[-1] in "kK":
        thousands = float(text[:-1] + "e3")
        return int(thousands) if thousands.is_integer() else thousands
    return int(text) if re.fullmatch(r"[+-]?\d{1,18}", text) else float(text)


def whole(token: Token) -> int:
    """The value as a whole number. Raises QueryError."""
    found = number(token.value) if is_number(token.value) else None
    if not isinstance(found, int):
        raise token.error(f"Write a whole number after {token.field}:")
    return found


def bounds(token: Token) -> Bounds | None:
    """The inclusive bounds that the value writes as a comparison or a range; None where it is neither.

    Raises QueryError for a range that runs backwards.
    """
    if match := _BOUND.fullmatch(token.value):
        bound = float(number(match[2]))
        return {
            ">=": (bound, None),
            ">": (math.nextafter(bound, math.inf), None),
            "<=": (None, bound),
            "<": (None, math.nextafter(bound, -math.inf)),
            "=": (bound, bound),
        }[match[1]]
    if match := _RANGE.fullmatch(token.value):
        low, high = float(number(match[1])), float(number(match[2]))
        if low > high:
            raise token.error("The range runs backwards. Write the smaller number first")
        return low, high
    return None


def period(token: Token) -> Period:
    """The first and the last year, month or day of what the value writes; both inclusive. Raises QueryError."""
    try:
        if match := _SINCE.fullmatch(token.value):
            return _compared(match[1], match[2])
        if match := _BETWEEN.fullmatch(token.value):
            if _days(match[1])[0] > _days(match[2])[1]:
                raise token.error("The range runs backwards. Write the earlier date first")
            return match[1], match[2]
    except (ValueError, OverflowError) as error:
        raise token.error("There is no such date") from error
    raise token.error("Write a date such as 2026, 2026-11, 2026-11-21, >=2026-11 or 2026-10..2026-11")


def _compared(sign: str, text: str) -> Period:
    first, last = _days(text)
    if sign == ">=":
        return text, None
    if sign == ">":
        return (last + timedelta(days=1)).isoformat(), None
    if sign == "<=":
        return None, text
    if sign == "<":
        return None, (first - timedelta(days=1)).isoformat()
    return text, text


def _days(text: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day."""
    year, *rest = map(int, text.split("-"))
    first_month, last_month = (rest[0], rest[0]) if rest else (1, 12)
    first_day, last_day = (rest[1], rest[1]) if len(rest) > 1 else (1, _month_length(year, last_month))
    return date(year, first_month, first_day), date(year, last_month, last_day)


def _month_length(year: int, month: int) -> int:
    return monthrange(date(year, month, 1).year, month)[1]


def yes_no(token: Token) -> bool:
    """Raises QueryError."""
    found = _YES_NO.get(token.value.casefold())
    if found is None:
        raise token.error(f"Write {token.field}:yes or {token.field}:no")
    return found


def one_of(token: Token, allowed: tuple[str, ...]) -> str:
    """Raises QueryError."""
    if token.value.casefold() not in allowed:
        raise token.error(f"Write one of {', '.join(allowed)} after {token.field}:")
    return token.value.casefold()
