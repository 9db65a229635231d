from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets_db import Asset, Comment, Parent, RecordError, Review

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,10}", fullmatch=True)
finite = st.floats(allow_nan=False, allow_infinity=False)
times = st.datetimes().map(lambda t: f"{t:%Y}".zfill(4) + f"{t:-%m-%dT%H:%M:%S}.{t.microsecond // 1000:03d}Z")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | finite | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
mappings = st.dictionaries(texts, json_values, max_size=4)
comments = st.builds(Comment, at_s=st.none() | finite.map(abs), text=texts, by=texts, created_at=times)
reviews = st.builds(
    Review,
    rating=st.none() | st.integers(1, 5),
    status=st.sampled_from(["take", "approved", "rejected", "delivered"]),
    favourite=st.booleans(),
    comments=st.lists(comments, max_size=2).map(tuple),
)
assets = st.builds(
    Asset,
    id=ids,
    type=st.sampled_from(["music", "sfx", "ambience", "voice", "ui"]),
    project=texts,
    name=texts,
    category=texts,
    subcategory=texts,
    tags=st.lists(texts.filter(str.strip), max_size=3).map(tuple),
    description=texts,
    path=ids.map(lambda name: f"audio/{name}.wav"),
    sha256=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    sample_rate=st.integers(1, 192000),
    channels=st.integers(1, 8),
    duration_s=finite.map(abs),
    recipe=mappings,
    parents=st.lists(st.builds(Parent, id=ids, how=texts), max_size=2).map(tuple),
    quality=mappings,
    loudness_lufs=st.none() | finite,
    licence=texts,
    review=reviews,
    created_at=times,
    created_by=texts,
    sound=st.none() | texts,
    notes=st.lists(texts, max_size=2).map(tuple),
    trashed_at=st.none() | times,
)


@given(assets)
def test_a_record_comes_back_from_json_as_it_was(asset: Asset) -> None:
    assert Asset.from_dict(json.loads(json.dumps(asset.to_dict(), allow_nan=False))) == asset


@given(assets)
def test_the_plain_form_shares_nothing_with_the_record(asset: Asset) -> None:
    before = asset.to_dict()
    plain = asset.to_dict()
    plain["tags"].append("more")
    plain["recipe"]["more"] = 1
    plain["quality"].clear()
    plain["review"]["comments"].append(1)
    assert asset.to_dict() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", "../up"),
        ("id", 7),
        ("type", "noise"),
        ("type", ["sfx"]),
        ("project", None),
        ("name", "half \ud800"),
        ("tags", "rain"),
        ("tags", ["rain", 3]),
        ("tags", [" "]),
        ("description", b"bytes"),
        ("path", "/etc/passwd"),
        ("path", "audio/../../secret.wav"),
        ("path", "audio\\a.wav"),
        ("path", "C:/a.wav"),
        ("path", "audio//a.wav"),
        ("path", ""),
        ("path", "a\0.wav"),
        ("sha256", "0" * 63),
        ("sha256", "G" * 64),
        ("sample_rate", 0),
        ("sample_rate", 44100.0),
        ("channels", True),
        ("channels", 2**70),
        ("duration_s", -0.1),
        ("duration_s", math.nan),
        ("duration_s", math.inf),
        ("duration_s", "1"),
        ("duration_s", 10**400),
        ("recipe", None),
        ("recipe", {"temperature": math.nan}),
        ("recipe", {"when": object()}),
        ("recipe", {1: "key"}),
        ("recipe", {"seed": 2**64}),
        ("parents", [{"id": "a"}]),
        ("parents", [{"id": "a", "how": 1}]),
        ("quality", {"peak": [1, {"deep": -math.inf}]}),
        ("loudness_lufs", -math.inf),
        ("review", {"rating": 6}),
        ("review", {"rating": 0}),
        ("review", {"rating": 4.0}),
        ("review", {"rating": True}),
        ("review", {"status": "lovely"}),
        ("review", {"favourite": 1}),
        ("review", {"comments": [{"at_s": -1, "text": "", "created_at": "2026-01-31T12:00:00.000Z"}]}),
        ("review", None),
        ("created_at", "2026-01-31 12:00:00"),
        ("created_at", "2026-13-31T12:00:00.000Z"),
        ("created_at", "2026-01-31T12:00:00.000+00:00"),
        ("notes", [None]),
        ("sound", 4),
        ("trashed_at", "now"),
        ("schema", 3),
        ("descriptor", "no base64!"),
        ("collections", ["a", ""]),
        ("schema", 0),
        ("schema", "1"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_name(make_asset, field: str, value: object) -> None:
    with pytest.raises(RecordError) as refused:
        Asset.from_dict(make_asset().to_dict() | {field: value})
    assert refused.value.field.startswith(field)
    assert refused.value.reason


def test_an_error_deep_inside_names_its_whole_path(make_asset) -> None:
    comment = {"text": 3, "created_at": "2026-01-31T12:00:00.000Z"}
    with pytest.raises(RecordError) as refused:
        Asset.from_dict(make_asset().to_dict() | {"review": {"comments": [comment]}})
    assert refused.value.field == "review.comments[0].text"
    with pytest.raises(RecordError) as refused:
        make_asset(params={"a": [1.0, math.nan]})
    assert refused.value.field == "recipe.params.a[1]"


@pytest.mark.parametrize("field", ["id", "type", "name", "path", "sha256", "duration_s", "recipe", "created_at"])
def test_a_missing_field_is_named(make_asset, field: str) -> None:
    data = make_asset().to_dict()
    del data[field]
    with pytest.raises(RecordError, match="missing") as refused:
        Asset.from_dict(data)
    assert refused.value.field == field


@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_what_is_no_mapping_is_no_record(data: object) -> None:
    with pytest.raises(RecordError):
        Asset.from_dict(data)  # type: ignore[arg-type]


def test_unknown_keys_are_passed_over(make_asset) -> None:
    assert Asset.from_dict(make_asset().to_dict() | {"mood": "calm"}) == make_asset()


def test_too_deep_a_recipe_is_refused_rather_than_crashing(make_asset) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(RecordError, match="deep"):
        make_asset(params={"deep": deep})


def test_numbers_of_numpy_are_taken_for_plain_ones(make_asset) -> None:
    asset = make_asset(duration_s=np.float32(0.5), sample_rate=np.int64(8000), params={"gain": np.float32(0.25)})
    assert json.loads(json.dumps(asset.to_dict())) == asset.to_dict()
    assert (asset.duration_s, asset.sample_rate, asset.recipe["params"]["gain"]) == (0.5, 8000, 0.25)


def test_tags_are_trimmed_and_kept_once(make_asset) -> None:
    assert make_asset(tags=[" rain", "roof", "rain"]).tags == ("rain", "roof")


def test_a_record_does_not_change_with_what_it_was_made_from(make_asset) -> None:
    params = {"temperature": 1.0}
    asset = make_asset(params=params)
    params["temperature"] = 2.0
    assert asset.recipe["params"] == {"temperature": 1.0}


def test_records_can_be_hashed_and_replaced(make_asset) -> None:
    asset = make_asset(params={"a": 1})
    assert replace(asset, name="new").name == "new"
    assert len({asset, make_asset(params={"a": 1})}) == 1


def test_the_file_a_record_came_from_is_told() -> None:
    assert "side.json" in str(RecordError("name", "must be text", Path("side.json")))
