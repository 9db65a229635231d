"""The index answers as plain Python over all records would, whatever was changed in between: see plain_search."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import plain_search
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from search_strategies import IDS, condition, random_fields, searches, sorts

from assets_db import Asset, Catalogue, Search

MakeAsset = Callable[..., Asset]
N_ASSETS = 150
as_asked = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def at_random(tmp_path_factory: pytest.TempPathFactory, make_asset: MakeAsset) -> Iterator[Catalogue]:
    """Many assets of all kinds."""
    rng = Random(5)
    with Catalogue.open(tmp_path_factory.mktemp("many")) as catalogue:
        catalogue.insert_many(replace(make_asset(f"a{n}"), **random_fields(rng)) for n in range(N_ASSETS))
        yield catalogue


def assert_right(catalogue: Catalogue, search: Search, sort: str, records: list[dict[str, Any]]) -> None:
    expected = plain_search.search(records, search)
    page = catalogue.search(search, limit=None, sort=sort)
    assert [asset.id for asset in page.assets] == plain_search.order(expected, records, search, sort)
    assert page.total == len(expected)
    assert repr(catalogue.facets(search)) == repr(plain_search.facets(expected))  # the order counts too


@pytest.fixture(scope="module")
def records(at_random: Catalogue) -> list[dict[str, Any]]:
    return [dict(document) for document in at_random.assets]


@pytest.mark.parametrize("name", condition)
def test_each_condition_finds_what_plain_python_finds(
    at_random: Catalogue, records: list[dict[str, Any]], name: str
) -> None:
    @settings(as_asked, max_examples=150 if name in {"params", "text", "created"} else 40)
    @given(condition[name])
    def find(value: Any) -> None:
        search = Search(**{name: value})
        assert at_random.search_ids(search, sort="created_at") == plain_search.order(
            plain_search.search(records, search), records, search, "created_at"
        )

    find()


@settings(as_asked, max_examples=150)
@given(searches, sorts)
def test_searches_orders_and_facets_are_those_of_plain_python(
    at_random: Catalogue, records: list[dict[str, Any]], search: Search, sort: str
) -> None:
    assert_right(at_random, search, sort, records)


@settings(as_asked, max_examples=30)
@given(st.integers(0, 2**32), st.lists(st.tuples(searches, sorts), min_size=8, max_size=12))
def test_every_search_sees_all_changes_before_it(
    make_asset: MakeAsset, seed: int, asked: list[tuple[Search, str]]
) -> None:
    rng = Random(seed)
    with tempfile.TemporaryDirectory() as folder, Catalogue.open(folder) as catalogue:
        for search, sort in asked:
            for _ in range(rng.choice([1, 1, 2])):
                change(catalogue, make_asset, rng)
            assert_right(catalogue, search, sort, [dict(document) for document in catalogue.assets])


def change(catalogue: Catalogue, make_asset: MakeAsset, rng: Random) -> None:
    """Removes a few assets, and puts a few or many."""
    keys = rng.sample(IDS, rng.choice([1, 3, 20]))
    if rng.random() < 0.2:
        for key in keys:
            if key in catalogue:
                catalogue.remove(key)
        return
    assets = [replace(make_asset(key), **random_fields(rng)) for key in keys]
    catalogue.update_many(asset for asset in assets if asset.id in catalogue)
    catalogue.insert_many(asset for asset in assets if asset.id not in catalogue)


def test_an_index_of_mostly_dead_rows_is_made_anew(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many(make_asset(f"a{n}") for n in range(10))
    catalogue.search()
    for n in range(1200):
        catalogue.assets.update({"name": f"Name {n}"}, doc_ids=["a3"])  # type: ignore[list-item]
        if n % 300 == 0:
            catalogue.search()
    catalogue.insert_many(make_asset(f"b{n}") for n in range(1100))
    catalogue.update_many(make_asset(f"b{n}", name="bell") for n in range(1100))
    assert catalogue.search("bell").total == 1100
    catalogue.update_many(make_asset(f"b{n}", name="gong") for n in range(1100))
    assert catalogue.search("gong").total == 1100
    for _ in range(3):
        catalogue.update_many(make_asset(f"b{n}", name="drum") for n in range(1100))
        assert catalogue.search("drum").total == 1100
    assert catalogue.search('"name 1199"').total == 1
    assert len(catalogue._index._columns) < 5000


def test_a_search_does_not_wait_for_a_change_on_its_way_to_the_disk(
    catalogue: Catalogue, make_asset: MakeAsset
) -> None:
    catalogue.insert(make_asset("a1"))
    with catalogue._storage.lock:  # as if a slow disk held it
        found: list[int] = []
        reader = threading.Thread(target=lambda: found.append(catalogue.search("sound").total))
        reader.start()
        reader.join(20)
        assert found == [1]


@pytest.mark.parametrize("first", ["name", "-name"])
def test_orders_take_up_few_and_many_new_assets(catalogue: Catalogue, make_asset: MakeAsset, first: str) -> None:
    def names() -> list[str]:
        return [asset.name for asset in catalogue.search(limit=None, sort=first).assets]

    catalogue.insert_many(make_asset(f"a{n}", name=f"n{n * 7 % 50:02}") for n in range(50))
    assert names() == sorted(names(), reverse=first == "-name")
    catalogue.insert(make_asset("b", name="n25x"))
    catalogue.insert_many(make_asset(f"c{n}", name=f"n{n * 7 % 50:02}") for n in range(250))
    assert names() == sorted(names(), reverse=first == "-name")
    assert len(names()) == 301


def test_a_record_that_cannot_be_taken_up_is_told_at_every_search(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many([make_asset("a1"), make_asset("a2")])
    catalogue._storage.commit({"bad": b'{"id":"bad"}'})
    for _ in range(2):
        with pytest.raises(KeyError):
            catalogue.search()
    catalogue.remove("bad")
    assert catalogue.search().total == 2
