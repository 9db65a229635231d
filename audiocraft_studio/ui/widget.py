"""Widget: a part of the page that one of our JavaScript modules draws; a gr.HTML with nothing in its template."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

_TEMPLATE = '<div class="st-widget"></div>'


class Widget(gr.HTML):
    """A place on the page for the module `static/<name>.js`, whose `mount(element, gradio)` draws it.

    name: path of the module below static/, without ".js": "generate/result".
    value: plain JSON data; the module reads it as `gradio.props.value` and hears of changes by `gradio.watch`.
    events: names that the module may `trigger`; each becomes a listener of this object: `widget.rate(handler, ...)`.
    props: further constant JSON data for the module (`gradio.props.<key>`).

    The template never changes, so Gradio never redraws what the module drew. Values reach the page as data alone.
    """

    def __init__(
        self,
        name: str,
        value: Any = None,
        *,
        events: tuple[str, ...] = (),
        elem_id: str | None = None,
        elem_classes: list[str] | None = None,
        **props: Any,
    ) -> None:
        self.module = name
        super().__init__(
            value=value,
            html_template=_TEMPLATE,
            js_on_load=_mounting(name, events),
            apply_default_css=False,
            elem_id=elem_id,
            elem_classes=["st-part", *(elem_classes or [])],
            **props,
        )

    def api_info(self) -> dict[str, Any]:
        """Any JSON value goes in and out."""
        return {}

    def get_block_name(self) -> str:
        return "html"


def _mounting(name: str, events: tuple[str, ...]) -> str:
    """The call that hands the element to the page's script, now or as soon as that is loaded.

    Gradio allows the events whose quoted names it finds in this text, hence the list in it.
    """
    return (
        f"const events = {json.dumps(list(events))};"
        f"const call = [{json.dumps(name)}, element.querySelector('.st-widget'), {{trigger, watch, props, events}}];"
        "const studio = (globalThis.studio ||= {early: []});"
        "if (studio.mount) studio.mount(...call); else studio.early.push(call);"
    )
