"""The Library by real clicks and keys: first over 100,000 assets, then over a few hundred."""

import re
from urllib.parse import urlencode

import pytest
from driving import Running, eventually, held, open_tab
from large_library import PROJECT, furnish
from playwright.sync_api import Page, expect

IN_RAIN = 'collection:"To clean" rain'


def opened(page: Page, studio: Running) -> Page:
    page.goto(studio.url)
    open_tab(page, "Library")
    return page


def grid(page: Page):
    return page.get_by_role("grid", name="Assets")


def box(page: Page):
    return page.get_by_role("searchbox", name="Search the library")


def rows(page: Page):
    return (
        grid(page)
        .get_by_role("row")
        .filter(has=page.get_by_role("checkbox", name=re.compile("^Select .+ ")))
        .filter(visible=True)
    )


def found(page: Page, text: str) -> None:
    """The line above the list says how many there are."""
    expect(page.locator(".lib-found")).to_have_text(re.compile(f"^{re.escape(text)}, "))


def facet(page: Page, group: str, name: str):
    return page.get_by_role("region", name=group, exact=True).get_by_role("button", name=re.compile(f"^{name}"))


def selected(page: Page, text: str) -> None:
    expect(page.locator(".lib-selected")).to_have_text(text)


def tool(page: Page, name: str):
    return page.get_by_role("toolbar", name="Selected assets").get_by_role("button", name=name, exact=True)


def toast(page: Page, text: str):
    return page.locator(".st-toast").filter(has_text=re.compile(text))


@pytest.fixture
def large(tmp_path):
    furnish(tmp_path / "data", 100_000)
    running = Running(tmp_path / "data")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """400 assets, for all tests of this file: each takes what the ones before it left."""
    folder = tmp_path_factory.mktemp("small") / "data"
    furnish(folder, 400)
    running = Running(folder)
    yield running
    running.stop()


def total(studio: Running, query: str = "") -> int:
    return studio.ask(f"/studio/assets?{urlencode({'q': query, 'project': PROJECT, 'limit': 0})}")["total"]


def test_a_hundred_thousand_assets_are_searched_sorted_scrolled_tagged_and_untagged(large, page):
    opened(page, large)
    found(page, "100,000 of 100,000")
    box(page).click()
    page.keyboard.type("distant gulls", delay=40)
    found(page, f"{total(large, 'distant gulls'):,} of 100,000")
    expect(rows(page).first).to_contain_text("Distant gulls")
    page.keyboard.press("Escape")
    found(page, "100,000 of 100,000")

    grid(page).focus()
    page.keyboard.press("End")
    last = grid(page).locator("[aria-rowindex='100001']")
    expect(last.get_by_role("checkbox", name=re.compile(r"^Select .+ 1$"))).to_be_visible()
    page.keyboard.press("Home")
    expect(rows(page).first).to_contain_text("100000")
    page.get_by_role("columnheader", name="Length").get_by_role("button").click()
    expect(page.get_by_role("combobox", name="Order")).to_have_value("-duration")
    expect(rows(page).first).to_contain_text("3.4 s")

    facet(page, "Collection", "Trailer").click()
    found(page, "500 of 100,000")
    grid(page).focus()
    page.keyboard.press("Control+a")
    selected(page, "All 500 selected")
    tool(page, "Tag").click()
    page.keyboard.type("for the cut")
    page.keyboard.press("Enter")
    expect(toast(page, "500 assets tagged for the cut")).to_be_visible()
    expect(rows(page).first).to_contain_text("for the cut")
    box(page).fill('tag:"for the cut"')
    found(page, "500 of 100,000")

    grid(page).focus()
    page.keyboard.press("Control+z")
    expect(toast(page, "Taken back: 500 assets")).to_be_visible()
    expect(toast(page, "500 assets tagged")).to_have_count(0)
    expect(page.get_by_text("Nothing matches")).to_be_visible()

    box(page).fill("")
    facet(page, "Collection", "To clean").click()
    found(page, "2,500 of 100,000")
    grid(page).focus()
    page.keyboard.press("Control+a")
    tool(page, "Reject").click()
    expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
    box(page).fill(IN_RAIN)  # other work goes on, and nothing that is seen now is selected
    found(page, f"{total(large, IN_RAIN)} of 100,000")
    expect(grid(page).get_by_role("row", selected=True)).to_have_count(0)
    box(page).fill('collection:"To clean"')
    offered = toast(page, "assets rejected").get_by_role("button", name="Undo")
    expect(offered).to_be_visible(timeout=60_000)
    offered.focus()  # a message in hand stays
    expect(facet(page, "Status", "rejected")).to_contain_text("2,500")
    offered.click()
    expect(toast(page, r"Taken back: 2,\d+ assets")).to_be_visible(timeout=60_000)
    expect(facet(page, "Status", "rejected")).not_to_contain_text("2,500")

    box(page).fill("")
    found(page, "100,000 of 100,000")
    grid(page).focus()
    page.keyboard.press("Control+a")
    selected(page, "All 100,000 selected")
    page.keyboard.press("f")
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(toast(page, "^Cancelled")).to_be_visible(timeout=60_000)


