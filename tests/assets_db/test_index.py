"""The index answers as plain Python over all records would: that is written out here, condition by condition."""

from __future__ import annotations

import re
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from assets_db import Asset, Catalogue, Facets, Review, Search
from assets_db.fold import fold
from assets_db.matching import look_up, matches, split_terms

MakeAsset = Callable[..., Asset]


def meets(record: dict[str, Any], search: Search) -> bool:
    """The conditions of a search but for trash and exclusions."""
    return all(conditions(record, search))


def conditions(record: dict[str, Any], search: Search) -> Iterator[bool]:
    recipe, review = record["recipe"], record["review"]
    for value, wanted in (
        (record["type"], search.type),
        (record["project"], search.project),
        (record["category"], search.category),
        (review["status"], search.status),
        (recipe.get("engine"), search.engine),
    ):
        yield wanted is None or (isinstance(value, str) and fold(value) == fold(wanted))
    model = recipe.get("model")
    if search.model is not None:
        yield isinstance(model, str) and fold(search.model) in (fold(model), fold(model).rpartition("/")[2])
    yield search.favourite in (None, review["favourite"])
    yield search.sound in (None, record["sound"])
    yield search.seed is None or (not isinstance(recipe.get("seed"), bool) and recipe.get("seed") == search.seed)
    if search.rating_min is not None or search.rating_max is not None:
        yield matches(review["rating"], (search.rating_min, search.rating_max))
    tags = {fold(tag) for tag in record["tags"]}
    yield all(fold(tag) in tags for tag in search.tags)
    yield not any(fold(tag) in tags for tag in search.not_tags)
    yield all(matches(look_up(record, name), wanted) for name, wanted in search.params.items())
    prompt = recipe.get("prompt")
    texts = [record["name"], prompt if isinstance(prompt, str) else "", record["description"], *record["tags"]]
    for term in split_terms(search.text):  # where NUL counts as a space, as it does here
        pattern = r"\s+".join(map(re.escape, term.split()))
        yield any(re.search(pattern, fold(text.replace("\0", " "))) for text in texts)


def plain_search(records: list[dict[str, Any]], search: Search) -> list[dict[str, Any]]:
    asked = [
        e for e in search.excluded if replace(e, trashed=False, excluded=(), text="") != Search() or split_terms(e.text)
    ]
    return [
        record
        for record in records
        if (record["trashed_at"] is not None) == search.trashed
        and meets(record, search)
        and not any(meets(record, excluded) for excluded in asked)
    ]


def plain_order(records: list[dict[str, Any]], sort: str) -> list[str]:
    keys: dict[str, Callable[[dict[str, Any]], Any]] = {
        "created_at": lambda record: record["created_at"],
        "rating": lambda record: record["review"]["rating"],
        "duration": lambda record: record["duration_s"],
        "name": lambda record: fold(record["name"]),
    }
    key = keys[sort.removeprefix("-")]
    by_id = sorted(records, key=lambda record: record["id"])
    present = [record for record in by_id if key(record) is not None]
    missing = [record for record in by_id if key(record) is None]
    return [r["id"] for r in sorted(present, key=key, reverse=sort.startswith("-")) + missing]


def plain_facets(records: list[dict[str, Any]]) -> Facets:
    def ranked(values: list[str]) -> dict[str, int]:
        return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))

    models = [r["recipe"].get("model") for r in records]
    return Facets(
        total=len(records),
        type=ranked([r["type"] for r in records]),
        status=ranked([r["review"]["status"] for r in records]),
        tags=dict(list(ranked([tag for r in records for tag in r["tags"]]).items())[:20]),
        project=ranked([r["project"] for r in records]),
        model=ranked([m for m in models if isinstance(m, str) and m]),
        rating=ranked([str(r["review"]["rating"] or "none") for r in records]),
    )


