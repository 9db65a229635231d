"""The Library tab: one widget over the HTTP face (static/library/tab.js draws facets, list and detail)."""

from __future__ import annotations

from dataclasses import dataclass

from audiocraft_studio.studio import Studio
from audiocraft_studio.ui.widget import Widget


@dataclass(frozen=True)
class View:
    """What the page may want of the tab."""

    widget: Widget


def build(studio: Studio) -> View:  # noqa: ARG001  (every tab is built with the studio; this one asks over HTTP)
    """Draws the tab. Nothing is searched here: the widget asks for what is on the screen."""
    return View(Widget("library/tab", elem_id="st-library"))
