"""Backups: of one moment, whole or refused, and what a restore that was cut off leaves."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from killing import Killer, killer

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
        names = {"assets.json", "documents-jobs.json", "documents-scenes.json", "manifest.json"}
        assert set(archive.namelist()) == names
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


@pytest.fixture
def with_files(catalogue: Catalogue, make_asset: MakeAsset, tmp_path: Path) -> Path:
    """A backup of records and of some files in folders."""
    catalogue.insert_many([make_asset("a1"), make_asset("a2")])
    catalogue.documents("scenes").put("s", {"layers": [1]})
    for name, content in FILES.items():
        file = catalogue.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    saved = backup(catalogue, tmp_path / "saved.zip", [catalogue.folder / name for name in FILES])
    assert (saved.n_assets, saved.n_files, saved.left_out) == (2, len(FILES), [])
    assert saved.n_bytes == (tmp_path / "saved.zip").stat().st_size
    return tmp_path / "saved.zip"


FILES = {
    "audio/2026-01/a1_rain.wav": random.Random(1).randbytes(100_000),
    "audio/2026-01/a1_rain.json": b'{"id":"a1"}',
    "audio/2026-02/a2_wind, west.wav": b"",
    "inputs/" + "0" * 64 + ".wav": b"RIFF",
}


def files_in(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file() and file.parent != folder)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def assert_is_whole(folder: Path) -> None:
    with Catalogue.open(folder) as restored:
        assert restored.ids() == {"a1", "a2"}
        assert restored.documents("scenes").get("s")["layers"] == [1]
    assert files_in(folder) == FILES


def test_files_are_restored_with_the_records_under_their_paths(with_files: Path, tmp_path: Path) -> None:
    restored = restore(with_files, tmp_path / "new")
    assert (restored.n_assets, restored.n_files) == (2, len(FILES))
    assert_is_whole(tmp_path / "new")


def test_sound_is_stored_as_it_is_so_that_any_program_can_take_it_out(with_files: Path) -> None:
    with zipfile.ZipFile(with_files) as archive:
        sound = archive.getinfo("audio/2026-01/a1_rain.wav")
        assert sound.compress_type == zipfile.ZIP_STORED
        manifest = json.loads(archive.read("manifest.json"))["files"]
        assert set(manifest) == set(archive.namelist()) - {"manifest.json"}


def test_progress_runs_from_nothing_to_all(catalogue: Catalogue, with_files: Path, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    restore(with_files, tmp_path / "new", lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(catalogue, tmp_path / "stopped.zip", [catalogue.folder / name for name in FILES], stop)
    assert not list(tmp_path.glob("stopped*"))


def test_a_file_that_is_removed_during_the_backup_is_told(
    catalogue: Catalogue, with_files: Path, tmp_path: Path
) -> None:
    files = [catalogue.folder / name for name in FILES]
    saved = backup(catalogue, tmp_path / "b.zip", files, lambda _done, _total: files[-1].unlink(missing_ok=True))
    assert saved.left_out == [files[-1]]
    restore(tmp_path / "b.zip", tmp_path / "new")
    assert files_in(tmp_path / "new").keys() == FILES.keys() - {"inputs/" + "0" * 64 + ".wav"}


def rewritten(saved: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> None:
    """Makes the backup one in which `change` has made its members others; all its checksums are in order."""
    with zipfile.ZipFile(saved) as archive:
        members = [change(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(saved, "w") as archive:
        for member in filter(None, members):
            archive.writestr(*member)


SOUND = "audio/2026-01/a1_rain.wav"


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: (name, b"another sound" if name == SOUND else content),
        lambda name, content: None if name == SOUND else (name, content),
        lambda name, content: None if name == "manifest.json" else (name, content),
        lambda name, content: (name, b"[]" if name == "manifest.json" else content),
        lambda name, content: (name.replace("2026-01", ".."), content.replace(b"2026-01", b"..")),
        lambda name, content: (name.replace("audio/2026-01/", "/"), content.replace(b"audio/2026-01/", b"/")),
        lambda name, content: (name.replace("audio/2026-01/", ""), content.replace(b"audio/2026-01/", b"")),
    ],
    ids=["other content", "one missing", "no list", "no such list", "a path that leads out", "absolute", "beside"],
)
def test_a_backup_that_was_tampered_with_is_refused_before_anything_is_written(
    with_files: Path, tmp_path: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]
) -> None:
    rewritten(with_files, change)
    with pytest.raises(FileTrouble, match="Nothing was restored"):
        restore(with_files, tmp_path / "new" / "folder")
    assert not (tmp_path / "new").exists()


def test_a_folder_with_one_of_the_sounds_is_left_as_it_is(with_files: Path, tmp_path: Path) -> None:
    there = tmp_path / "new" / SOUND
    there.parent.mkdir(parents=True)
    there.write_bytes(b"mine")
    with pytest.raises(FileTrouble, match="another folder"):
        restore(with_files, tmp_path / "new")
    assert files_in(tmp_path / "new") == {SOUND: b"mine"}
    Catalogue.open(tmp_path / "new").close()


def test_records_go_beside_sounds_that_are_there(saved: Path, tmp_path: Path) -> None:
    there = tmp_path / "new" / "audio" / "a1.wav"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"mine")
    restore(saved, tmp_path / "new")
    with Catalogue.open(tmp_path / "new") as restored:
        assert restored.ids() == {"a1", "a2"}
    assert there.read_bytes() == b"mine"


def test_a_restore_that_finds_no_room_leaves_nothing(
    with_files: Path, tmp_path: Path, full_disk: Callable[..., Any]
) -> None:
    with full_disk(tmp_path, 50_000), pytest.raises(DiskFull, match="new"):
        restore(with_files, tmp_path / "new")
    assert files_in(tmp_path / "new") == {}
    restore(with_files, tmp_path / "new")
    assert_is_whole(tmp_path / "new")


@pytest.fixture
def processes() -> Iterator[Killer]:
    with killer() as started:
        yield started


def test_a_restore_killed_at_any_step_is_not_taken_for_a_whole_one_and_can_be_done_again(
    with_files: Path, tmp_path: Path, processes: Killer
) -> None:
    numbers = itertools.count()

    def prepare() -> Path:
        folder = tmp_path / f"step{next(numbers)}"
        folder.mkdir()
        shutil.copy(with_files, folder / "saved.zip")
        return folder

    n_refused = 0
    for folder in processes.every_step("restore_beside", prepare):
        restored = folder / "restored"
        if files_in(restored):
            try:
                assert_is_whole(restored)
                continue
            except FileTrouble as refused:
                assert "cut off" in str(refused)
                n_refused += 1
        restore(folder / "saved.zip", restored)
        assert_is_whole(restored)
        assert not list(restored.rglob("*.new"))
    assert n_refused > 10


def test_another_backup_can_follow_a_restore_that_was_cut_off(
    with_files: Path, catalogue: Catalogue, tmp_path: Path, processes: Killer
) -> None:
    backup(catalogue, tmp_path / "small.zip")
    for folder in processes.every_step("restore_beside", lambda: with_files.parent):
        if (folder / "restored" / "restore-unfinished.json").exists():
            break
    restore(tmp_path / "small.zip", folder / "restored")
    assert files_in(folder / "restored") == {}
    with Catalogue.open(folder / "restored") as restored:
        assert restored.ids() == {"a1", "a2"}
