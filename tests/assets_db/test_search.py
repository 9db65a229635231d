from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assets_db import Asset, Catalogue, QueryError, Search, parse
from assets_db.fold import fold

# id: what differs from the rest
SHELF: dict[str, dict[str, Any]] = {
    "rain": {
        "name": "Tin roof rain",
        "prompt": "heavy rain on a tin  roof, close",
        "tags": ("rain", "Field Recording"),
        "category": "Natural",
        "rating": 5,
        "status": "approved",
        "favourite": True,
        "model": "facebook/audiogen-medium",
        "engine": "audiogen",
        "seed": 7,
        "params": {"temperature": 0.7, "top_k": 250, "use_sampling": True, "decoder": "Fast"},
        "duration_s": 2.0,
        "sound": "weather-01",
        "created_by": "Mia",
        "collections": ("First act", "Trailer"),
        "loudness_lufs": -23.5,
        "quality": {"bandwidth": {"value_hz": 8000}},
    },
    "train": {
        "name": "Train on the roof",
        "prompt": "a train, tin cups rattle",
        "tags": ("train", "draft"),
        "collections": ("First act",),
        "rating": 3,
        "params": {"temperature": 1.0, "use_sampling": False},
        "seed": 70,
        "duration_s": 1.5,
    },
    "cafe": {
        "name": "Café Ærø — Straße",
        "prompt": "ŁÓDŹ crêperie",
        "tags": ("Épée",),
        "type": "ambience",
        "project": "Night Market",
        "rating": 4,
        "params": {"temperature": 1.3},
        "duration_s": 30.0,
    },
    "song": {
        "name": "雨の歌",
        "type": "music",
        "description": 'a 12" vinyl of https://example.org',
        "model": "facebook/musicgen-small",
        "status": "rejected",
        "params": {"temperature": "warm"},
        "duration_s": 0.0,
    },
    "gone": {"name": "Thrown away rain", "trashed_at": "2026-02-01T00:00:00.000Z", "rating": 1, "duration_s": 9.0},
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, make_asset: Callable[..., Asset]) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path_factory.mktemp("shelf")) as catalogue:
        catalogue.insert_many(make_asset(key, **fields) for key, fields in SHELF.items())
        yield catalogue


