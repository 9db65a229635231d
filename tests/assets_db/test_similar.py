from __future__ import annotations

import math
import tempfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets_db import Asset, Catalogue, NoSuchRecord, Parent, QueryError, RecordError

MakeAsset = Callable[..., Asset]


def descriptor(*parts: int) -> str:
    return b64encode(bytes(parts)).decode()


def day(n: int) -> str:
    return f"2026-01-{n:02}T00:00:00.000Z"


@pytest.fixture
def three(catalogue: Catalogue, make_asset: MakeAsset) -> Catalogue:
    catalogue.insert(make_asset("rain", descriptor=descriptor(1, 10, 10), created_at=day(1)))
    catalogue.insert(make_asset("hail", descriptor=descriptor(1, 14, 13), created_at=day(2)))
    catalogue.insert(make_asset("bell", descriptor=descriptor(1, 200, 0), type="music", created_at=day(3)))
    return catalogue


def found(catalogue: Catalogue, key: str, query: str = "", limit: int = 24) -> list[str]:
    return [similar.asset.id for similar in catalogue.similar(key, query, limit=limit)]


def test_the_nearest_come_first_and_the_asset_itself_is_left_out(three: Catalogue) -> None:
    assert found(three, "rain") == ["hail", "bell"]
    assert found(three, "bell") == ["hail", "rain"]


def test_the_score_is_1_for_the_same_and_falls_with_the_distance(three: Catalogue, make_asset: MakeAsset) -> None:
    three.insert(make_asset("again", descriptor=descriptor(1, 10, 10)))
    scores = [similar.score for similar in three.similar("rain")]
    assert scores[0] == 1
    assert scores[1] == pytest.approx(math.exp(-math.sqrt((4**2 + 3**2) / 2) / 32))
    assert 0 < scores[2] < 0.1


def test_only_assets_that_meet_the_query_are_similar(three: Catalogue, make_asset: MakeAsset) -> None:
    three.insert(make_asset("gone", descriptor=descriptor(1, 10, 10), trashed_at=day(4)))
    assert found(three, "rain", "type:music OR nothing") == ["bell"]
    assert found(three, "rain", "-type:music") == ["hail"]
    assert found(three, "rain", "trashed:yes") == ["gone"]
    with pytest.raises(QueryError):
        three.similar("rain", "type:")


def test_only_descriptors_of_one_kind_and_length_are_compared(three: Catalogue, make_asset: MakeAsset) -> None:
    three.insert(make_asset("other-kind", descriptor=descriptor(2, 10, 10)))
    three.insert(make_asset("longer", descriptor=descriptor(1, 10, 10, 0)))
    three.insert(make_asset("none"))
    assert found(three, "rain") == ["hail", "bell"]
    assert found(three, "longer") == found(three, "none") == []


def test_the_limit_holds_and_ties_come_newest_first(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many(
        make_asset(f"a{n}", descriptor=descriptor(1, n // 3), created_at=day(1 + n % 3)) for n in range(9)
    )
    assert found(catalogue, "a0", limit=4) == ["a2", "a1", "a5", "a4"]
    assert found(catalogue, "a0", limit=0) == found(catalogue, "a0", limit=-1) == []
    assert len(found(catalogue, "a0", limit=100)) == 8


def test_a_changed_descriptor_counts_from_the_next_search(three: Catalogue) -> None:
    assert found(three, "rain")[0] == "hail"
    three.update(replace(three.get("bell"), descriptor=descriptor(1, 10, 11)))
    assert found(three, "rain") == ["bell", "hail"]
    three.remove("bell")
    assert found(three, "rain") == ["hail"]


def test_descriptors_stay_as_they_are_when_more_and_longer_ones_come(
    catalogue: Catalogue, make_asset: MakeAsset
) -> None:
    catalogue.insert(make_asset("a0", descriptor=descriptor(1, 50)))
    for n in range(1, 9):
        catalogue.insert(make_asset(f"a{n}", descriptor=descriptor(1, 50 - n)))
        assert found(catalogue, "a0") == [f"a{m}" for m in range(1, n + 1)]
    catalogue.insert(make_asset("longer", descriptor=descriptor(1, 50, 50)))
    assert found(catalogue, "a8") == [f"a{m}" for m in range(7, -1, -1)]


def test_sounds_similar_to_a_descriptor_are_found_without_an_asset(three: Catalogue) -> None:
    similar = three.similar_to(descriptor(1, 10, 10), "type:sfx", limit=5)
    assert [(one.asset.id, one.score == 1) for one in similar] == [("rain", True), ("hail", False)]
    assert three.similar_to("") == []
    with pytest.raises(RecordError, match="descriptor"):
        three.similar_to("no Base64")


def test_what_is_not_there_is_similar_to_nothing(catalogue: Catalogue) -> None:
    with pytest.raises(NoSuchRecord):
        catalogue.similar("nothing")


features = st.just(b"") | st.builds(
    lambda kind, parts: bytes([kind, *parts]), st.integers(0, 1), st.lists(st.sampled_from([0, 1, 9, 255]), max_size=3)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(features, min_size=1, max_size=12), st.lists(st.tuples(st.integers(0, 15), features), max_size=6))
def test_the_nearest_are_those_of_plain_python(
    make_asset: MakeAsset, first: list[bytes], later: list[tuple[int, bytes]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, Catalogue.open(folder) as catalogue:
        known = {f"a{n:02}": parts for n, parts in enumerate(first)}
        catalogue.insert_many(make_asset(key, descriptor=b64encode(parts).decode()) for key, parts in known.items())
        for number, parts in [(0, first[0]), *later]:
            key = f"a{number:02}"
            asset = make_asset(key, descriptor=b64encode(parts).decode())
            catalogue.update(asset) if key in known else catalogue.insert(asset)
            known[key] = parts
            alike = [k for k, p in known.items() if (len(p), p[:1]) == (len(parts), parts[:1]) and k != key and p]
            nearest = sorted(alike, key=lambda k: (math.dist(known[k][1:], parts[1:]), k))
            assert found(catalogue, key, limit=3) == nearest[:3]


def test_children_name_the_asset_as_a_parent_and_come_oldest_first(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    def child(key: str, n: int, *parents: str, **fields: object) -> Asset:
        made_from = [Parent(id=parent, how="loop") for parent in parents]
        return make_asset(key, parents=made_from, created_at=day(n), **fields)

    catalogue.insert_many([child("c3", 3, "a1", "a2"), child("c1", 1, "a1"), child("d", 1, "a10")])
    catalogue.insert(child("c2", 2, "a1", trashed_at=day(9)))
    assert catalogue.children("a1") == ["c1", "c2", "c3"]
    assert catalogue.children("a2") == ["c3"]
    assert catalogue.children("c1") == catalogue.children("") == []
    catalogue.update(child("c1", 1, "a2"))
    catalogue.remove("c2")
    assert catalogue.children("a1") == ["c3"]
    assert catalogue.children("a2") == ["c1", "c3"]


def test_assets_without_a_descriptor_are_told_newest_first(three: Catalogue, make_asset: MakeAsset) -> None:
    three.insert_many(make_asset(f"a{n}", created_at=day(n), trashed_at=day(9) if n == 5 else None) for n in (4, 5, 6))
    assert three.undescribed(10) == ["a6", "a5", "a4"]
    assert three.undescribed(1) == ["a6"]
    assert three.undescribed(0) == []
    three.update(replace(three.get("a6"), descriptor=descriptor(1, 2)))
    assert three.undescribed(10) == ["a5", "a4"]
