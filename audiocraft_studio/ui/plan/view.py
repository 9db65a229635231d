"""The Plan tab: coverage, the sounds of the project, the definition of one."""

from __future__ import annotations

from dataclasses import dataclass

from audiocraft_studio.studio import Studio
from audiocraft_studio.ui.widget import Widget


@dataclass(frozen=True)
class PlanTab:
    """What the page may need of the tab. The widget takes sounds sent to "plan" by itself (core/page.js)."""

    plan: Widget


def build(_: Studio) -> PlanTab:
    """Draws the tab. Its widget talks to the HTTP routes alone."""
    return PlanTab(Widget("plan/tab", elem_id="st-plan"))
