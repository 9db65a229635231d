"""A page that is behind the world, and one whose questions fail: it says so in words, and goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from driving import Running, eventually, held, open_tab, settle
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from assets_db import Parent
from audiocraft_studio import Settings, build
from audiocraft_studio.services.scenes import Layer, Scatter, Scene

if TYPE_CHECKING:
    from audiocraft_studio.studio import Studio

PROJECT = "Lighthouse"
QUESTIONS = re.compile(r"/studio/(assets|collections|grids|jobs|me|models|plan|projects|scenes)\b")
FAULT = {"error": {"kind": "StudioError", "message": "Something went wrong inside the studio.", "field": ""}}
PROBLEMS = {
    "Variations": "The grids cannot be read",
    "Scenes": "The scenes cannot be read",
    "Library": "The library cannot be read",
    "Plan": "The plan cannot be read",
}
SHOWN = {
    "Variations": ("A1", False),
    "Scenes": ("Gates", False),
    "Library": ("Roof again", True),
    "Plan": ("Thunder", False),
}  # what stands there, and whether a press is needed
RAIN = "heavy rain on a tin roof"
SOUND = {"name": "Thunder", "type": "sfx", "template": "thunder", "duration_s": 0.5, "required": 1, "project": PROJECT}


def furnish(studio: Studio) -> dict[str, str]:
    """Rain in two versions, made from a sketch that another project keeps; drops; a gate. The id of each by its name.
    A scene of the rain and of gates that are scattered, and an empty one."""

    def made(name: str, prompt: str, seed: int, project: str = PROJECT) -> str:
        asset = studio.generation.generate(prompt, type="sfx", project=project, seed=seed, duration_s=1.0)
        studio.library.patch(asset.id, {"name": name}, by="you")
        return asset.id

    ids = {"Sketch": made("Sketch", "light rain", 1, "Elsewhere")}
    ids |= {name: made(name, RAIN, 10 + i) for i, name in enumerate(("Roof", "Roof again", "Drops"))}
    ids["Gate"] = made("Gate", "heavy metal impact", 20)
    for child, parent, how in (("Roof", "Sketch", "variation"), ("Roof again", "Roof", "regenerated")):
        parents = (Parent(id=ids[parent], how=how),)
        studio.assets.change(ids[child], lambda asset, parents=parents: replace(asset, parents=parents))
    gates = Layer("Gates", ids["Gate"], scatter=Scatter(per_minute=60, variations=(ids["Drops"],), seed=1), type="sfx")
    studio.scenes.save(Scene("Yard", (Layer("Bed", ids["Roof"]), gates), project=PROJECT, duration_s=8.0))
    ids["Zoo"] = studio.scenes.save(Scene("Zoo", project=PROJECT)).id
    return ids


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, str]]]:
    """A studio with those sounds, a grid of two and a planned sound with a take; the last test deletes them all."""
    folder = tmp_path_factory.mktemp("home") / "data"
    with build(Settings(data_dir=folder)) as studio:
        ids = furnish(studio)
    running = Running(folder)
    request = {"prompt": "light rain", "type": "ambience", "model": "sketch", "duration_s": 0.5, "project": PROJECT}
    grid = running.ask("/studio/grids", {**request, "design": {"kind": "seeds", "count": 2}})
    sound = running.ask("/studio/sounds", SOUND)
    take = running.ask(f"/studio/sounds/{sound['id']}/generate", {"count": 1})
    over(running, grid["job"])
    over(running, take)
    yield running, ids
    running.stop()


def over(studio: Running, job: dict[str, Any]) -> None:
    eventually(lambda: studio.ask(f"/studio/jobs/{job['id']}")["state"] == "done")


def purge(studio: Running) -> None:
    """Everything goes for good, by another's hand."""
    for project in (PROJECT, "Elsewhere"):
        studio.ask("/studio/bulk", {"query": "", "project": project, "change": {"trashed": True}})
    over(studio, studio.ask("/studio/trash/empty", {"project": ""}))


