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


@pytest.fixture
def purged(studio):
    """A scene of two sounds, one of which was thrown away for good."""
    kept, gone = (studio.generation.generate(p, duration_s=0.3, seed=1).id for p in ("light rain", "metal impact"))
    layers = (
        Layer("Rain", kept, loop=True),
        Layer("Hit", gone, 0.3, offset_s=1),
        Layer("Drips", kept, scatter=Scatter(60, variations=(gone,))),
    )
    scene = studio.scenes.save(Scene("Yard", layers, duration_s=2.0))
    studio.bulk.change([gone], {"trashed": True}, by="Ana")
    studio.jobs.wait(studio.trash.submit_empty("", by="Ana").id)
    return scene, gone


def test_a_scene_whose_sound_was_thrown_away_opens_saves_and_renders_without_it_and_says_so(studio, purged, tmp_path):
    before, gone = purged
    scene = studio.scenes.get(before.id)
    rain, hit, drips = scene.layers
    assert (hit.asset, hit.lost, hit.weight, hit.offset_s) == (None, gone, 0.3, 1)
    assert (rain.lost, drips.scatter.variations) == ("", ())
    saved = studio.scenes.save(replace(scene, name="Court"), based_on=scene.updated_at)
    assert saved.layers == scene.layers
    mix = studio.scenes.render(saved.id)
    assert mix.notes[0] == "Without “Hit”: the sound is gone from the library"
    assert {parent.id for parent in mix.parents} == {rain.asset}
    studio.scenes.reaper.export(saved.id, tmp_path / "court.zip")
    assert "| Hit | ambience | gone |" in studio.scenes.papers.manifest(saved.id)
    again, _ = studio.scenes.papers.bring(studio.scenes.papers.document(saved.id), project="default")
    assert [layer.name for layer in again.layers] == ["Rain", "Hit", "Drips"]


def test_a_page_that_has_not_heard_of_the_loss_can_save_and_an_earlier_version_comes_back(studio, purged):
    before, gone = purged
    saved = studio.scenes.save(replace(before, name="Court"), based_on=before.updated_at)
    assert [layer.lost for layer in saved.layers] == ["", gone, ""]
    assert [layer.lost for layer in studio.scenes.restore(saved.id, 1).layers] == ["", gone, ""]
    copy = studio.scenes.save(replace(saved, id="", name="Copy"))
    assert copy.layers[1].lost == gone


def test_a_layer_whose_sound_is_lost_takes_another(studio, purged):
    scene = studio.scenes.get(purged[0].id)
    rain, hit, drips = scene.layers
    other = studio.scenes.save(replace(scene, layers=(rain, replace(hit, asset=rain.asset), drips)))
    assert (other.layers[1].asset, other.layers[1].lost) == (rain.asset, "")
    prompted = studio.scenes.save(
        replace(scene, layers=(rain, replace(hit, prompt="metal impact", duration_s=0.2), drips))
    )
    studio.jobs.wait(studio.scenes.submit_missing(prompted.id, owner="Ana").id)
    made = studio.scenes.get(scene.id).layers[1]
    assert (studio.library.get(made.asset).duration_s, made.lost) == (0.2, "")
