"""Writing files that are never torn."""

from pathlib import Path

import pytest

from assets_db import write_many_aside


def test_many_files_are_written_in_the_place_of_the_old_ones(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    contents = {tmp_path / "ab"[i % 2] / f"{i}.json": b"%d" % i for i in range(40)}
    next(iter(contents)).write_bytes(b"old")
    write_many_aside(contents)
    assert {path: path.read_bytes() for path in contents} == contents
    assert not list(tmp_path.rglob("*.new"))


def test_one_file_that_cannot_be_written_keeps_its_old_content_and_the_others_are_there(tmp_path: Path) -> None:
    blocked, fine = tmp_path / "blocked", tmp_path / "fine"
    blocked.mkdir()
    (blocked / "inside").write_bytes(b"kept")
    with pytest.raises(OSError, match="blocked"):
        write_many_aside({blocked: b"new", fine: b"new"})
    assert fine.read_bytes() == b"new"
    assert (blocked / "inside").read_bytes() == b"kept"
    assert not list(tmp_path.glob("*.new"))
