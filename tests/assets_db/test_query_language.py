from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets_db import Asset, Catalogue, QueryError, Search, parse

RAIN, WIND = Search(text="rain"), Search(text="wind")
RAIN_OR_WIND = (RAIN, WIND)
FIELDS = ["type", "tag", "rating", "seed", "favourite", "trashed", "status", "project", "temperature", "a.b", "é"]
FIELDS += ["created", "clipped", "silent", "by", "ucs", "collection", "parent", "bandwidth"]
pieces = st.sampled_from(
    [
        *(f"{field}:" for field in FIELDS),
        "-",
        '"',
        " ",
        "\t",
        ":",
        ">=",
        "<",
        "=",
        "..",
        "4",
        "0.7-1",
        "(",
        ")",
        " OR ",
        "k",
    ]
)
queries = st.lists(
    pieces | st.text(max_size=4) | st.sampled_from(["sfx", "yes", "1e999", "9" * 400, "2026-11", "2026-11-31", "9999"])
).map("".join)


def _without(*parts: Search) -> Search:
    return Search(excluded=parts)


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
        ("rating:3-3", Search(rating_min=3, rating_max=3)),
        ("duration:2..2", Search(params={"duration": (2.0, 2.0)})),
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
        ("rain OR wind type:sfx", Search(type="sfx", any_of=(RAIN_OR_WIND,))),
        ("(rain OR wind) type:sfx", Search(type="sfx", any_of=(RAIN_OR_WIND,))),
        ("rain OR (wind -howling)", Search(any_of=((RAIN, replace(WIND, excluded=(Search(text="howling"),))),))),
        ("(rain OR wind) OR hail", Search(any_of=((*RAIN_OR_WIND, Search(text="hail")),))),
        ("rain OR wind hail OR snow", Search(any_of=(RAIN_OR_WIND, (Search(text="hail"), Search(text="snow"))))),
        ("-(rain OR wind)", Search(excluded=(Search(any_of=(RAIN_OR_WIND,)),))),
        ("-(rain OR wind) OR hail", Search(any_of=((_without(Search(any_of=(RAIN_OR_WIND,))), Search(text="hail")),))),
        ("-(rain a) -(wind b)", _without(Search(text="rain a"), Search(text="wind b"))),
        ("-(rain wind)", Search(excluded=(Search(text="rain wind"),))),
        ("-(-rain)", Search(excluded=(Search(excluded=(RAIN,)),))),
        ("(rain (wind)) hail", Search(text="rain wind hail")),
        ("(trashed:yes) rain", Search(text="rain", trashed=True)),
        ("type:sfx OR type:ui", Search(any_of=((Search(type="sfx"), Search(type="ui")),))),
        ("tag:a OR -tag:b", Search(any_of=((Search(tags=("a",)), Search(not_tags=("b",))),))),
        ('rain or "OR" -OR', Search(text='rain or "OR"', excluded=(Search(text="OR"),))),
        ("take(2).wav foo(bar baz)", Search(text="take(2).wav foo bar baz")),
        ('tag:"(b" ")"', Search(tags=("(b",), text='")"')),
        ("by:Mia ucs:rain", Search(by="Mia", ucs="rain")),
        ('collection:"First act" subcategory:drips', Search(collection="First act", subcategory="drips")),
        ("parent:01ABC", Search(parent="01ABC")),
        ("collection:a collection:b", Search(collection="a", any_of=((Search(collection="b"),),))),
        ("created:2026", Search(created=("2026", "2026"))),
        ("created:2026-11", Search(created=("2026-11", "2026-11"))),
        ("created:=2026-11-21", Search(created=("2026-11-21", "2026-11-21"))),
        ("created:>=2026-11", Search(created=("2026-11", None))),
        ("created:<=2026-11", Search(created=(None, "2026-11"))),
        ("created:>2024-02", Search(created=("2024-03-01", None))),
        ("created:>2026", Search(created=("2027-01-01", None))),
        ("created:<2026-11-01", Search(created=(None, "2026-10-31"))),
        ("created:2026-10..2026-11", Search(created=("2026-10", "2026-11"))),
        ("created:2026-11..2026", Search(created=("2026-11", "2026"))),
        ("clipped:yes", Search(params={"clipped_samples": (1, None)})),
        ("clipped:no", Search(params={"clipped_samples": (None, 0)})),
        ("clipped:>=10", Search(params={"clipped_samples": (10.0, None)})),
        ("silent:no", Search(params={"silent": False})),
        ("bandwidth:>=8k", Search(params={"bandwidth": (8000.0, None)})),
        ("bandwidth:4k-22.05K", Search(params={"bandwidth": (4000.0, 22050.0)})),
        ("loudness:>=-20", Search(params={"loudness": (-20.0, None)})),
        ("sample_rate:44.1k seed:1k", Search(params={"sample_rate": 44100}, seed=1000)),
        ("step:1.0005k", Search(params={"step": 1000.5})),
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
        ("rain OR", 5),
        ("OR rain", 0),
        ("rain OR OR wind", 8),
        ("(rain OR) wind", 6),
        ("rain ()", 5),
        ("rain -( - )", 6),
        ("rain (wind", 5),
        ("rain ((wind) hail", 5),
        ("rain) wind", 4),
        ("a (tag:(b OR c))", 7),
        ("-tag:(", 5),
        ("rain OR trashed:yes", 16),
        ("-(trashed:yes)", 10),
        ("created:tomorrow", 8),
        ("created:2026-13", 8),
        ("created:2026-02-29", 8),
        ("created:0000", 8),
        ("created:>9999", 8),
        ("created:2026-11..2026-10", 8),
        ("created:2026 created:2027", 21),
        ("clipped:maybe", 8),
        ("silent:3", 7),
        ("clipped:no clipped:yes", 19),
        ("seed:1.5", 5),
        ("by:mia by:ben", 10),
        ("(type:sfx) type:ui", 16),
        ("(" * 21 + "a" + ")" * 21, 20),
        ("a " * 500 + "b", 1000),
    ],
)
def test_what_cannot_be_understood_is_pointed_at(text: str, position: int) -> None:
    with pytest.raises(QueryError) as refused:
        parse(text)
    assert refused.value.position == position
    assert refused.value.text == text
    assert refused.value.reason


def test_a_search_may_be_as_long_and_as_deep_as_the_guide_says() -> None:
    assert parse("a " * 500) == Search(text=("a " * 500).strip())
    assert parse("(" * 20 + "a" + ")" * 20) == Search(text="a")


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


@given(st.text(st.characters(categories=["L", "N"]), min_size=1).filter(lambda word: word != "OR"))
def test_a_plain_word_is_found_in_a_name_that_is_that_word(word: str) -> None:
    assert parse(word) == Search(text=word)
