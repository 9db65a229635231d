from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.studio import Studio
from audiocraft_studio.web.server import Server


@pytest.fixture
def served(studio: Studio) -> Iterator[httpx.Client]:
    yield from serve(studio)


@pytest.fixture
def guarded(tmp_path) -> Iterator[httpx.Client]:
    """A server that asks for a sign-in, as on a LAN."""
    with build(Settings(data_dir=tmp_path / "lan", port=0, sign_in="on", password="open sesame")) as studio:
        yield from serve(studio)


def serve(studio: Studio) -> Iterator[httpx.Client]:
    server = Server(studio)
    server.start()
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client
    server.stop()