def found(catalogue: Catalogue, query: Search | str) -> set[str]:
    return {asset.id for asset in catalogue.search(query).assets}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "rain train cafe song"),
        ("   ", "rain train cafe song"),
        ("rain", "rain train"),
        ("RAIN tin", "rain train"),
        ("rain cups", "train"),
        ("rain nothing", ""),
        ('"tin roof"', "rain"),
        ('"roof rain"', "rain"),
        ('"rain a train"', ""),  # a phrase does not reach over two texts
        ('"on a tin roof" close', "rain"),
        ('"tin roof" cups', ""),
        ("cafe", "cafe"),
        ("CAFÉ", "cafe"),
        ("aero", "cafe"),
        ("strasse STRASSE straße", "cafe"),
        ("lodz creperie", "cafe"),
        ("epee", "cafe"),
        ("雨", "song"),
        ("雨 歌", "song"),
        ('12"', "song"),
        ("vinyl", "song"),
        ("-rain", "cafe song"),
        ("-rain -vinyl", "cafe"),
        ('-"tin roof"', "train cafe song"),
        ('""', "rain train cafe song"),
        ("tin - roof", "rain train"),
        ("tag:rain", "rain"),
        ("tag:RAIN", "rain"),
        ("tag:ra", ""),
        ('tag:"field recording"', "rain"),
        ("tag:rain tag:train", ""),
        ("tag:epee", "cafe"),
        ("-tag:draft", "rain cafe song"),
        ("roof -tag:draft", "rain"),
        ("type:sfx", "rain train"),
        ("type:SFX", "rain train"),
        ("-type:sfx", "cafe song"),
        ("type:voice", ""),
        ("project:harbour", "rain train song"),
        ('project:"night market"', "cafe"),
        ("category:natural", "rain"),
        ("status:approved", "rain"),
        ("-status:rejected", "rain train cafe"),
        ("favourite:yes", "rain"),
        ("favourite:no", "train cafe song"),
        ("rating:>=4", "rain cafe"),
        ("rating:>4", "rain"),
        ("rating:4", "cafe"),
        ("rating:=4", "cafe"),
        ("rating:3-4", "train cafe"),
        ("rating:3..4", "train cafe"),
        ("rating:<=3", "train"),
        ("rating:<4", "train"),
        ("-rating:1-5", "song"),
        ("model:facebook/audiogen-medium", "rain"),
        ("model:audiogen-medium", "rain"),
        ("model:audiogen", ""),
        ("engine:AudioGen", "rain"),
        ("sound:weather-01", "rain"),
        ("seed:7", "rain"),
        ("seed:1-100", "rain train"),
        ("temperature:0.7", "rain"),
        ("temperature:0.7-1.0", "rain train"),
        ("temperature:<1", "rain"),
        ("temperature:>=1", "train cafe"),
        ("temperature:warm", "song"),
        ("-temperature:0.5-1.1", "cafe song"),
        ("top_k:250", "rain"),
        ("use_sampling:yes", "rain"),
        ("use_sampling:no", "train"),
        ("decoder:fast", "rain"),
        ("duration:<2", "train song"),
        ("duration:<=2", "rain train song"),
        ("duration:2", "rain"),
        ("duration_s:>10", "cafe"),
        ("duration:1.5-30", "rain train cafe"),
        ("loudness:-24--23", "rain"),
        ("created_by:mia", "rain"),
        ("bandwidth.value_hz:>=8000", "rain"),
        ("sample_rate:16000", "rain train cafe song"),
        ("nonsense:1", ""),
        ("trashed:yes", "gone"),
        ("trashed:yes vinyl", ""),
        ("trashed:no rain", "rain train"),
        ('type:sfx rating:>=4 tag:rain -tag:draft "tin roof"', "rain"),
    ],
)
def test_the_search_box_finds(shelf: Catalogue, query: str, expected: str) -> None:
    assert found(shelf, query) == set(expected.split())


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (Search(), "rain train cafe song"),
        (Search(text='rain "tin roof"'), "rain"),
        (Search(text='"tin roof'), "rain"),
        (Search(text="-rain"), ""),
        (Search(tags=("rain", "field recording")), "rain"),
        (Search(not_tags=("rain", "draft")), "cafe song"),
        (Search(rating_min=4), "rain cafe"),
        (Search(rating_min=3, rating_max=4), "train cafe"),
        (Search(favourite=False), "train cafe song"),
        (Search(seed=70), "train"),
        (Search(sound="weather-01"), "rain"),
        (Search(params={"temperature": (0.7, 1.0)}), "rain train"),
        (Search(params={"temperature": (None, 0.9), "top_k": 250}), "rain"),
        (Search(params={"use_sampling": True}), "rain"),
        (Search(params={"use_sampling": 1}), ""),
        (Search(params={"use_sampling": [1]}), ""),
        (Search(params={"parents": []}), "rain train cafe song"),
        (Search(trashed=True, type="sfx"), "gone"),
        (Search(excluded=(Search(type="sfx", rating_min=4),)), "train cafe song"),
        (Search(excluded=(Search(),)), "rain train cafe song"),
        (Search(excluded=(Search(excluded=(Search(),)),)), "rain train cafe song"),
        (Search(any_of=()), "rain train cafe song"),
        (Search(any_of=((),)), "rain train cafe song"),
        (Search(any_of=((Search(),),)), "rain train cafe song"),
        (Search(any_of=((Search(type="ui"), Search(rating_min=5)),)), "rain"),
        (Search(any_of=((Search(type="sfx"),), (Search(rating_max=3), Search(seed=7)))), "rain train"),
        (Search(created=("2026-01", "2026-01")), "rain train cafe song"),
        (Search(created=("2026-01-31T12:00:00.000Z", None)), "rain train cafe song"),
        (Search(created=("2026-01-31T12:00:00.001Z", None)), ""),
        (Search(created=(None, "2026-01-31T11")), ""),
    ],
)
def test_a_search_finds(shelf: Catalogue, search: Search, expected: str) -> None:
    assert found(shelf, search) == set(expected.split())


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (2**53 + 1, "exact"),
        ((2**53 + 1, None), "exact above"),
        ((None, 2**53 + 1), "below exact"),
        ((2**53 + 1, 2**53 + 1), "exact"),
        ((2**53, 2**53 + 1), "below exact"),
    ],
)
def test_whole_numbers_that_no_float_holds_are_compared_exactly(
    catalogue: Catalogue, make_asset: Callable[..., Asset], wanted: Any, expected: str
) -> None:
    catalogue.insert_many(make_asset(key, seed=2**53 + n) for n, key in enumerate(["below", "exact", "above"]))
    assert found(catalogue, Search(params={"seed": wanted})) == set(expected.split())


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("rating", "train cafe rain song"),
        ("-rating", "rain cafe train song"),
        ("duration", "song train rain cafe"),
        ("-duration", "cafe rain train song"),
        ("name", "cafe rain train song"),
        ("-name", "song train rain cafe"),
        ("created_at", "cafe rain song train"),
        ("-created_at", "cafe rain song train"),
    ],
)
def test_assets_are_sorted_with_ties_by_id_and_the_unrated_last(shelf: Catalogue, sort: str, expected: str) -> None:
    assert [asset.id for asset in shelf.search(sort=sort).assets] == expected.split()


