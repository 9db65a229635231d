from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assets_db import Asset, Catalogue, CatalogueLocked, DiskFull, FileTrouble, backup, restore

MakeAsset = Callable[..., Asset]


@pytest.fixture
def saved(catalogue: Catalogue, make_asset: MakeAsset, tmp_path: Path) -> Path:
    catalogue.insert_many([make_asset("a1", name="雨"), make_asset("a2", rating=3)])
    catalogue.documents("scenes").put("s", {"layers": [1]})
    catalogue.documents("jobs").put("j", {"state": "done"})
    backup(catalogue, tmp_path / "saved.zip")
    return tmp_path / "saved.zip"


def test_what_was_backed_up_is_restored(catalogue: Catalogue, saved: Path, tmp_path: Path) -> None:
    expected = {key: catalogue.get(key) for key in catalogue.ids()}
    catalogue.remove("a1")  # after the backup
    restore(saved, tmp_path / "new")
    with Catalogue.open(tmp_path / "new") as restored:
        assert {key: restored.get(key) for key in restored.ids()} == expected
        assert restored.documents("scenes").get("s")["layers"] == [1]
        assert restored.documents("jobs").get("j")["state"] == "done"


def test_a_folder_is_backed_up_with_the_kinds_nobody_opened(tmp_path: Path, catalogue: Catalogue, saved: Path) -> None:
    with pytest.raises(CatalogueLocked):
        backup(catalogue.folder, tmp_path / "again.zip")
    catalogue.close()
    backup(catalogue.folder, tmp_path / "again.zip")
    with zipfile.ZipFile(tmp_path / "again.zip") as archive:
        assert set(archive.namelist()) == {"assets.json", "documents-jobs.json", "documents-scenes.json"}
    with pytest.raises(FileTrouble):
        backup(tmp_path / "nowhere", tmp_path / "x.zip")


def test_a_backup_is_of_one_moment_while_others_write(
    catalogue: Catalogue, make_asset: MakeAsset, tmp_path: Path
) -> None:
    catalogue.documents("jobs").put("n", {"n": -1})
    done = threading.Event()

    def write() -> None:
        for n in range(10_000):
            catalogue.insert_many([make_asset(f"a{n}x{i}") for i in range(3)])
            catalogue.documents("jobs").put("n", {"n": n})
            if done.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    for n in range(5):
        backup(catalogue, tmp_path / f"{n}.zip")
    done.set()
    writer.join()
    for n in range(5):
        restore(tmp_path / f"{n}.zip", tmp_path / str(n))
        with Catalogue.open(tmp_path / str(n)) as restored:
            n_done = restored.documents("jobs").get("n")["n"] + 1
            assert restored.count() in (3 * n_done, 3 * n_done + 3)


def test_a_folder_with_a_catalogue_is_left_as_it_is(catalogue: Catalogue, saved: Path) -> None:
    with pytest.raises(CatalogueLocked):
        restore(saved, catalogue.folder)
    catalogue.remove("a1")
    catalogue.close()
    with pytest.raises(FileTrouble, match="already"):
        restore(saved, catalogue.folder)
    with Catalogue.open(catalogue.folder) as reopened:
        assert reopened.ids() == {"a2"}


def test_a_backup_that_is_not_whole_is_refused_before_anything_is_written(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 3] ^= 1
    for content in (b"", b"nonsense", whole[:-30], whole[: len(whole) // 2], bytes(flipped)):
        saved.write_bytes(content)
        with pytest.raises(FileTrouble, match="Nothing was restored"):
            restore(saved, tmp_path / "new")
        assert not (tmp_path / "new").exists()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("../assets.json", b"{}")
    with pytest.raises(FileTrouble, match="Nothing was restored"):
        restore(saved, tmp_path / "new")
    with pytest.raises(FileTrouble):
        restore(tmp_path / "nowhere.zip", tmp_path / "new")


def test_a_backup_that_finds_no_room_leaves_the_earlier_one(catalogue: Catalogue, saved: Path) -> None:
    before = saved.read_bytes()
    Path(f"{saved}.new").symlink_to("/dev/full")
    with pytest.raises((DiskFull, FileTrouble)):
        backup(catalogue, saved)
    assert saved.read_bytes() == before
