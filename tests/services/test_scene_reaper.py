"""REAPER projects, read by a parser that others wrote for them."""

import io
import zipfile

import numpy as np
import pytest
import rpp
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from audiocraft_studio.dsp.pan import panned
from audiocraft_studio.services.scenes import Layer, Scatter, Scene
from audiocraft_studio.services.scenes.events import events
from audiocraft_studio.services.scenes.reaper import quoted


def values(block, name):
    """The words after `name` in a block of the project."""
    return block.find(name)[1:]


def numbers(block, name):
    return [float(word) for word in values(block, name)]


def heard(gain, pan, law):
    """What REAPER's balance makes of 1 in both channels, by the pan law it was told; -1 is the project's, 0 dB."""
    turned = (1 + pan) * np.pi / 4
    return (gain, gain) if law == -1 else (gain * np.cos(turned), gain * np.sin(turned))


@pytest.fixture
def exported(studio, tmp_path):
    rain, drop = (studio.generation.generate(p, duration_s=0.5, seed=4).id for p in ("light rain", "water drop"))
    drips = Scatter(40, variations=(rain,), pitch_cents=100, gain_db=6, pan=1)
    layers = (
        Layer('Rain "hard"', rain, 0.5, pan=-0.25, loop=True, offset_s=1.0, fade_in_s=0.5, fade_out_s=2.0, mute=True),
        Layer("Drips", drop, 0.8, type="sfx", scatter=drips),
        Layer("Moving", rain, solo=True, offset_s=9.8, weight_points=((1.0, 0.25), (4.0, 0.75))),
        Layer("Missing", prompt="wind"),
    )
    scene = studio.scenes.save(Scene("Yard", layers, duration_s=10.0, loop=True))
    studio.scenes.reaper.export(scene.id, tmp_path / "yard.zip")
    with zipfile.ZipFile(tmp_path / "yard.zip") as archive:
        assert archive.testzip() is None
        return scene, rpp.loads(archive.read("project.rpp").decode()), {n: archive.read(n) for n in archive.namelist()}


def test_every_layer_is_a_track_with_its_name_level_side_and_switches(exported):
    scene, project, _ = exported
    assert project.tag == "REAPER_PROJECT"
    assert (numbers(project, "SAMPLERATE")[0], numbers(project, "LOOP")) == (44100, [1])
    tracks = project.findall("TRACK")
    assert [values(t, "NAME") for t in tracks] == [['Rain "hard"'], ["Drips"], ["Moving"], ["Missing"]]
    assert [values(t, "MUTESOLO")[:2] for t in tracks] == [["1", "0"], ["0", "0"], ["0", "1"], ["0", "0"]]
    assert numbers(tracks[0], "PEAKCOL") != numbers(tracks[1], "PEAKCOL")
    for track, layer in zip(tracks, scene.layers, strict=True):
        weight = 1.0 if layer.weight_points else layer.weight
        expected = weight * panned(np.ones((2, 1), np.float32), layer.pan)[:, 0]
        assert heard(*numbers(track, "VOLPAN")[:3]) == pytest.approx(expected, abs=1e-6)
    assert [numbers(t, "VOLPAN")[1] for t in tracks] == [-0.25, 0, 0, 0]
    envelope = tracks[2].find("VOLENV2")
    assert [[float(x) for x in point[1:]] for point in envelope.findall("PT")] == [[1, 0.25, 0], [4, 0.75, 0]]


def test_items_lie_where_the_layers_sound_and_end_with_the_scene(exported):
    _, project, _ = exported
    rain, _, moving, missing = (t.findall("ITEM") for t in project.findall("TRACK"))
    told = {k: numbers(rain[0], k)[0] for k in ("POSITION", "LENGTH", "LOOP", "SOFFS")}
    assert told == {"POSITION": 1, "LENGTH": 9, "LOOP": 1, "SOFFS": 0}
    assert (numbers(rain[0], "FADEIN")[1], numbers(rain[0], "FADEOUT")[1]) == (0.5, 2)
    assert numbers(moving[0], "LENGTH") == [pytest.approx(0.2)]
    assert missing == []


def test_each_event_of_a_scattered_layer_is_an_item_of_its_own(exported):
    scene, project, _ = exported
    items = project.findall("TRACK")[1].findall("ITEM")
    expected = events(scene.layers[1], 10.0)
    assert len(items) == len(expected) > 3
    for item, event in zip(items, expected, strict=True):
        assert numbers(item, "POSITION") == [pytest.approx(event.at_s)]
        assert numbers(item, "PLAYRATE")[0] == pytest.approx(event.rate)
        gain, pan, _, law = numbers(item, "VOLPAN")
        level = 10 ** (event.gain_db / 20) * panned(np.ones((2, 1), np.float32), event.pan)[:, 0]
        assert heard(gain, pan, law) == pytest.approx(level, abs=1e-6)
        assert numbers(item, "LENGTH")[0] <= 0.5 / event.rate + 1e-6


def test_the_media_are_in_the_zip_and_whole(exported):
    _, project, files = exported
    named = {values(source, "FILE")[0] for source in project.iter("SOURCE")}
    assert named == set(files) - {"project.rpp"}
    for name in named:
        assert soundfile.info(io.BytesIO(files[name])).frames == 22050


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=30))
def test_any_name_is_read_as_it_was_written_unless_it_has_all_three_marks(name):
    expected = name if not all(m in name for m in "\"'`") else name.replace("`", "'")
    assert rpp.loads(f"<TRACK\n  NAME {quoted(name)}\n>\n").find("NAME") == ["NAME", expected]
