from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

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
