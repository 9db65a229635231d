"""Records of earlier versions: folders as those versions wrote them are opened, and brought up to date once."""

from __future__ import annotations

import itertools
import json
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dying
import pytest
from killing import Killer, killer

from assets_db import Catalogue, DiskFull, LaterSchema, rebuild
from assets_db.migrations import SCHEMA, migrate


def add_mood(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "mood": "calm"}


def shout(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "mood": record["mood"].upper()}


def test_a_record_goes_through_every_step_after_its_own_schema() -> None:
    assert migrate({"id": "a"}, 1, [add_mood, shout]) == {"id": "a", "mood": "CALM", "schema": 3}
    assert migrate({"id": "a", "mood": "sad"}, 2, [add_mood, shout]) == {"id": "a", "mood": "SAD", "schema": 3}


def test_the_record_given_is_left_as_it_is() -> None:
    record = {"id": "a", "schema": 1}
    migrate(record, 1, [add_mood])
    assert record == {"id": "a", "schema": 1}


def record_of_schema_1(key: str, name: str, rating: int | None = None) -> dict[str, Any]:
    """A record as the first version wrote it, field by field."""
    return {
        "id": key, "type": "ambience", "project": "Harbour", "name": name, "category": "Rain", "subcategory": "Roof",
        "tags": ["rain", "tin"], "description": "", "path": f"audio/2026-01/{key}_rain.wav", "sha256": "0" * 64,
        "sample_rate": 48000, "channels": 2, "duration_s": 8.0,
        "recipe": {"engine": "sketch", "prompt": "heavy rain on a tin roof", "seed": 7},
        "parents": [{"id": "p", "how": "variation"}], "quality": {"peak_db": -3.5}, "loudness_lufs": -23.0,
        "licence": "free to use",
        "review": {
            "rating": rating, "status": "approved", "favourite": True,
            "comments": [{"at_s": 1.5, "text": "gut", "by": "Mia", "created_at": "2026-01-31T12:00:00.000Z"}],
        },
        "created_at": "2026-01-31T12:00:00.000Z", "created_by": "Mia", "sound": None, "notes": ["loops"],
        "trashed_at": None, "schema": 1,
    }  # fmt: skip


def dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def write_snapshot(path: Path, table: str, records: dict[str, dict[str, Any]], schema: int = 1) -> None:
    """A snapshot before the journal 1, in the form that had no checksums of its lines."""
    lines = b",\n".join(b'"%b":%b' % (key.encode(), dumped(record)) for key, record in records.items())
    body = b'{"%b":{\n%b\n}}' % (table.encode(), lines)
    crc = zlib.crc32(body, zlib.crc32(b"%d 1" % schema))
    path.write_bytes(b'{"schema":%d,"crc32":"%08x","journal":1,"tables":%b}\n' % (schema, crc, body))


