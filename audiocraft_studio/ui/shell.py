"""The page: header, tabs, transport. Each tab is one line in TABS; what tabs send each other is linked by name."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import gradio as gr

from audiocraft_studio.studio import Studio
from audiocraft_studio.ui.theme import studio_theme
from audiocraft_studio.ui.widget import Widget

STATIC = Path(__file__).parent / "static"
TITLE = "AudioCraft Studio"

TABS = (
    ("Generate", "generate"),
    ("Variations", "variations"),
    ("Scenes", "scenes"),
    ("Library", "library"),
    ("Plan", "plan"),
)
"""Label and package: `audiocraft_studio.ui.<package>.view.build(studio)` draws the tab where that package is there."""

TARGETS = {
    "generate": ("generate", "extend"),
    "variations": ("variations",),
    "scenes": ("mixer",),
    "library": ("library",),
    "plan": ("plan",),
}
"""What can be sent to each tab (page.send in core/page.js); a button to a target that is not there is disabled."""

_SHEETS_FIRST = ("tokens.css", "base.css", "stock.css", "shell.css")


def build(studio: Studio) -> gr.Blocks:
    """The whole page over the given services."""
    page: gr.Blocks
    with gr.Blocks(title=TITLE, fill_width=True, analytics_enabled=False) as page:
        Widget("shell/header", elem_id="st-header")
        with gr.Tabs(elem_classes="st-tabs"):
            for label, package in present_tabs():
                with gr.Tab(label, id=package):
                    import_module(f"audiocraft_studio.ui.{package}.view").build(studio)
        Widget("shell/transport", elem_id="st-transport")
    return page


def present_tabs() -> list[tuple[str, str]]:
    """The tabs whose package is there."""
    return [(label, package) for label, package in TABS if _has_view(package)]


def page_settings() -> dict[str, Any]:
    """Arguments for `launch()`. What `head` gives has to stand in the page's HTML."""
    return {"theme": studio_theme()}


def head() -> str:
    """What stands in the page's head: the theme's class first, so that nothing is painted in the wrong colours."""
    packages = [package for _, package in present_tabs()]
    known = {"tabs": [target for package in packages for target in TARGETS[package]], "early": []}
    sheets = "".join(f'<link rel="stylesheet" href="./studio/static/{sheet}">' for sheet in style_sheets())
    return (
        f"<script>{_FIRST_PAINT}</script>{sheets}"
        f"<script>globalThis.studio = Object.assign({json.dumps(known)}, globalThis.studio);</script>"
        '<script type="module" src="./studio/static/studio.js"></script>'
    )


def style_sheets() -> list[str]:
    """Paths below static/, the shared ones first, then those of the tabs."""
    found = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.css"))
    return [*_SHEETS_FIRST, *(sheet for sheet in found if sheet not in _SHEETS_FIRST)]


def _has_view(package: str) -> bool:
    try:
        return find_spec(f"audiocraft_studio.ui.{package}.view") is not None
    except ModuleNotFoundError:
        return False


_FIRST_PAINT = (
    "try { document.documentElement.classList.toggle('dark', localStorage.getItem('studio.theme') !== 'light'); }"
    "catch { document.documentElement.classList.add('dark'); }"
    "document.documentElement.lang = 'en';"
)
