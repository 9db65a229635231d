"""Starting the studio as a user does, and finding one's way on its page."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

ROOT = Path(__file__).parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def chromium() -> str:
    """Path of the browser; installs Debian's where none is found."""
    return os.environ.get("CHROMIUM") or subprocess.check_output([ROOT / "scripts/browser.sh"], text=True).strip()


class Running:
    """The studio as a user starts it: app.py in a process of its own."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder = folder
        self._environ = environ
        self.start()

    def start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = (self.folder.parent / f"{self.folder.name}.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "app.py", "--data", str(self.folder), "--port", str(port)],
            cwd=ROOT, stdout=self.log, stderr=self.log, env={**os.environ, **self._environ},
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(Path(self.log.name).read_text()) from None
                time.sleep(0.05)

    def stop(self, how: int = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(30)
        self.log.close()

    def restart(self, how: int = signal.SIGTERM) -> None:
        self.stop(how)
        self.start()

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """What a GET of the JSON route `path` answers, or a POST of `body`."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def transport(page: Page) -> Locator:
    return page.get_by_role("region", name="Transport")


def write_prompt(page: Page, text: str) -> None:
    prompt_field(page).fill(text)


def prompt_field(page: Page) -> Locator:
    return page.get_by_role("tabpanel").get_by_role("textbox", name=re.compile("^Prompt"))


def generate_one(page: Page, prompt: str) -> None:
    """In the Generate tab: one take of a prompt, by the keyboard."""
    ready(page)
    page.get_by_role("spinbutton", name="Takes").fill("1")
    write_prompt(page, prompt)
    page.keyboard.press("Control+Enter")


def ready(page: Page) -> None:
    """The Generate tab has its form back as it was left."""
    page.wait_for_function("globalThis.studio?.form?.ready")


def keep_sounding(page: Page) -> None:
    """Loops what is played, so that a short sound can be looked at while it plays."""
    page.evaluate("() => { studio.player.loop = true; }")


def eventually(ask: Callable[[], Any], timeout_s: float = 20.0) -> Any:
    """What `ask` gives as soon as that is true. Fails after `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    while not (found := ask()):
        assert time.monotonic() < deadline, f"never came true; last: {found!r}"
        time.sleep(0.05)
    return found


def settle(page: Page, quiet_s: float = 1.0) -> None:
    """Waits until the page has asked the server nothing for a while: what a render or a new sound sets off is over."""
    last = [time.monotonic()]

    def noted(_: object) -> None:
        last[0] = time.monotonic()

    page.on("request", noted)
    while time.monotonic() - last[0] < quiet_s:
        page.wait_for_timeout(100)
    page.remove_listener("request", noted)


def held(page: Page, address: re.Pattern[str]) -> Callable[[], None]:
    """Holds back what the page asks of `address` until the function that this returns is called."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    def release() -> None:
        for route in waiting:
            route.continue_()
        page.unroute(address, hold)

    page.route(address, hold)
    return release


def drop(page: Page, *paths: Path) -> None:
    """Lets files go over the page, wherever that is."""
    files = [{"name": path.name, "bytes": base64.b64encode(path.read_bytes()).decode()} for path in paths]
    held = page.evaluate_handle(
        """files => {
          const held = new DataTransfer();
          for (const { name, bytes } of files)
            held.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
          return held;
        }""",
        files,
    )
    page.dispatch_event("body", "dragover", {"dataTransfer": held})
    expect(page.get_by_text("Drop a file to see what it is")).to_be_visible()
    page.dispatch_event("body", "drop", {"dataTransfer": held})
