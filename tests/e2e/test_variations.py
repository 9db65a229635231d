"""A grid of takes, heard and judged by keyboard."""

import re

from driving import eventually, open_tab, prompt_field, transport
from playwright.sync_api import expect


def test_four_variations_are_played_and_rated_by_keyboard_kept_and_made_again_alone(studio, page):
    page.goto(studio.url)
    open_tab(page, "Variations")
    prompt_field(page).fill("heavy metal impact")
    page.get_by_role("spinbutton", name="Takes").fill("4")
    page.get_by_role("spinbutton", name="Duration").fill("1.5")
    page.keyboard.press("Control+Enter")
    cells = page.get_by_role("grid").get_by_role("gridcell")
    expect(cells).to_have_count(4)
    expect(page.get_by_role("gridcell", name=re.compile("^A4.*LUFS"))).to_be_visible()

    cells.first.focus()
    page.keyboard.press("Space")
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("5")
    first = page.evaluate("studio.player.asset.id")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"studio.player.asset.id !== '{first}'")
    page.keyboard.press("2")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("f")
    eventually(lambda: studio.ask("/studio/assets?q=rating:5")["total"] == 1)
    eventually(lambda: studio.ask("/studio/assets?q=favourite:yes")["total"] == 1)

    studio.restart()
    page.goto(studio.url)
    open_tab(page, "Variations")
    expect(cells).to_have_count(4)
    expect(page.get_by_role("gridcell", name=re.compile("^A1.* 5 of 5 stars"))).to_be_visible()
    expect(page.get_by_role("gridcell", name=re.compile("^A2.* 2 of 5 stars"))).to_be_visible()
    page.get_by_role("gridcell", name=re.compile("^A3")).click()
    page.get_by_role("button", name=re.compile("^Regenerate")).click()
    expect(page.get_by_text(re.compile("identical", re.IGNORECASE)).first).to_be_visible()
