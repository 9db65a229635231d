"""The frame of the page: what it serves, what it refuses to say, and that nothing outside is asked."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import gradio as gr
import pytest

from audiocraft_studio.studio import Studio
from audiocraft_studio.ui import shell
from audiocraft_studio.ui.theme import studio_theme
from audiocraft_studio.ui.widget import Widget

STATIC = shell.STATIC
SCRIPTS = sorted(STATIC.rglob("*.js"))
SHEETS = sorted(STATIC.rglob("*.css"))


def test_the_page_has_a_tab_for_every_package_that_is_there(studio: Studio) -> None:
    page = shell.build(studio)
    labels = [block.label for block in page.blocks.values() if isinstance(block, gr.Tab)]
    assert labels == [label for label, _ in shell.present_tabs()]
    assert labels[0] == "Generate"


def test_every_widget_of_the_page_has_its_module(studio: Studio) -> None:
    page = shell.build(studio)
    names = {block.module for block in page.blocks.values() if isinstance(block, Widget)}
    assert {"shell/header", "shell/transport", "generate/result"} <= names
    missing = [name for name in names if not (STATIC / f"{name}.js").is_file()]
    assert not missing


def test_no_handler_of_the_page_is_offered_as_an_api(studio: Studio) -> None:
    info = shell.build(studio).get_api_info()
    assert not info["named_endpoints"]
    assert not info["unnamed_endpoints"]


def test_the_head_loads_tokens_before_every_other_sheet() -> None:
    found = re.findall(r'href="\./studio/static/([^"]+)"', shell.head())
    assert found[0] == "tokens.css"
    assert set(found) == {sheet.relative_to(STATIC).as_posix() for sheet in SHEETS}


def test_what_launch_gets_names_no_outside_host() -> None:
    settings = shell.page_settings()
    assert not re.search(r"https?://", shell.head())
    assert not settings["theme"]._stylesheets


def test_theme_variables_are_the_same_tokens_in_light_and_dark() -> None:
    theme = studio_theme()
    for name, value in vars(theme).items():
        if isinstance(value, str) and value.startswith("var(--st-"):
            assert getattr(theme, f"{name}_dark", value) in (value, None), name


@pytest.mark.parametrize("path", SCRIPTS + SHEETS, ids=lambda p: p.relative_to(STATIC).as_posix())
def test_nothing_the_page_loads_asks_another_host(path: Path) -> None:
    text = path.read_text("utf-8")
    addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text)
    assert [a for a in addresses if "www.w3.org" not in a] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.relative_to(STATIC).as_posix())
def test_no_script_writes_markup_from_data(path: Path) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", path.read_text("utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.relative_to(STATIC).as_posix())
def test_every_import_of_a_script_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    for name in re.findall(r'^(?:import|export)[^;]*?from "(\.[^"]+)";', text, re.MULTILINE):
        assert (path.parent / name).resolve().is_file(), name


@pytest.mark.parametrize("path", [s for s in SHEETS if s.name != "tokens.css"], ids=lambda p: p.name)
def test_style_sheets_hold_no_literal_colour(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r":[^;{}]*(#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\()", text) == []


PARSE = """
const vm = require("vm"), fs = require("fs");
for (const path of process.argv.slice(1)) {
  try { new vm.SourceTextModule(fs.readFileSync(path, "utf8")); }
  catch (error) { console.log(`${path}: ${error.message}`); }
}"""


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_every_script_parses() -> None:
    node = ["node", "--no-warnings", "--experimental-vm-modules", "-e", PARSE, *map(str, SCRIPTS)]
    checked = subprocess.run(node, capture_output=True, check=True, text=True)
    assert checked.stdout == ""
