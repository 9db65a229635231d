"""Real models: AudioCraft itself on tiny random checkpoints, chosen, run, cancelled and made again from the page."""

import itertools
import re
import signal
from typing import Any

import checkpoints
import pytest
from driving import Running, eventually, generate_one, keep_sounding, open_tab, ready, transport
from playwright.sync_api import Page, expect

MODEL_MS = 150_000  # loading, compiling and measuring on a busy machine
NOTE_ASKED = """() => {
  globalThis.asked_ms = [];
  const real = globalThis.fetch;
  globalThis.fetch = (address, ...rest) => {
    if (String(address).includes("/sound?item=")) asked_ms.push(performance.now());
    return real(address, ...rest);
  };
}"""


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    for kind in ("musicgen", "audiogen"):
        checkpoints.make(folder, kind)
    return folder


@pytest.fixture
def studio(tmp_path, weights):
    running = Running(tmp_path / "data", STUDIO_MODELS=str(weights), HF_HOME=str(weights / "hf"), HF_HUB_OFFLINE="1")
    yield running
    running.stop()


def pick(page: Page, type_: str, model: str) -> None:
    page.get_by_role("tabpanel").get_by_text(type_, exact=True).first.click()
    page.get_by_role("combobox", name="Model").click()
    page.get_by_role("option", name=re.compile(f"^{model}")).click()
    expect(page.get_by_text(re.compile(r"^(32|16) kHz (mono|stereo), so nothing above"))).to_be_visible()


def set_duration(page: Page, seconds: float) -> None:
    field = page.get_by_role("textbox", name="Duration")
    field.fill(str(seconds))
    field.press("Tab")


@pytest.mark.parametrize(("type_", "model", "badge"), [("Music", "musicgen", "32 kHz"), ("SFX", "audiogen", "16 kHz")])
def test_a_model_from_a_folder_makes_a_sound_that_is_found_and_made_again(studio, page, type_, model, badge):
    page.goto(studio.url)
    ready(page)
    assert studio.ask("/healthz")["torch_loaded"] is False
    pick(page, type_, model)
    set_duration(page, 2)
    keep_sounding(page)
    generate_one(page, f"calm piano loop for {model}")
    expect(page.get_by_role("tabpanel").get_by_text(re.compile(r"Loading|left|%")).first).to_be_visible()
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible(timeout=MODEL_MS)
    expect(page.get_by_text(re.compile(badge)).first).to_be_visible()
    assert studio.ask("/healthz")["torch_loaded"] is True
    asset = studio.ask(f"/studio/assets?q=calm+piano+{model}")["assets"][0]
    assert asset["recipe"]["weights"].startswith("sha256:")
    assert asset["duration_s"] == pytest.approx(2.0)

    studio.restart()
    page.goto(studio.url)
    open_tab(page, "Library")
    page.get_by_role("button", name=re.compile("^all projects")).click()
    page.get_by_role("searchbox").fill(f'"calm piano" {model}')
    page.get_by_role("row", name=re.compile("Select Calm piano")).click()
    page.get_by_role("button", name="Regenerate").click()
    expect(page.get_by_text(re.compile("identical", re.IGNORECASE)).first).to_be_visible(timeout=MODEL_MS)


def test_a_long_run_shows_progress_and_is_cancelled_at_once(studio, page):
    page.goto(studio.url)
    ready(page)
    pick(page, "Music", "musicgen")
    set_duration(page, 300)
    generate_one(page, "a very long calm piano loop")
    bar = page.get_by_role("tabpanel").get_by_role("progressbar").first
    expect(bar).to_be_visible(timeout=MODEL_MS)
    page.wait_for_function("[...studio.live.jobs()].some(j => j.state === 'running' && j.progress > 0 && j.eta_s > 0)")
    page.get_by_role("tabpanel").get_by_role("button", name=re.compile("^Cancel")).first.click()
    page.wait_for_function("[...studio.live.jobs()].every(j => j.state !== 'running')")
    job = studio.ask("/studio/jobs")[0]
    assert (job["state"], job["assets"]) == ("cancelled", [])
    assert job["progress"] < 0.9, "it stops where it is"
    expect(page.get_by_text(re.compile("Cancelled")).first).to_be_visible()