def deafen(page: Page) -> Callable[[], None]:
    """A live connection that tells nothing any more once the function that this returns is called."""
    deaf = []

    def connect(page_side: WebSocketRoute) -> None:
        server_side = page_side.connect_to_server()
        server_side.on_message(lambda message: None if deaf else page_side.send(message))

    page.route_web_socket(re.compile("/studio/live"), connect)
    return lambda: deaf.append(True)


def told(page: Page, text: str) -> None:
    """A message says so, and is closed."""
    message = page.locator(".st-toast").filter(has_text=re.compile(text)).first
    expect(message).to_be_visible()
    message.get_by_role("button", name="Close").click()


@pytest.fixture
def visitor(page: Page) -> Page:
    """Somebody who worked in the project before."""
    page.add_init_script(f"localStorage.setItem('studio.project', '{PROJECT}')")
    return page


def test_a_page_whose_questions_fail_says_so_in_every_tab_and_works_once_answers_come(
    home: tuple[Running, dict[str, str]], visitor: Page
) -> None:
    (studio, _), page = home, visitor
    answer = failing(page)
    for how in ("fault", "lost"):
        answer(how)
        page.goto(studio.url)
        said = FAULT["error"]["message"] if how == "fault" else "The studio does not answer"
        expect(page.get_by_text("Models cannot be listed now")).to_be_visible()
        expect(page.get_by_text("The last sound cannot be shown")).to_be_visible()
        for tab, problem in PROBLEMS.items():
            open_tab(page, tab)
            expect(page.locator(".st-note").filter(has_text=problem)).to_contain_text(said)
        for opener in ("Models", "Jobs", "Project"):
            page.get_by_role("button", name=re.compile(f"^{opener}")).click()
            expect(page.get_by_role("dialog")).to_be_visible()
            page.keyboard.press("Escape")
        open_tab(page, "Generate")

    answer("well")
    page.get_by_role("button", name="Models cannot be listed now").click()
    expect(page.get_by_role("dialog", name="Models").get_by_text("Sketch", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name=re.compile("thunder", re.IGNORECASE))).to_be_visible()
    for tab, (shown, pressed) in SHOWN.items():
        open_tab(page, tab)
        if pressed:
            page.get_by_role("button", name="Try again").click()
        expect(page.get_by_text(shown).filter(visible=True).first).to_be_visible()


def failing(page: Page) -> Callable[[str], None]:
    """What the page asks goes "well", meets a "fault" of the studio, or the connection is "lost": as was said last."""
    said = ["well"]

    def meet(route: Route) -> None:
        if said[0] == "well" or route.request.method != "GET":
            route.continue_()
        elif said[0] == "fault":
            route.fulfill(status=500, json=FAULT)
        else:
            route.abort("connectionrefused")

    page.route(QUESTIONS, meet)
    return lambda how: said.__setitem__(0, how)


def test_what_comes_late_does_not_take_the_place_of_what_was_asked_for_since(
    home: tuple[Running, dict[str, str]], visitor: Page
) -> None:
    (studio, ids), page = home, visitor
    page.goto(studio.url)
    open_tab(page, "Scenes")
    scenes = page.get_by_role("listbox", name="Scenes")
    expect(page.get_by_role("heading", name="Yard")).to_be_visible()
    address = re.compile(f"/studio/scenes/{ids['Zoo']}$")
    let_the_zoo_come = held(page, address)
    with page.expect_request(address):
        scenes.get_by_role("option", name=re.compile("^Zoo")).click()
    scenes.get_by_role("option", name=re.compile("^Yard")).click()
    with page.expect_response(address):
        let_the_zoo_come()
    settle(page, 0.3)
    expect(scenes.get_by_role("option", selected=True)).to_have_text(re.compile("^Yard"))


