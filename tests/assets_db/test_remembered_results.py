"""What a search found is remembered until something changes; nobody may notice but by the time it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assets_db import Asset, Catalogue, Review
from assets_db.index import KEPT_RESULTS
from assets_db.params import KEPT_PARAMS

MakeAsset = Callable[..., Asset]


def test_a_search_after_a_change_sees_the_change(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    asset = make_asset("a1", rating=2)
    catalogue.insert(asset)
    assert catalogue.search("rating:>=4").total == 0
    assert catalogue.facets("").rating == {"2": 1}
    catalogue.update(replace(asset, review=Review(rating=5)))
    assert catalogue.search("rating:>=4").total == 1
    assert catalogue.facets("").rating == {"5": 1}
    catalogue.remove("a1")
    assert catalogue.search("").total == 0


def test_pages_of_one_search_in_two_orders_are_kept_apart(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many([make_asset("a1", name="Axe"), make_asset("a2", name="Bell")])
    for _ in range(2):
        assert [a.name for a in catalogue.search("", sort="name").assets] == ["Axe", "Bell"]
        assert [a.name for a in catalogue.search("", sort="-name").assets] == ["Bell", "Axe"]
        assert [a.name for a in catalogue.search("", sort="name", offset=1).assets] == ["Bell"]


def test_many_different_searches_forget_the_oldest(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert(make_asset("a1", name="Bell"))
    for i in range(3 * KEPT_RESULTS):
        assert catalogue.search(f"bell -nothing{i}").total == 1
    assert len(catalogue._index._found) <= KEPT_RESULTS


def test_facets_say_how_many_are_rated_how(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many([make_asset("a1", rating=5), make_asset("a2"), make_asset("a3", rating=5)])
    assert catalogue.facets("").rating == {"5": 2, "none": 1}


def test_many_different_parameters_forget_the_oldest(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    names = [f"p{i}" for i in range(KEPT_PARAMS + 5)]
    catalogue.insert(make_asset("a1", params=dict.fromkeys(names, 1)))
    for _ in range(2):
        for name in names:
            assert (catalogue.search(f"{name}:1").total, catalogue.search(f"{name}:2").total) == (1, 0)
    assert len(catalogue._index._params.columns()) <= KEPT_PARAMS
