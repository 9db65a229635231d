"""The Variations tab: one widget over the HTTP face (static/variations/tab.js draws form, grid and detail)."""

from __future__ import annotations

from dataclasses import dataclass

from audiocraft_studio.services.checks import MAX_PROMPT
from audiocraft_studio.studio import Studio
from audiocraft_studio.ui.widget import Widget

FEWEST_TAKES, MOST_TAKES, MOST_DRAWS = 2, 24, 100


@dataclass(frozen=True)
class View:
    """What the page may want of the tab."""

    widget: Widget


def build(studio: Studio) -> View:  # noqa: ARG001  (every tab is built with the studio; this one asks over HTTP)
    """Draws the tab. It keeps no state here: grids are read again at each load."""
    limits = {"fewest": FEWEST_TAKES, "most": MOST_TAKES, "draws": MOST_DRAWS, "prompt": MAX_PROMPT}
    return View(Widget("variations/tab", limits, elem_id="st-variations"))
