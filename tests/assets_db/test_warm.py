"""What is made ahead of time is what a search would have made, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from threading import Event, Thread

import plain_search
from search_strategies import random_fields

from assets_db import Asset, Catalogue, Search

MakeAsset = Callable[..., Asset]
SORTS = ["created_at", "-created_at", "rating", "-rating", "name", "-name", "duration", "-duration", "relevance"]
QUESTIONS = [Search(), Search(text="rain"), Search(params={"temperature": (0, 1)}), Search(params={"silent": True})]


def random_assets(make_asset: MakeAsset, first: int, end: int) -> list[Asset]:
    rng = Random(first)
    return [replace(make_asset(f"a{n}"), **random_fields(rng)) for n in range(first, end)]


def assert_right(catalogue: Catalogue) -> None:
    records = [dict(document) for document in catalogue.assets]
    for search in QUESTIONS:
        found = plain_search.search(records, search)
        for sort in SORTS:
            assert catalogue.search_ids(search, sort=sort) == plain_search.order(found, records, search, sort)


def test_searches_find_the_same_after_warming_up(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.warm()
    catalogue.insert_many(random_assets(make_asset, 0, 60))
    catalogue.warm()
    assert_right(catalogue)
    catalogue.insert_many(random_assets(make_asset, 60, 70))
    catalogue.warm()
    assert_right(catalogue)


def test_changes_made_while_it_warms_up_are_found(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many(random_assets(make_asset, 0, 300))
    warming = Thread(target=catalogue.warm)
    warming.start()
    for asset in random_assets(make_asset, 300, 340):
        catalogue.insert(asset)
        catalogue.search(limit=1)
    warming.join()
    assert_right(catalogue)


def test_searches_and_changes_do_not_wait_for_what_is_made_aside(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert(make_asset("a1"))
    assert catalogue.search().total == 1
    begun, go_on, published = Event(), Event(), Event()

    def slowly(end: int) -> None:
        begun.set()
        assert go_on.wait(60)

    index = catalogue._index
    aside = Thread(target=index._extend_aside, args=(index._columns, slowly, published.set))
    aside.start()
    assert begun.wait(60)
    catalogue.insert(make_asset("a2"))
    assert catalogue.search("sound", sort="name").total == 2
    go_on.set()
    aside.join()
    assert published.is_set()


def test_what_was_made_for_columns_that_are_gone_is_not_used(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert(make_asset("a1"))
    catalogue.search()
    index = catalogue._index
    earlier, published = index._columns, Event()
    index._clear()
    index._extend_aside(earlier, lambda end: None, published.set)
    assert not published.is_set()