def test_a_sound_is_heard_while_it_is_made_and_how_it_is_computed_is_chosen(studio, page):
    model = "local/musicgen"
    done(studio, studio.ask("/studio/models/load", {"id": model}))
    studio.ask("/studio/models/precision", {"id": model, "mode": "exact"})
    short = {"prompt": "warm pads", "type": "music", "model": model, "duration_s": 1}
    earlier = done(studio, studio.ask("/studio/generate", short))["assets"][0]
    page.goto(studio.url)
    ready(page)
    pick(page, "Music", "musicgen")
    set_duration(page, 70)
    page.evaluate(NOTE_ASKED)
    generate_one(page, "calm piano loop")
    listen = page.get_by_role("tabpanel").get_by_role("button", name=re.compile(r"^Listen now · \d+\.\d s")).first
    expect(listen).to_be_visible(timeout=MODEL_MS)
    assert not page.evaluate("asked_ms")
    listen.press("Enter")
    page.wait_for_function("studio.player.source && studio.player.position > 0.3")
    page.wait_for_function("Math.max(...studio.player.levels()) > 0")
    assert studio.ask("/studio/jobs")[0]["state"] == "running"

    with page.expect_request("**/sound?item=*"):
        page.route("**/sound?item=*", lambda _: None)  # held back
    page.evaluate("studio.player.seek(studio.player.duration - 0.2)")
    expect(page.get_by_role("button", name="Waiting for more…").first).to_be_visible()
    expect(transport(page).get_by_text("Waiting for more…")).to_be_visible()
    stopped_at = page.evaluate("studio.player.position")
    page.unroute("**/sound?item=*")
    page.wait_for_function("(from) => studio.player.position > from + 0.2", arg=stopped_at)

    page.wait_for_function("!studio.player.source && studio.player.playing", timeout=MODEL_MS)
    assert page.evaluate("studio.player.position") > stopped_at + 0.2
    assert page.evaluate("studio.player.asset.name") == "Calm piano loop"
    asked_ms = page.evaluate("asked_ms")
    assert min(after - before for before, after in itertools.pairwise(asked_ms)) > 400
    page.keyboard.press("Space")

    page.get_by_role("button", name=re.compile("^musicgen loaded")).click()
    panel = page.get_by_role("dialog", name="Models")
    modes = next(m for m in studio.ask("/studio/models")["models"] if m["id"] == model)["modes"]["standings"]
    other = next(mode for mode in modes[1:] if not mode["reason"])
    panel.get_by_role("radio", name=other["label"], exact=True).check()
    expect(panel.get_by_text(f"In use: {other['label']}, your choice.")).to_be_visible()
    page.keyboard.press("Escape")
    set_duration(page, 1)
    generate_one(page, "soft rain")
    made = eventually(lambda: studio.ask("/studio/assets?q=soft+rain")["assets"])[0]
    assert made["recipe"]["precision"] == other["precision"]
    again = done(studio, studio.ask(f"/studio/assets/{earlier}/regenerate", {}))
    assert again["result"]["verdict"] == "identical"


def done(studio: Running, job: dict[str, Any]) -> dict[str, Any]:
    """The job when it is done."""
    path = f"/studio/jobs/{job['id']}"
    return eventually(lambda: (now := studio.ask(path))["state"] == "done" and now, timeout_s=MODEL_MS / 1000)


def test_a_model_that_is_not_here_says_what_to_do(studio, page):
    page.goto(studio.url)
    ready(page)
    pick(page, "Music", "MusicGen small")
    generate_one(page, "calm piano loop")
    told = page.get_by_role("tabpanel").get_by_text(re.compile("network|offline|download", re.IGNORECASE))
    expect(told.first).to_be_visible(timeout=MODEL_MS)


def test_a_job_of_a_killed_server_goes_on_at_the_next_start_and_makes_nothing_twice(studio):
    body = {"prompt": "calm piano loop", "model": "local/musicgen", "type": "music", "duration_s": 4, "count": 12}
    job = studio.ask("/studio/generate", body)
    eventually(lambda: studio.ask(f"/studio/jobs/{job['id']}")["done"] >= 6, timeout_s=MODEL_MS / 1000)
    studio.restart(signal.SIGKILL)
    again = eventually(
        lambda: (now := studio.ask(f"/studio/jobs/{job['id']}"))["state"] == "done" and now, timeout_s=MODEL_MS / 1000
    )
    assert len(again["assets"]) == 12
    found = studio.ask("/studio/assets?q=calm+piano")
    assert found["total"] == 12
    assert len({asset["recipe"]["seed"] for asset in found["assets"]}) == 12
