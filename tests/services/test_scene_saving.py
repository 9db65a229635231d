"""Scenes that several people and jobs change: versions, conflicts, sounds that come in meanwhile."""

from dataclasses import replace

import pytest

from audiocraft_studio.errors import Changed, InputError, NotFound
from audiocraft_studio.services.scenes import Layer, Scatter, Scene, Transition


@pytest.fixture
def scene(studio):
    return studio.scenes.save(Scene("Yard", (Layer("Hit", prompt="metal impact", duration_s=0.2, id="hit"),)), by="Ana")


def named(studio, scene, name, **how):
    return studio.scenes.save(replace(scene, name=name), **how)


def test_each_save_keeps_what_it_replaced_and_an_earlier_state_comes_back(studio, scene):
    for name in ("Two", "Three"):
        named(studio, scene, name, by="Ben")
    kept = studio.scenes.versions(scene.id)
    assert [(v.n, v.scene.name, v.scene.saved_by) for v in kept] == [(2, "Two", "Ben"), (1, "Yard", "Ana")]
    assert studio.scenes.restore(scene.id, 1, by="Cem").name == "Yard"
    assert studio.scenes.versions(scene.id)[0].scene.name == "Three"
    with pytest.raises(NotFound):
        studio.scenes.restore(scene.id, 9)


def test_saving_what_is_there_already_makes_no_version_and_only_the_last_fifty_stay(studio, scene):
    named(studio, scene, "Yard")
    assert studio.scenes.versions(scene.id) == []
    for i in range(53):
        named(studio, scene, f"Yard {i}")
    kept = [v.n for v in studio.scenes.versions(scene.id)]
    assert kept == list(range(53, 3, -1))
    studio.scenes.remove(scene.id)
    with pytest.raises(NotFound):
        studio.scenes.versions(scene.id)


def test_a_save_over_somebody_elses_is_refused_and_names_both(studio, scene):
    theirs = named(studio, scene, "Theirs", by="Ben", based_on=scene.updated_at)
    with pytest.raises(Changed, match=r"saved by Ben after you \(Ana\)"):
        named(studio, scene, "Mine", by="Ana", based_on=scene.updated_at)
    assert studio.scenes.get(scene.id) == theirs
    assert named(studio, theirs, "Mine", by="Ana", based_on=theirs.updated_at).name == "Mine"


def test_a_sound_that_a_job_made_meanwhile_is_no_conflict_and_stays_in_its_layer(studio, scene):
    studio.jobs.wait(studio.scenes.submit_missing(scene.id, owner="t").id)
    stale = replace(scene, layers=(replace(scene.layers[0], weight=0.3),))
    kept = studio.scenes.save(stale, by="Ana", based_on=scene.updated_at).layers[0]
    assert kept.weight == 0.3
    assert kept.asset is not None
    emptied = replace(kept, asset=None)
    now = studio.scenes.get(scene.id)
    assert studio.scenes.save(replace(now, layers=(emptied,)), based_on=now.updated_at).layers[0].asset is None


def test_one_job_makes_all_layers_and_three_takes_where_a_sound_repeats_by_chance(studio):
    layers = (
        Layer("Hit", prompt="metal impact", type="sfx", duration_s=0.2),
        Layer("Drip", prompt="water drop", type="sfx", duration_s=0.2, scatter=Scatter()),
        Layer("Nonsense", prompt="xyzzy plugh"),
        Layer("Rain", prompt="light rain", duration_s=0.3, params={"brightness": 0.4}),
    )
    scene = studio.scenes.save(Scene("Cellar", layers))
    job = studio.jobs.wait(studio.scenes.submit_missing(scene.id, owner="t").id)
    ids = [layer.id for layer in scene.layers]
    assert job.context["layers"].split(",") == [ids[0], ids[1], ids[1], ids[1], ids[2], ids[3]]
    assert (job.total, job.done, list(job.failures)) == (6, 5, [4])
    hit, drip, nonsense, rain = studio.scenes.get(scene.id).layers
    assert nonsense.asset is None
    assert len(set(drip.assets)) == 3
    assert studio.library.get(hit.asset).type == "sfx"
    assert studio.library.get(rain.asset).recipe["params"]["brightness"] == 0.4
    with pytest.raises(InputError, match="Nonsense"):
        studio.scenes.change(scene.id, lambda s: replace(s, layers=(replace(nonsense, params={"loudness": 3}),)))
        studio.scenes.submit_missing(scene.id, owner="t")


def test_scenes_belong_to_others_but_never_in_a_circle(studio, scene):
    child = studio.scenes.save(Scene("Shed", parent=scene.id, transitions=(Transition(scene.id, 2.0),)))
    with pytest.raises(InputError, match="Parent"):
        studio.scenes.save(replace(scene, parent=child.id))
    with pytest.raises(InputError, match="Transitions"):
        studio.scenes.save(replace(scene, transitions=(Transition("nowhere"),)))
    studio.scenes.remove(scene.id)
    alone = studio.scenes.get(child.id)
    assert (alone.parent, alone.transitions) == (None, ())


def test_a_scene_of_an_earlier_version_opens_as_before(studio, scene):
    old = {
        "id": "old", "name": "Old", "project": "default", "description": "", "tags": [],
        "duration_s": 4.0, "loop": True,
        "rendered": None, "updated_at": "2026-01-01T00:00:00.000Z",
        "layers": [{"id": "a", "name": "Rain", "asset": None, "weight": 0.5, "prompt": "rain", "pan": 0.1}],
    }  # fmt: skip
    studio.catalogue.documents("scenes").put("old", old)
    opened = studio.scenes.get("old")
    assert (opened.layers[0].weight, opened.layers[0].scatter, opened.parent) == (0.5, None, None)
    assert studio.scenes.save(opened, based_on=opened.updated_at).name == "Old"
