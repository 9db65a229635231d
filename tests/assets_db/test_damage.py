"""Files that are not what was written: how far they are read, what is told, and that nothing is deleted."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assets_db import Catalogue, CatalogueDamaged
from assets_db.storage import JournalStorage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


def opened(path: Path) -> JournalStorage:
    return JournalStorage(path, "assets", remedy="Do this.")


def with_journal(path: Path, n_changes: int = 4) -> tuple[Path, list[int]]:
    """A journal of some changes, each of which adds one record, and the sizes it had after each."""
    storage = opened(path)
    journal = path.with_name("store.journal-0")
    sizes = []
    for number in range(n_changes):
        storage.commit({f"a{number}": b'{"name":"r\xc3\xa9"}'})
        sizes.append(journal.stat().st_size)
    return journal, sizes


def found(storage: JournalStorage) -> set[str]:
    return set(storage.records())


def test_a_journal_cut_anywhere_gives_every_change_before_the_cut(path: Path) -> None:
    journal, sizes = with_journal(path)
    whole = journal.read_bytes()
    for length in range(len(whole) + 1):
        for file in path.parent.iterdir():
            file.unlink()
        journal.write_bytes(whole[:length])
        storage = opened(path)
        n_whole = sum(size <= length for size in sizes)
        assert found(storage) == {f"a{n}" for n in range(n_whole)}
        head = whole.index(b"}\n") + 2
        assert (storage.recovery is None) == (length in {head, *sizes})
        if storage.recovery:
            assert storage.recovery.n_changes == n_whole
            assert [kept.read_bytes() for kept in storage.recovery.kept_as] == [whole[:length]]
        storage.commit({"after": b"{}"})
        again = opened(path)
        assert found(again) == {f"a{n}" for n in range(n_whole)} | {"after"}
        assert again.recovery is None


def test_any_flipped_bit_of_a_journal_gives_every_change_before_it(path: Path) -> None:
    journal, sizes = with_journal(path, 3)
    whole = journal.read_bytes()
    for bit in range(0, len(whole) * 8, 3):
        for file in path.parent.iterdir():
            file.unlink()
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        journal.write_bytes(flipped)
        storage = opened(path)
        assert found(storage) == {f"a{n}" for n, size in enumerate(sizes) if size <= bit // 8}
        assert storage.recovery is not None
        assert [kept.read_bytes() for kept in storage.recovery.kept_as] == [bytes(flipped)]


def test_damage_in_an_earlier_journal_keeps_the_later_one_too(path: Path) -> None:
    storage = opened(path)
    storage.commit({"a": b"{}"})
    storage._files.begin_journal()
    storage.commit({"b": b"{}"})
    first = path.with_name("store.journal-0")
    first.write_bytes(first.read_bytes()[:-1])
    storage = opened(path)
    assert found(storage) == set()
    assert storage.recovery is not None
    assert len(storage.recovery.kept_as) == 2
    assert not list(path.parent.glob("*.journal-?"))


def test_a_journal_whose_snapshot_went_away_is_taken_and_told(path: Path) -> None:
    storage = opened(path)
    storage.commit({"a": b"{}"})
    storage.fold()
    storage.commit({"b": b"{}"})
    path.unlink()
    storage = opened(path)
    assert found(storage) == {"b"}
    assert storage.recovery is not None
    assert "missing" in str(storage.recovery)
    assert opened(path).recovery is None


def test_a_journal_that_its_snapshot_holds_is_not_taken_twice(path: Path) -> None:
    journal, _ = with_journal(path)
    before = journal.read_bytes()
    storage = opened(path)
    storage.commit({}, ["a0"])
    storage.fold()
    journal.write_bytes(before)  # as if the process had been killed before it could remove it
    storage = opened(path)
    assert found(storage) == {"a1", "a2", "a3"}
    assert not journal.exists()


def test_the_catalogue_tells_what_it_recovered(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "assets.journal-0").write_bytes(b"torn")
    with caplog.at_level(logging.ERROR), Catalogue.open(tmp_path) as catalogue:
        assert catalogue.recovery is not None
        assert catalogue.documents("jobs").recovery is None
    assert "assets.journal-0 is damaged" in caplog.text


def test_a_snapshot_cut_anywhere_is_noticed_and_kept_aside(path: Path) -> None:
    storage = opened(path)
    storage.commit({"a": b'{"name":"r\xc3\xa9"}', "b": b"{}"})
    storage.close()
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(CatalogueDamaged) as damaged:
            opened(path)
        assert damaged.value.path == path
        assert damaged.value.kept_as.read_bytes() == whole[:length]
        assert not path.exists()


def test_any_flipped_bit_of_a_snapshot_is_noticed(path: Path) -> None:
    storage = opened(path)
    storage.commit({"a": b'{"name":"r\xc3\xa9"}', "b": b"{}"})
    storage.close()
    whole = path.read_bytes()
    for bit in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with pytest.raises(CatalogueDamaged):
            opened(path)


@pytest.mark.parametrize("content", [b"", b"not JSON", b"{}", b'{"_default": {}}', b"\xff\xfe", b"\0" * 4096, b"[]\n"])
def test_what_is_no_file_of_ours_is_kept_aside_and_the_next_opening_starts_empty(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CatalogueDamaged, match="kept as") as damaged:
        opened(path)
    assert str(damaged.value).endswith("Do this.")
    assert damaged.value.kept_as.read_bytes() == content
    assert found(opened(path)) == set()


def test_changes_since_a_damaged_snapshot_are_still_there(path: Path) -> None:
    storage = opened(path)
    storage.commit({"a": b"{}"})
    storage.fold()
    storage.commit({"b": b"{}"})
    path.write_bytes(b"{")
    with pytest.raises(CatalogueDamaged):
        opened(path)
    assert found(opened(path)) == {"b"}


def test_what_a_killed_write_left_behind_is_removed(path: Path) -> None:
    with_journal(path)
    Path(f"{path}.new").write_bytes(b'{"schema":1,"crc')
    Path(f"{path.with_name('store.journal-0')}.new").write_bytes(b"torn")
    assert len(found(opened(path))) == 4
    assert {file.name for file in path.parent.iterdir()} == {"store.journal-0"}
