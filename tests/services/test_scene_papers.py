"""Scenes as documents, manifests and graphs."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import DocumentErrors
from audiocraft_studio.services.scenes import Layer, Scatter, Scene, Transition
from audiocraft_studio.services.scenes.checking import checked
from audiocraft_studio.services.scenes.document import read, written


@pytest.fixture
def scene(studio):
    rain, drop = (studio.generation.generate(p, duration_s=0.2, seed=4).id for p in ("light rain", "water drop"))
    layers = (
        Layer("Rain | hard", rain, 0.5, loop=True, weight_points=((0, 0.2), (3, 0.8))),
        Layer("Drips", drop, scatter=Scatter(12, variations=(rain,))),
        Layer("Wind", prompt="gentle wind", params={"brightness": 0.3}),
    )
    return studio.scenes.save(Scene("Yard", layers, description="Behind the house", tags=("wet",), duration_s=6.0))


def content(scene):
    layers = tuple(replace(layer, id="") for layer in scene.layers)
    return (scene.name, scene.description, scene.tags, scene.duration_s, scene.loop, layers)


def test_a_scene_comes_back_from_its_document_with_its_sounds(studio, scene):
    again, notes = studio.scenes.papers.bring(
        json.loads(json.dumps(studio.scenes.papers.document(scene.id))), project="p"
    )
    assert content(again) == content(scene)
    assert (again.project, notes) == ("p", [])
    assert again.id != scene.id


def test_in_another_library_sounds_are_found_by_their_samples_or_made_again_from_their_recipe(studio, scene, tmp_path):
    document = studio.scenes.papers.document(scene.id)
    with build(Settings(data_dir=tmp_path / "other", port=0)) as other:
        same = other.generation.generate("light rain", duration_s=0.2, seed=4)
        made, notes = other.scenes.papers.bring(document, project="default")
        rain, drips, _ = made.layers
        assert rain.asset == same.id
        assert drips.scatter.variations == (same.id,)
        assert (drips.asset, drips.prompt, drips.duration_s) == (None, "water drop", 0.2)
        assert notes == ["“Water drop” is not in this library: generate the layer to have another take of it."]


def test_parent_and_transitions_come_along_by_id_and_elsewhere_by_name(studio, scene, tmp_path):
    hall = studio.scenes.save(Scene("Hall", parent=scene.id, transitions=(Transition(scene.id, 2.5, "linear"),)))
    document = json.loads(json.dumps(studio.scenes.papers.document(hall.id)))
    assert document["parent"] == {"id": scene.id, "name": "Yard"}
    again, notes = studio.scenes.papers.bring(document, project="p")
    assert (again.parent, again.transitions, notes) == (hall.parent, hall.transitions, [])
    with build(Settings(data_dir=tmp_path / "other", port=0)) as other:
        alone, notes = other.scenes.papers.bring(document, project="default")
        assert (alone.parent, alone.transitions) == (None, ())
        assert [note.split(",")[0] for note in notes] == ["It belongs to “Yard”", "It goes over to “Yard”"]
        yard = other.scenes.save(Scene("Yard"))
        there, notes = other.scenes.papers.bring({**document, "parent": "Yard"}, project="default")
        assert (there.parent, there.transitions, notes) == (yard.id, (Transition(yard.id, 2.5, "linear"),), [])
        other.scenes.save(Scene("Yard"))
        assert len(other.scenes.papers.bring(document, project="default")[1]) == 2


def test_what_is_wrong_with_relations_is_said_with_its_path(studio):
    wrong = {
        "name": "Hall", "layers": [], "parent": 5,
        "transitions": [{"to": "Yard", "seconds": 100}, {"curve": "round", "speed": 1}, 7],
    }  # fmt: skip
    with pytest.raises(DocumentErrors) as refused:
        studio.scenes.papers.bring(wrong, project="default")
    assert [path for path, _ in refused.value.problems] == [
        "parent", "transitions[0].seconds", "transitions[1].curve", "transitions[1].speed", "transitions[1].to",
        "transitions[2]",
    ]  # fmt: skip


def test_everything_that_is_wrong_in_a_document_is_said_at_once_with_its_path(studio):
    document = {
        "format": "something", "tempo": 3, "loop": "yes",
        "layers": [{"weight": 2, "scatter": {"per_minute": 0, "speed": 1}}, 5, {"asset": "nothing", "weights": 1}],
    }  # fmt: skip
    with pytest.raises(DocumentErrors) as refused:
        studio.scenes.papers.bring(document, project="default")
    paths = [path for path, _ in refused.value.problems]
    assert paths == [
        "format", "tempo", "loop", "name", "layers[0].weight", "layers[0].scatter.per_minute",
        "layers[0].scatter.speed", "layers[1]", "layers[2].weights",
    ]  # fmt: skip
    with pytest.raises(DocumentErrors, match=r"layers\[0\].asset: There is no sound"):
        studio.scenes.papers.bring({"name": "A", "layers": [{"asset": "nothing"}]}, project="default")
    assert studio.scenes.list() == []


def test_the_manifest_tells_layers_levels_and_sources(studio, scene):
    text = studio.scenes.papers.manifest(scene.id)
    assert text.startswith("# Yard\n\nBehind the house\n\n6 s\n\nTags: wet")
    assert "| Rain \\| hard | ambience | Light rain | 0.20 (−14.0 dB) to 0.80 (−1.9 dB), 2 points |" in text
    assert "about 12 a minute, 2 sounds" in text
    assert "to be made: gentle wind" in text
    assert "| Water drop | sketch" in text


def test_the_graph_has_children_and_transitions(studio, scene):
    hall = studio.scenes.save(Scene("Hall", parent=scene.id, transitions=(Transition(scene.id, 2.5, "linear"),)))
    graph = studio.scenes.papers.graph()
    assert [(e.start, e.to, e.kind) for e in graph.edges] == [
        (scene.id, hall.id, "child"), (hall.id, scene.id, "transition"),
    ]  # fmt: skip
    assert studio.scenes.papers.graph_text() == (
        "# Scenes\n\n- Yard (3 layers, 6 s)\n  - Hall (0 layers)\n    - → Yard, 2.5 s, linear\n"
    )


words = st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)
scatters = st.builds(
    Scatter, st.floats(0.1, 120), st.floats(0, 1), st.just(()), st.floats(0, 200), st.floats(0, 12), st.floats(0, 1),
    st.integers(0, 2**31 - 1),
)  # fmt: skip
points = st.dictionaries(st.floats(0, 3600), st.floats(0, 1), max_size=5).map(lambda d: tuple(sorted(d.items())))
layers = st.builds(
    Layer, words, st.none(), st.floats(0, 1), st.floats(-1, 1), st.booleans(), st.booleans(), st.floats(0, 3600),
    st.floats(0, 600), st.floats(0, 600), st.booleans(), st.sampled_from(["ambience", "sfx"]), words,
    duration_s=st.floats(0.05, 600), params=st.dictionaries(words, st.floats(0, 1) | st.booleans() | words, max_size=3),
    weight_points=points, scatter=st.none() | scatters,
)  # fmt: skip


@settings(deadline=None)
@given(st.builds(Scene, st.just("S"), st.lists(layers, max_size=4).map(tuple), description=words))
def test_any_scene_is_read_as_it_was_written(scene):
    kept = checked(scene, lambda: "x" * 26) if len(scene.layers) < 2 else scene
    assert content(read(json.loads(json.dumps(written(kept, [], {})))).scene) == content(kept)


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.floats() | words, lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from([
        "name", "layers", "sounds", "scatter", "weight", "weight_points", "recipe", "asset", "version", "parent",
        "transitions", "to",
    ]), x
), max_leaves=12))  # fmt: skip
def test_whatever_is_sent_as_a_document_is_read_or_refused(document):
    try:
        assert read(document).scene.name
    except DocumentErrors as error:
        assert error.problems
