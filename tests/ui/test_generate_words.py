"""The page's own arithmetic, run by Node.js as the browser runs it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from audiocraft_studio.ui.shell import STATIC

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


def node(script: str) -> Any:
    """What `script` gives to `out(...)`, with `load(name)` to import one of our modules."""
    head = (
        f"const load = (name) => import({json.dumps(STATIC.as_uri())} + '/' + name);"
        "const out = (value) => console.log(JSON.stringify(value));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", head + script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_figures_have_a_true_minus_and_a_space_before_the_unit() -> None:
    shown = node("""
        const f = await load('core/format.js');
        out([f.fmtDb(-4.44), f.fmtLufs(-23.14), f.fmtHz(7800), f.fmtHz(32000), f.fmtHz(125), f.fmtBytes(3.7e9),
             f.fmtDuration(0.4), f.fmtDuration(8), f.fmtDuration(90), f.fmtTime(3.249), f.fmtTime(59.999),
             f.fmtTime(3723), f.fmtDb(-0.04), f.fmtCount(1, 'sound'), f.fmtCount(1200, 'sound')]);
    """)
    assert shown == [
        "−4.4 dB", "−23.1 LUFS", "7.8 kHz", "32 kHz", "125 Hz", "3.7 GB",
        "0.4 s", "8.0 s", "1:30 min", "0:03.24", "0:59.99", "1:02:03",
        "0.0 dB", "1 sound", "1,200 sounds",
    ]  # fmt: skip


def test_the_anatomy_of_a_prompt_names_what_is_there_and_what_is_missing() -> None:
    found = node("""
        const { anatomy } = await load('generate/words.js');
        out(anatomy('Heavy rain on a tin roof, heard from inside a shed, distant thunder, clean field recording'));
    """)
    assert "rain" in found["source"]
    assert "thunder" in found["source"]
    assert found["environment"].endswith("inside a shed")
    assert "clean recording" in found["quality"]
    assert node("const { anatomy } = await load('generate/words.js'); out(anatomy('rain').environment);") == ""


def test_a_number_field_says_what_to_write_instead() -> None:
    said = node("""
        globalThis.document = { createElementNS: () => ({}) };
        const { complain, read } = await load('generate/field.js');
        const range = { minimum: 1, maximum: 8, integer: true, empty: false };
        out([complain('4', range), complain('9', range), complain('2.5', range), complain('x', range),
             complain('', range), complain('', { ...range, empty: true }), read('8,5 s'), read('')]);
    """)
    assert said[0] == ""
    assert said[1] == "9 is out of range. Write a whole number from 1 to 8."
    assert said[2].startswith("2.5 is not whole.")
    assert said[3].startswith("“x” is not a number.")
    assert said[4].startswith("Nothing is given.")
    assert said[5:] == ["", 8.5, None]
