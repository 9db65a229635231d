"""REAPER projects, read by a reader of their own: lines of words, `<NAME` opens a block and `>` closes it."""

import io
import shlex
import zipfile

import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from audiocraft_studio.services.scenes import Layer, Scatter, Scene
from audiocraft_studio.services.scenes.events import events
from audiocraft_studio.services.scenes.reaper import quoted


def words(line):
    """The words of a line: bare, or in one of three quotation marks, without escapes."""
    reader = shlex.shlex(line, posix=True)
    reader.whitespace_split, reader.commenters, reader.quotes, reader.escape = True, "", "\"'`", ""
    return list(reader)


class Block:
    def __init__(self, head):
        self.head, self.lines, self.blocks = head, {}, []

    def all(self, name):
        return [block for block in self.blocks if block.head[0] == name]

    def number(self, name, place=0):
        return float(self.lines[name][0][place])


def parsed(text):
    root = None
    stack = []
    for line in text.splitlines():
        line = line.strip()  # noqa: PLW2901
        if line.startswith("<"):
            block = Block(words(line[1:]))
            if stack:
                stack[-1].blocks.append(block)
            stack.append(block)
            root = root or block
        elif line == ">":
            stack.pop()
        else:
            name, *rest = words(line)
            stack[-1].lines.setdefault(name, []).append(rest)
    assert not stack
    return root


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
        return scene, parsed(archive.read("project.rpp").decode()), {n: archive.read(n) for n in archive.namelist()}


def test_every_layer_is_a_track_with_its_name_level_side_and_switches(exported):
    _, project, _ = exported
    assert project.head[0] == "REAPER_PROJECT"
    assert (project.number("SAMPLERATE"), project.number("LOOP")) == (44100, 1)
    tracks = project.all("TRACK")
    assert [t.lines["NAME"][0][0] for t in tracks] == ['Rain "hard"', "Drips", "Moving", "Missing"]
    assert [t.number("VOLPAN") for t in tracks] == [0.5, 0.8, 1, 1]
    assert tracks[0].number("VOLPAN", 1) == -0.25
    assert [t.lines["MUTESOLO"][0][:2] for t in tracks] == [["1", "0"], ["0", "0"], ["0", "1"], ["0", "0"]]
    assert tracks[0].number("PEAKCOL") != tracks[1].number("PEAKCOL")
    (envelope,) = tracks[2].all("VOLENV2")
    assert [[float(x) for x in point] for point in envelope.lines["PT"]] == [[1, 0.25, 0], [4, 0.75, 0]]


def test_items_lie_where_the_layers_sound_and_end_with_the_scene(exported):
    _, project, _ = exported
    rain, _, moving, missing = (t.all("ITEM") for t in project.all("TRACK"))
    told = {k: rain[0].number(k) for k in ("POSITION", "LENGTH", "LOOP", "SOFFS")}
    assert told == {"POSITION": 1, "LENGTH": 9, "LOOP": 1, "SOFFS": 0}
    assert (rain[0].number("FADEIN", 1), rain[0].number("FADEOUT", 1)) == (0.5, 2)
    assert moving[0].number("LENGTH") == pytest.approx(0.2)
    assert missing == []


def test_each_event_of_a_scattered_layer_is_an_item_of_its_own(exported):
    scene, project, _ = exported
    items = project.all("TRACK")[1].all("ITEM")
    expected = events(scene.layers[1], 10.0)
    assert len(items) == len(expected) > 3
    for item, event in zip(items, expected, strict=True):
        assert item.number("POSITION") == pytest.approx(event.at_s)
        assert item.number("PLAYRATE") == pytest.approx(event.rate)
        assert item.number("VOLPAN") == pytest.approx(10 ** (event.gain_db / 20), abs=1e-6)
        assert item.number("VOLPAN", 1) == pytest.approx(event.pan)
        assert item.number("LENGTH") <= 0.5 / event.rate + 1e-6


def test_the_media_are_in_the_zip_and_whole(exported):
    _, project, files = exported
    named = {item.all("SOURCE")[0].lines["FILE"][0][0] for track in project.all("TRACK") for item in track.all("ITEM")}
    assert named == set(files) - {"project.rpp"}
    for name in named:
        assert soundfile.info(io.BytesIO(files[name])).frames == 22050


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=30))
def test_any_name_is_read_as_it_was_written_unless_it_has_all_three_marks(name):
    expected = name if not all(m in name for m in "\"'`") else name.replace("`", "'")
    assert words(f"NAME {quoted(name)}") == ["NAME", expected]
