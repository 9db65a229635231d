"""How soon does the Library show what is typed, in a real browser over a large catalogue?

    .venv/bin/python benchmarks/library_page.py [--assets 100000] [--runs 7] [--data folder]

Each search is typed key by key. "first row": from the last key to the picture that has the first row of the answer;
"facets": to the picture that has its counts. The rest is one key or one click to the picture with the row it asks for.
Milliseconds, medians. `--data` keeps the folder, and takes it again where it is there.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from driving import FLAGS, Running, chromium, open_tab, settle  # noqa: E402
from large_library import PROJECT, furnish  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

SEARCHES = (
    "",
    "rain 5",
    "distant gulls 3",
    "type:sfx rain 4",
    '"tin roof" wind 2',
    "tag:heavy rating:>=",
    "(rain OR wind) -tag:soft 3",
)
"""What is typed but for the last key, a digit that changes the first row."""
KEY_MS = 70  # between two keys: a fast typist

WATCH = """([row, id, facet, count]) => new Promise((done) => {
  const seen = {};
  const at = (name, there) => { if (there && !(name in seen)) seen[name] = performance.now(); };
  const look = () => {
    at("row", document.querySelector(`.lib-rail .lib-row[aria-rowindex="${row}"]:not([hidden])`)?.dataset.id === id);
    const said = document.querySelector(`.lib-facet[data-key="${facet}"] .lib-facet-count`);
    at("facets", !facet || said?.textContent === count);
    if ("row" in seen && "facets" in seen) {
      return done({row: seen.row - globalThis.pressedAt, facets: seen.facets - globalThis.pressedAt});
    }
    requestAnimationFrame(() => setTimeout(look, 0));  // the picture of this frame is on its way when the timer runs
  };
  look();
})"""
NOTE = """for (const kind of ["keydown", "click"])
  addEventListener(kind, () => { globalThis.pressedAt = performance.now(); }, true)"""


def expected(studio: Running, **asked: str | int) -> dict[str, Any]:
    found: dict[str, Any] = studio.ask(f"/studio/assets?{urlencode({'project': PROJECT, **asked})}")
    return found


def sort_of(query: str) -> str:
    return "relevance" if [term for term in query.split() if ":" not in term] else "-created_at"


def last_key(studio: Running, query: str) -> tuple[str, dict[str, Any]]:
    """A digit behind `query` that puts another row first, and what is found then."""
    before = None if query.endswith("=") else expected(studio, q=query, limit=1, sort=sort_of(query))["assets"]
    for digit in "4321":
        found = expected(studio, q=query + digit, limit=1, facets=1, sort=sort_of(query + digit))
        if found["total"] and found["assets"] != before:
            return digit, found
    raise AssertionError(f"no digit behind {query!r} changes the first row")


def typed(page: Page, studio: Running, query: str) -> dict[str, float]:
    """Types `query` and a last key into the empty box: {row, facets} in ms since that key."""
    digit, found = last_key(studio, query)
    kind, n = next(iter(found["facets"]["type"].items()))
    forget(page, studio, found["assets"][0])
    page.get_by_role("searchbox", name="Search the library").click()
    page.keyboard.type(query, delay=KEY_MS)
    page.wait_for_timeout(KEY_MS)
    page.keyboard.type(digit)
    times: dict[str, float] = page.evaluate(WATCH, [2, found["assets"][0]["id"], f"type:{kind}", f"{n:,}"])
    page.keyboard.press("Escape")
    settle(page, 0.5)
    return times


def forget(page: Page, studio: Running, asset: dict[str, Any]) -> None:
    """An asset is changed, so that no search is answered from memory."""
    studio.ask("/studio/bulk", {"ids": [asset["id"]], "change": {"favourite": not asset["review"]["favourite"]}})
    settle(page, 0.5)


def jumped(page: Page, studio: Running) -> dict[str, float]:
    """From the first row to the last by a key."""
    found = expected(studio, limit=1, offset=0)
    last = expected(studio, limit=1, offset=found["total"] - 1)
    page.get_by_role("grid", name="Assets").focus()
    page.keyboard.press("End")
    times: dict[str, float] = page.evaluate(WATCH, [found["total"] + 1, last["assets"][0]["id"], "", ""])
    page.keyboard.press("Home")
    settle(page, 0.5)
    return times


def sorted_by(page: Page, studio: Running) -> dict[str, float]:
    first = expected(studio, limit=1, sort="-duration")
    page.get_by_role("columnheader", name="Length").get_by_role("button").click()
    times: dict[str, float] = page.evaluate(WATCH, [2, first["assets"][0]["id"], "", ""])
    page.get_by_role("combobox", name="Order").select_option("-created_at")
    settle(page, 0.5)
    return times


def measure(page: Page, studio: Running, runs: int) -> dict[str, list[dict[str, float]]]:
    rows = {query: [typed(page, studio, query) for _ in range(runs)] for query in SEARCHES}
    rows["End: to the last row"] = [jumped(page, studio) for _ in range(runs)]
    rows["another order"] = [sorted_by(page, studio) for _ in range(runs)]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with (
        nullcontext(given.data) if given.data else tempfile.TemporaryDirectory() as folder,
        sync_playwright() as driver,
    ):
        data = Path(folder) / "data"
        if not data.exists():
            furnish(data, given.assets)
        studio = Running(data)
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(f"localStorage.setItem('studio.project', '{PROJECT}'); {NOTE}")
            page.goto(studio.url)
            open_tab(page, "Library")
            settle(page, 2.0)
            rows = measure(page, studio, given.runs)
        finally:
            browser.close()
            studio.stop()
    print(f"{'ms, median of ' + str(given.runs):34}{'first row':>10}{'facets':>10}")
    for name, times in rows.items():
        row, facets = (statistics.median(one[key] for one in times) for key in ("row", "facets"))
        counts = f"{facets:10.0f}" if name in SEARCHES else ""
        print(f"{name + '…' if name in SEARCHES else name:34}{row:10.0f}{counts}")


if __name__ == "__main__":
    main()
