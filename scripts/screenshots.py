"""Pictures of the real page for the README and docs/images: every tab in both themes, of a studio that was just used.

.venv/bin/python scripts/screenshots.py [--out docs/images] [--only generate,library]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from driving import FLAGS, chromium  # noqa: E402

from audiocraft_studio import Settings, build  # noqa: E402
from audiocraft_studio.services.generation import GenerateRequest  # noqa: E402
from audiocraft_studio.studio import Studio  # noqa: E402
from audiocraft_studio.web.server import Server  # noqa: E402

TABS = ("Generate", "Variations", "Scenes", "Library", "Plan")


def furnish(studio: Studio) -> None:
    """A studio as it looks after an hour's work."""
    studio.starter.ensure()
    grid = studio.variations.create(
        GenerateRequest(prompt="heavy metal gate impact", duration_s=2.0, count=8, seed=4801, project="Lighthouse"),
        owner="you",
    )
    for job in studio.jobs.all():
        studio.jobs.wait(job.id)
    for scene in studio.scenes.list():
        studio.scenes.render(scene, owner="you")
    rain = studio.generation.submit(
        GenerateRequest(
            prompt="heavy rain on a tin roof with distant thunder", type="ambience", duration_s=8.0, count=3,
            seed=4815, project="Lighthouse", tags=("rain", "roof", "thunder"),
        ),
        owner="you",
    )  # fmt: skip
    takes = studio.jobs.wait(rain.id).assets
    cells = studio.variations.get(grid.id).cells
    for stars, cell in zip((3, 4, 5, 2, 4, 1), cells, strict=False):
        assert cell.asset
        studio.library.rate(cell.asset.id, stars)
    for i, asset in enumerate(studio.library.search("", 40).assets):
        if i % 3 == 0:
            studio.library.patch(asset.id, {"status": "approved", "rating": 4 + i % 2}, by="you")
    studio.library.patch(takes[2], {"rating": 4, "comment": {"at_s": 4.9, "text": "Drops sit well here."}}, by="you")


def shoot(page: Page, url: str, theme: str, out: Path, only: set[str]) -> None:
    page.add_init_script(f"localStorage.setItem('studio.theme', '{theme}')")
    page.add_init_script("localStorage.setItem('studio.project', 'Lighthouse')")
    page.goto(url)
    for tab in TABS:
        if only and tab.lower() not in only:
            continue
        page.get_by_role("tab", name=tab, exact=True).click()
        page.wait_for_timeout(1500)
        page.screenshot(path=out / f"{tab.lower()}-{theme}.png")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "docs/images")
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, build(Settings(data_dir=Path(folder), port=0)) as studio:
        furnish(studio)
        server = Server(studio)
        server.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            for theme in ("dark", "light"):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.on("console", lambda m: print(m.type, m.text) if m.type == "error" else None)
                page.on("pageerror", lambda e: print("page error", e))
                shoot(page, server.url, theme, given.out, set(filter(None, given.only.split(","))))
                page.close()
            browser.close()
        server.stop()


if __name__ == "__main__":
    main()
