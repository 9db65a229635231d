"""The frame of the page: themes, keys, several people, nothing from outside."""

import re

import pytest
from driving import Running, eventually, open_tab, transport
from playwright.sync_api import expect

TABS = ("Generate", "Variations", "Scenes", "Library", "Plan")


def test_every_tab_opens_in_both_themes_without_an_error_or_an_outside_request(studio, page):
    page.goto(studio.url)
    for _ in range(2):
        for tab in TABS:
            open_tab(page, tab)
            expect(page.get_by_role("tabpanel").get_by_role("heading").first).to_be_attached()
            page.wait_for_timeout(300)
        page.get_by_role("button", name=re.compile("^(Light|Dark) theme$")).click()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")


def test_tabs_are_walked_with_arrow_keys_and_kept_over_a_reload(studio, page):
    page.goto(studio.url)
    page.get_by_role("tab", name="Generate", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Scenes", exact=True)).to_have_attribute("aria-selected", "true")
    page.reload()
    expect(page.get_by_role("tab", name="Scenes", exact=True)).to_have_attribute("aria-selected", "true")


def test_a_first_visitor_hears_the_starter_project(studio, page):
    page.goto(studio.url)
    option = page.get_by_role("listbox", name="Recent takes").get_by_role("option").first
    expect(option).to_be_visible()
    eventually(lambda: all(job["state"] == "done" for job in studio.ask("/studio/jobs")))
    option.focus()
    page.keyboard.press("Enter")
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()


def test_a_theme_is_remembered(studio, page):
    page.goto(studio.url)
    assert page.evaluate("document.documentElement.classList.contains('dark')")
    page.get_by_role("button", name="Light theme").click()
    page.reload()
    expect(page.get_by_role("button", name="Dark theme")).to_be_visible()
    assert not page.evaluate("document.documentElement.classList.contains('dark')")


def test_a_plan_is_defined_generated_and_exported(studio, page):
    page.goto(studio.url)
    open_tab(page, "Plan")
    page.get_by_role("button", name="New sound").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Gate")
    page.get_by_role("textbox", name=re.compile("^Prompt template")).fill("{weight} metal impact")
    page.get_by_role("textbox", name=re.compile("^weight")).fill("heavy, light")
    page.keyboard.press("Control+s")
    row = page.get_by_role("row", name=re.compile("^Gate"))
    expect(row).to_be_visible()
    row.get_by_role("button", name=re.compile("^Generate")).click()
    expect(row.get_by_role("button", name=re.compile("^Review|complete"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Export")).click()
    assert "{weight} metal impact" in download.value.path().read_text("utf-8")


@pytest.fixture
def lan(tmp_path):
    running = Running(tmp_path / "data", STUDIO_SIGN_IN="on", STUDIO_PASSWORD="open sesame")
    yield running
    running.stop()


def test_a_shared_server_asks_who_is_there_and_both_hear_of_each_other(lan, browser):
    pages = []
    for name in ("Ann", "Bo"):
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(lan.url)
        page.get_by_label(re.compile("Your name")).fill(name)
        page.get_by_label(re.compile("Password")).fill("open sesame")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text(name, exact=True).first).to_be_visible()
        pages.append(page)
    ann, bo = pages
    open_tab(bo, "Library")
    made = ann.evaluate(
        "fetch('./studio/generate', {method: 'POST', headers: {'content-type': 'application/json'},"
        " body: JSON.stringify({prompt: 'heavy metal impact', duration_s: 1, project: 'Lighthouse', name: 'Of Ann'})})"
        ".then(r => r.json())"
    )
    assert made["owner"] == "Ann"
    expect(bo.get_by_role("row", name=re.compile("Select Of Ann"))).to_be_visible()
    for page in pages:
        page.context.close()
    assert any(b"heavy metal impact" in file.read_bytes() for file in lan.folder.glob("documents-jobs.journal-*"))
