"""with_term: a Search with one more word, phrase or field:value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from assets_db.fields import BEST_RATING, STATUSES, TYPES
from assets_db.query_tokens import Token
from assets_db.query_values import bounds, is_number, number, one_of, period, whole, yes_no
from assets_db.search import ANY_TIME, Search


def with_term(search: Search, token: Token) -> Search:
    """`search` with what `token` asks for as well. Raises QueryError."""
    if token.excluded and token.field == "tag":
        return replace(search, not_tags=(*search.not_tags, token.value))
    if token.excluded and token.field == "trashed":
        raise token.error("Write trashed:yes or trashed:no, without -")
    if token.excluded:
        return replace(search, excluded=(*search.excluded, with_term(Search(), replace(token, excluded=False))))
    if not token.field:
        term = f'"{token.value}"' if token.quoted else token.value
        return replace(search, text=f"{search.text} {term}" if search.text else term)
    return _with_field(search, token)


def _with_field(search: Search, token: Token) -> Search:
    name = token.field
    if name in _WAYS:
        return _WAYS[name](search, token)
    if name == "seed" and is_number(token.value):
        return _with_once(search, token, whole(token))
    if name in _READERS:
        return _with_once(search, token, _READERS[name](token))
    return _with_param(search, token, _wanted(token))


def _with_once(search: Search, token: Token, value: Any) -> Search:
    name = token.field
    if getattr(search, name) == getattr(Search(), name):
        changes: dict[str, Any] = {name: value}
        return replace(search, **changes)
    if name in _SEVERAL:
        more = with_term(Search(), token)
        return replace(search, any_of=(*search.any_of, (more,)))
    raise token.error(f"{name}: is given twice. Keep one of them, or write OR between them")


def _with_tag(search: Search, token: Token) -> Search:
    return replace(search, tags=(*search.tags, token.value))


def _with_created(search: Search, token: Token) -> Search:
    if search.created != ANY_TIME:
        raise token.error("created: is given twice. Write a range such as created:2026-10..2026-11")
    return replace(search, created=period(token))


def _with_rating(search: Search, token: Token) -> Search:
    if search.rating_min is not None or search.rating_max is not None:
        raise token.error("rating: is given twice. Write a range such as rating:3-5")
    found = bounds(token)
    low, high = (whole(token),) * 2 if found is None else found
    for bound in (low, high):
        if bound is not None and not 0 <= bound <= BEST_RATING + 1:
            raise token.error("A rating is 1 to 5, such as rating:4, rating:>=4 or rating:3-5")
    return replace(
        search,
        rating_min=None if low is None else math.ceil(low),
        rating_max=None if high is None else math.floor(high),
    )


def _with_clipped(search: Search, token: Token) -> Search:
    samples = replace(token, field="clipped_samples")
    wanted = bounds(token)
    if wanted is None:
        wanted = (1, None) if yes_no(token) else (None, 0)
    return _with_param(search, samples, wanted)


def _with_silent(search: Search, token: Token) -> Search:
    return _with_param(search, token, yes_no(token))


def _with_param(search: Search, token: Token, wanted: Any) -> Search:
    if token.field in search.params:
        raise token.error(f"{token.field}: is given twice. Write a range such as {token.field}:0.7-1.0")
    return replace(search, params={**search.params, token.field: wanted})


def _wanted(token: Token) -> Any:
    if token.quoted:
        return token.value
    found = bounds(token)
    if found is not None:
        return found
    if is_number(token.value):
        return number(token.value)
    if token.value[0] in "<>=":
        raise token.error(f"Write a number, such as {token.field}:>=1 or {token.field}:0.7-1.0")
    return token.value


_WAYS: Mapping[str, Callable[[Search, Token], Search]] = {
    "tag": _with_tag,
    "rating": _with_rating,
    "created": _with_created,
    "clipped": _with_clipped,
    "silent": _with_silent,
}
_SEVERAL = frozenset({"collection", "parent"})  # an asset may have several of them
_READERS: Mapping[str, Callable[[Token], Any]] = {
    "type": lambda token: one_of(token, TYPES),
    "status": lambda token: one_of(token, STATUSES),
    "favourite": yes_no,
    "trashed": yes_no,
    **dict.fromkeys(
        ("project", "category", "subcategory", "ucs", "collection", "parent", "by", "model", "engine", "sound"),
        lambda token: token.value,
    ),
}
