from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assets_db import Asset, Catalogue, FileTrouble, rebuild

MakeAsset = Callable[..., Asset]


def write_sidecar(folder: Path, asset: Asset) -> Path:
    path = folder / asset.path.replace(".wav", ".json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asset.to_dict()), encoding="utf-8")
    return path


def test_what_is_missing_comes_back_and_what_is_there_stays(tmp_path: Path, make_asset: MakeAsset) -> None:
    shelf = [make_asset(f"a{i}", path=f"audio/{i % 3}/a{i}.wav", prompt="雨") for i in range(9)]
    for asset in shelf:
        write_sidecar(tmp_path, asset)
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.insert(make_asset("a0", name="renamed since"))
        catalogue.documents("jobs").put("j", {})
        rebuilt = rebuild(catalogue, tmp_path)  # the catalogue's own files lie there too
        assert (rebuilt.added, rebuilt.kept, rebuilt.errors) == (8, 1, [])
        assert catalogue.get("a0").name == "renamed since"
        assert [catalogue.get(a.id) for a in shelf[1:]] == shelf[1:]
        again = rebuild(catalogue, tmp_path)
        assert (again.added, again.kept) == (0, 9)


def test_broken_sidecars_are_told_and_do_not_stop_the_rest(
    catalogue: Catalogue, tmp_path: Path, make_asset: MakeAsset
) -> None:
    folder = tmp_path / "data" / "audio"
    write_sidecar(tmp_path / "data", make_asset("good"))
    good = make_asset("bad").to_dict()
    broken = {
        "torn.json": json.dumps(good).encode()[:-9],
        "empty.json": b"",
        "binary.json": b"\xff\xfe\0",
        "list.json": b"[]",
        "nan.json": json.dumps(good | {"duration_s": float("nan")}).encode(),
        "deep.json": b"[" * 200_000,
        "later.json": json.dumps(good | {"schema": 99}).encode(),
        "surrogate.json": json.dumps(good | {"name": "\ud800"}).encode(),
        "huge.json": json.dumps(good).replace("16000", "9" * 5000).encode(),
        "twice.json": json.dumps(make_asset("good", name="another").to_dict()).encode(),
    }
    for name, content in broken.items():
        (folder / name).write_bytes(content)
    (folder / "folder.json").mkdir()
    (folder / "dangling.json").symlink_to(folder / "nowhere")
    rebuilt = rebuild(catalogue, tmp_path / "data")
    assert rebuilt.added == 1
    assert catalogue.ids() == {"good"}
    assert {path.name for path, _ in rebuilt.errors} == set(broken)
    assert all(reason for _, reason in rebuilt.errors)


def test_a_sidecar_folder_that_is_missing_is_told(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(FileTrouble):
        rebuild(catalogue, tmp_path / "nowhere")


def test_everything_comes_back_after_the_catalogue_was_damaged(tmp_path: Path, make_asset: MakeAsset) -> None:
    asset = make_asset("a1", rating=4)
    write_sidecar(tmp_path, asset)
    (tmp_path / "assets.json").write_bytes(b"\0" * 100)
    with pytest.raises(Exception, match="rebuild"):
        Catalogue.open(tmp_path)
    with Catalogue.open(tmp_path) as catalogue:
        assert rebuild(catalogue, tmp_path).added == 1
        assert catalogue.get("a1") == asset


def test_records_become_what_their_sidecars_say_where_that_is_wanted(tmp_path: Path, make_asset: MakeAsset) -> None:
    for key in ("same", "later", "lost"):
        write_sidecar(tmp_path, make_asset(key, rating=5))
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.insert_many([make_asset("same", rating=5), make_asset("later", rating=1), make_asset("bare")])
        rebuilt = rebuild(catalogue, tmp_path / "audio", replace=True)
        assert (rebuilt.added, rebuilt.kept, rebuilt.replaced) == (1, 2, 1)
        assert {key: catalogue.get(key).review.rating for key in catalogue.ids()} == {
            "same": 5, "later": 5, "lost": 5, "bare": None,
        }  # fmt: skip
