"""The Scenes tab: the list of scenes, the mixer, the clip under the hands."""

from __future__ import annotations

from dataclasses import dataclass

from audiocraft_studio.studio import Studio
from audiocraft_studio.ui.widget import Widget


@dataclass(frozen=True)
class ScenesTab:
    """What the page may need of the tab. The widget takes sounds sent to "mixer" by itself (core/page.js)."""

    mixer: Widget


def build(_: Studio) -> ScenesTab:
    """Draws the tab. Everything in it talks to the HTTP routes, so that a fader moves without a round trip."""
    return ScenesTab(Widget("scenes/tab", elem_id="st-scenes"))