def test_a_page_that_did_not_hear_of_a_purge_says_that_its_sounds_are_gone(
    home: tuple[Running, dict[str, str]], visitor: Page
) -> None:
    (studio, ids), page = home, visitor
    stop_telling = deafen(page)
    page.goto(studio.url)
    expect(page.get_by_role("listbox", name="Recent takes").get_by_role("option")).to_have_count(7)
    open_tab(page, "Scenes")
    expect(page.get_by_role("group", name=re.compile("^Gates"))).to_be_visible()
    expect(page.locator(".sc-loudness")).to_have_text(re.compile("LUFS"))  # its sounds are here
    open_tab(page, "Library")
    page.locator(f".lib-row[data-id='{ids['Roof']}']").click()
    detail = page.get_by_role("complementary", name="Asset")
    lineage = detail.get_by_role("group", name=re.compile("^Lineage"))
    expect(lineage.get_by_role("button", name="Sketch")).to_be_visible()
    expect(detail.get_by_role("list", name="Versions").get_by_role("listitem")).to_have_count(2)
    expect(detail.get_by_role("list", name="Similar sounds").get_by_role("listitem")).not_to_have_count(0)
    settle(page, 0.3)
    stop_telling()
    purge(studio)

    behind_in_the_library(page, ids)
    behind_in_scenes(page)
    behind_in_generate(page)
    open_tab(page, "Variations")
    cell = page.get_by_role("gridcell", name=re.compile("^A1")).first
    expect(cell).to_contain_text("Its sound was deleted for good")
    open_tab(page, "Plan")
    expect(page.get_by_role("row", name=re.compile("^Thunder"))).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing made yet")).to_be_visible()


def behind_in_the_library(page: Page, ids: dict[str, str]) -> None:
    detail = page.get_by_role("complementary", name="Asset")
    detail.get_by_role("group", name=re.compile("^Lineage")).get_by_role("button", name="Sketch").click()
    told(page, "^There is no asset")
    detail.get_by_role("button", name="Play version 2 from the same position").click()
    told(page, "^Roof again cannot be played: There is no asset")
    detail.get_by_role("button", name="Regenerate", exact=True).click()
    expect(detail.locator(".st-verdict")).to_contain_text("There is no asset")
    tag = detail.get_by_role("textbox", name="Add a tag")
    tag.fill("wet")
    tag.press("Enter")
    told(page, "^There is no asset")
    expect(tag).to_have_value("wet")
    detail.get_by_role("button", name="Make a loop").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("There is no asset")
    page.keyboard.press("Escape")
    page.locator(f".lib-row[data-id='{ids['Gate']}']").click()
    expect(detail.get_by_text("There is no asset")).to_be_visible()  # what sounds like it
    page.keyboard.press("s")
    told(page, "^There is no asset")
    expect(page.get_by_text("No sounds in Lighthouse yet")).to_be_visible()  # the search from before, as it is now


def behind_in_scenes(page: Page) -> None:
    open_tab(page, "Scenes")
    page.get_by_role("button", name="Play the scene (Space)").click()
    expect(page.get_by_role("button", name="Pause the scene (Space)")).to_be_visible()  # its sounds were fetched ahead
    page.get_by_role("group", name=re.compile("^Gates")).focus()
    for key in "zzz":
        page.keyboard.press(key)  # other peaks are wanted, which nobody has
    page.get_by_role("tab", name="Scatter").click()
    expect(page.get_by_role("tabpanel", name="Scatter").get_by_text("Drops", exact=True)).to_be_visible()


def behind_in_generate(page: Page) -> None:
    open_tab(page, "Generate")
    page.get_by_role("listbox", name="Recent takes").get_by_role("option").filter(has_text="Roof again").click()
    told(page, "^Roof again cannot be played: There is no asset")
    page.get_by_role("button", name="Approve").click()
    told(page, "^There is no asset")
    page.get_by_role("button", name="Use all").click()
    told(page, "^There is no asset")
