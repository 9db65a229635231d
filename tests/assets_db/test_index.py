"""The index answers as plain Python over all records would, whatever was changed in between: see plain_search."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import plain_search
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from search_strategies import asset_fields, searches, sorts

from assets_db import Asset, Catalogue

MakeAsset = Callable[..., Asset]
changes = st.lists(
    st.tuples(st.sampled_from(["put", "put", "put", "remove"]), st.integers(0, 9), asset_fields), max_size=14
)
asked = st.lists(st.tuples(searches, sorts), min_size=4, max_size=8)


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(rounds=st.lists(st.tuples(changes, asked), min_size=1, max_size=3))
def test_the_index_answers_as_plain_python_over_all_records(make_asset: MakeAsset, rounds: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, Catalogue.open(folder) as catalogue:
        for changed, questions in rounds:
            for action, number, fields in changed:
                change(catalogue, action, replace(make_asset(f"a{number}"), **fields))
            records = [dict(document) for document in catalogue.assets]
            for search, sort in questions:
                expected = plain_search.search(records, search)
                page = catalogue.search(search, limit=None, sort=sort)
                assert [asset.id for asset in page.assets] == plain_search.order(expected, records, search, sort)
                assert page.total == len(expected)
                # the order counts too
                assert repr(catalogue.facets(search)) == repr(plain_search.facets(expected))


def change(catalogue: Catalogue, action: str, asset: Asset) -> None:
    if action == "put":
        catalogue.update(asset) if asset.id in catalogue else catalogue.insert(asset)
    elif asset.id in catalogue:
        catalogue.remove(asset.id)


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
