from __future__ import annotations

import math
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import Query

from assets_db import Asset, Catalogue, CatalogueDamaged, CatalogueError, DiskFull, NoSuchRecord, RecordError
from assets_db.storage import JournalStorage

MakeAsset = Callable[..., Asset]
FullDisk = Callable[[Path], AbstractContextManager[None]]


def test_an_inserted_asset_is_there_now_and_after_reopening(tmp_path: Path, make_asset: MakeAsset) -> None:
    asset = make_asset("a1", prompt="雨 on \U0001f327", notes=("é",))
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.insert(asset)
        assert catalogue.get("a1") == asset
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.get("a1") == asset
        assert "a1" in catalogue
        assert catalogue.ids() == {"a1"}
        assert catalogue.count() == 1


def test_an_id_is_taken_only_once(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert(make_asset("a1", name="first"))
    with pytest.raises(RecordError, match="already"):
        catalogue.insert(make_asset("a1", name="second"))
    with pytest.raises(RecordError, match="twice"):
        catalogue.insert_many([make_asset("b"), make_asset("b")])
    assert catalogue.get("a1").name == "first"
    assert catalogue.ids() == {"a1"}


def test_what_is_absent_is_no_such_record(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    absent: list[Callable[[], object]] = [
        lambda: catalogue.get("a1"),
        lambda: catalogue.update(make_asset("a1")),
        lambda: catalogue.remove("a1"),
    ]
    for action in absent:
        with pytest.raises(NoSuchRecord) as missing:
            action()
        assert missing.value.key == "a1"
    assert not list(catalogue.folder.glob("assets.*"))


def test_many_assets_go_in_as_one_write_or_not_at_all(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert(make_asset("b500"))
    journal = catalogue.folder / "assets.journal-0"
    before = journal.stat()
    with pytest.raises(RecordError):
        catalogue.insert_many([make_asset(f"b{i}") for i in range(1000)])
    assert catalogue.ids() == {"b500"}
    assert journal.stat() == before


def test_updating_many_is_all_or_nothing(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many([make_asset("a1"), make_asset("a2")])
    with pytest.raises(NoSuchRecord):
        catalogue.update_many([make_asset("a1", name="new"), make_asset("a3")])
    assert catalogue.get("a1").name == "Sound a1"
    catalogue.update_many([make_asset("a1", name="new"), make_asset("a2", name="new")])
    assert [catalogue.get(key).name for key in ("a1", "a2")] == ["new", "new"]


def test_removing_many_is_all_or_nothing(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many([make_asset("a1"), make_asset("a2"), make_asset("a3")])
    with pytest.raises(NoSuchRecord, match="a9"):
        catalogue.remove_many(["a1", "a9"])
    assert catalogue.ids() == {"a1", "a2", "a3"}
    catalogue.remove_many(["a1", "a3"])
    assert catalogue.ids() == {"a2"}


def test_a_full_disk_changes_nothing_and_the_catalogue_goes_on(
    tmp_path: Path, make_asset: MakeAsset, full_disk: FullDisk
) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.insert(make_asset("a1"))
        changes: list[Callable[[], object]] = [
            lambda: catalogue.insert(make_asset("a2")),
            lambda: catalogue.update(make_asset("a1", name="new")),
            lambda: catalogue.remove("a1"),
            lambda: catalogue.assets.update({"name": "new"}, Query().id == "a1"),
            lambda: catalogue.assets.insert(make_asset("a2").to_dict()),
        ]
        for change in changes:
            with full_disk(tmp_path), pytest.raises(DiskFull):
                change()
            assert catalogue.ids() == {"a1"}
            assert catalogue.get("a1") == make_asset("a1")
        catalogue.insert(make_asset("a3"))
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.ids() == {"a1", "a3"}


keys = st.sampled_from(["a", "b", "c", "d"])
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
operations = st.lists(
    st.tuples(st.sampled_from(["insert", "update", "remove", "bulk", "reopen", "fold", "full disk"]), keys, names),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(steps=operations)
def test_any_sequence_of_changes_equals_that_of_a_plain_dict(
    make_asset: MakeAsset, full_disk: FullDisk, steps: list[tuple[str, str, str]]
) -> None:
    model: dict[str, Asset] = {}
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.open(folder)
        for action, key, name in steps:
            if action == "full disk":
                with full_disk(Path(folder)), pytest.raises(DiskFull):
                    catalogue.insert(make_asset("never"))
            else:
                catalogue = apply_to_both(catalogue, model, action, make_asset(key, name=name))
            assert {k: catalogue.get(k) for k in catalogue.ids()} == model
        catalogue.close()
        with Catalogue.open(folder) as reopened:
            assert {k: reopened.get(k) for k in reopened.ids()} == model


def apply_to_both(catalogue: Catalogue, model: dict[str, Asset], action: str, asset: Asset) -> Catalogue:
    if action == "reopen":
        catalogue.close()
        return Catalogue.open(catalogue.folder)
    if action == "fold":
        catalogue.fold()
        return catalogue
    if action == "bulk":
        new = [replace(asset, id=f"{asset.id}{i}") for i in range(3) if f"{asset.id}{i}" not in model]
        catalogue.insert_many(new)
        model.update({a.id: a for a in new})
    elif (action == "insert") == (asset.id in model):
        with pytest.raises((NoSuchRecord, RecordError)):
            change(catalogue, action, asset)
    else:
        change(catalogue, action, asset)
        if action == "remove":
            del model[asset.id]
        else:
            model[asset.id] = asset
    return catalogue


def change(catalogue: Catalogue, action: str, asset: Asset) -> None:
    {"insert": catalogue.insert, "update": catalogue.update, "remove": lambda a: catalogue.remove(a.id)}[action](asset)


def test_the_assets_are_a_tinydb_table(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many([make_asset("a1", tags=("rain",)), make_asset("a2", rating=5)])
    asset = Query()
    assert [d["id"] for d in catalogue.assets.search(asset.tags.any(["rain"]))] == ["a1"]
    assert [d["id"] for d in catalogue.assets.search(asset.fragment({"type": "sfx"}))] == ["a1", "a2"]
    assert catalogue.assets.count((asset.duration_s < 2) & (asset.review.rating == 5)) == 1
    assert catalogue.assets.get(doc_id="a2")["review"]["rating"] == 5  # type: ignore[call-overload]
    assert catalogue.assets.update({"project": "Deep"}, asset.id == "a1") == ["a1"]
    assert catalogue.get("a1").project == "Deep"
    catalogue.assets.insert(make_asset("a3").to_dict())
    assert len(catalogue.assets) == 3
    assert catalogue.assets.remove(asset.id == "a3") == ["a3"]
    assert catalogue.ids() == {"a1", "a2"}


@pytest.mark.parametrize("change", [{"duration_s": math.nan}, {"type": "noise"}, {"review": {"rating": 9}}])
def test_tinydbs_own_methods_store_no_invalid_asset(
    catalogue: Catalogue, make_asset: MakeAsset, change: dict[str, Any]
) -> None:
    catalogue.insert(make_asset("a1"))
    with pytest.raises(RecordError):
        catalogue.assets.update(change, Query().id == "a1")
    with pytest.raises(RecordError):
        catalogue.assets.insert(make_asset("a2").to_dict() | change)
    with pytest.raises(RecordError):
        catalogue.assets.insert({"no": "id"})
    assert catalogue.get("a1") == make_asset("a1")
    assert catalogue.ids() == {"a1"}


def test_a_tinydb_update_that_fails_halfway_leaves_no_trace(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many([make_asset("a1"), make_asset("a2")])

    def rename_then_fail(record: Any) -> None:
        record["name"] = "new"
        record["tags"].append("new")
        if record["id"] == "a2":
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        catalogue.assets.update(rename_then_fail)
    assert [catalogue.get(key) for key in ("a1", "a2")] == [make_asset("a1"), make_asset("a2")]


def test_changing_what_a_query_gave_back_changes_nothing_in_the_store(
    catalogue: Catalogue, make_asset: MakeAsset
) -> None:
    catalogue.insert(make_asset("a1", params={"a": 1}))
    for document in (*catalogue.assets.all(), *catalogue.assets.search(Query().id == "a1")):
        document["tags"].append("new")
        document["recipe"]["params"]["a"] = 2
    got = catalogue.get("a1")
    got.recipe["params"]["a"] = 3
    assert catalogue.get("a1") == make_asset("a1", params={"a": 1})


def test_a_damaged_file_is_kept_and_the_user_is_told_how_to_rebuild(tmp_path: Path, make_asset: MakeAsset) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.insert(make_asset("a1"))
    file = tmp_path / "assets.json"
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(CatalogueDamaged, match="rebuild") as damaged:
        Catalogue.open(tmp_path)
    assert damaged.value.kept_as.exists()
    with Catalogue.open(tmp_path) as catalogue:  # the failed opening holds no lock
        assert catalogue.count() == 0


def test_a_record_that_is_not_valid_is_told_when_it_is_read(tmp_path: Path, make_asset: MakeAsset) -> None:
    storage = JournalStorage(tmp_path / "assets.json", "assets")
    storage.write({"assets": {"a1": make_asset("a1").to_dict() | {"channels": 0}}})
    storage.close()
    with Catalogue.open(tmp_path) as catalogue, pytest.raises(RecordError, match="channels"):
        catalogue.get("a1")


def test_a_closed_catalogue_says_so_and_may_be_closed_again(tmp_path: Path, make_asset: MakeAsset) -> None:
    catalogue = Catalogue.open(tmp_path)
    documents = catalogue.documents("jobs")
    catalogue.close()
    catalogue.close()
    uses: list[Callable[[], object]] = [
        catalogue.count,
        lambda: catalogue.insert(make_asset()),
        lambda: catalogue.documents("scenes"),
        documents.all,
    ]
    for use in uses:
        with pytest.raises(CatalogueError, match="closed"):
            use()


def test_readers_see_all_of_a_bulk_change_or_nothing_of_it(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    batches = [[make_asset(f"b{batch}x{i}") for i in range(50)] for batch in range(20)]
    started, done = threading.Event(), threading.Event()

    def read() -> list[int]:
        seen: list[int] = []
        while not done.is_set():
            seen += [catalogue.search(limit=0).total, len(list(catalogue.assets)), catalogue.facets().total]
            started.set()
        return seen

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        started.wait()
        for batch in batches:
            catalogue.insert_many(batch)
        done.set()
        for reader in readers:
            seen = reader.result()
            assert {count % 50 for count in seen} == {0}
            assert seen == sorted(seen)


def test_a_snapshot_is_not_touched_by_later_changes(catalogue: Catalogue, make_asset: MakeAsset) -> None:
    catalogue.insert_many([make_asset("a1"), make_asset("a2")])
    snapshot = iter(catalogue.assets)
    assert next(snapshot) == make_asset("a1").to_dict()  # the state is taken here
    catalogue.insert(make_asset("a3"))
    catalogue.update(make_asset("a2", name="new"))
    catalogue.assets.update({"name": "newer"})
    catalogue.remove("a2")
    assert list(snapshot) == [make_asset("a2").to_dict()]


def test_changes_from_many_threads_are_all_kept(tmp_path: Path, make_asset: MakeAsset) -> None:
    with Catalogue.open(tmp_path) as catalogue:

        def insert(thread: int) -> None:
            for i in range(10):
                catalogue.insert(make_asset(f"t{thread}x{i}"))
                catalogue.documents("jobs").put(f"t{thread}x{i}", {"state": "done"})

        threads = [threading.Thread(target=insert, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.ids() == {f"t{n}x{i}" for n in range(6) for i in range(10)}
        assert len(catalogue.documents("jobs")) == 60
