"""Scenes: what is heard in the browser is what is rendered, and faders cost no request."""

import io
import json
import os
import re
import urllib.request
import zipfile

import checkpoints
import numpy as np
import soundfile
from driving import Running, eventually, open_tab, settle, transport
from playwright.sync_api import expect

from audiocraft_studio import Settings, build
from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.resample import resample
from audiocraft_studio.services.scenes import Layer, Scene

WEIGHTS = (1.0, 0.5, 0.25)


def audio_of(studio, asset_id) -> Audio:
    with urllib.request.urlopen(f"{studio.url}/studio/assets/{asset_id}/audio") as answer:
        samples, rate = soundfile.read(io.BytesIO(answer.read()), dtype="float32", always_2d=True)
    return Audio(np.ascontiguousarray(samples.T), rate)


def by_hand(sounds, weights) -> np.ndarray:
    parts = [resample(a, 44100).samples for a in sounds]
    parts = [np.repeat(p, 2, axis=0) if len(p) == 1 else p for p in parts]
    total = np.zeros((2, max(p.shape[1] for p in parts)))
    for part, weight in zip(parts, weights, strict=True):
        total[:, : part.shape[1]] += weight * part
    return total


def furnished(folder, weights_folder):
    """A scene of two Sketch sounds and one of a tiny AudioGen at 16 kHz."""
    os.environ["HF_HOME"] = str(weights_folder / "hf")
    with checkpoints.hub(weights_folder), build(Settings(data_dir=folder, model_dirs=(weights_folder,))) as studio:
        made = [
            studio.generation.generate("light rain", type="ambience", duration_s=3.0, seed=1),
            studio.generation.generate("gentle wind", type="ambience", duration_s=2.0, seed=2),
            studio.generation.generate("dog barking", model="local/audiogen", duration_s=1.0, seed=3),
        ]
        layers = tuple(Layer(a.name, a.id, w) for a, w in zip(made, WEIGHTS, strict=True))
        return studio.scenes.save(Scene("Yard", layers)), [a.id for a in made]


def test_a_scene_is_heard_mixed_without_requests_and_rendered_as_numpy_would(tmp_path, page, tmp_path_factory):
    weights_folder = tmp_path_factory.mktemp("weights")
    checkpoints.make(weights_folder, "audiogen")
    scene, ids = furnished(tmp_path / "data", weights_folder)
    studio = Running(tmp_path / "data")
    try:
        check(studio, page, scene, ids)
    finally:
        studio.stop()


def check(studio, page, scene, ids):
    page.goto(studio.url)
    open_tab(page, "Scenes")
    expect(page.get_by_role("heading", name="Yard")).to_be_visible()
    page.get_by_role("button", name="Render mix").click()
    first = eventually(lambda: studio.ask(f"/studio/scenes/{scene.id}")["rendered"])
    rendered = audio_of(studio, first)
    sounds = [audio_of(studio, i) for i in ids]
    assert [a.sample_rate for a in sounds] == [44100, 44100, 16000]
    assert np.abs(rendered.samples - by_hand(sounds, WEIGHTS)).max() < 1e-4

    page.get_by_role("button", name=re.compile("^Play the scene")).click()
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()
    settle(page)
    requests = []
    page.on("request", lambda r: requests.append(r.url))
    fader = page.get_by_role("slider", name=re.compile("^Weight of Light rain"))
    fader.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "PageDown", "ArrowDown"):
        page.keyboard.press(key)
    box = fader.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    page.mouse.down()
    for part in (0.7, 0.6, 0.5, 0.4):
        page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    page.get_by_role("button", name="Mute Gentle wind").click()
    page.wait_for_timeout(700)
    assert requests == []
    expect(page.get_by_role("status").filter(has_text=re.compile("changed"))).to_be_visible()

    heard = page.evaluate("studio.mixer.renderOffline(44100).then(b => b.map(c => Array.from(c)))")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Render mix").click()
    eventually(lambda: studio.ask(f"/studio/scenes/{scene.id}")["rendered"] != first)
    saved = studio.ask(f"/studio/scenes/{scene.id}")
    assert saved["layers"][0]["weight"] < 0.9
    assert saved["layers"][1]["mute"]
    again = audio_of(studio, saved["rendered"])
    n = min(again.n_samples, len(heard[0]))
    difference = np.asarray(heard)[:, :n] - again.samples[:, :n]
    # the browser's resampler is not scipy's: only the 16 kHz layer may differ, and only near its upper end
    assert np.mean(difference**2) < 1e-3 * np.mean(again.samples**2)


