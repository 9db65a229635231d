from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets_db import Asset, Catalogue, QueryError, Search, parse

FIELDS = ["type", "tag", "rating", "seed", "favourite", "trashed", "status", "project", "temperature", "a.b", "é"]
pieces = st.sampled_from(
    [*(f"{field}:" for field in FIELDS), "-", '"', " ", "\t", ":", ">=", "<", "=", "..", "4", "0.7-1"]
)
queries = st.lists(pieces | st.text(max_size=4) | st.sampled_from(["sfx", "yes", "1e999", "9" * 400])).map("".join)


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("", Search()),
        ("rain roof", Search(text="rain roof")),
        ('  rain\t"tin  roof" ', Search(text='rain "tin  roof"')),
        ("tag:a tag:b -tag:c -tag:d", Search(tags=("a", "b"), not_tags=("c", "d"))),
        ('tag:"field recording"', Search(tags=("field recording",))),
        ("-draft", Search(excluded=(Search(text="draft"),))),
        ("-type:ui", Search(excluded=(Search(type="ui"),))),
        ("Type:SFX", Search(type="sfx")),
        ("rating:>=4", Search(rating_min=4)),
        ("rating:>3", Search(rating_min=4)),
        ("rating:<=2", Search(rating_max=2)),
        ("rating:4", Search(rating_min=4, rating_max=4)),
        ("rating:3-5", Search(rating_min=3, rating_max=5)),
        ("seed:0", Search(seed=0)),
        ("seed:1-9", Search(params={"seed": (1.0, 9.0)})),
        ("favourite:yes", Search(favourite=True)),
        ("favourite:No", Search(favourite=False)),
        ("trashed:yes", Search(trashed=True)),
        ("temperature:0.7-1.0", Search(params={"temperature": (0.7, 1.0)})),
        ("gain_db:-6--3", Search(params={"gain_db": (-6.0, -3.0)})),
        ("gain_db:-6", Search(params={"gain_db": -6})),
        ("duration:<2", Search(params={"duration": (None, math.nextafter(2, 0))})),
        ("duration:>=.5", Search(params={"duration": (0.5, None)})),
        ("decoder:fast-one", Search(params={"decoder": "fast-one"})),
        ('version:"1.0"', Search(params={"version": "1.0"})),
        ("at 12:30", Search(text="at 12:30")),
        ('12" vinyl', Search(text='12" vinyl')),
        ("rain-drop", Search(text="rain-drop")),
        ("a - b", Search(text="a b")),
    ],
)
def test_the_search_box_means(text: str, search: Search) -> None:
    assert parse(text) == search


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('rain "tin roof', 5),
        ('"', 0),
        ('tag:"', 4),
        ("rain tag:", 9),
        ("-tag:", 5),
        ("tag: rain", 4),
        ('tag:""', 4),
        ("type:noise", 5),
        ("x status:good", 9),
        ("favourite:maybe", 10),
        ("rating:good", 7),
        ("rating:9", 7),
        ("rating:>=-1", 7),
        ("rating:5-3", 7),
        ("rating:3 rating:4", 16),
        ("type:sfx type:ui", 14),
        ("temperature:1-0.5", 12),
        ("temperature:>warm", 12),
        ("temperature:1 temperature:2", 26),
        ("seed:1 seed:2", 12),
        ("-trashed:yes", 9),
    ],
)
def test_what_cannot_be_understood_is_pointed_at(text: str, position: int) -> None:
    with pytest.raises(QueryError) as refused:
        parse(text)
    assert refused.value.position == position
    assert refused.value.text == text
    assert refused.value.reason


@given(queries | st.text())
def test_whatever_is_typed_gives_a_search_or_points_at_a_character(text: str) -> None:
    try:
        search = parse(text)
    except QueryError as refused:
        assert 0 <= refused.position <= len(text)
    else:
        assert isinstance(search, Search)


def test_whatever_is_typed_can_be_searched_for(catalogue: Catalogue, make_asset: Callable[..., Asset]) -> None:
    catalogue.insert(make_asset("a1", params={"temperature": 1.0, "a": [{}], "b": None}, quality={"c": "\0"}))

    @given(queries)
    def search(text: str) -> None:
        try:
            page = catalogue.search(text)
        except QueryError:
            return
        assert page.total in {0, 1}

    search()


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_a_plain_word_is_found_in_a_name_that_is_that_word(word: str) -> None:
    assert parse(word) == Search(text=word)
