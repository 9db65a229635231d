from __future__ import annotations

from collections.abc import Callable

import pytest

from assets_db import Asset, Catalogue, QueryError

MakeAsset = Callable[..., Asset]


def best_first(catalogue: Catalogue, query: str) -> list[str]:
    return catalogue.search_ids(query, sort="relevance")


def test_whole_words_come_before_parts_and_the_name_before_tags_prompt_and_description(
    catalogue: Catalogue, make_asset: MakeAsset
) -> None:
    wanted = []
    for word in ("rain", "raindrops"):
        for field in ({"name": word}, {"tags": [word]}, {"prompt": word}, {"description": word}):
            wanted.append(f"{word}-{next(iter(field))}")
            catalogue.insert(make_asset(wanted[-1], **{"name": "Sound", **field}))
    assert best_first(catalogue, "rain") == wanted


@pytest.mark.parametrize("name", ["rain", "Rain, close", "tin_rain.wav", "(rain)", "Räin!", "take 2: rain"])
def test_a_word_is_whole_between_anything_but_letters_and_digits(
    catalogue: Catalogue, make_asset: MakeAsset, name: str
) -> None:
    catalogue.insert(make_asset("part", name="raindrops rainy 2rain", created_at="2026-02-01T00:00:00.000Z"))
    catalogue.insert(make_asset("whole", name=name, created_at="2026-01-01T00:00:00.000Z"))
    assert best_first(catalogue, "rain") == ["whole", "part"]


def test_a_phrase_is_whole_where_its_first_and_last_words_are(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert(make_asset("parts", name="satin roofing", created_at="2026-03-01T00:00:00.000Z"))
    catalogue.insert(make_asset("half", name="tin roofing", created_at="2026-02-01T00:00:00.000Z"))
    catalogue.insert(make_asset("whole", name="A tin roof.", created_at="2026-01-01T00:00:00.000Z"))
    assert best_first(catalogue, '"tin roof"') == ["whole", "parts", "half"]


def test_the_best_place_counts_however_often_a_word_is_said(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert(make_asset("often", name="Steps", tags=["rain"], prompt="rain rain rain", description="rain"))
    catalogue.insert(make_asset("named", name="Rain"))
    assert best_first(catalogue, "rain") == ["named", "often"]


def test_rare_words_weigh_more_than_frequent_ones(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many(make_asset(f"a{n}", name="steps", prompt="snow") for n in range(20))
    catalogue.insert(make_asset("rare", prompt="steps", tags=["glass"]))
    catalogue.insert(make_asset("frequent", name="steps"))
    assert best_first(catalogue, "steps OR glass")[0] == "rare"
    assert best_first(catalogue, "glass OR steps") == best_first(catalogue, "steps OR glass")


def test_only_what_is_looked_for_counts(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert(make_asset("a", name="Rain", created_at="2026-01-02T00:00:00.000Z"))
    catalogue.insert(make_asset("b", name="Wind rain", description="hail", created_at="2026-01-01T00:00:00.000Z"))
    assert best_first(catalogue, "rain -(hail steps)") == ["a", "b"]
    assert best_first(catalogue, "rain (hail OR type:sfx)") == ["b", "a"]
    assert best_first(catalogue, "rain -(gravel OR -sound) OR rain") == ["a", "b"]


def test_assets_as_relevant_as_each_other_come_newest_first(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    for n in (2, 3, 1):
        catalogue.insert(make_asset(f"a{n}", name="Rain", created_at=f"2026-01-0{n}T00:00:00.000Z"))
    assert best_first(catalogue, "rain") == ["a3", "a2", "a1"]
    assert best_first(catalogue, "type:sfx") == catalogue.search_ids("type:sfx") == ["a3", "a2", "a1"]


def test_pages_by_relevance_follow_each_other(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many(make_asset(f"a{n}", name="Rain " * (n % 3), prompt="rain") for n in range(9))
    pages = [catalogue.search("rain", sort="relevance", limit=4, offset=offset) for offset in (0, 4, 8)]
    assert [asset.id for page in pages for asset in page.assets] == best_first(catalogue, "rain")


def test_the_least_relevant_are_never_asked_for_first(catalogue: Catalogue) -> None:
    with pytest.raises(QueryError, match="or by relevance"):
        catalogue.search("rain", sort="-relevance")