def test_a_rainy_cafe_is_built_heard_and_rendered_with_stems(studio, page, tmp_path):
    page.goto(studio.url)
    open_tab(page, "Scenes")
    scene_id = cafe(studio, page)
    layers = {layer["name"]: layer for layer in studio.ask(f"/studio/scenes/{scene_id}")["layers"]}
    assert len(jobs_of(studio, scene_id, "layers")) == 1

    page.get_by_role("button", name=re.compile("^Play the scene")).click()
    settle(page)
    requests = []
    page.on("request", lambda r: requests.append(r.url))
    move_faders(page)
    page.get_by_role("button", name="Mute Guests").click()
    drag_clip(page, "Tune", 2.0)
    page.keyboard.press("Control+z")
    assert offset_s(page, "Tune") == 0
    page.keyboard.press("Control+Shift+z")
    row(page, "Cups").focus()
    page.keyboard.press("]")
    page.keyboard.press("Alt+ArrowUp")
    assert page.locator(".sc-layer-name").all_inner_texts() == ["Rain", "Cups", "Guests", "Tune"]
    add_weight_points(page, "Rain")
    page.wait_for_timeout(300)
    assert requests == []
    zoom(page)

    scatter(page, "Cups")
    heard = page.evaluate("studio.mixer.renderOffline(44100).then(b => b.map(c => Array.from(c)))")
    page.get_by_role("button", name="Render with stems").click()
    expect(page.get_by_text("Mix and 3 stems rendered")).to_be_visible()
    saved = studio.ask(f"/studio/scenes/{scene_id}")
    changed = {layer["name"]: layer for layer in saved["layers"]}
    assert abs(changed["Tune"]["offset_s"] - 2) < 0.05
    assert changed["Cups"]["offset_s"] == 0.01
    assert changed["Guests"]["weight"] < layers["Guests"]["weight"]
    assert len(changed["Rain"]["weight_points"]) == 2
    mix = audio_of(studio, saved["rendered"])
    assert mix.n_samples == len(heard[0])
    assert np.abs(np.asarray(heard) - mix.samples).max() <= 1e-3
    (job,) = jobs_of(studio, scene_id, "render")
    stems = [audio_of(studio, asset_id).samples for asset_id in job["assets"] if asset_id != saved["rendered"]]
    assert len(stems) == 3
    assert np.abs(sum(stems) - mix.samples).max() <= 1e-3
    expect(page.get_by_role("status").filter(has_text=re.compile("^rendered .* saved$"))).to_be_visible()

    stems_leave_as_a_zip(studio, page, scene_id)
    a_text_narrates(studio, page, scene_id)
    saved = studio.ask(f"/studio/scenes/{scene_id}")
    somebody_elses_save(studio, page, saved)
    a_document_goes_out_and_in(studio, page, tmp_path)
    an_environment_is_built_and_cancelled(studio, page)
    a_lost_sound_is_shown(studio, page)


def test_effects_moving_values_and_loops_that_cross_over_are_rendered_as_they_are_heard(studio, page):
    page.goto(studio.url)
    open_tab(page, "Scenes")
    expect(page.get_by_role("button", name="Render mix")).to_be_visible()
    scene_id = court(studio, page)
    chain_of_effects(page, "Rain")
    row(page, "Rain").get_by_role("combobox", name="Points shown on Rain").select_option("Pan")
    double_click_clip(page, "Rain", ((0.2, 0.9), (0.6, 0.1)))
    expect(page.get_by_role("slider", name="Pan point 2 of Rain")).to_be_visible()
    page.get_by_role("tab", name="Clip").click()
    page.get_by_label("Loop crossfade").fill("0.7")
    page.get_by_label("Loop crossfade").press("Enter")

    page.get_by_role("tab", name="Effects").click()
    page.get_by_role("button", name=re.compile("^Play the scene")).click()
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()
    settle(page)
    requests = []
    page.on("request", lambda r: requests.append(r.url))
    turn_knobs(page)
    page.wait_for_timeout(300)
    assert requests == []

    heard = page.evaluate("studio.mixer.renderOffline(44100).then(b => b.map(c => Array.from(c)))")
    page.get_by_role("button", name="Render with stems").click()
    expect(page.get_by_text("Mix and 2 stems rendered")).to_be_visible()
    saved = studio.ask(f"/studio/scenes/{scene_id}")
    rain = saved["layers"][0]
    assert [effect["kind"] for effect in rain["effects"]] == ["low_pass", "echo", "reverb"]
    assert len(rain["effects"][0]["points"]["frequency_hz"]) == 3
    assert (len(rain["pan_points"]), rain["loop_fade_s"]) == (2, 0.7)
    mix = audio_of(studio, saved["rendered"])
    assert mix.n_samples == len(heard[0])
    assert np.abs(np.asarray(heard) - mix.samples).max() <= 1e-3
    (job,) = jobs_of(studio, scene_id, "render")
    stems = [audio_of(studio, asset_id).samples for asset_id in job["assets"] if asset_id != saved["rendered"]]
    assert np.abs(sum(stems) - mix.samples).max() <= 1e-3
    expect(page.get_by_role("status").filter(has_text=re.compile("^rendered .* saved$"))).to_be_visible()
    measured = studio.ask(f"/studio/assets/{saved['rendered']}")["quality"]["true_peak_db"]
    expect(page.locator(".sc-peak")).to_have_text(re.compile(r"dBTP$"))
    shown = float(page.locator(".sc-peak").inner_text().removesuffix(" dBTP").replace("−", "-"))
    assert abs(shown - measured) < 0.15


