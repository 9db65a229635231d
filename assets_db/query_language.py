"""parse: what is written in the search box, as a Search. docs/search.md describes the language for its users.

    words "and phrases"  -word  rain OR wind  (tin OR "corrugated iron") -(distant OR muffled)  rain OR (wind -howling)
    tag:rain  -tag:draft  type:sfx  status:approved  rating:>=4  favourite:yes  by:mia  project:"Night Market"
    category:…  subcategory:…  ucs:RAIN  collection:…  parent:<id>  sound:<id>  created:2026-11  created:>=2026-11-21
    model:musicgen-small  engine:…  seed:7  duration:<2  temperature:0.7-1.0  loudness:>-20  bandwidth:>8k
    clipped:no  silent:no  trashed:yes

Space means and; OR (in capitals) binds tighter than the space. A number is written 4, >=4, >4, <=4, <4 or as a range
3-5; 8k is 8000. Any other field is a parameter of the recipe or an item of the quality report. `-` before a word, a
field or a group leaves out what meets it.

    query  = clause*             all of them
    clause = part ("OR" part)*   one of them
    part   = ["-"] term | ["-"] "(" query ")"
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from assets_db.query_fields import with_term
from assets_db.query_tokens import Token, tokens
from assets_db.search import Search

DEEPEST = 20
MOST_TERMS = 500


@dataclass(frozen=True)
class _Group:
    clauses: list[_Clause]
    excluded: bool


_Clause = list["Token | _Group"]


def parse(text: str) -> Search:
    """The Search that `text` asks for. Raises QueryError at the character that cannot be understood."""
    return _with_clauses(Search(), _Reader(text).clauses(None, 0), whole=True)


class _Reader:
    """Reads the grammar above, one token after the other."""

    def __init__(self, text: str) -> None:
        self._tokens = deque(tokens(text))
        terms = [token for token in self._tokens if token.kind == "term"]
        if len(terms) > MOST_TERMS:
            raise terms[MOST_TERMS].error(f"A search may have {MOST_TERMS} terms at most")

    def clauses(self, opened: Token | None, depth: int) -> list[_Clause]:
        """All clauses up to the parenthesis that closes `opened`, which is taken too, or up to the end of the text."""
        found: list[_Clause] = []
        while token := self._next():
            if token.kind == ")" and opened:
                return found
            clause = [self._part(token, depth)]
            while joint := self._next("OR"):
                following = self._next()
                if following is None or following.kind == ")":
                    raise joint.error("Write what may hold instead after OR")
                clause.append(self._part(following, depth))
            found.append(clause)
        if opened:
            raise opened.error("Close the group with a )")
        return found

    def _part(self, token: Token, depth: int) -> Token | _Group:
        if token.kind == "OR":
            raise token.error('Write something before OR, or "OR" in quotation marks to look for the word')
        if token.kind == ")":
            raise token.error('There is no ( before it. Write ")" in quotation marks to look for it')
        if token.kind == "term":
            return token
        if depth == DEEPEST:
            raise token.error(f"Groups may stand in groups {DEEPEST} deep at most")
        clauses = self.clauses(token, depth + 1)
        if not clauses:
            raise token.error("Write something between the parentheses")
        return _Group(clauses, token.excluded)

    def _next(self, kind: str | None = None) -> Token | None:
        """Takes the next token; None at the end, or where it is not of the kind asked for."""
        if not self._tokens or kind not in {None, self._tokens[0].kind}:
            return None
        return self._tokens.popleft()


def _with_clauses(search: Search, clauses: list[_Clause], *, whole: bool = False) -> Search:
    """`search` with all of `clauses`. whole: it is the whole search, or a part of it that always holds."""
    for clause in clauses:
        if len(clause) == 1:
            search = _with_part(search, clause[0], whole)
        else:
            search = replace(search, any_of=(*search.any_of, tuple(_alternatives(clause))))
    return search


def _with_part(search: Search, part: Token | _Group, whole: bool) -> Search:
    if isinstance(part, Token):
        if part.field == "trashed" and not whole:
            raise part.error("trashed: is about the whole search. Write it outside of OR and -( )")
        return with_term(search, part)
    if part.excluded:
        return replace(search, excluded=(*search.excluded, _with_clauses(Search(), part.clauses)))
    return _with_clauses(search, part.clauses, whole=whole)


def _alternatives(clause: _Clause) -> list[Search]:
    """One Search a part; (a OR b) OR c is a OR b OR c."""
    found: list[Search] = []
    for part in clause:
        if isinstance(part, _Group) and not part.excluded and len(part.clauses) == 1:
            found += _alternatives(part.clauses[0])
        else:
            found.append(_with_part(Search(), part, False))
    return found
