"""What the tests of the store share: a way to make assets, and an open catalogue."""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from assets_db import Asset, Catalogue, Review

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def make_asset() -> Callable[..., Asset]:
    """make_asset("a1", name="Rain", rating=4, prompt="…", params={…}, …): an asset with sensible other fields."""

    def make(key: str = "a1", **fields: Any) -> Asset:
        review = {k: fields.pop(k) for k in ("rating", "status", "favourite") if k in fields}
        in_recipe = {k: fields.pop(k) for k in ("prompt", "model", "engine", "seed", "params") if k in fields}
        values: dict[str, Any] = {
            "id": key,
            "type": "sfx",
            "project": "Harbour",
            "name": f"Sound {key}",
            "path": f"audio/{key}.wav",
            "sha256": hashlib.sha256(key.encode()).hexdigest(),
            "sample_rate": 16000,
            "channels": 1,
            "duration_s": 1.0,
            "recipe": in_recipe,
            "review": Review(**review),
            "created_at": "2026-01-31T12:00:00.000Z",
        }
        return Asset(**(values | fields))

    return make


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "data") as opened:
        yield opened


@pytest.fixture(scope="session")
def full_disk() -> Callable[[Path], AbstractContextManager[None]]:
    """with full_disk(folder): no file may grow by more than a few bytes over the largest journal in `folder`.

    The system then refuses in the middle of a change, as it does when a disk is full.
    """

    @contextmanager
    def limited(folder: Path, room_bytes: int = 12) -> Iterator[None]:
        largest = max((file.stat().st_size for file in folder.glob("*.journal-*")), default=0)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room_bytes, hard))  # Python ignores SIGXFSZ
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return limited


@pytest.fixture
def start_python() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """start_python(code or script, *arguments): a second Python process that can import the packages."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str | Path, *arguments: object) -> subprocess.Popen[str]:
        program = [str(code)] if isinstance(code, Path) else ["-c", code]
        process = subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
