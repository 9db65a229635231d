from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assets_db import Asset, Catalogue, check


def sha256_of(file: Path) -> str:
    if not file.stat().st_size:
        raise ValueError("it is empty")
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_check_finds_what_does_not_belong_together(catalogue: Catalogue, make_asset: Callable[..., Asset]) -> None:
    audio = catalogue.folder / "audio"
    audio.mkdir()
    for name in ("good", "gone", "changed", "empty"):
        catalogue.insert(make_asset(name))  # whose hash is that of its name
    for name, content in {"good": b"good", "changed": b"other", "empty": b"", "stray": b"?"}.items():
        (audio / f"{name}.wav").write_bytes(content)
    found = check(catalogue, catalogue.folder, audio.glob("*.wav"), sha256_of)
    assert found.n_assets == 4
    assert found.missing == ["gone"]
    assert found.different == ["changed"]
    assert found.unreadable == {"empty": "it is empty"}
    assert found.orphans == [audio / "stray.wav"]
    assert not found.is_fine


def test_without_a_hash_only_the_files_are_looked_for(catalogue: Catalogue, make_asset: Callable[..., Asset]) -> None:
    assert check(catalogue, catalogue.folder).is_fine
    catalogue.insert(make_asset("a"))
    assert check(catalogue, catalogue.folder).missing == ["a"]
    (catalogue.folder / "audio").mkdir()
    (catalogue.folder / "audio" / "a.wav").write_bytes(b"anything")
    assert check(catalogue, catalogue.folder).is_fine


def test_sidecars_that_are_missing_or_say_something_else_are_found(
    catalogue: Catalogue, make_asset: Callable[..., Asset]
) -> None:
    audio = catalogue.folder / "audio"
    audio.mkdir()
    for name in ("good", "old", "bare", "torn", "first"):
        catalogue.insert(make_asset(name, rating=4))
        (audio / f"{name}.wav").write_bytes(name.encode())
    first = {k: v for k, v in catalogue.get("first").to_dict().items() if k not in {"ucs", "collections", "descriptor"}}
    (audio / "good.json").write_text(json.dumps(catalogue.get("good").to_dict()))
    (audio / "old.json").write_text(json.dumps(make_asset("old", rating=1).to_dict()))
    (audio / "torn.json").write_bytes(b"{")
    (audio / "first.json").write_text(json.dumps(first | {"schema": 1}))  # as the first version wrote it
    (audio / "stray.json").write_text(json.dumps(make_asset("stray").to_dict()))
    heard: list[tuple[int, int]] = []
    found = check(
        catalogue, catalogue.folder, audio.iterdir(), sha256_of, sidecars=True, tick=lambda *now: heard.append(now)
    )
    assert found.without_sidecar == ["bare"]
    assert found.stale == ["old", "torn"]
    assert found.orphans == [audio / "stray.json"]
    assert heard == [(n, 5) for n in range(1, 6)]
    assert not (found.missing or found.different or found.unreadable)


def test_a_check_that_is_stopped_reads_no_more_files(catalogue: Catalogue, make_asset: Callable[..., Asset]) -> None:
    catalogue.insert_many([make_asset(f"a{n}") for n in range(500)])
    (catalogue.folder / "audio").mkdir()
    for n in range(500):
        (catalogue.folder / "audio" / f"a{n}.wav").write_bytes(b"x")
    read: list[Path] = []

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    def slow_sha256_of(file: Path) -> str:
        read.append(file)
        time.sleep(0.01)
        return ""

    with pytest.raises(KeyboardInterrupt):
        check(catalogue, catalogue.folder, sha256_of=slow_sha256_of, tick=stop)
    assert len(read) < 100
