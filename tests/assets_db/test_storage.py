from __future__ import annotations

import json
import math
import os
import resource
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB

from assets_db import CatalogueDamaged, CatalogueError, DiskFull, FileTrouble, LaterSchema, RecordError
from assets_db.storage import JsonStorage

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
tables = st.dictionaries(texts, st.dictionaries(texts, st.dictionaries(texts, json_values, max_size=3), max_size=3))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


def state(number: int) -> dict[str, dict[str, dict[str, object]]]:
    return {"assets": {f"a{i}": {"id": f"a{i}", "name": "Rain é 雨 \U0001f327"} for i in range(number)}}


def test_a_storage_without_a_file_is_empty(path: Path) -> None:
    assert JsonStorage(path).read() is None
    assert not path.exists()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables)
def test_what_is_written_is_read_again_after_reopening(
    path: Path, data: dict[str, dict[str, dict[str, object]]]
) -> None:
    JsonStorage(path).write(data)
    assert JsonStorage(path).read() == data


def test_the_file_is_compact_json_in_utf_8_that_any_program_reads(path: Path) -> None:
    JsonStorage(path).write(state(2))
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert whole["schema"] == 1
    assert whole["tables"] == state(2)
    assert "雨" in path.read_text(encoding="utf-8")
    assert ", " not in path.read_text(encoding="utf-8")


def test_the_file_is_on_the_disk_before_it_takes_the_place_of_the_old_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = JsonStorage(path)
    calls: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def watched_fsync(descriptor: int) -> None:
        calls.append("sync folder" if Path(f"/proc/self/fd/{descriptor}").resolve() == path.parent else "sync file")
        fsync(descriptor)

    def watched_replace(self: Path, target: Path) -> Path:
        calls.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    storage.write(state(1))
    assert calls == ["sync file", "rename", "sync folder"]


@pytest.mark.parametrize("bad", [math.nan, math.inf, "\ud800", {"\udfff": 1}, b"bytes", {1, 2}])
def test_what_json_cannot_hold_never_gets_into_the_file(path: Path, bad: object) -> None:
    storage = JsonStorage(path)
    storage.write(state(1))
    before = path.read_bytes()
    with pytest.raises(RecordError, match=r"tables\.assets\.x\.value"):
        storage.write({"assets": {"x": {"value": bad}}})
    assert storage.read() == state(1)
    assert path.read_bytes() == before
    storage.write(state(2))
    assert JsonStorage(path).read() == state(2)


def test_a_full_disk_leaves_the_earlier_state_and_the_next_write_works(path: Path) -> None:
    storage = JsonStorage(path)
    storage.write(state(1))
    before = path.read_bytes()
    Path(f"{path}.new").symlink_to("/dev/full")  # the system answers every write there with "no space left"
    with pytest.raises(DiskFull, match="Free some disk space") as full:
        storage.write(state(2))
    assert full.value.path == path
    assert storage.read() == state(1)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    storage.write(state(3))
    assert JsonStorage(path).read() == state(3)


def test_a_file_over_the_size_limit_of_the_process_counts_as_a_full_disk(path: Path) -> None:
    storage = JsonStorage(path)
    storage.write(state(1))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))  # Python ignores SIGXFSZ, so the write fails with EFBIG
    try:
        with pytest.raises(DiskFull):
            storage.write(state(1000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert storage.read() == state(1)
    assert JsonStorage(path).read() == state(1)
    assert list(path.parent.iterdir()) == [path]


def test_a_failed_write_through_tinydb_itself_is_undone_in_memory(path: Path) -> None:
    database = TinyDB(path, storage=JsonStorage)
    database.insert({"name": "rain", "plays": 1})
    with pytest.raises(RecordError):
        database.insert({"name": "wind", "plays": math.nan})
    Path(f"{path}.new").symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        database.update({"plays": 2}, Query().name == "rain")
    assert [dict(d) for d in database] == [{"name": "rain", "plays": 1}]
    database.insert({"name": "hail"})
    assert [d["name"] for d in TinyDB(path, storage=JsonStorage)] == ["rain", "hail"]


def test_the_first_write_of_all_may_fail_too(path: Path) -> None:
    storage = JsonStorage(path)
    Path(f"{path}.new").symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        storage.write(state(1))
    assert storage.read() is None
    assert list(path.parent.iterdir()) == []


def test_a_folder_that_went_away_is_told_and_is_no_full_disk(path: Path) -> None:
    storage = JsonStorage(path)
    path.parent.rmdir()
    with pytest.raises(FileTrouble) as trouble:
        storage.write(state(1))
    assert not isinstance(trouble.value, DiskFull)


def test_what_a_killed_write_left_behind_is_removed(path: Path) -> None:
    JsonStorage(path).write(state(1))
    Path(f"{path}.new").write_bytes(b'{"schema":1,"crc')
    assert JsonStorage(path).read() == state(1)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_cut_anywhere_is_noticed_and_kept_aside(path: Path) -> None:
    JsonStorage(path).write(state(2))
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(CatalogueDamaged) as damaged:
            JsonStorage(path)
        assert damaged.value.path == path
        assert damaged.value.kept_as.read_bytes() == whole[:length]
        assert not path.exists()


def test_any_flipped_bit_is_noticed(path: Path) -> None:
    JsonStorage(path).write(state(1))
    whole = path.read_bytes()
    for bit in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with pytest.raises(CatalogueDamaged):
            JsonStorage(path)


@pytest.mark.parametrize("content", [b"", b"not JSON", b"{}", b'{"_default": {}}', b"\xff\xfe", b"\0" * 4096, b"[]\n"])
def test_what_is_no_file_of_ours_is_kept_aside_and_the_next_opening_starts_empty(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CatalogueDamaged, match="kept as") as damaged:
        JsonStorage(path, remedy="Do this.")
    assert str(damaged.value).endswith("Do this.")
    assert damaged.value.kept_as.read_bytes() == content
    assert JsonStorage(path).read() is None


def test_a_file_of_a_later_schema_is_refused_and_left_alone(path: Path) -> None:
    JsonStorage(path, schema=3).write(state(1))
    before = path.read_bytes()
    with pytest.raises(LaterSchema, match="Update the program") as later:
        JsonStorage(path, schema=2)
    assert (later.value.found, later.value.known) == (3, 2)
    assert path.read_bytes() == before


def test_records_of_an_earlier_schema_are_upgraded_on_reading(path: Path) -> None:
    JsonStorage(path, schema=1).write(state(2))
    upgraded = JsonStorage(path, schema=3, upgrade=lambda record, schema: {**record, "was": schema})
    records = (upgraded.read() or {})["assets"]
    assert [r["was"] for r in records.values()] == [1, 1]
    upgraded.write({"assets": records})
    assert JsonStorage(path, schema=3).read() == {"assets": records}


def test_a_closed_storage_says_so(path: Path) -> None:
    storage = JsonStorage(path)
    storage.close()
    with pytest.raises(CatalogueError, match="closed"):
        storage.read()
    with pytest.raises(CatalogueError, match="closed"):
        storage.write({})
