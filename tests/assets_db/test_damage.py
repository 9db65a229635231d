"""Files that are not what was written: how far they are read, what is told, and that nothing is deleted."""

from __future__ import annotations

import logging
import random
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import dying
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assets_db import Catalogue, CatalogueDamaged
from assets_db.lines import encode, item
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
            assert storage.recovery.n_taken == n_whole
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


def test_the_end_of_an_earlier_journal_is_missed_although_all_that_is_left_is_whole(path: Path) -> None:
    journal, sizes = with_journal(path)
    storage = opened(path)
    storage._files.begin_journal()
    storage.commit({"b": b"{}"})
    journal.write_bytes(journal.read_bytes()[: sizes[1]])
    storage = opened(path)
    assert found(storage) == {"a0", "a1"}
    assert "its end is missing" in str(storage.recovery)


def test_what_a_failed_write_left_at_the_end_of_an_earlier_journal_costs_nothing(path: Path) -> None:
    journal, _ = with_journal(path)
    storage = opened(path)
    storage._files.begin_journal()
    storage.commit({"b": b"{}"})
    with journal.open("ab") as file:  # as where a disk refused a write, and then to take its beginning away
        file.write(b"0badc0de 99\n+")
    storage = opened(path)
    assert found(storage) == {"a0", "a1", "a2", "a3", "b"}
    assert storage.recovery is None


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


def with_snapshot(path: Path) -> dict[str, dict[str, str]]:
    """A snapshot of some records, and no journal; the records."""
    storage = opened(path)
    records = {"a": {"name": "Ré"}, "b": {"name": "Mi"}, "c": {}}
    storage.commit({key: encode(record) for key, record in records.items()})
    storage.close()
    return records


def test_a_snapshot_cut_anywhere_gives_the_whole_records_before_the_cut(path: Path) -> None:
    records = with_snapshot(path)
    whole = path.read_bytes()
    ends = {
        key: whole.index(item(key, encode(record))) + len(item(key, encode(record))) for key, record in records.items()
    }
    for length in range(len(whole)):
        for file in path.parent.iterdir():
            file.unlink()
        path.write_bytes(whole[:length])
        expected = {key: records[key] for key, end in ends.items() if end <= length}
        assert opened_somehow(path, whole[:length]) == expected


def test_any_flipped_bit_of_a_snapshot_costs_one_record_at_most(path: Path) -> None:
    records = with_snapshot(path)
    whole = path.read_bytes()
    head, tail = whole.index(b'"a"'), whole.index(b"}},")
    for bit in range(0, len(whole) * 8, 3):
        for file in path.parent.iterdir():
            file.unlink()
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        found = opened_somehow(path, bytes(flipped))
        assert found.items() <= records.items()
        if head <= bit // 8 < tail:
            assert len(found) >= len(records) - 2  # two where the line's end between them was hit


def opened_somehow(path: Path, damaged: bytes) -> dict[str, dict[str, str]]:
    """What the opening after some damage gives: what is whole, or nothing where that cannot be told."""
    try:
        storage = opened(path)
    except CatalogueDamaged as error:
        kept_as: tuple[Path, ...] = (error.kept_as,)
        assert not path.exists()
        storage = opened(path)
    else:
        assert storage.recovery is not None
        kept_as = storage.recovery.kept_as
        assert storage.recovery.n_taken == len(storage)
    assert [kept.read_bytes() for kept in kept_as] == [damaged]
    found = dict(storage.records())
    again = opened(path)
    assert again.recovery is None
    assert dict(again.records()) == found
    return found


def test_the_report_says_in_words_what_was_lost(path: Path) -> None:
    storage = opened(path)
    storage.commit({"a": b'{"name":"Rain on tin"}', "b": b'{"name":"Door"}'})
    storage.fold()
    for name in ("Gate", "Gate, closed", "Wind"):
        storage.commit({name[:4].lower(): b'{"name":"%b"}' % name.encode()})
    storage.commit({}, ["a"])
    journal = path.with_name("store.journal-1")
    journal.write_bytes(journal.read_bytes().replace(b"closed", b"Closed"))
    told = str(opened(path).recovery)
    assert told.startswith("store.journal-1 is damaged: the checksum of a change does not match its content (byte ")
    assert "What could be taken: 1 changes." in told
    assert "The latest changes are lost of: “Gate, Closed” (gate), “Wind” (wind), a." in told
    assert told.endswith("Do this.")

    path.write_bytes(path.read_bytes().replace(b"tin", b"bin"))
    recovery = opened(path).recovery
    assert recovery is not None
    assert recovery.n_lost == 1
    assert "What could be taken: 2 whole records. Lost: “Rain on bin” (a). Nothing was deleted" in str(recovery)


def test_the_report_of_a_machine_that_stopped_amid_a_save_is_no_alarm(path: Path) -> None:
    journal, _ = with_journal(path)
    journal.write_bytes(journal.read_bytes()[:-3])
    assert str(opened(path).recovery).endswith("a change that was never confirmed.")


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