@pytest.mark.parametrize("bound", ["yesterday", "2026-1-31", "2026-01-31 12", "2026-01-31T12:00:00.000Z0"])
def test_a_bound_that_begins_no_time_is_refused(shelf: Catalogue, bound: str) -> None:
    with pytest.raises(QueryError, match="beginning of a UTC time"):
        shelf.search(Search(created=(bound, None)))


def test_the_newest_come_first_by_default(catalogue: Catalogue, make_asset: Callable[..., Asset]) -> None:
    catalogue.insert_many(make_asset(f"a{day}", created_at=f"2026-01-0{day}T00:00:00.000Z") for day in (2, 3, 1))
    assert [a.id for a in catalogue.search().assets] == ["a3", "a2", "a1"]


@pytest.mark.parametrize("sort", ["", "loudness", "--name", "created_at desc"])
def test_an_unknown_order_is_refused(shelf: Catalogue, sort: str) -> None:
    with pytest.raises(QueryError, match="created_at, rating, duration, name"):
        shelf.search(sort=sort)


def test_pages_follow_each_other_and_know_the_total(shelf: Catalogue) -> None:
    pages = [shelf.search(limit=3, offset=offset, sort="name") for offset in (0, 3, 6)]
    assert [page.total for page in pages] == [4, 4, 4]
    assert [[a.id for a in page.assets] for page in pages] == [["cafe", "rain", "train"], ["song"], []]
    assert len(shelf.search(limit=None).assets) == 4
    assert shelf.search(limit=0).assets == []


def test_facets_count_what_is_found(shelf: Catalogue) -> None:
    facets = shelf.facets("")
    assert facets.total == 4
    assert facets.type == {"sfx": 2, "ambience": 1, "music": 1}
    assert facets.status == {"take": 2, "approved": 1, "rejected": 1}
    assert facets.project == {"Harbour": 3, "Night Market": 1}
    assert facets.model == {"facebook/audiogen-medium": 1, "facebook/musicgen-small": 1}
    assert facets.category == {"Natural": 1}
    assert facets.engine == {"audiogen": 1}
    assert facets.by == {"Mia": 1}
    assert facets.collection == {"First act": 2, "Trailer": 1}
    assert facets.tags == {"Field Recording": 1, "draft": 1, "rain": 1, "train": 1, "Épée": 1}
    assert shelf.facets("tag:rain").type == {"sfx": 1}
    assert shelf.facets(Search(type="ui")).total == 0


def test_facets_name_the_twenty_most_frequent_tags(catalogue: Catalogue, make_asset: Callable[..., Asset]) -> None:
    catalogue.insert_many(make_asset(f"a{i}", tags=[f"tag{n:02}" for n in range(i, 30)]) for i in range(30))
    assert list(catalogue.facets().tags) == [f"tag{n:02}" for n in range(29, 9, -1)]


def test_every_parsed_search_is_a_search_that_runs(shelf: Catalogue) -> None:
    assert found(shelf, parse("rain -tag:draft rating:>=4")) == found(shelf, "rain -tag:draft rating:>=4") == {"rain"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("É", "e"),
        ("e\u0301", "É"),
        ("ﬁ", "FI"),
        ("Ø", "o"),
        ("Œuvre", "oeuvre"),
        ("İ", "i"),
        ("Σας", "ΣΑΣ"),
        ("ＡＢ", "ab"),
    ],
)
def test_texts_that_read_the_same_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_ids_alone_are_those_of_the_assets_found_in_the_same_order(shelf: Catalogue) -> None:
    for query, sort in (("rain", "-created_at"), ("", "duration"), ("nothing", "name")):
        assert shelf.search_ids(query, sort=sort) == [a.id for a in shelf.search(query, limit=None, sort=sort).assets]
