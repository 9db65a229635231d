"""Whatever is written in the search box finds what its terms say one by one, however they are joined and spaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from assets_db import Asset, Catalogue, Parent, QueryError, Review, parse

MakeAsset = Callable[..., Asset]
Record = dict[str, Any]


def says(record: Record) -> str:
    return " ".join(
        [record["name"], record["recipe"].get("prompt", ""), record["description"], *record["tags"]]
    ).lower()


def param(record: Record, name: str) -> float:
    return record["recipe"]["params"].get(name, float("nan"))


# Each term with what it means; written without a look at how the store does it.
TERMS: dict[str, Callable[[Record], bool]] = {
    "rain": lambda r: "rain" in says(r),
    "RAIN": lambda r: "rain" in says(r),
    '"tin roof"': lambda r: "tin roof" in says(r),
    "wind(2)": lambda r: "wind(2)" in says(r),
    "tag:rain": lambda r: "rain" in r["tags"],
    'tag:"Tin Roof"': lambda r: "tin roof" in r["tags"],
    "type:sfx": lambda r: r["type"] == "sfx",
    'project:"night market"': lambda r: r["project"] == "Night Market",
    "by:mia": lambda r: r["created_by"] == "Mia",
    "ucs:rain": lambda r: r["ucs"].startswith("RAIN"),
    "ucs:RAINVege": lambda r: r["ucs"] == "RAINVege",
    "subcategory:drips": lambda r: r["subcategory"] == "Drips",
    'collection:"first act"': lambda r: "First act" in r["collections"],
    "collection:trailer": lambda r: "Trailer" in r["collections"],
    "parent:a1": lambda r: "a1" in [parent["id"] for parent in r["parents"]],
    "rating:4": lambda r: r["review"]["rating"] == 4,
    "rating:>=4": lambda r: (r["review"]["rating"] or 0) >= 4,
    "rating:>4": lambda r: (r["review"]["rating"] or 0) > 4,
    "rating:<=2": lambda r: (r["review"]["rating"] or 9) <= 2,
    "rating:<2": lambda r: (r["review"]["rating"] or 9) < 2,
    "rating:2-4": lambda r: 2 <= (r["review"]["rating"] or 0) <= 4,
    "status:approved": lambda r: r["review"]["status"] == "approved",
    "favourite:yes": lambda r: r["review"]["favourite"],
    "favourite:no": lambda r: not r["review"]["favourite"],
    "seed:1": lambda r: r["recipe"]["seed"] == 1,
    "model:small": lambda r: r["recipe"]["model"] in {"small", "facebook/small"},
    "engine:sketch": lambda r: r["recipe"]["engine"] == "sketch",
    "duration:<1": lambda r: r["duration_s"] < 1,
    "duration:<=1": lambda r: r["duration_s"] <= 1,
    "duration:>1": lambda r: r["duration_s"] > 1,
    "duration:>=1": lambda r: r["duration_s"] >= 1,
    "duration:0.5-1": lambda r: 0.5 <= r["duration_s"] <= 1,
    "temperature:0.5": lambda r: param(r, "temperature") == 0.5,
    "temperature:<=1": lambda r: param(r, "temperature") <= 1,
    "temperature:>1": lambda r: param(r, "temperature") > 1,
    "looped:yes": lambda r: r["recipe"]["params"].get("looped") is True,
    "looped:no": lambda r: r["recipe"]["params"].get("looped") is False,
    "loudness:>-20": lambda r: r["loudness_lufs"] is not None and r["loudness_lufs"] > -20,
    "loudness:-20--10": lambda r: r["loudness_lufs"] is not None and -20 <= r["loudness_lufs"] <= -10,
    "bandwidth:>8k": lambda r: r["quality"].get("bandwidth_hz", 0) > 8000,
    "bandwidth:>=8k": lambda r: r["quality"].get("bandwidth_hz", 0) >= 8000,
    "bandwidth:<8k": lambda r: r["quality"].get("bandwidth_hz", 9000) < 8000,
    "clipped:no": lambda r: r["quality"].get("clipped_samples") == 0,
    "clipped:yes": lambda r: r["quality"].get("clipped_samples", 0) > 0,
    "clipped:>1": lambda r: r["quality"].get("clipped_samples", 0) > 1,
    "silent:yes": lambda r: r["quality"].get("silent") is True,
    "silent:no": lambda r: r["quality"].get("silent") is False,
    "created:2026": lambda r: r["created_at"].startswith("2026"),
    "created:2026-02": lambda r: r["created_at"].startswith("2026-02"),
    "created:2026-02-28": lambda r: r["created_at"].startswith("2026-02-28"),
    "created:>2026-01": lambda r: r["created_at"] >= "2026-02",
    "created:>=2026-02": lambda r: r["created_at"] >= "2026-02",
    "created:<2026-03-01": lambda r: r["created_at"] < "2026-03-01",
    "created:<=2026-02": lambda r: r["created_at"] < "2026-03",
    "created:2026-01..2026-02": lambda r: "2026-01" <= r["created_at"] < "2026-03",
}


@dataclass(frozen=True)
class Written:
    """A query, whether it needs parentheses beside others, and what it means."""

    text: str
    joint: str
    meets: Callable[[Record], bool]


spaces = st.sampled_from([" ", " ", "  ", "\t ", "\n"])
terms = st.sampled_from(sorted(TERMS)).map(lambda term: Written(term, "", TERMS[term]))


def inside(one: Written, space: str) -> str:
    return f"({space}{one.text}{space})".replace("( ", "(", space == " ")


def left_out(one: Written, space: str) -> Written:
    text = f"-{one.text}" if not one.joint and one.text[0] not in "-(" else f"-{inside(one, space)}"
    return Written(text, "-", lambda r: not one.meets(r))


def joined(joint: str, some: list[Written], space: str) -> Written:
    """OR binds tighter than the space, so that only what stands beside OR needs parentheses."""
    texts = [inside(one, space) if joint == "OR" and one.joint == "and" else one.text for one in some]
    between = f"{space}OR{space}" if joint == "OR" else space
    how = any if joint == "OR" else all
    return Written(between.join(texts), joint, lambda r: how(one.meets(r) for one in some))


def one_level_up(parts: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    return st.one_of(
        st.builds(left_out, parts, spaces),
        st.builds(joined, st.sampled_from(["OR", "and"]), st.lists(parts, min_size=2, max_size=3), spaces),
        st.builds(lambda one, space: Written(inside(one, space), "()", one.meets), parts, spaces),
    )


flat = one_level_up(terms)
nested = one_level_up(terms | flat)
queries = flat | nested | one_level_up(terms | nested)


def an_asset(make_asset: MakeAsset, n: int) -> Asset:
    """Number `n` of many assets whose values lie on, just below and just above what TERMS asks for."""

    def pick(*choices: Any, stride: int) -> Any:
        return choices[n * stride // 7 % len(choices)]

    recipe = {
        "prompt": pick("", "heavy Rain on a tin roof", "wind(2) and tin", stride=11),
        "seed": pick(0, 1, stride=13), "model": pick("facebook/small", "small", "smaller", stride=17),
        "engine": pick("sketch", "musicgen", stride=19),
        "params": pick({}, {"temperature": 0.5}, {"temperature": 1}, {"temperature": 1.5}, {"looped": True},
                       {"looped": False}, stride=23),
    }  # fmt: skip
    clipped = pick({}, {"clipped_samples": 0}, {"clipped_samples": 1}, {"clipped_samples": 2}, stride=29)
    silent = pick({}, {"silent": True}, {"silent": False}, stride=31)
    bandwidth = pick({}, {"bandwidth_hz": 7999.5}, {"bandwidth_hz": 8000.0}, {"bandwidth_hz": 8000.5}, stride=37)
    return make_asset(
        f"a{n}",
        name=pick("Train", "Steps", "Tin roof", stride=41),
        tags=pick((), ("rain",), ("tin roof", "rains"), stride=43),
        type=pick("sfx", "music", stride=47), project=pick("Night Market", "Harbour", stride=53),
        created_by=pick("Mia", "Ben", "", stride=59), ucs=pick("", "RAINVege", "RAINConc", "WINDTurb", stride=61),
        subcategory=pick("", "Drips", stride=67),
        collections=pick((), ("First act",), ("First act", "Trailer"), stride=71),
        parents=pick((), (Parent(id="a1", how="loop"),), (Parent(id="a10", how="loop"),), stride=73),
        review=Review(rating=pick(None, 1, 2, 3, 4, 5, stride=79), favourite=pick(True, False, stride=83),
                      status=pick("take", "approved", stride=89)),
        duration_s=pick(0.25, 0.5, 0.99, 1.0, 1.01, stride=97),
        loudness_lufs=pick(None, -20.0, -20.5, -19.5, -10.0, stride=101),
        created_at=pick("2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00.000Z", "2026-01-31T23:59:59.999Z",
                        "2026-02-01T00:00:00.000Z", "2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00.000Z", stride=103),
        recipe=recipe, quality=clipped | silent | bandwidth,
    )  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, make_asset: MakeAsset) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path_factory.mktemp("many")) as catalogue:
        catalogue.insert_many(an_asset(make_asset, n) for n in range(300))
        yield catalogue


def expected(catalogue: Catalogue, meets: Callable[[Record], bool]) -> set[str]:
    return {record["id"] for record in catalogue.assets if meets(record)}


@pytest.mark.parametrize("term", TERMS)
def test_a_term_finds_what_it_says(many: Catalogue, term: str) -> None:
    found = set(many.search_ids(term))
    assert found == expected(many, TERMS[term])
    assert 0 < len(found) < 300
    assert set(many.search_ids(f"-{term}")) == set(many.search_ids()) - found


@settings(max_examples=300, deadline=None)
@given(queries)
def test_terms_that_are_joined_find_what_they_say_together(many: Catalogue, query: Written) -> None:
    try:
        search = parse(query.text)
    except QueryError as refused:
        if "twice" not in refused.reason:
            raise
        reject()  # such as type:sfx type:ui
    assert set(many.search_ids(search)) == expected(many, query.meets)


@given(st.lists(st.sampled_from(sorted(TERMS)), min_size=1, max_size=4, unique=True).flatmap(st.permutations), spaces)
def test_space_and_order_change_nothing(many: Catalogue, some: list[str], space: str) -> None:
    try:
        found = many.search_ids(" ".join(some))
    except QueryError:
        reject()
    assert parse(f"{space}{space.join(some)}{space}") == parse(" ".join(some))
    assert many.search_ids(" ".join(reversed(some))) == found
    assert many.search_ids(f"({space.join(some)})") == found