def court(studio, page) -> str:
    """A scene with a loop of rain, and wind that plays once and sets its length with the tail of its reverb."""
    reverb = {"kind": "reverb", "place": "plate", "decay_s": 1.0, "wet": 0.4}
    layers = [
        {"name": "Rain", "type": "ambience", "prompt": "light rain", "duration_s": 2.5, "loop": True, "weight": 0.7},
        {"name": "Wind", "type": "ambience", "prompt": "wind", "duration_s": 4, "offset_s": 1, "weight": 0.5},
    ]
    layers[1]["effects"] = [reverb]
    page.evaluate("values => studio.mixer.store.create(values)", {"name": "Court", "layers": layers})
    expect(page.get_by_role("heading", name="Court")).to_be_visible()
    page.get_by_role("button", name="Generate 2 missing").click()
    (scene_id,) = [scene["id"] for scene in studio.ask("/studio/scenes") if scene["name"] == "Court"]
    eventually(lambda: all(la["asset"] for la in studio.ask(f"/studio/scenes/{scene_id}")["layers"]))
    expect(page.locator(".sc-ghost")).to_have_count(0)
    assert abs(page.evaluate("studio.mixer.playback.duration") - 6) < 1e-6
    return scene_id


def chain_of_effects(page, name) -> None:
    """A low pass whose frequency moves, an echo and a reverb, put in order; what was taken out comes back by undo."""
    row(page, name).focus()
    page.get_by_role("tab", name="Effects").click()
    for kind in ("Low pass", "Reverb", "Echo"):
        page.get_by_role("button", name="Add an effect").click()
        page.get_by_role("menuitem", name=kind).click()
    page.get_by_role("button", name="Move Echo up").click()
    page.get_by_role("button", name="Remove Low pass").click()
    row(page, name).focus()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("listitem", name="Echo, 2 of 3")).to_be_visible()
    page.get_by_role("listitem", name="Low pass, 1 of 3").get_by_role(
        "button", name="Show frequency on the lane"
    ).click()
    double_click_clip(page, name, ((0.2, 0.6), (0.5, 0.2), (0.8, 0.7)))
    expect(page.get_by_role("slider", name=f"Low pass, frequency point 3 of {name}")).to_be_visible()


def double_click_clip(page, name, spots) -> None:
    box = row(page, name).locator(".sc-clip").bounding_box()
    for across, down in spots:
        page.mouse.dblclick(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def turn_knobs(page) -> None:
    """By keys, by the mouse, and by a typed value."""
    page.get_by_label("Feedback").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "PageUp"):
        page.keyboard.press(key)
    wet = page.get_by_role("listitem", name="Reverb, 3 of 3").get_by_label("Wet", exact=True)
    box = wet.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    page.get_by_label("Q", exact=True).press("Enter")
    page.keyboard.type("2.5")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Q", exact=True)).to_have_attribute("aria-valuetext", "2.50")


