"""How soon is a grid of 24 cells drawn, and does the page keep memory of the grids it showed?

    .venv/bin/python benchmarks/grid_page.py [--times 7] [--runs 50]

"drawn": from the click that opens a grid of 24 cells (6 by 4, Sketch) until all its waveforms are painted, in
milliseconds; "cold" with peaks that nobody asked for before, "again" the median of opening it once more. Memory: JS
heap and DOM nodes after forced garbage collection, before and after `--runs` grids of 4 cells that are made, played
and left; what the page remembers on purpose (peaks, sounds, records, jobs) is filled by as many runs before.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from driving import FLAGS, Running, chromium, eventually, open_tab, prompt_field  # noqa: E402
from playwright.sync_api import CDPSession, Page, sync_playwright  # noqa: E402

PROJECT = "Harbour"
LARGE = {
    "prompt": "heavy rain on a tin roof", "type": "ambience", "model": "sketch", "duration_s": 1.0, "seed": 1,
    "project": PROJECT, "design": {
        "kind": "axes", "seeds": "same",
        "x": {"what": "param:intensity", "values": "-1-1 [6]"},
        "y": {"what": "replace", "values": "tin roof, leaves, canvas, glass"},
    },
}  # fmt: skip
SMALL = {"prompt": "heavy metal impact", "type": "sfx", "model": "sketch", "duration_s": 0.5, "seed": 1,
         "project": PROJECT, "design": {"kind": "seeds", "count": 4}}  # fmt: skip

DRAWN = """(cells) => new Promise((done) => {
  const painted = (canvas) => {
    if (!canvas.width || !canvas.height) return false;
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const rows = new Set();
    for (let i = 3; i < data.length; i += 4) if (data[i]) rows.add(Math.floor(i / 4 / canvas.width));
    return rows.size > 2;  // more than the line of zero
  };
  const left = new Set(Array(cells).keys());
  const look = () => {
    const all = document.querySelectorAll(".var-cell-wave");
    if (all.length === cells) for (const i of [...left]) if (painted(all[i])) left.delete(i);
    if (all.length === cells && !left.size) return done(performance.now() - globalThis.pressedAt);
    requestAnimationFrame(look);
  };
  look();
})"""
NOTE = "addEventListener('click', () => { globalThis.pressedAt = performance.now(); }, true)"


def made(studio: Running, request: dict[str, Any]) -> dict[str, Any]:
    grid: dict[str, Any] = studio.ask("/studio/grids", request)
    eventually(lambda: studio.ask(f"/studio/grids/{grid['id']}")["job"]["state"] == "done", 60)
    return grid


def opened(page: Page, prompt: str, cells: int) -> float:
    """Opens a grid from the list: milliseconds until it is drawn."""
    page.get_by_role("button", name="Grids of this project").click()
    page.get_by_role("option", name=prompt).first.click()
    taken: float = page.evaluate(DRAWN, cells)
    return taken


def memory(session: CDPSession) -> tuple[float, int]:
    """JS heap in MB and DOM nodes, after garbage collection."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    return used, session.send("Memory.getDOMCounters")["nodes"]


def run_grids(page: Page, runs: int) -> None:
    """Grids of four cells: each made by the form, heard, rated and left for the next."""
    for _ in range(runs):
        before = page.evaluate("document.querySelector('.var-cell-wave')?.closest('.var-cell').ariaLabel")
        page.get_by_role("button", name="Generate 4 variations").click()
        page.wait_for_function(
            """(before) => document.querySelectorAll(".var-cell-wave").length === 4
              && document.querySelector(".var-cell").ariaLabel !== before""", arg=before
        )  # fmt: skip
        page.locator(".var-cell").first.focus()
        for key in ("Space", "ArrowRight", "4", "Space"):
            page.keyboard.press(key)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--runs", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        studio = Running(Path(folder) / "data")
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            made(studio, LARGE)
            made(studio, SMALL)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(f"localStorage.setItem('studio.project', '{PROJECT}'); {NOTE}")
            page.goto(studio.url)
            open_tab(page, "Variations")
            page.wait_for_function("document.querySelectorAll('.var-cell-wave').length === 4")
            cold = opened(page, LARGE["prompt"], 24)
            again = []
            for _ in range(given.times):
                opened(page, SMALL["prompt"], 4)
                again.append(opened(page, LARGE["prompt"], 24))
            print(f"24 cells drawn: cold {cold:.0f} ms, again {statistics.median(again):.0f} ms")
            opened(page, SMALL["prompt"], 4)
            prompt_field(page).fill(SMALL["prompt"] + " ")
            page.get_by_role("radio", name="Random", exact=True).click()
            session = page.context.new_cdp_session(page)
            for name in ("filled", "measured"):
                run_grids(page, given.runs)
                heap, nodes = memory(session)
                print(f"{name}, {given.runs} runs: heap {heap:.1f} MB, {nodes:,} DOM nodes")
        finally:
            browser.close()
            studio.stop()


if __name__ == "__main__":
    main()
