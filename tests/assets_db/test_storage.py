from __future__ import annotations

import json
import math
import os
import tempfile
import threading
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB
from tinydb.storages import MemoryStorage

from assets_db import CatalogueError, DiskFull, FileTrouble, LaterSchema, RecordError
from assets_db.storage import JournalStorage
from assets_db.table import RecordTable

FullDisk = Callable[[Path], AbstractContextManager[None]]
State = dict[str, dict[str, dict[str, Any]]]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
tables = st.dictionaries(texts, st.dictionaries(texts, json_values, max_size=3), max_size=4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


def opened(path: Path, **options: Any) -> JournalStorage:
    return JournalStorage(path, "assets", **options)


def records(path: Path) -> dict[str, Any]:
    """What another opening finds."""
    storage = opened(path)
    found = dict(storage.records())
    storage.close()
    return found


def state(number: int) -> State:
    return {"assets": {f"a{i}": {"id": f"a{i}", "name": "Rain é 雨 \U0001f327"} for i in range(number)}}


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_storage_without_a_file_is_empty(path: Path) -> None:
    assert opened(path).records() == {}
    assert names(path.parent) == set()


@settings(max_examples=60, deadline=None)
@given(states=st.lists(tables, min_size=1, max_size=4), fold=st.booleans())
def test_what_is_written_is_read_again_after_reopening(states: list[dict[str, dict[str, Any]]], fold: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.json"
        storage = opened(path)
        for data in states:
            storage.write({"assets": data})
            assert storage.read() == {"assets": data}
        if fold:
            storage.fold()
        found = records(path)
        assert found == states[-1]
        assert repr(found) == repr({key: states[-1][key] for key in found})  # 1 and 1.0 and True are not mixed up


def test_a_change_adds_one_block_to_the_journal_and_touches_nothing_else(path: Path) -> None:
    storage = opened(path)
    storage.write(state(100))
    storage.fold()
    storage.commit({"a5": b'{"id":"a5"}'})
    snapshot, journal = path.read_bytes(), path.with_name("store.journal-1")
    before = journal.read_bytes()
    storage.commit({"x": b'{"id":"x"}'}, ["a7"])
    assert path.read_bytes() == snapshot
    body = b'+"x":{"id":"x"}\n-"a7"\n'
    assert journal.read_bytes() == before + b"%08x %d\n" % (zlib.crc32(body), len(body)) + body


def test_the_snapshot_is_json_that_any_program_reads_with_a_record_a_line(path: Path) -> None:
    storage = opened(path)
    storage.write(state(3))
    storage.close()
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert whole["schema"] == 1
    assert whole["tables"] == state(3)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 5
    assert names(path.parent) == {"store.json"}


def watch_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is synced, renamed and removed from now on, in order."""
    calls: list[str] = []
    fsync, replace, unlink = os.fsync, Path.replace, Path.unlink

    def watched_fsync(descriptor: int) -> None:
        file = Path(f"/proc/self/fd/{descriptor}").resolve()
        calls.append("sync folder" if file == path.parent else f"sync {file.name}")
        fsync(descriptor)

    def watched_replace(self: Path, target: Path) -> Path:
        calls.append(f"rename to {Path(target).name}")
        return replace(self, target)

    def watched_unlink(self: Path, missing_ok: bool = False) -> None:
        calls.append(f"remove {self.name}")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    monkeypatch.setattr(Path, "unlink", watched_unlink)
    return calls


def test_a_change_is_on_the_disk_before_it_is_acknowledged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = opened(path)
    calls = watch_the_disk(path, monkeypatch)
    storage.commit({"a": b"{}"})
    made = ["sync store.journal-0.new", "rename to store.journal-0", "sync folder"]
    assert calls == [*made, "sync store.journal-0"]
    storage.commit({"b": b"{}"})
    assert calls[4:] == ["sync store.journal-0"]


def test_a_journal_is_removed_only_after_the_snapshot_that_holds_it_is_in_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = opened(path)
    storage.write(state(1))
    calls = watch_the_disk(path, monkeypatch)
    storage.fold()
    assert calls == ["sync store.json.new", "rename to store.json", "sync folder", "remove store.journal-0"]


class Killed(BaseException):
    """Stands for the end of the process: nothing runs after it."""


@pytest.mark.parametrize("step", range(1, 6))
def test_folding_may_end_between_any_two_steps(path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    storage = opened(path)
    storage.write(state(2))
    storage.fold()
    storage.write(state(4))
    with monkeypatch.context() as patched:
        left = [step]

        def dying(action: Callable[..., Any]) -> Callable[..., Any]:
            def run(*arguments: Any, **options: Any) -> Any:
                left[0] -= 1
                if left[0] <= 0:
                    raise Killed
                return action(*arguments, **options)

            return run

        patched.setattr(os, "fsync", dying(os.fsync))
        patched.setattr(Path, "replace", dying(Path.replace))
        patched.setattr(Path, "unlink", dying(Path.unlink))
        if step <= 4:
            with pytest.raises(Killed):
                storage.fold()
        else:
            storage.fold()
    assert records(path) == state(4)["assets"]
    assert opened(path).recovery is None


def test_changes_while_a_snapshot_is_written_go_to_the_next_journal(path: Path) -> None:
    storage = opened(path, fold_at_bytes=500)
    for number in range(300):
        storage.commit({f"a{number}": b'{"name":"' + b"x" * 50 + b'"}'})
    storage.commit({}, ["a0"])
    del storage  # as after a kill: nobody closes it
    assert set(records(path)) == {f"a{number}" for number in range(1, 300)}
    assert path.exists()


def test_a_snapshot_that_cannot_be_written_loses_nothing(path: Path) -> None:
    storage = opened(path)
    storage.write(state(1))
    Path(f"{path}.new").symlink_to("/dev/full")  # the system answers every write there with "no space left"
    with pytest.raises(DiskFull, match="Free some disk space"):
        storage.fold()
    storage.write(state(2))
    assert names(path.parent) == {"store.journal-0", "store.journal-1"}
    assert records(path) == state(2)["assets"]


def test_snapshots_that_cannot_be_written_one_after_the_other_lose_nothing(path: Path) -> None:
    storage = opened(path)
    aside = Path(f"{path}.new")
    for number in range(3):
        storage.write(state(number))
        for _ in range(2):  # with nothing written in between
            aside.symlink_to("/dev/full")
            with pytest.raises(DiskFull):
                storage.fold()
    assert records(path) == state(2)["assets"]
    assert opened(path).recovery is None


def test_a_full_disk_leaves_the_earlier_state_and_the_next_write_works(path: Path, full_disk: FullDisk) -> None:
    storage = opened(path)
    with full_disk(path.parent), pytest.raises(DiskFull):  # the first write of all
        storage.write(state(1))
    assert names(path.parent) == set()
    storage.write(state(1))
    before = path.with_name("store.journal-0").read_bytes()
    with full_disk(path.parent), pytest.raises(DiskFull, match="Free some disk space") as full:
        storage.write(state(20))
    assert full.value.path == path
    assert storage.read() == state(1)
    assert path.with_name("store.journal-0").read_bytes() == before
    storage.write(state(3))
    assert records(path) == state(3)["assets"]


def test_a_folder_that_went_away_is_told_and_is_no_full_disk(path: Path) -> None:
    storage = opened(path)
    path.parent.rmdir()
    with pytest.raises(FileTrouble) as trouble:
        storage.write(state(1))
    assert not isinstance(trouble.value, DiskFull)


@pytest.mark.parametrize("bad", [math.nan, math.inf, "\ud800", {"\udfff": 1}, b"bytes", {1, 2}, object()])
def test_what_json_cannot_hold_never_gets_into_the_file(path: Path, bad: object) -> None:
    storage = opened(path)
    storage.write(state(1))
    with pytest.raises(RecordError, match=r"tables\.assets\.x\.value"):
        storage.write({"assets": {"x": {"value": bad}}})
    assert storage.read() == state(1)
    with pytest.raises(RecordError, match="only"):
        storage.write({"others": {}})
    assert records(path) == state(1)["assets"]


def test_tinydb_itself_can_stand_on_it(path: Path, full_disk: FullDisk) -> None:
    database = TinyDB(path, storage=JournalStorage)
    database.insert({"name": "rain", "plays": 1})
    with pytest.raises(RecordError):
        database.insert({"name": "wind", "plays": math.nan})
    with full_disk(path.parent), pytest.raises(DiskFull):
        database.insert({"name": "wind" * 20})
    assert [dict(d) for d in database] == [{"name": "rain", "plays": 1}]
    database.close()
    assert [d["name"] for d in TinyDB(path, storage=JournalStorage)] == ["rain"]


numbers = st.integers(0, 3)
steps = st.lists(
    st.tuples(st.sampled_from(["insert", "update", "remove", "upsert", "clear", "reopen", "fold"]), numbers, numbers),
    max_size=15,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_any_sequence_of_operations_equals_plain_tinydb(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.json"
        plain = TinyDB(storage=MemoryStorage).table("assets")
        ours = RecordTable(opened(path), dict)
        ids: dict[str, int] = {}
        query: Any = Query()
        for action, key, number in steps:
            record = {"id": f"a{key}", "n": number, "list": [number]}
            if action in {"reopen", "fold"}:
                ours.stored.fold() if action == "fold" else ours.stored.close()
                ours = RecordTable(opened(path) if action == "reopen" else ours.stored, dict)
            elif action == "clear":
                plain.truncate()
                ours.truncate()
                ids = {}
            elif action == "insert" and record["id"] not in ids:
                ids[f"a{key}"] = plain.insert(record)
                ours.insert(record)
            elif action == "update":
                for table in (plain, ours):
                    table.update(lambda r: r["list"].append(7), query.n >= number)
            elif action == "remove":
                plain.remove(query.n == number)
                ours.remove(query.n == number)
                ids = {d["id"]: d.doc_id for d in plain}
            elif action == "upsert" and f"a{key}" in ids:
                for table in (plain, ours):
                    table.upsert({"n": number}, query.id == f"a{key}")
            assert ours.all() == plain.all()
            assert ours.search(query.n <= number) == plain.search(query.n <= number)


def test_threads_that_wait_for_the_disk_share_a_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = opened(path)
    storage.commit({"first": b"{}"})
    syncs: list[int] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (syncs.append(descriptor), fsync(descriptor)))
    threads = [threading.Thread(target=storage.commit, args=({f"t{n}": b"{}"},)) for n in range(20)]
    with storage.lock:  # all of them have to wait
        for thread in threads:
            thread.start()
        while len(storage._waiting) < 20:
            pass
    for thread in threads:
        thread.join()
    assert len(syncs) == 1
    assert len(records(path)) == 21


def test_a_thread_whose_change_was_not_written_is_told_when_another_was_interrupted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = opened(path)
    storage.commit({"first": b"{}"})
    told: list[type[BaseException]] = []

    def commit(key: str) -> None:
        try:
            storage.commit({key: b"{}"})
        except BaseException as error:
            told.append(type(error))

    def interrupted(_descriptor: int) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    threads = [threading.Thread(target=commit, args=(f"t{n}",)) for n in range(3)]
    with storage.lock:
        for thread in threads:
            thread.start()
        while len(storage._waiting) < 3:
            pass
        monkeypatch.setattr(os, "fsync", interrupted)
    for thread in threads:
        thread.join()
    assert sorted(kind.__name__ for kind in told) == ["CatalogueError", "CatalogueError", "KeyboardInterrupt"]
    assert set(records(path)) == {"first"}


def test_of_two_threads_that_want_the_same_id_one_is_refused(path: Path) -> None:
    storage = opened(path)
    refused: list[str] = []

    def take(value: bytes) -> None:
        def must_be_new(is_there: Callable[[str], bool]) -> None:
            if is_there("a"):
                raise RecordError("id", "taken")

        try:
            storage.commit({"a": value}, check=must_be_new)
        except RecordError:
            refused.append(value.decode())

    threads = [threading.Thread(target=take, args=(b'{"n":%d}' % n,)) for n in range(2)]
    with storage.lock:
        for thread in threads:
            thread.start()
        while len(storage._waiting) < 2:
            pass
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert records(path) == {"a": {"n": 1 - json.loads(refused[0])["n"]}}


def test_files_of_a_later_schema_are_refused_and_left_alone(path: Path) -> None:
    storage = opened(path, schema=3)
    storage.write(state(1))
    for _ in range(2):  # the journal, then the snapshot
        before = {file: file.read_bytes() for file in path.parent.iterdir()}
        with pytest.raises(LaterSchema, match="Update the program") as later:
            opened(path, schema=2)
        assert (later.value.found, later.value.known) == (3, 2)
        assert {file: file.read_bytes() for file in path.parent.iterdir()} == before
        storage.close()


def test_records_of_an_earlier_schema_are_upgraded_once(path: Path) -> None:
    storage = opened(path, schema=1)
    storage.write(state(2))
    storage.fold()
    storage.commit({"new": b'{"id":"new"}'})
    upgrades: list[str] = []

    def upgrade(record: dict[str, Any], schema: int) -> dict[str, Any]:
        upgrades.append(record["id"])
        return {**record, "was": schema}

    for _ in range(2):
        upgraded = opened(path, schema=3, upgrade=upgrade)
        assert {r["was"] for r in upgraded.records().values()} == {1}
        assert upgrades == ["a0", "a1", "new"]


def test_a_file_of_the_first_version_is_taken_over(path: Path) -> None:
    body = json.dumps(state(3), ensure_ascii=False, separators=(",", ":")).encode()
    crc = zlib.crc32(body, zlib.crc32(b"1"))
    path.write_bytes(b'{"schema":1,"crc32":"%08x","tables":%b}\n' % (crc, body))
    storage = opened(path)
    assert storage.read() == state(3)
    assert b'"journal":' in path.read_bytes()[:60]
    storage.commit({}, ["a1"])
    del storage
    assert set(records(path)) == {"a0", "a2"}


def test_a_closed_storage_says_so(path: Path) -> None:
    storage = opened(path)
    storage.close()
    with pytest.raises(CatalogueError, match="closed"):
        storage.read()
    with pytest.raises(CatalogueError, match="closed"):
        storage.write({})