def cafe(studio, page) -> str:
    """A new scene of four prompts, generated by one job."""
    page.get_by_role("button", name="New scene").click()
    page.get_by_role("textbox", name="Name of the scene").fill("Rainy café")
    page.keyboard.press("Enter")
    prompts = (("Rain", "light rain on a window", "ambience", "3"), ("Guests", "small crowd talking", "ambience", "3"),
               ("Cups", "glass clink", "sfx", "0.5"), ("Tune", "slow piano", "music", "4"))  # fmt: skip
    for name, prompt, kind, seconds in prompts:
        page.get_by_role("button", name="Add a layer").first.click()
        form = page.get_by_role("dialog", name="Add a layer")
        form.get_by_label("Prompt").fill(prompt)
        form.get_by_label("Name").fill(name)
        form.get_by_label("Type").select_option(kind)
        form.get_by_label("Duration").fill(seconds)
        form.get_by_label("Duration").press("Tab")
        form.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Length").fill("8")
    page.get_by_label("Length").press("Tab")
    page.get_by_role("button", name="Generate 4 missing").click()
    found = [scene for scene in studio.ask("/studio/scenes") if scene["name"] == "Rainy café"]
    eventually(lambda: all(la["asset"] for la in studio.ask(f"/studio/scenes/{found[0]['id']}")["layers"]))
    expect(page.get_by_role("button", name="Render mix")).to_be_enabled()
    expect(page.locator(".sc-ghost")).to_have_count(0)
    return found[0]["id"]


def jobs_of(studio, scene_id, kind):
    return [job for job in studio.ask("/studio/jobs") if job["kind"] == kind and job["context"]["scene"] == scene_id]


def row(page, name):
    return page.get_by_role("group", name=re.compile(f"^{name}, "))


def offset_s(page, name) -> float:
    return page.evaluate("n => studio.mixer.store.scene.layers.find((l) => l.name === n).offset_s", name)


def move_faders(page) -> None:
    for name, keys in (("Guests", ("ArrowDown", "PageDown")), ("Cups", ("ArrowUp", "ArrowUp"))):
        page.get_by_role("slider", name=f"Weight of {name}").focus()
        for key in keys:
            page.keyboard.press(key)


def drag_clip(page, name, by_s) -> None:
    box = row(page, name).locator(".sc-lane").bounding_box()
    x, y = box["x"] + box["width"] / 4, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + box["width"] * by_s / 8, y, steps=5)
    page.mouse.up()
    assert abs(offset_s(page, name) - by_s) < 0.05


def add_weight_points(page, name) -> None:
    box = row(page, name).locator(".sc-clip").bounding_box()
    for across, down in ((0.3, 0.7), (0.7, 0.3)):
        page.mouse.dblclick(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    expect(page.get_by_role("slider", name="Weight point 2 of Rain")).to_be_visible()


def zoom(page) -> None:
    ruler = page.locator(".sc-marks")
    whole = ruler.inner_text()
    row(page, "Rain").focus()
    for _ in range(3):
        page.keyboard.press("z")
    expect(ruler).not_to_have_text(whole)
    page.keyboard.press("f")
    expect(ruler).to_have_text(whole, use_inner_text=True)


def scatter(page, name) -> None:
    row(page, name).focus()
    page.get_by_role("tab", name="Scatter").click()
    page.get_by_label("Scatter this layer").check()
    page.get_by_label("How often").fill("0.85")
    expect(page.get_by_text(re.compile(r"^\d+ times$"))).to_be_visible()


def somebody_elses_save(studio, page, saved) -> None:
    """Neither version is lost: mine becomes a copy."""
    theirs = {**saved, "description": "from another window"}
    page.request.put(f"{studio.url}/studio/scenes/{saved['id']}", data=theirs)
    page.get_by_role("button", name="Mute Rain").click()
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Keep mine as a copy").click()
    expect(page.get_by_role("heading", name=re.compile("^Rainy café, "))).to_be_visible()
    mine = next(scene for scene in studio.ask("/studio/scenes") if scene["name"].startswith("Rainy café, "))
    assert [layer["mute"] for layer in mine["layers"]] == [True, False, True, False]
    assert studio.ask(f"/studio/scenes/{saved['id']}")["description"] == "from another window"


def stems_leave_as_a_zip(studio, page, scene_id) -> None:
    """Those of the render that is there, not of another."""
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=re.compile(r"^Stems \(zip\)")).click()
    with zipfile.ZipFile(download.value.path()) as archive:
        names = ["mix.wav", "stems/01_rain.wav", "stems/02_cups.wav", "stems/03_tune.wav", "manifest.md"]
        assert archive.namelist() == names
    assert len(jobs_of(studio, scene_id, "render")) == 1


