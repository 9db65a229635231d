"""Facets put terms into the search box and take them out, whatever else is written there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import scripting
from hypothesis import given, settings
from hypothesis import strategies as st

from assets_db import QueryError, parse

Ask = Callable[..., Any]
TERMS = [
    "rain",
    "-wind",
    '"tin roof"',
    "tag:wet",
    '-tag:"old take"',
    "rating:>=4",
    "take(2).wav",
    "by:ann",
    "Stra\u00dfe",
]


def groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    either = st.lists(inner, min_size=2, max_size=3).map(" OR ".join)
    both = st.lists(inner, min_size=1, max_size=3).map(" ".join)
    return st.builds("{0}({1})".format, st.sampled_from(["", "-"]), either | both) | either


parts_of_a_query = st.recursive(st.sampled_from(TERMS), groups, max_leaves=6)
queries = st.lists(parts_of_a_query, max_size=4).map(" ".join)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Runs code over the page's module `q`."""
    folder = tmp_path_factory.mktemp("query")
    return lambda code, **given: scripting.run(folder, f'const q = await load("library/query.js"); {code}', **given)


def meaning(query: str) -> object:
    try:
        return parse(query)
    except QueryError:
        return "not understood"


@settings(max_examples=6, deadline=None)
@given(st.lists(queries, min_size=40, max_size=40))
def test_a_facet_narrows_any_search_to_what_has_its_term(ask: Ask, all_queries: list[str]) -> None:
    toggled = ask('return all.map((one) => q.toggled(one, "type:sfx"));', all=all_queries)
    for before, after in zip(all_queries, toggled, strict=True):
        assert meaning(after) == meaning(f"({before}) type:sfx" if before else "type:sfx"), (before, after)


@settings(max_examples=6, deadline=None)
@given(st.lists(queries, min_size=40, max_size=40))
def test_a_second_click_on_a_facet_gives_the_search_back(ask: Ask, all_queries: list[str]) -> None:
    code = 'return all.map((one) => q.toggled(q.toggled(one, "type:sfx"), "type:sfx"));'
    for before, after in zip(all_queries, ask(code, all=all_queries), strict=True):
        assert meaning(after) == meaning(before), (before, after)


@pytest.mark.parametrize(
    ("query", "clicked", "becomes"),
    [
        ("type:sfx rain", "type:music", "rain type:music"),
        ("type:sfx OR rain", "type:sfx", "type:sfx OR rain type:sfx"),
        ("(type:sfx rain) OR wind", "type:music", "(type:sfx rain) OR wind type:music"),
        ("rain TYPE:SFX", "type:sfx", "rain"),
        ('tag:"tin roof" rain', "tag:tin", 'rain tag:tin'),
        ("-type:sfx", "type:music", "type:music"),
        ('"tin roo', "type:sfx", 'type:sfx "tin roo'),
        ("(rain OR wind", "type:sfx", "type:sfx (rain OR wind"),
        ("rain OR", "type:sfx", "type:sfx rain OR"),
        ("rain OR wind", "rain OR wind", ""),
        ("", "rain OR wind", "rain OR wind"),
    ],
)  # fmt: skip
def test_a_click_on_a_facet(ask: Ask, query: str, clicked: str, becomes: str) -> None:
    assert ask("return q.toggled(query, clicked);", query=query, clicked=clicked) == becomes


@pytest.mark.parametrize(
    ("query", "dropped", "left"),
    [
        ("rain type:sfx", "rain", "type:sfx"),
        ("rain OR wind type:sfx", "rain OR wind", "type:sfx"),
        ("rain OR wind type:sfx", "rain", "rain OR wind type:sfx"),
        ("-(rain wind) bell", "-(rain wind)", "bell"),
    ],
)
def test_a_part_is_dropped_from_a_search_that_finds_nothing(ask: Ask, query: str, dropped: str, left: str) -> None:
    assert ask("return q.without(query, dropped);", query=query, dropped=dropped) == left


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", False), ("rain", True), ("type:sfx", False), ("-rain", False), ("type:sfx OR rain", True),
        ("-(rain wind)", False), ("-(-rain)", True), ('"tin roof"', True), ("tag:rain OR -wind", False),
    ],
)  # fmt: skip
def test_words_are_told_from_conditions(ask: Ask, query: str, words: bool) -> None:
    assert ask("return q.hasWords(query);", query=query) is words


def test_a_project_that_stands_in_a_group_is_noticed(ask: Ask) -> None:
    code = 'return [q.mentions(query, "project"), q.hasField(query, "project")];'
    assert ask(code, query="(project:A OR project:B) rain") == [True, False]


def test_every_example_of_the_help_is_understood(ask: Ask) -> None:
    examples = ask('return (await load("library/searchhelp.js")).LINES.map(([example]) => example);')
    assert len(examples) == 10
    for example in examples:
        parse(example)
