"""Chains of effects, moving pans and overlapping repeats in scenes that are kept, rendered and taken elsewhere."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.errors import DocumentErrors, InputError
from audiocraft_studio.services.scenes import Layer, Scatter, Scene
from audiocraft_studio.services.scenes.document import read
from audiocraft_studio.services.scenes.effects import KINDS, MAX_EFFECTS, checked
from audiocraft_studio.services.scenes.model import layer_from, scene_from

SWEEP = {"kind": "low_pass", "q": 2, "points": {"frequency_hz": [[0.0, 300], [1.5, 9000]]}}
HALL = {"kind": "reverb", "decay_s": 0.5, "size_m": 20, "wet": 0.4, "points": {"wet": [[0, 0], [1, 1]]}}
ECHO = {"kind": "echo", "time_s": 0.1, "feedback": 0.5, "wet": 0.5}
NEW = ("effects", "pan_points", "loop_fade_s")


@pytest.fixture
def sounds(studio):
    return [studio.generation.generate(p, duration_s=0.5, seed=4).id for p in ("light rain", "water drop")]


def moving(sounds, **values):
    rain, drop = sounds
    layers = (
        Layer("Rain", rain, 0.5, loop=True, loop_fade_s=0.1, effects=(SWEEP, ECHO)),
        Layer("Drips", drop, 0.6, scatter=Scatter(90, pan=0.5), effects=(HALL,), fade_out_s=0.3),
        Layer("Walk", rain, 0.4, offset_s=0.4, pan_points=((0.4, -1.0), (0.8, 1.0)), weight_points=((0, 1), (1, 0))),
    )
    return Scene("Yard", layers, **values)


def test_mix_and_stems_with_effects_agree_and_are_made_again_identical(studio, sounds):
    scene = studio.scenes.save(moving(sounds, duration_s=2.0))
    job = studio.jobs.wait(studio.scenes.submit_render(scene.id, owner="t", stems=True).id)
    mix, *stems = job.assets
    parts = [studio.library.audio(key).samples.astype(np.float64) for key in stems]
    assert np.abs(sum(parts) - studio.library.audio(mix).samples).max() < 1e-6
    assert all(np.abs(part).max() > 0.01 for part in parts)
    for key in job.assets:
        assert studio.generation.regenerate(key).verdict == "identical"


def test_what_is_saved_comes_back_whole_with_usual_values_where_none_were_given(studio, sounds):
    kept = studio.scenes.save(moving(sounds))
    assert studio.scenes.get(kept.id) == kept
    assert kept.layers[0].effects[0] == {
        "kind": "low_pass", "frequency_hz": 8000.0, "q": 2.0, "bypass": False,
        "points": {"frequency_hz": ((0.0, 300.0), (1.5, 9000.0))},
    }  # fmt: skip
    assert studio.scenes.save(kept) == replace(kept, updated_at=studio.scenes.get(kept.id).updated_at,
                                               saved_at=studio.scenes.get(kept.id).saved_at)  # fmt: skip
    assert studio.scenes.versions(kept.id) == []


def test_a_scene_and_a_recipe_of_before_effects_are_read_as_they_were(studio, sounds):
    plain = Layer("Rain", sounds[0], 0.5, loop=True, pan=-0.3, fade_in_s=0.1)
    mix = studio.scenes.render(Scene("Old", (plain,), duration_s=1.2))
    old = {name: value for name, value in mix.recipe["inputs"][0].items() if name not in NEW}
    assert {"id", "pan", "scatter"} <= set(old)
    assert replace(layer_from(old), id="") == plain
    data = asdict(Scene("Old", (plain,)))
    data["layers"] = ({name: value for name, value in data["layers"][0].items() if name not in NEW},)
    assert scene_from(json.loads(json.dumps(data))).layers == (plain,)
    assert np.array_equal(
        studio.scenes.mix([layer_from(old)], duration_s=1.2).samples, studio.library.audio(mix.id).samples
    )


def test_a_scene_lasts_as_long_as_its_reverbs_and_a_bypassed_one_does_nothing(studio, sounds):
    dry = Layer("Drop", sounds[1], offset_s=0.25)
    wet = replace(dry, effects=(HALL, {**HALL, "decay_s": 0.7}, ECHO))
    still = replace(dry, effects=({**HALL, "bypass": True},))
    lengths = [studio.scenes.mix([layer]).duration_s for layer in (dry, wet, still)]
    assert lengths == pytest.approx([0.75, 0.75 + 1.2, 0.75], abs=1e-4)
    assert np.array_equal(studio.scenes.mix([still]).samples, studio.scenes.mix([dry]).samples)
    ringing = studio.scenes.mix([wet]).samples
    assert np.abs(ringing[:, round(0.9 * 44100) : round(1.1 * 44100)]).max() > 1e-4


WRONG = [
    ([{"kind": "fuzz"}], "[0].kind"), ([{}], "[0].kind"), ([{"kind": ["echo"]}], "[0].kind"), (["echo"], "[0]"),
    ("echo", ""), ([ECHO] * (MAX_EFFECTS + 1), ""), ([ECHO, {**ECHO, "feedback": 1}], "[1].feedback"),
    ([{**ECHO, "time_s": None}], "[0].time_s"), ([{**ECHO, "bypass": 1}], "[0].bypass"),
    ([{**ECHO, "gain_db": 3}], "[0].gain_db"), ([{**HALL, "place": "cellar"}], "[0].place"),
    ([{**HALL, "seed": -1}], "[0].seed"), ([{**ECHO, "points": []}], "[0].points"),
    ([{**ECHO, "points": {"time_s": [[0, 1]]}}], "[0].points.time_s"),
    ([{**ECHO, "points": {"wet": [[0, 2]]}}], "[0].points.wet"),
    ([{**ECHO, "points": {"wet": [[1, 0], [1, 1]]}}], "[0].points.wet"),
    ([{**ECHO, "points": {"wet": 5}}], "[0].points.wet"),
    ([{**SWEEP, "points": {"frequency_hz": [[0, 5]]}}], "[0].points.frequency_hz"),
    ([{**SWEEP, "points": {"q": [[0, 5]]}}], "[0].points.q"),
]  # fmt: skip


@pytest.mark.parametrize(("chain", "path"), WRONG)
def test_what_is_wrong_in_a_chain_is_named_by_its_path(studio, chain, path):
    sent = {"name": "Yard", "layers": [{"name": "A"}, {"name": "B", "effects": chain}]}
    with pytest.raises(DocumentErrors) as refused:
        studio.scenes.papers.bring(sent, project="default")
    assert [where for where, _ in refused.value.problems] == [f"layers[1].effects{path}"]
    with pytest.raises(InputError) as said:
        studio.scenes.save(scene_from(sent))
    assert said.value.field in (f"layers[1].effects{path}", "Effects")
    assert studio.scenes.list() == []


def test_every_mistake_of_a_chain_is_said_at_once():
    chain = [{**ECHO, "wet": 2, "speed": 1}, {"kind": "fuzz"}]
    with pytest.raises(DocumentErrors) as refused:
        read({"name": "Y", "layers": [{"effects": chain, "pan_points": [[0, 3]], "loop_fade_s": -1}]})
    assert sorted(where for where, _ in refused.value.problems) == [
        "layers[0].effects[0].speed", "layers[0].effects[0].wet", "layers[0].effects[1].kind", "layers[0].loop_fade_s",
        "layers[0].pan_points",
    ]  # fmt: skip


def some_effects():
    """Effects of all kinds with values that are allowed, some of them left out."""
    spans = {
        "frequency_hz": (20, 20000), "gain_db": (-24, 24), "q": (0.1, 10), "decay_s": (0.1, 10), "size_m": (2, 60),
        "treble": (0.1, 1), "wet": (0, 1), "dry": (0, 1), "time_s": (0.01, 2), "feedback": (0, 0.9),
    }  # fmt: skip

    def of(kind):
        numbers = {name: st.floats(*spans[name]) for name in KINDS[kind] if name in spans}
        moves = {name: value for name, value in numbers.items() if KINDS[kind][name].moves}
        lines = {name: st.dictionaries(st.floats(0, 3600), v, max_size=3) for name, v in moves.items()}
        points = st.fixed_dictionaries({}, optional=lines).map(lambda p: {n: sorted(v.items()) for n, v in p.items()})
        return st.fixed_dictionaries(
            {"kind": st.just(kind)}, optional={**numbers, "points": points, "bypass": st.booleans()}
        )

    return st.sampled_from(list(KINDS)).flatmap(of)


@settings(deadline=None, max_examples=50)
@given(st.lists(some_effects(), max_size=MAX_EFFECTS))
def test_any_chain_is_read_from_a_document_as_it_was_written(chain):
    kept = checked(chain)
    document = json.loads(json.dumps({"name": "S", "layers": [{"effects": kept}]}))
    assert read(document).scene.layers[0].effects == kept
    assert checked(kept) == kept


def test_the_manifest_tells_effects_moves_and_crossfades(studio, sounds):
    scene = studio.scenes.save(moving(sounds))
    text = studio.scenes.papers.manifest(scene.id)
    assert "low pass (frequency 300 to 9000 Hz, q 2); echo (time 0.1 s, feedback 0.5, wet 0.5)" in text
    assert "repeats, 0.1 s crossfade" in text
    assert "100 % left to 100 % right, 2 points" in text


def test_an_environment_that_evolves_ends_as_another_place_and_does_not_repeat(studio):
    scene = studio.scenes.build("nightfall", {})
    by_name = {layer.name: layer for layer in scene.layers}
    assert not scene.loop
    assert by_name["Birds"].weight_points[-1] == (60.0, 0.0)
    assert by_name["Crickets"].weight_points[0] == (0.0, 0.0)
    sweep = by_name["Wind in the trees"].effects[0]["points"]["frequency_hz"]
    assert [hz for _, hz in sweep] == sorted((hz for _, hz in sweep), reverse=True)
    assert {layer.loop_fade_s for layer in studio.scenes.build("forest", {}).layers if layer.loop} == {0.5}


def test_a_transition_carries_the_effects_of_its_scenes(studio, sounds):
    first = studio.scenes.save(moving(sounds, duration_s=2.0))
    second = studio.scenes.save(Scene("Hall", (Layer("Rain", sounds[0]),), duration_s=2.0, loop=True))
    told = {"seconds": 0.5, "tail_s": 1.0, "head_s": 0.5}
    job = studio.jobs.wait(studio.scenes.submit_transition(first.id, second.id, told, owner="t").id)
    made = studio.library.audio(job.assets[0]).samples
    alone = studio.scenes.mix(first.layers, duration_s=2.0).samples
    assert np.abs(made[:, :44100] - alone[:, 22050:66150]).max() < 1e-6
    assert studio.generation.regenerate(job.assets[0]).verdict == "identical"
