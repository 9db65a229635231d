"""A real server in its own process and a real browser. Any page error or request to an outside host fails the test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import checkpoints
import pytest
from driving import FLAGS, Running, chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path / "data")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny random checkpoints in the published format: musicgen and audiogen."""
    folder = tmp_path_factory.mktemp("weights")
    for kind in ("musicgen", "audiogen"):
        checkpoints.make(folder, kind)
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser profile at 1440 × 900."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    opened.on("request", lambda r: problems.append(f"outside: {r.url}") if outside(r.url) else None)
    opened.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    yield opened
    context.close()
    assert not problems, problems


def outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and not re.fullmatch(
        r"127\.0\.0\.1|localhost", parts.hostname or ""
    )
