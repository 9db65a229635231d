"""Grids of variations, made, heard, judged and compared by keyboard."""

from __future__ import annotations

import io
import math
import re
import urllib.request

import soundfile
from driving import Running, eventually, open_tab, prompt_field, transport
from playwright.sync_api import Locator, Page, expect

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.loudness import loudness_lufs

DONE = "document.querySelectorAll('[role=gridcell][aria-label*=LUFS]').length"

NOTE_DONE = f"""() => {{
  globalThis.nDone = [];
  const note = () => globalThis.nDone.push({DONE});
  new MutationObserver(note).observe(document.body, {{ attributes: true, childList: true, subtree: true }});
}}"""

OFF_BEAT_S = """(() => {
  const { duration, position } = studio.player;
  const off = Math.abs(position - (((performance.now() - globalThis.left) / 1000) % duration));
  return Math.min(off, duration - off);
})()"""


def test_a_parameter_by_the_prompt_fills_a_grid_that_is_heard_and_rated_by_keyboard_and_kept(
    studio: Running, page: Page
) -> None:
    page.goto(studio.url)
    open_tab(page, "Variations")
    prompt_field(page).fill("heavy rain on a tin roof")
    page.get_by_role("spinbutton", name="Duration").fill("1.5")
    page.get_by_role("radio", name="Seeds").focus()
    for keys in ("ArrowRight", "Tab", "Intensity", "Tab", "-1-7 [5]"):
        press(page, keys)
    expect(page.get_by_text("3 is out of range")).to_be_visible()
    for keys in ("Control+a", "-1-1 [5]", "Tab", "Prompt", "Tab", "tin roof, leaves, canvas, glass"):
        press(page, keys)
    expect(page.get_by_text(re.compile("^20 cells"))).to_be_visible()

    page.evaluate(NOTE_DONE)
    page.keyboard.press("Control+Enter")
    cells = page.get_by_role("gridcell")
    expect(cells).to_have_count(20)
    expect(cell(page, "E4", "LUFS")).to_be_visible()
    assert set(page.evaluate("globalThis.nDone")) & set(range(1, 20)), "cells come as they are made"
    expect(page.get_by_role("columnheader", name="−0.5", exact=True)).to_be_visible()
    expect(page.get_by_role("rowheader", name="canvas")).to_be_visible()

    cell(page, "A1").focus()
    page.keyboard.press("Space")
    page.keyboard.press("l")
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_function("studio.player.position > 0.2")
    page.evaluate("globalThis.left = performance.now() - 1000 * studio.player.position")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("studio.player.asset.recipe.prompt.endsWith('leaves') && studio.player.playing")
    assert page.evaluate(OFF_BEAT_S) < 0.4
    page.keyboard.press("ArrowRight")
    page.wait_for_function("studio.player.asset.recipe.params.intensity === -0.5")
    for keys in ("5", "ArrowRight", "2", "ArrowDown", "f", "Enter", "Enter"):
        page.keyboard.press(keys)
    expect(cell(page, "C3", "favourite, approved")).to_be_visible()
    eventually(lambda: studio.ask("/studio/assets?q=rating:5")["total"] == 1)

    studio.restart()
    page.goto(studio.url)
    open_tab(page, "Variations")
    expect(cells).to_have_count(20)
    expect(cell(page, "C2", "2 of 5 stars")).to_be_visible()
    expect(page.get_by_role("region", name="What rates best").get_by_text("2 ratings").first).to_be_visible()
    best = cell(page, "B2", "5 of 5 stars")
    best.focus()
    page.keyboard.press("r")
    expect(page.get_by_text(re.compile("identical", re.IGNORECASE)).first).to_be_visible()
    page.keyboard.press("m")
    expect(page.get_by_role("textbox", name="Values: Across")).to_have_value(re.compile("-0.5"))


def test_cells_12_db_apart_play_as_loud_as_each_other_and_meet_blind(studio: Running, page: Page) -> None:
    design = {
        "kind": "axes", "seeds": "same",
        "x": {"what": "param:distance", "values": "0, 1"}, "y": {"what": "replace", "values": "tin roof, leaves"},
    }  # fmt: skip
    asked = {"prompt": "heavy rain on a tin roof", "type": "ambience", "duration_s": 2.0, "seed": 3, "design": design}
    grid = studio.ask("/studio/grids", {**asked, "project": "Harbour"})
    eventually(lambda: studio.ask(f"/studio/grids/{grid['id']}")["job"]["state"] == "done")
    page.add_init_script("localStorage.setItem('studio.project', 'Harbour')")
    page.goto(studio.url)
    open_tab(page, "Variations")

    near, far = (heard(studio, page, name) for name in ("A1", "B1"))
    assert near["file"] - far["file"] > 12
    assert abs(near["played"] - far["played"]) < 0.5
    page.keyboard.press("v")
    assert page.evaluate("studio.player.gain_db") == 0
    page.keyboard.press("v")

    for keys in ("c", "ArrowLeft", "c", "ArrowDown", "c", "b"):
        page.keyboard.press(keys)
    dialog = page.get_by_role("dialog", name="Compare 3")
    expect(dialog.get_by_text("Match 1 of 2")).to_be_visible()
    levels = []
    for keys in ("1", "2"):
        page.keyboard.press(keys)
        expect(dialog.get_by_role("button", name=f"Sound {keys} sounds")).to_be_visible()
        levels.append(loudness(studio, page)["played"])
    assert abs(levels[0] - levels[1]) < 0.5
    expect(dialog.get_by_text(re.compile("tin roof|leaves|A1|B1|A2"))).to_have_count(0)
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Match 2 of 2")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("button", name="Sound 2 sounds")).to_be_visible()
    page.keyboard.press("Enter")
    assert dialog.get_by_role("columnheader").all_inner_texts() == ["Place", "Cell", "Distance", "Words", "Loudness"]
    expect(dialog.get_by_role("rowheader")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)


def press(page: Page, keys: str) -> None:
    """A key by its name, or a text letter by letter."""
    if re.fullmatch(r"(Control\+)?(Tab|Enter|Arrow\w+|a)", keys):
        page.keyboard.press(keys)
    else:
        page.keyboard.type(keys)


def cell(page: Page, label: str, said: str = "") -> Locator:
    return page.get_by_role("gridcell", name=re.compile(f"^{label},.*{said}"))


def heard(studio: Running, page: Page, label: str) -> dict[str, float]:
    """Plays a cell: how loud its file is, and how loud it is played, in LUFS."""
    cell(page, label).focus()
    page.keyboard.press("Space")
    page.wait_for_function(f"studio.player.playing && {DONE} === 4")
    found = loudness(studio, page)
    page.keyboard.press("Space")
    return found


def loudness(studio: Running, page: Page) -> dict[str, float]:
    asset, gain_db = page.evaluate("[studio.player.asset.id, studio.player.gain_db]")
    with urllib.request.urlopen(f"{studio.url}/studio/assets/{asset}/audio") as answer:
        samples, rate = soundfile.read(io.BytesIO(answer.read()), dtype="float32", always_2d=True)
    file = loudness_lufs(Audio(samples.T, rate))
    played = loudness_lufs(Audio(samples.T * 10 ** (gain_db / 20), rate))
    assert file is not None and played is not None and math.isfinite(gain_db)
    return {"file": file, "played": played}