Names = dict[str, str]


@dataclass(frozen=True)
class Used:
    """A folder as a kill amid a fold leaves it: a snapshot and two journals.

    moments: each change's journal, the journal's length after it, and the names after it; the first: the snapshot's.
    """

    folder: Path
    moments: list[tuple[int, int, Names]] = field(repr=False)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Used:
    folder = tmp_path_factory.mktemp("used")
    with Catalogue.open(folder) as catalogue:
        catalogue.insert_many([dying.sound(f"a{n}", "before") for n in range(30)])
    catalogue = Catalogue.open(folder)
    rng = random.Random(7)
    moments = [(1, 0, dying.names_in(catalogue))]
    for number in (1, 2):
        for change in range(12):
            ids = sorted(catalogue.ids())
            kind = rng.choice(["insert", "update", "remove"])
            if kind == "insert":
                catalogue.insert_many(
                    [dying.sound(f"j{number}c{change}x{n}", kind) for n in range(rng.randrange(1, 5))]
                )
            elif kind == "update":
                catalogue.update_many([dying.sound(key, f"change {change}") for key in rng.sample(ids, 3)])
            else:
                catalogue.remove_many(rng.sample(ids, 2))
            length = (folder / f"assets.journal-{number}").stat().st_size
            moments.append((number, length, dying.names_in(catalogue)))
        if number == 1:
            catalogue._storage._files.begin_journal()
    copy = Path(shutil.copytree(folder, folder / "copy"))  # before it is closed and folded
    catalogue.close()
    return Used(copy, moments)


def damaged(content: bytes, how: str, at: int, length: int, noise: random.Random) -> bytes:
    end = at + length
    match how:
        case "cut":
            return content[:at]
        case "flipped bit":
            return content[:at] + bytes([content[at] ^ 1 << length % 8]) + content[at + 1 :]
        case "zeros to the end":  # what some file systems give for blocks that never reached the disk
            return content[:at] + bytes(len(content) - at)
        case "noise":
            return content[:at] + noise.randbytes(min(length, len(content) - at)) + content[end:]
        case "a part missing":
            return content[:at] + content[end:]
        case _:
            return content[:end] + content[at:]


DAMAGES = ["cut", "flipped bit", "zeros to the end", "noise", "a part missing", "a part twice"]


@settings(max_examples=80, deadline=None)
@given(
    name=st.sampled_from(["assets.json", "assets.journal-1", "assets.journal-2"]),
    how=st.sampled_from(DAMAGES),
    place=st.floats(0, 1, exclude_max=True),
    length=st.integers(1, 3000),
    seed=st.integers(0, 2**16),
)
def test_whatever_is_damaged_wherever_all_that_was_whole_before_it_is_there(
    used: Used, name: str, how: str, place: float, length: int, seed: int
) -> None:
    content = (used.folder / name).read_bytes()
    at = int(place * len(content))
    changed = damaged(content, how, at, length, random.Random(seed))
    assume(changed != content)
    first = next((i for i, (old, new) in enumerate(zip(content, changed, strict=False)) if old != new), len(changed))
    with tempfile.TemporaryDirectory() as place_for:
        folder = Path(shutil.copytree(used.folder, Path(place_for) / "data"))
        (folder / name).write_bytes(changed)
        try:
            catalogue = Catalogue.open(folder)
        except CatalogueDamaged:
            catalogue = Catalogue.open(folder)
        with catalogue:
            now = dying.names_in(catalogue)
            if name == "assets.json":
                assert_whole_records_are_there(used, now, n_lost_at_most=2 if how == "flipped bit" else None)
            else:
                number = int(name[-1])
                till = (number, first) if first < len(content) else (9, 0)  # what is only added costs nothing
                taken = [state for n, size, state in used.moments if (n, size) <= till]
                assert now == taken[-1]
            assert catalogue.search(limit=0).total == len(now)
            catalogue.insert(dying.sound("later", "later"))
        kept = [file.read_bytes() for file in folder.glob("*.damaged-*")]
        ends_whole = name == "assets.journal-2" and first in {size for _, size, _ in used.moments}  # nobody can tell
        assert changed in kept or now == used.moments[-1][2] or ends_whole
        with Catalogue.open(folder) as again:
            assert again.recovery is None
            assert again.ids() == {*now, "later"}


def assert_whole_records_are_there(used: Used, now: Names, n_lost_at_most: int | None) -> None:
    """After damage to the snapshot: all that the journals tell is there, and nothing that is there is wrong."""
    before, after = used.moments[0][2], used.moments[-1][2]
    assert now.items() <= after.items()
    told_by_journals = {key for key, record in after.items() if before.get(key) != record}
    assert told_by_journals <= now.keys()
    if n_lost_at_most is not None and now.keys() != told_by_journals:
        assert len(after) - len(now) <= n_lost_at_most
