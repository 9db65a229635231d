"""The Variations tab as Gradio sees it."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from audiocraft_studio import Settings, build
from audiocraft_studio.services.checks import MAX_COUNT
from audiocraft_studio.ui import shell
from audiocraft_studio.ui.variations import view


def test_the_tab_is_one_widget_whose_script_is_there(tmp_path: Path) -> None:
    with build(Settings(data_dir=tmp_path)) as studio, gr.Blocks():
        widget = view.build(studio).widget
    assert (shell.STATIC / f"{widget.module}.js").is_file()
    assert widget.value == {"fewest": 2, "most": 24, "draws": 100, "prompt": 1000}


def test_the_page_offers_no_more_takes_than_the_studio_makes() -> None:
    assert view.FEWEST_TAKES < view.MOST_TAKES <= MAX_COUNT
