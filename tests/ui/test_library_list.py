"""What the list keeps of a long search, and what is selected in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import scripting

Ask = Callable[[str], Any]

PAGES = """
const { PAGE, Pages } = await load("library/pages.js");
const asked = [];
let broken = false;
const fetch = async (number) => {
  asked.push(number);
  if (broken) throw new Error("gone");
  return Array.from({ length: PAGE }, (_, i) => ({ id: `a${number * PAGE + i}` }));
};
const pages = new Pages(fetch, () => {});
pages.begin(0, await fetch(0), 100000);
asked.length = 0;
"""
SELECTION = """
const { Selection } = await load("library/selection.js");
const known = [{ id: "a" }, { id: "b" }, { id: "c" }];
const results = { total: 3, whole: () => known, parameters: () => ({ q: "rain OR wind", project: "P", sort: "name" }) };
const some = new Selection(results);
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder = tmp_path_factory.mktemp("list")
    return lambda code: scripting.run(folder, code)


def test_rows_that_are_looked_at_twice_are_fetched_once(ask: Ask) -> None:
    code = (
        PAGES
        + "pages.at(70); pages.at(71); await pages.sure(99); return [asked, pages.at(70).id, pages.indexOf('a99')];"
    )
    assert ask(code) == [[1], "a70", 99]


def test_rows_that_are_only_passed_are_not_fetched(ask: Ask) -> None:
    assert ask(PAGES + "return [pages.at(5000, { ask: false }), asked];") == [None, []]


def test_the_end_of_a_long_list_does_not_cost_the_memory_of_all_of_it(ask: Ask) -> None:
    code = (
        PAGES
        + """
    for (let page = 0; page < 400; page++) {
      pages.near = page;
      await pages.sure(page * PAGE);
    }
    return Array.from({ length: 400 }, (_, i) => pages.at(i * PAGE, { ask: false })).filter(Boolean).length;"""
    )
    assert ask(code) == 80


def test_rows_that_could_not_be_fetched_are_asked_for_again(ask: Ask) -> None:
    code = PAGES + "broken = true; await pages.sure(70); broken = false; return (await pages.sure(70)).id;"
    assert ask(code) == "a70"


def test_old_rows_stay_in_sight_until_the_new_ones_are_there(ask: Ask) -> None:
    code = (
        PAGES
        + """
    await pages.sure(70);
    pages.begin(0, [{ id: "new" }], 100000, { keep: true });
    const before = pages.at(70).id;
    pages.begin(0, [{ id: "other" }], 2);
    return [before, pages.at(0).id, pages.at(70)];"""
    )
    assert ask(code) == ["a70", "other", None]


def test_all_of_a_short_list_are_selected_by_their_ids(ask: Ask) -> None:
    assert ask(SELECTION + "some.all(); return [some.which, some.size];") == [{"ids": ["a", "b", "c"]}, 3]


def test_all_of_a_long_list_are_selected_by_the_search_that_found_them_but_for_those_taken_out(ask: Ask) -> None:
    code = (
        SELECTION
        + """
    Object.assign(results, { total: 5000, whole: () => null });
    some.all();
    const all = [some.which, some.size, some.isAll];
    some.toggle("b");
    return [...all, some.which, some.size, some.isAll, some.has("b"), some.has("never seen")];"""
    )
    whole = {"query": "rain OR wind", "project": "P"}
    but_one = {"query": 'rain OR wind -id:"b"', "project": "P"}
    assert ask(code) == [whole, 5000, True, but_one, 4999, False, False, True]
