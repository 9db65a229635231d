"""What no DAW would do alike goes to REAPER in the sound of its track."""

import io
import zipfile

import numpy as np
import pytest
import rpp
import soundfile

from audiocraft_studio.services.scenes import Layer, Scatter, Scene

ECHO = {"kind": "echo", "time_s": 0.1, "feedback": 0.5, "wet": 0.5}
SWEEP = {"kind": "low_pass", "points": {"frequency_hz": [[0.0, 300.0], [2.0, 9000.0]]}}


@pytest.fixture
def exported(studio, tmp_path):
    rain, drop = (studio.generation.generate(p, duration_s=0.5, seed=4).id for p in ("light rain", "water drop"))
    layers = (
        Layer("Plain", rain, 0.5, loop=True),
        Layer("Swept", rain, 0.25, offset_s=0.5, fade_in_s=0.2, loop=True, loop_fade_s=0.1, effects=(SWEEP,)),
        Layer("Drips", drop, pan=0.5, mute=True, scatter=Scatter(60), effects=(ECHO,), weight_points=((0, 1), (2, 0))),
        Layer("Walking", rain, pan_points=((0, -1), (1, 1))),
        Layer("Resting", drop, effects=({**ECHO, "bypass": True},)),
    )
    scene = studio.scenes.save(Scene("Yard", layers, duration_s=3.0))
    studio.scenes.reaper.export(scene.id, tmp_path / "yard.zip")
    with zipfile.ZipFile(tmp_path / "yard.zip") as archive:
        return scene, rpp.loads(archive.read("project.rpp").decode()), {n: archive.read(n) for n in archive.namelist()}


def items(project):
    return {track.find("NAME")[1]: track.findall("ITEM") for track in project.findall("TRACK")}


def played(item, files):
    samples, rate = soundfile.read(io.BytesIO(files[item.find("SOURCE").find("FILE")[1]]), dtype="float32")
    assert rate == 44100
    return samples.T


def test_a_printed_track_is_one_item_that_holds_what_the_mixer_plays_but_for_its_fader_and_pan(studio, exported):
    scene, project, files = exported
    for layer in scene.layers[1:4]:
        (item,) = items(project)[layer.name]
        position = float(item.find("POSITION")[1])
        assert (position, item.find("LOOP")[1], item.find("FADEIN")[2]) == (layer.offset_s, "0", "0")
        alone = studio.scenes.mix([_as_it_is(layer)], duration_s=3.0).samples[:, round(position * 44100) :]
        assert np.abs(played(item, files) - alone).max() < 1e-5


def test_the_others_stay_as_they_were_and_the_notes_name_the_printed_ones(exported):
    _, project, files = exported
    told = items(project)
    assert [i.find("LOOP")[1] for i in told["Plain"]] == ["1"]
    assert played(told["Plain"][0], files).shape[-1] == played(told["Resting"][0], files).shape[-1] == 22050
    notes = "\n".join(str(line) for line in project.find("NOTES"))
    assert all(name in notes for name in ("Swept", "Drips", "Walking"))
    assert "Plain" not in notes
    assert "Resting" not in notes
    tracks = {track.find("NAME")[1]: track for track in project.findall("TRACK")}
    assert tracks["Drips"].find("VOLENV2") is None
    assert tracks["Drips"].find("MUTESOLO")[1] == "1"
    assert float(tracks["Swept"].find("VOLPAN")[1]) == 0.25


def _as_it_is(layer):
    """With the fader and the pan in the middle."""
    return Layer(**{**vars(layer), "weight": 1.0, "pan": 0.0, "mute": False})