def test_what_others_were_made_from_is_named_before_it_goes_to_the_trash_and_the_trash_is_emptied(small, page):
    everything = small.ask("/studio/assets?limit=1000&sort=created_at")["assets"]
    child, n_assets = next(asset for asset in everything if asset["parents"]), len(everything)
    opened(page, small)
    box(page).fill(f'id:"{child["parents"][0]["id"]}"')
    found(page, f"1 of {n_assets}")
    grid(page).focus()
    page.keyboard.press("Delete")
    question = page.get_by_role("dialog", name="Move to the trash?")
    expect(question).to_contain_text(child["name"])
    question.get_by_role("button", name="Keep").click()
    found(page, f"1 of {n_assets}")
    grid(page).focus()
    page.keyboard.press("Delete")
    question.get_by_role("button", name="Move to trash").click()
    expect(toast(page, "1 asset moved to trash")).to_be_visible()
    expect(page.get_by_text("Nothing matches")).to_be_visible()

    page.get_by_role("button", name=re.compile("^In trash")).click()
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Empty trash").click()
    page.get_by_role("button", name="Delete 1 sound").click()
    expect(toast(page, "1 sound deleted")).to_be_visible()
    expect(page.get_by_text("The trash is empty")).to_be_visible()
    assert total(small) == n_assets - 1


def test_what_sounds_alike_is_listed_searched_within_and_left_again(small, page):
    opened(page, small)
    box(page).fill("gulls")
    expect(page.get_by_role("combobox", name="Order")).to_have_value("relevance")
    grid(page).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")
    expect(page.get_by_text(re.compile("^Sounds like “"))).to_be_visible()
    found(page, "100 nearest")
    expect(rows(page).first).to_contain_text("%")
    box(page).fill("type:ui")
    expect(rows(page).first).to_contain_text("UI")
    page.keyboard.press("Escape")
    found(page, "100 nearest")
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile("^Sounds like “"))).to_be_hidden()
    expect(box(page)).to_have_value("gulls")


def test_facets_are_walked_by_keys_and_leave_groups_of_the_search_alone(small, page):
    opened(page, small)
    box(page).fill("rain OR wind")
    found(page, f"{total(small, 'rain OR wind')} of {total(small)}")
    let_counts_come = held(page, re.compile(r"/assets\?q=rain\+OR\+wind&.*facets=1"))  # of the other types
    facet(page, "Type", "SFX").click()
    expect(box(page)).to_have_value("rain OR wind type:sfx")
    facet(page, "Type", "UI").focus()
    expect(facet(page, "Type", "SFX")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("rain OR wind type:ui")
    let_counts_come()
    expect(facet(page, "Type", "UI")).to_have_attribute("aria-pressed", "true")
    expect(facet(page, "Type", "UI")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Type", exact=True)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowRight")
    expect(facet(page, "Type", "UI")).to_be_visible()


def test_all_but_one_are_collected_and_another_page_hears_of_it(small, page, browser):
    other = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    opened(other, small)
    opened(page, small)
    n_assets = total(small)
    found(page, f"{n_assets} of {n_assets}")
    grid(page).focus()
    page.keyboard.press("Control+a")
    selected(page, f"All {n_assets} selected")
    rows(page).first.get_by_role("checkbox").click()
    selected(page, f"{n_assets - 1} selected")
    page.get_by_role("button", name="New from selection").click()
    page.keyboard.type("Winter")
    page.keyboard.press("Enter")
    expect(toast(page, f"{n_assets - 1} assets in Winter")).to_be_visible()
    expect(facet(page, "Collection", "Winter")).to_contain_text(str(n_assets - 1))
    expect(facet(other, "Collection", "Winter")).to_contain_text(str(n_assets - 1))
    tool(page, "Clear").click()
    grid(page).focus()
    page.keyboard.press("Control+z")
    expect(facet(page, "Collection", "Winter")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(facet(page, "Collection", "Winter")).to_contain_text(str(n_assets - 1))
    other.context.close()


def test_keys_judge_what_is_selected_and_an_order_that_was_chosen_stays(small, page):
    opened(page, small)
    page.get_by_role("combobox", name="Order").select_option("name")
    box(page).fill("type:music")
    found(page, f"{total(small, 'type:music')} of {total(small)}")
    expect(page.get_by_role("combobox", name="Order")).to_have_value("name")
    grid(page).focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    selected(page, "3 selected")
    page.keyboard.press("4")
    expect(toast(page, "assets? rated 4 of 5")).to_be_visible()
    eventually(lambda: small.ask("/studio/assets?q=type:music&sort=name&limit=3")["assets"][2]["review"]["rating"] == 4)
    for row in range(3):
        expect(rows(page).nth(row).get_by_role("slider")).to_have_attribute("aria-valuenow", "4")
    page.keyboard.press("Escape")
    selected(page, "")


def test_a_search_that_is_not_understood_is_told_at_its_place(small, page):
    opened(page, small)
    box(page).fill("rain (wind OR")
    expect(page.get_by_role("alert").filter(has_text="At character")).to_contain_text("OR")
    box(page).fill("")
    page.get_by_role("button", name="What can be searched for").click()
    page.get_by_role("button", name=re.compile("^rain OR wind")).click()
    expect(box(page)).to_have_value("rain OR wind")
    expect(rows(page).first).to_contain_text(re.compile("rain|wind", re.IGNORECASE))
