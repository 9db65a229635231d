"""How long from Ctrl+Enter to a sound that plays, in a real browser on a freshly started server.

    .venv/bin/python benchmarks/first_sound.py [--runs 5]

The first press on a server pays for loading Sketch; "again" is the same press once more. Beside them, the time that the
service alone needs for the same sound, to tell the engine's share from the page's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from driving import FLAGS, Running, chromium, ready, write_prompt  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from audiocraft_studio import Settings, build  # noqa: E402

PROMPT = "heavy rain on a tin roof with distant thunder"
PLAYS = "(before) => studio.player.playing && studio.player.asset?.id !== before && studio.player.position > 0"


def press_s(page: Page) -> float:
    """Seconds from the key to a position that moves."""
    before = page.evaluate("studio.player.asset?.id ?? null")
    page.get_by_role("spinbutton", name="Takes").fill("1")
    write_prompt(page, PROMPT)
    started = time.perf_counter()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(PLAYS, arg=before, polling=10)
    return time.perf_counter() - started


def service_s() -> float:
    with tempfile.TemporaryDirectory() as folder, build(Settings(data_dir=Path(folder))) as studio:
        studio.generation.generate(PROMPT, duration_s=0.1)
        started = time.perf_counter()
        studio.generation.generate(PROMPT, type="ambience", duration_s=8.0)
        return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    rows: dict[str, list[float]] = {"first press": [], "again": [], "service alone": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _ in range(runs):
            with tempfile.TemporaryDirectory() as folder:
                studio = Running(Path(folder) / "data")
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.goto(studio.url)
                ready(page)
                rows["first press"].append(press_s(page))
                rows["again"].append(press_s(page))
                page.close()
                studio.stop()
            rows["service alone"].append(service_s())
        browser.close()
    print(f"8 s of “{PROMPT}”, median of {runs}")
    for name, values in rows.items():
        print(f"{name:<14}{statistics.median(values):>7.2f} s")


if __name__ == "__main__":
    main()
