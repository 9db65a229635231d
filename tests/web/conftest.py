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


@pytest.fixture(scope="module")
def quiet_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """What all the tests of a file share that only ask, or are refused: nothing is kept in it, and no job is begun."""
    with build(Settings(data_dir=tmp_path_factory.mktemp("quiet"), port=0)) as built:
        yield built
        assert built.library.count() == 0
        assert built.jobs.all() == []


@pytest.fixture(scope="module")
def quiet(quiet_studio: Studio) -> Iterator[httpx.Client]:
    yield from serve(quiet_studio)


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