words = st.sampled_from(
    ["rain", "Rain", "räin", "tin", "roof", "tin roof", "ﬁ", "a", "Ø", "", "\0", "雨", "x\u00a0y", 'q"']
)
phrases = st.lists(words, max_size=4).map(" ".join)
values = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, -0.0, 1e300, 2**53, 2**53 + 1, -(2**62)]),
    words, st.lists(st.integers(0, 1), max_size=2), st.dictionaries(st.sampled_from("ab"), st.integers(0, 2)),
)  # fmt: skip
param_names = st.sampled_from(["temperature", "temperature", "duration", "a", "a.b", "seed", "tags"])
recipes = st.dictionaries(
    st.sampled_from(["engine", "model", "prompt", "seed", "params", "temperature", "a"]),
    st.one_of(values, st.dictionaries(param_names, values, max_size=3), st.sampled_from(["facebook/rain", "Rain"])),
    max_size=5,
)
filled = words.filter(lambda text: text.strip())
assets = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["sfx", "music"]), "project": words, "category": words, "name": phrases,
        "description": phrases, "tags": st.lists(filled, max_size=3),
        "duration_s": st.sampled_from([0.0, 0.5, 1.0, 9.0]),
        "recipe": recipes, "quality": st.dictionaries(param_names, values, max_size=2),
        "review": st.builds(
            Review, rating=st.none() | st.integers(1, 5), status=st.sampled_from(["take", "approved"]),
            favourite=st.booleans(),
        ),
        "created_at": st.sampled_from(["2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00.001Z"]),
        "sound": st.none() | words,
        "trashed_at": st.sampled_from([None, None, None, "2026-02-01T00:00:00.000Z"]),
    }
)  # fmt: skip
bounds = st.none() | st.integers(-1, 2) | st.sampled_from([0.5, 2**53, float(2**53), 2**53 + 1])
wanted_values = values | st.tuples(bounds, bounds) | st.sampled_from(["yes", "No", "true"])


each_condition: dict[str, st.SearchStrategy[Any]] = {
    "text": phrases | phrases.map(lambda text: f'"{text}"'),
    "type": st.sampled_from(["SFX", "music"]), "project": words, "category": words,
    "tags": st.lists(words, max_size=2).map(tuple), "not_tags": st.lists(words, max_size=2).map(tuple),
    "rating_min": st.integers(-1, 6), "rating_max": st.integers(-1, 6),
    "status": st.sampled_from(["take", "Approved"]), "favourite": st.booleans(),
    "model": words, "engine": words, "sound": words, "seed": st.integers(-3, 3) | st.just(2**53 + 1),
    "params": st.dictionaries(param_names, wanted_values, min_size=1, max_size=1),
}  # fmt: skip
# few conditions at once, or hardly anything would ever be found
conditions_asked = st.lists(st.sampled_from(["params", "text", *each_condition]), max_size=2, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: each_condition[name] for name in names})
)
searches = st.builds(
    lambda fields, trashed, excluded: Search(**fields, trashed=trashed, excluded=tuple(Search(**e) for e in excluded)),
    conditions_asked,
    st.sampled_from([False, False, False, True]),
    st.lists(conditions_asked, max_size=1),
)
sorts = st.sampled_from([sign + name for name in ("created_at", "rating", "duration", "name") for sign in ("", "-")])
changes = st.lists(st.tuples(st.sampled_from(["put", "put", "put", "remove"]), st.integers(0, 9), assets), max_size=14)
asked = st.lists(st.tuples(searches, sorts), min_size=4, max_size=8)


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(rounds=st.lists(st.tuples(changes, asked), min_size=1, max_size=3))
def test_the_index_answers_as_plain_python_over_all_records(make_asset: MakeAsset, rounds: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, Catalogue.open(folder) as catalogue:
        for changed, questions in rounds:
            for action, number, fields in changed:
                key = f"a{number}"
                if action == "remove" and key in catalogue:
                    catalogue.remove(key)
                elif action == "put":
                    asset = replace(make_asset(key), **fields)
                    catalogue.update(asset) if key in catalogue else catalogue.insert(asset)
            records = [dict(document) for document in catalogue.assets]
            for search, sort in questions:
                expected = plain_search(records, search)
                page = catalogue.search(search, limit=None, sort=sort)
                assert [asset.id for asset in page.assets] == plain_order(expected, sort)
                assert page.total == len(expected)
                facets = catalogue.facets(search)
                assert repr(facets) == repr(plain_facets(expected))  # the order counts too


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
    assert len(catalogue._index._lines) < 5000


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
