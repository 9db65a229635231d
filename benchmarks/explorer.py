"""How long from a click on a prompt example to its sound, in a real browser, for every example once.

    .venv/bin/python benchmarks/explorer.py

Each is heard for the first time: the studio makes the sound, the page fetches, decodes and plays it. The first click on
a page that has just been opened is among them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from driving import FLAGS, Running, chromium, ready  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from audiocraft_studio.ui.generate.examples import CATEGORIES, Example  # noqa: E402

PLAYS = "(name) => studio.player.source?.name === name && studio.player.playing && studio.player.position > 0"
STARTED = "studio.live.jobs().length > 0 && [...studio.live.jobs()].every(job => job.state === 'done')"


def click_s(page: Page, example: Example) -> float:
    """Seconds from the click to a position that moves."""
    button = page.get_by_role("button", name=example.name, exact=True)
    button.scroll_into_view_if_needed()
    started = time.perf_counter()
    button.click()
    page.wait_for_function(PLAYS, arg=example.name, polling=10)
    return time.perf_counter() - started


def measured() -> list[tuple[float, str]]:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        studio = Running(Path(folder) / "data")
        page = browser.new_page(viewport={"width": 1440, "height": 1100})
        page.goto(studio.url)
        ready(page)
        page.wait_for_function(STARTED)  # the starter project is made meanwhile
        found = []
        for category, examples in CATEGORIES.items():
            page.get_by_role("tab", name=category, exact=True).click()
            found += [(click_s(page, example), example.name) for example in examples]
        browser.close()
        studio.stop()
    return found


def main() -> None:
    found = measured()
    times = sorted(found)
    print(f"{len(found)} examples, from the click to the sound")
    print(f"median {statistics.median(seconds for seconds, _ in found):.2f} s")
    print(f"first  {found[0][0]:.2f} s  {found[0][1]}")
    for seconds, name in times[:-4:-1]:
        print(f"worst  {seconds:.2f} s  {name}")


if __name__ == "__main__":
    main()
