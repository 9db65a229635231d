"""tokens: the text of the search box cut into terms, parentheses and OR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assets_db.errors import QueryError

_OPEN = re.compile(r"(-?)\(")
# A word may hold a pair of parentheses, as in take(2).wav; any other ends it.
_TERM = re.compile(
    r'(?P<minus>-?)(?:(?P<field>[^\W\d]\w*(?:\.\w+)*):)?(?P<value>"[^"]*"?|(?:[^\s()]++|\([^\s()]*+\))*+)'
)


@dataclass(frozen=True)
class Token:
    """kind: "term", "(", ")" or "OR". The other fields are those of a term, but for `excluded`, which "(" has too.

    field: in lower case, "" for words and phrases. value: without its quotation marks. position: where in the text
    the value (or what else it is) begins. text: the whole query.
    """

    kind: str
    text: str
    position: int
    excluded: bool = False
    field: str = ""
    value: str = ""
    quoted: bool = False

    def error(self, reason: str) -> QueryError:
        return QueryError(self.position, reason, self.text)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text`. Raises QueryError for a phrase without an end or a field without a value."""
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
        elif text[position] == ")":
            yield Token(")", text, position)
            position += 1
        elif opening := _OPEN.match(text, position):
            yield Token("(", text, opening.end() - 1, bool(opening[1]))
            position = opening.end()
        else:
            match = _TERM.match(text, position)
            if match is None:  # the pattern matches at every other character
                raise QueryError(position, "Write words, phrases or field:value", text)
            yield from _term(text, match)
            position = max(match.end(), position + 1)


def _term(text: str, match: re.Match[str]) -> Iterator[Token]:
    field, value, start = match["field"] or "", match["value"], match.start("value")
    if match[0] == "OR":
        yield Token("OR", text, start)
        return
    quoted = value.startswith('"')
    if quoted and (len(value) == 1 or not value.endswith('"')):
        raise QueryError(start, 'Close the phrase with another "', text)
    if field and text.startswith("(", start):
        raise QueryError(start, f'Write ({field}:… OR {field}:…), or {field}:"(…" to look for a parenthesis', text)
    if quoted:
        value = value[1:-1]
    if field and not value.strip():
        raise QueryError(start, f"Write a value after {field}:", text)
    if value.strip():  # else it is an empty phrase, or a dash between words
        yield Token("term", text, start, bool(match["minus"]), field.casefold(), value, quoted)