def write_journal(path: Path, changes: list[bytes], schema: int = 1) -> None:
    bodies = [b'{"journal":1,"schema":%d}\n' % schema, *changes]
    path.write_bytes(b"".join(b"%08x %d\n%b" % (zlib.crc32(body), len(body), body) for body in bodies))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that a studio of schema 1 left when it was killed: snapshots, journals, sidecars."""
    folder = tmp_path / "data"
    folder.mkdir()
    records = {key: record_of_schema_1(key, f"Rain {key}") for key in ("a", "b", "c")}
    write_snapshot(folder / "assets.json", "assets", records)
    new, rated = record_of_schema_1("d", "Régen 雨"), record_of_schema_1("b", "Rain b", rating=4)
    write_journal(
        folder / "assets.journal-1",
        [b'+"d":%b\n' % dumped(new), b'+"b":%b\n-"c"\n' % dumped(rated)],
    )
    write_snapshot(folder / "documents-scenes.json", "scenes", {"s": {"id": "s", "layers": [1]}})
    write_journal(folder / "documents-scenes.journal-1", [b'+"s":{"id":"s","layers":[1,2]}\n'])
    for record in (records["a"], rated, new):
        sidecar = folder / record["path"].replace(".wav", ".json")
        sidecar.parent.mkdir(parents=True, exist_ok=True)
        sidecar.write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    return folder


def assert_all_is_there(catalogue: Catalogue) -> None:
    assert catalogue.ids() == {"a", "b", "d"}
    for key, name in {"a": "Rain a", "b": "Rain b", "d": "Régen 雨"}.items():
        asset = catalogue.get(key)
        assert (asset.ucs, asset.collections, asset.descriptor, asset.schema) == ("", (), "", SCHEMA)
        old = record_of_schema_1(key, name, asset.review.rating)
        assert {k: v for k, v in asset.to_dict().items() if k in old} == {**old, "schema": SCHEMA}
    assert catalogue.get("b").review.rating == 4
    assert catalogue.recovery is None
    assert catalogue.documents("scenes").get("s")["layers"] == [1, 2]


def test_a_folder_of_schema_1_is_opened_and_upgraded_on_the_disk_once(folder: Path) -> None:
    with Catalogue.open(folder) as catalogue:
        assert_all_is_there(catalogue)
        assert catalogue.search("rain rating:4").total == 1
        assert (folder / "assets.json").read_bytes().startswith(b'{"schema":%d,' % SCHEMA)
        assert not list(folder.glob("assets.journal-*"))
    upgraded = folder / "assets.json"
    before = (upgraded.read_bytes(), upgraded.stat().st_mtime_ns)
    with Catalogue.open(folder) as catalogue:
        assert_all_is_there(catalogue)
    assert (upgraded.read_bytes(), upgraded.stat().st_mtime_ns) == before
    assert not list(folder.glob("*damaged*"))


def test_sidecars_of_schema_1_fill_a_lost_catalogue(folder: Path) -> None:
    for file in folder.glob("assets.*"):
        file.unlink()
    with Catalogue.open(folder) as catalogue:
        rebuilt = rebuild(catalogue, folder / "audio")
        assert (rebuilt.added, rebuilt.errors) == (3, [])
        assert_all_is_there(catalogue)


@pytest.fixture
def processes() -> Iterator[Killer]:
    with killer() as started:
        yield started


def test_a_kill_at_any_step_of_the_upgrade_leaves_either_form(folder: Path, processes: Killer) -> None:
    numbers = itertools.count()

    def copy() -> Path:
        return Path(shutil.copytree(folder, folder.with_name(f"copy{next(numbers)}")))

    found: set[bytes] = set()
    for killed in processes.every_step("only_open", copy):
        found.add((killed / "assets.json").read_bytes()[:12])
        with Catalogue.open(killed) as catalogue:
            assert_all_is_there(catalogue)
    assert found == {b'{"schema":1,', b'{"schema":%d,' % SCHEMA}


def test_an_upgrade_that_finds_no_room_leaves_the_earlier_form(folder: Path, small_disk: Path) -> None:
    data = Path(shutil.copytree(folder, small_disk / "data"))
    before = {file: file.read_bytes() for file in data.glob("assets.*")}
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * shutil.disk_usage(small_disk).free)
    with pytest.raises(DiskFull, match="Free some disk space"):
        Catalogue.open(data)
    assert {file: file.read_bytes() for file in data.glob("assets.*")} == before
    ballast.unlink()
    with Catalogue.open(data) as catalogue:
        assert_all_is_there(catalogue)


@pytest.mark.parametrize("name", ["assets.json", "assets.journal-1", "documents-scenes.journal-1"])
def test_a_folder_of_a_later_version_is_refused_and_left_as_it_is(folder: Path, name: str) -> None:
    later = SCHEMA + 1
    if name == "assets.json":
        write_snapshot(folder / name, "assets", {"a": {"id": "a", "of": "the future"}}, later)
    else:
        write_journal(folder / name, [b'+"a":{"id":"a","of":"the future"}\n'], later)
    before = {file: file.read_bytes() for file in folder.glob(Path(name).stem + ".*")}
    assert len(before) == 2
    for _ in range(2):  # the first opening does not hold the folder
        with pytest.raises(LaterSchema, match="Update the program"), Catalogue.open(folder) as catalogue:
            catalogue.documents("scenes")
    assert {file: file.read_bytes() for file in before} == before


def test_the_upgraded_folder_takes_changes_and_keeps_them(folder: Path) -> None:
    with Catalogue.open(folder) as catalogue:
        catalogue.insert(dying.sound("e", "new"))
    with Catalogue.open(folder) as catalogue:
        assert catalogue.ids() == {"a", "b", "d", "e"}
