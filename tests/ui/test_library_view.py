"""The Library tab as Gradio sees it."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from audiocraft_studio import Settings, build
from audiocraft_studio.ui import shell
from audiocraft_studio.ui.library import view


def test_the_tab_is_one_widget_whose_script_is_there(tmp_path: Path) -> None:
    with build(Settings(data_dir=tmp_path)) as studio, gr.Blocks():
        widget = view.build(studio).widget
    assert (shell.STATIC / f"{widget.module}.js").is_file()
