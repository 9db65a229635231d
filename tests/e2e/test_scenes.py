"""Scenes: what is heard in the browser is what is rendered, and faders cost no request."""

import io
import os
import re
import urllib.request

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
