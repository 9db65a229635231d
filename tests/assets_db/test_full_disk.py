"""A disk that is really full: nothing that was saved is lost, nothing is saved by halves, and work goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assets_db import Asset, Catalogue, DiskFull, backup

MakeAsset = Callable[..., Asset]
N = 300
LONG = "rain on a tin roof " * 60


class Ballast:
    """A file that takes the room of a small disk."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ballast"

    def leave(self, free_bytes: int) -> None:
        """Grows until so much is free."""
        self.drop()
        self._file.write_bytes(b"x" * (shutil.disk_usage(self._file.parent).free - free_bytes))

    def drop(self) -> None:
        self._file.unlink(missing_ok=True)


@pytest.fixture
def ballast(small_disk: Path) -> Ballast:
    return Ballast(small_disk)


@pytest.fixture
def filled(small_disk: Path, make_asset: MakeAsset) -> Path:
    with Catalogue.open(small_disk) as catalogue:
        catalogue.insert_many([make_asset(f"a{n}", rating=1, prompt=LONG) for n in range(N)])
    return small_disk


def ratings(catalogue: Catalogue) -> list[int | None]:
    return sorted(record["review"]["rating"] for record in catalogue.assets.records().values())


def test_a_bulk_change_that_finds_no_room_changes_no_asset_and_works_when_there_is_room(
    filled: Path, ballast: Ballast, make_asset: MakeAsset
) -> None:
    better = [make_asset(f"a{n}", rating=5, prompt=LONG) for n in range(N)]
    with Catalogue.open(filled) as catalogue:
        ballast.leave(100_000)  # a part of the change fits
        for _ in range(3):
            with pytest.raises(DiskFull, match="Free some disk space"):
                catalogue.update_many(better)
            assert ratings(catalogue) == [1] * N
            assert catalogue.search("rating:5").total == 0
        with pytest.raises(DiskFull):
            catalogue.insert_many([make_asset(f"b{n}", prompt=LONG) for n in range(N)])
        catalogue.update(better[0])  # a small one fits still
        ballast.drop()
        catalogue.update_many(better[1:])
        assert catalogue.search("rating:5").total == N
    with Catalogue.open(filled) as catalogue:
        assert ratings(catalogue) == [5] * N
        assert catalogue.recovery is None


def test_what_a_refused_bulk_change_wrote_is_not_read_after_a_kill(
    filled: Path, ballast: Ballast, make_asset: MakeAsset, tmp_path: Path
) -> None:
    with Catalogue.open(filled) as catalogue:
        ballast.leave(100_000)
        with pytest.raises(DiskFull):
            catalogue.update_many([make_asset(f"a{n}", rating=5, prompt=LONG) for n in range(N)])
        files = [file for file in filled.iterdir() if file.name != "ballast"]
        (tmp_path / "killed").mkdir()
        for file in files:
            shutil.copy(file, tmp_path / "killed")
    with Catalogue.open(tmp_path / "killed") as killed:
        assert ratings(killed) == [1] * N
        assert killed.recovery is None


def test_a_fold_that_finds_no_room_leaves_the_journals_and_is_made_up_for(
    filled: Path, ballast: Ballast, make_asset: MakeAsset
) -> None:
    with Catalogue.open(filled) as catalogue:
        catalogue.update(make_asset("a0", rating=5))
        ballast.leave(60_000)
        for _ in range(3):
            with pytest.raises(DiskFull):
                catalogue.fold()
            catalogue.update(make_asset("a1", rating=5))
        assert not list(filled.glob("*.new"))
        ballast.drop()
        catalogue.fold()
        assert [file.name for file in filled.glob("assets.*")] == ["assets.json"]
    with Catalogue.open(filled) as catalogue:
        assert catalogue.search("rating:5").total == 2
        assert catalogue.recovery is None


def test_changes_go_on_while_a_fold_would_find_no_room_until_there_is_none_for_them(
    filled: Path, ballast: Ballast, make_asset: MakeAsset
) -> None:
    acknowledged = 0
    with Catalogue.open(filled) as catalogue:
        catalogue._storage._files.fold_at_bytes = 1  # due when the journal is as large as the snapshot
        ballast.leave(700_000)
        with pytest.raises(DiskFull):
            for n in range(100_000):
                catalogue.update(make_asset(f"a{n % N}", rating=2 + n % 2, prompt=LONG))
                acknowledged = n + 1
        assert acknowledged > N
        assert not list(filled.glob("*.new"))
        ballast.drop()
        catalogue.update(make_asset("a0", rating=5))
    assert [file.name for file in filled.glob("assets.*")] == ["assets.json"]
    with Catalogue.open(filled) as catalogue:
        for n in range(acknowledged - N + 1, acknowledged):
            if n % N:
                assert catalogue.get(f"a{n % N}").review.rating == 2 + n % 2
        assert catalogue.get("a0").review.rating == 5
        assert catalogue.recovery is None


def test_closing_on_a_full_disk_loses_nothing(filled: Path, ballast: Ballast, make_asset: MakeAsset) -> None:
    with Catalogue.open(filled) as catalogue:
        catalogue.update_many([make_asset(f"a{n}", rating=4, prompt=LONG) for n in range(N // 2)])
        ballast.leave(10_000)
    with Catalogue.open(filled) as catalogue:  # still full: nothing needs to be written
        assert catalogue.search("rating:4").total == N // 2
    ballast.drop()
    with Catalogue.open(filled) as catalogue:
        assert catalogue.search("rating:4").total == N // 2


def test_documents_are_put_whole_or_not_at_all(filled: Path, ballast: Ballast) -> None:
    with Catalogue.open(filled) as catalogue:
        scenes = catalogue.documents("scenes")
        scenes.put("s", {"layers": [1]})
        ballast.leave(40_000)
        with pytest.raises(DiskFull):
            scenes.put_many({f"s{n}": {"text": LONG} for n in range(100)})
        assert scenes.ids() == ["s"]
        ballast.drop()
        scenes.put("t", {})
    with Catalogue.open(filled) as catalogue:
        assert catalogue.documents("scenes").ids() == ["s", "t"]


def test_a_backup_onto_the_full_disk_leaves_the_catalogue_and_the_earlier_backup(
    filled: Path, ballast: Ballast
) -> None:
    sound = filled / "audio" / "a.wav"
    sound.parent.mkdir()
    sound.write_bytes(b"x" * 200_000)
    with Catalogue.open(filled) as catalogue:
        backup(catalogue, filled / "b.zip")
        before = (filled / "b.zip").read_bytes()
        ballast.leave(100_000)
        with pytest.raises(DiskFull):
            backup(catalogue, filled / "b.zip", [sound])
        assert (filled / "b.zip").read_bytes() == before
        assert not list(filled.glob("*.new"))
        assert ratings(catalogue) == [1] * N
