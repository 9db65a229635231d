"""The Plan tab as Gradio sees it."""

from __future__ import annotations

import gradio as gr

from audiocraft_studio.studio import Studio
from audiocraft_studio.ui import shell
from audiocraft_studio.ui.plan import view


def test_the_tab_is_one_widget_whose_script_is_there(studio: Studio) -> None:
    with gr.Blocks():
        widget = view.build(studio).plan
    assert (shell.STATIC / f"{widget.module}.js").is_file()
