"""parse: what is written in the search box, as a Search.

    words "and phrases"  -word  tag:rain  -tag:draft  type:sfx  status:approved  rating:>=4  favourite:yes
    model:musicgen-small  seed:7  duration:<2  temperature:0.7-1.0  project:"Night Market"  trashed:yes

A number is written 4, >=4, >4, <=4, <4 or as a range 3-5. Any other field is a parameter of the recipe. `-` before a
word or a field leaves out what meets it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assets_db.errors import QueryError
from assets_db.fields import BEST_RATING, STATUSES, TYPES
from assets_db.search import Search

_TOKEN = re.compile(r'(?P<minus>-?)(?:(?P<field>[^\W\d]\w*(?:\.\w+)*):)?(?P<value>"[^"]*"?|\S*)')
_NUMBER = r"[+-]?(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})(?:[eE][+-]?\d{1,3})?"
_EXACT = re.compile(_NUMBER)
_BOUND = re.compile(rf"(>=|<=|>|<|=)({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})(?:-|\.\.)({_NUMBER})")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_Bounds = tuple[float | None, float | None]


@dataclass(frozen=True)
class _Token:
    text: str
    excluded: bool
    field: str
    value: str
    quoted: bool
    position: int  # of the value

    def error(self, reason: str) -> QueryError:
        return QueryError(self.position, reason, self.text)


def parse(text: str) -> Search:
    """The Search that `text` asks for. Raises QueryError at the character that cannot be understood."""
    search = Search()
    words: list[str] = []
    for token in _tokens(text):
        if token.excluded and token.field == "tag":
            search = replace(search, not_tags=(*search.not_tags, token.value))
        elif token.excluded and token.field == "trashed":
            raise token.error("Write trashed:yes or trashed:no, without -")
        elif token.excluded:
            part = Search(text=_as_term(token)) if not token.field else _with_field(Search(), token)
            search = replace(search, excluded=(*search.excluded, part))
        elif token.field:
            search = _with_field(search, token)
        else:
            words.append(_as_term(token))
    return replace(search, text=" ".join(words))


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if match is None:  # the pattern matches at every character that is not a space
            raise QueryError(position, "Write words, phrases or field:value", text)
        tokens += _token(text, match)
        position = max(match.end(), position + 1)
    return tokens


def _token(text: str, match: re.Match[str]) -> list[_Token]:
    field, value, start = match["field"] or "", match["value"], match.start("value")
    quoted = value.startswith('"')
    if quoted and (len(value) == 1 or not value.endswith('"')):
        raise QueryError(start, 'Close the phrase with another "', text)
    if quoted:
        value = value[1:-1]
    if field and not value.strip():
        raise QueryError(start, f"Write a value after {field}:", text)
    if not value.strip():
        return []  # an empty phrase, or a dash between words
    return [_Token(text, bool(match["minus"]), field.casefold(), value, quoted, start)]


def _as_term(token: _Token) -> str:
    return f'"{token.value}"' if token.quoted else token.value


def _with_field(search: Search, token: _Token) -> Search:
    name, value = token.field, token.value
    if name == "tag":
        return replace(search, tags=(*search.tags, value))
    if name == "rating":
        return _with_rating(search, token)
    if name == "seed" and _EXACT.fullmatch(value):
        return _with_once(search, token, _whole(token, value))
    read = _READERS.get(name)
    return _with_once(search, token, read(token)) if read else _with_param(search, token)


def _with_once(search: Search, token: _Token, value: Any) -> Search:
    if getattr(search, token.field) != getattr(Search(), token.field):
        raise token.error(f"{token.field}: is given twice. Keep one of them")
    changes: dict[str, Any] = {token.field: value}
    return replace(search, **changes)


def _with_rating(search: Search, token: _Token) -> Search:
    if search.rating_min is not None or search.rating_max is not None:
        raise token.error("rating: is given twice. Write a range such as rating:3-5")
    bounds = _bounds(token)
    if bounds is None:
        exact = _whole(token, token.value)
        bounds = (exact, exact)
    low, high = bounds
    for bound in bounds:
        if bound is not None and not 0 <= bound <= BEST_RATING + 1:
            raise token.error("A rating is 1 to 5, such as rating:4, rating:>=4 or rating:3-5")
    return replace(
        search,
        rating_min=None if low is None else math.ceil(low),
        rating_max=None if high is None else math.floor(high),
    )


def _with_param(search: Search, token: _Token) -> Search:
    if token.field in search.params:
        raise token.error(f"{token.field}: is given twice. Write a range such as {token.field}:0.7-1.0")
    wanted: Any = None if token.quoted else _bounds(token)
    if wanted is None and not token.quoted and _EXACT.fullmatch(token.value):
        wanted = _number(token.value)
    elif wanted is None and not token.quoted and token.value[0] in "<>=":
        raise token.error(f"Write a number, such as {token.field}:>=1 or {token.field}:0.7-1.0")
    elif wanted is None:
        wanted = token.value
    return replace(search, params={**search.params, token.field: wanted})


def _bounds(token: _Token) -> _Bounds | None:
    """The inclusive bounds that the value writes as a comparison or a range; None where it is neither."""
    if match := _BOUND.fullmatch(token.value):
        bound = float(match[2])
        return {
            ">=": (bound, None),
            ">": (math.nextafter(bound, math.inf), None),
            "<=": (None, bound),
            "<": (None, math.nextafter(bound, -math.inf)),
            "=": (bound, bound),
        }[match[1]]
    if match := _RANGE.fullmatch(token.value):
        low, high = float(match[1]), float(match[2])
        if low > high:
            raise token.error("The range runs backwards. Write the smaller number first")
        return low, high
    return None


def _number(value: str) -> float | int:
    return int(value) if re.fullmatch(r"[+-]?\d{1,18}", value) else float(value)


def _whole(token: _Token, value: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,18}", value):
        raise token.error(f"Write a whole number after {token.field}:")
    return int(value)


def _yes_no(token: _Token) -> bool:
    if token.value.casefold() not in _YES_NO:
        raise token.error(f"Write {token.field}:yes or {token.field}:no")
    return _YES_NO[token.value.casefold()]


def _one_of(token: _Token, allowed: tuple[str, ...]) -> str:
    if token.value.casefold() not in allowed:
        raise token.error(f"Write one of {', '.join(allowed)} after {token.field}:")
    return token.value.casefold()


_READERS: Mapping[str, Callable[[_Token], Any]] = {
    "type": lambda token: _one_of(token, TYPES),
    "status": lambda token: _one_of(token, STATUSES),
    "favourite": _yes_no,
    "trashed": _yes_no,
    **dict.fromkeys(("project", "category", "model", "engine", "sound"), lambda token: token.value),
}