def a_lost_sound_is_shown(studio, page) -> None:
    """A scene whose sound was thrown away for good opens and can be saved."""
    made = studio.ask("/studio/generate", {"prompt": "door slam", "duration_s": 0.3})
    eventually(lambda: studio.ask(f"/studio/jobs/{made['id']}")["state"] == "done")
    asset = studio.ask(f"/studio/jobs/{made['id']}")["assets"][0]
    shed = {"name": "A shed", "project": studio.ask("/studio/scenes")[0]["project"]}
    scene = studio.ask("/studio/scenes", {**shed, "layers": [{"name": "Door", "asset": asset}]})
    page.request.delete(f"{studio.url}/studio/assets/{asset}")
    studio.ask("/studio/trash/empty", {"project": ""})
    eventually(lambda: not studio.ask(f"/studio/scenes/{scene['id']}")["layers"][0]["asset"])
    page.reload()
    open_tab(page, "Scenes")
    page.get_by_role("option", name=re.compile("^A shed")).click()
    expect(row(page, "Door")).to_contain_text("sound missing")
    page.get_by_label("Length").fill("3")
    page.get_by_label("Length").press("Tab")
    page.keyboard.press("Control+s")
    eventually(lambda: studio.ask(f"/studio/scenes/{scene['id']}")["duration_s"] == 3)
    assert studio.ask(f"/studio/scenes/{scene['id']}")["layers"][0]["lost"] == asset


def a_text_narrates(studio, page, scene_id) -> None:
    """A speech program reads a text; where there is none, the page says what to install."""
    program = studio.ask("/studio/speech")["program"]
    page.get_by_role("tab", name="Narration").click()
    page.get_by_role("radio", name="Speak this text").click()
    said = page.get_by_role("tabpanel", name="Narration").get_by_role("status")
    expect(said).to_contain_text(f"Synthetic voice, {program}" if program else "Install espeak-ng")
    if not program:
        return
    page.get_by_label("Text", exact=True).fill("Two more coffees, please.")
    page.get_by_role("button", name="Lay it in").click()
    expect(page.get_by_text("“Two more coffees, please” speaks at")).to_be_visible()
    layers = studio.ask(f"/studio/scenes/{scene_id}")["layers"]
    assert layers[-1]["type"] == "voice"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+s")
    eventually(lambda: len(studio.ask(f"/studio/scenes/{scene_id}")["layers"]) < len(layers))


def a_document_goes_out_and_in(studio, page, folder) -> None:
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()
        page.get_by_role("menuitem", name="Document").click()
    download.value.save_as(folder / "cafe.json")
    document = json.loads((folder / "cafe.json").read_text("utf-8"))
    bring(page, folder / "cafe.json")
    expect(page.get_by_text(f"{document['name']} imported")).to_be_visible()
    copies = [scene for scene in studio.ask("/studio/scenes") if scene["name"] == document["name"]]
    assert [[layer["asset"] for layer in scene["layers"]] for scene in copies].count(
        [layer["asset"] for layer in document["layers"]]
    ) == 2
    document["layers"][2] |= {"weight": 3, "type": "zoo"}
    (folder / "broken.json").write_text(json.dumps(document), "utf-8")
    bring(page, folder / "broken.json")
    for path in ("layers[2].weight", "layers[2].type"):
        expect(page.get_by_role("dialog").get_by_text(path)).to_be_visible()
    page.keyboard.press("Escape")


def bring(page, path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import a scene document").click()
    chooser.value.set_files(path)


def an_environment_is_built_and_cancelled(studio, page) -> None:
    """While it waits for its turn."""
    first = studio.ask("/studio/generate", {"prompt": "rain", "type": "ambience", "duration_s": 120, "count": 20})
    page.get_by_role("button", name="New from an environment").click()
    dialog = page.get_by_role("dialog", name="New from an environment")
    dialog.get_by_role("radio", name="Forest").click()
    dialog.get_by_role("radio", name="Night", exact=True).click()
    dialog.get_by_role("button", name="Build").click()
    expect(page.get_by_role("heading", name="Forest, night")).to_be_visible()
    head = page.locator(".sc-head")
    expect(head.get_by_role("status").filter(has_text=re.compile("of"))).to_be_visible()
    head.get_by_role("button", name="Cancel").click()
    expect(head.get_by_role("button", name=re.compile("^Generate .* missing"))).to_be_visible()
    page.request.post(f"{studio.url}/studio/jobs/{first['id']}/cancel")
    eventually(lambda: studio.ask(f"/studio/jobs/{first['id']}")["state"] == "cancelled")
