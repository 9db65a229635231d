"""How sounds hang together."""

from dataclasses import replace

import pytest

from assets_db import Parent
from audiocraft_studio.errors import NotFound
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.scenes import Layer, Scene


@pytest.fixture
def child_of(studio):
    """child_of(*parents, how="variation"): a new sound's id, made from those with these ids."""
    first = studio.generation.generate("metal impact", duration_s=0.05)

    def make(*parents, how="variation", **fields):
        key = studio.new_id()
        made_from = tuple(Parent(id=parent, how=how) for parent in parents)
        path = first.path.replace(first.id, key)
        created_at = f"2026-01-01T00:00:{studio.catalogue.count():02}.000Z"
        record = replace(first, id=key, path=path, parents=made_from, created_at=created_at, **fields)
        studio.catalogue.insert(record)
        return key

    return make


def generations(family):
    return {node.id: node.generation for node in family.nodes}


def test_a_family_reaches_three_generations_up_and_down_and_counts_what_lies_beyond(studio, child_of):
    line = [child_of()]
    for _ in range(8):
        line.append(child_of(line[-1]))
    family = studio.lineage.family(line[4])
    assert generations(family) == {line[i]: i - 4 for i in range(1, 8)}
    assert {(e.parent, e.child, e.how) for e in family.edges} == {
        (line[i], line[i + 1], "variation") for i in range(1, 7)
    }
    assert family.more == 2


def test_a_mix_has_its_layers_as_parents_and_siblings_are_not_family(studio, child_of):
    rain, wind = child_of(), child_of()
    mix, other_mix = child_of(rain, wind, how="layer"), child_of(rain, how="layer")
    extended = child_of(mix, how="extend")
    assert generations(studio.lineage.family(mix)) == {mix: 0, rain: -1, wind: -1, extended: 1}
    assert generations(studio.lineage.family(rain)) == {rain: 0, mix: 1, other_mix: 1, extended: 2}


def test_a_large_family_is_cut_at_forty_and_says_how_many_are_missing(studio, child_of):
    first = child_of()
    for _ in range(45):
        child_of(first)
    family = studio.lineage.family(first)
    assert len(family.nodes) == 40
    assert family.more == 6


def test_what_is_in_the_trash_or_gone_for_good_is_shown_as_such(studio, child_of):
    gone, thrown = child_of(), child_of()
    sound = child_of(gone, thrown)
    for key in (gone, thrown):
        studio.library.delete(key)
    studio.assets.purge([gone], until=utc_now())
    nodes = {node.id: node for node in studio.lineage.family(sound).nodes}
    assert nodes[gone].asset is None
    assert nodes[thrown].asset.trashed_at
    with pytest.raises(NotFound):
        studio.lineage.family(gone)


def test_versions_are_what_was_made_again_and_again_oldest_first(studio, child_of):
    original = child_of()
    second, third = child_of(original, how="regenerated"), child_of(original, how="regenerated")
    fourth = child_of(second, how="regenerated")
    child_of(original, how="variation")
    for key in (original, second, third, fourth):
        assert [a.id for a in studio.lineage.versions(key)] == [original, second, third, fourth]
    studio.library.delete(second)
    assert [a.id for a in studio.lineage.versions(original)] == [original, third, fourth]
    assert [a.id for a in studio.lineage.versions(second)] == [original, second, third, fourth]


def test_renders_of_one_scene_are_versions_of_each_other(studio):
    rain = studio.generation.generate("light rain", duration_s=0.1).id
    scene, other = (studio.scenes.save(Scene(name, (Layer(asset=rain),))) for name in ("Café", "Roof"))
    first = studio.scenes.render(scene.id)
    studio.scenes.change(scene.id, lambda now: replace(now, layers=(replace(now.layers[0], weight=0.5),)))
    second = studio.scenes.render(scene.id)
    studio.scenes.render(other.id)
    assert [a.id for a in studio.lineage.versions(first.id)] == [first.id, second.id]
    assert [a.id for a in studio.lineage.versions(second.id)] == [first.id, second.id]


def test_dependants_are_living_sounds_and_scenes_that_use_one(studio, child_of):
    rain, wind = child_of(), child_of()
    mix, thrown = child_of(rain, wind, how="layer"), child_of(rain, how="layer")
    studio.library.delete(thrown)
    scene = studio.scenes.save(Scene("Café", (Layer(asset=rain), Layer(asset=rain))))
    studio.scenes.save(Scene("Empty"))
    found = studio.lineage.dependants([rain, wind])
    assert [asset.id for asset in found.assets] == [mix]
    assert [s.id for s in found.scenes] == [scene.id]
    assert studio.lineage.dependants([rain, mix]).assets == []
    assert studio.lineage.dependants(["nothing"]).assets == []


def test_collections_are_counted_by_project_without_the_trash(studio, child_of):
    a, b, c = child_of(), child_of(), child_of(project="Castle")
    studio.bulk.change([a, b, c], {"add_collections": ["Act 2", "act 1"]}, by="ann")
    studio.bulk.change([b], {"remove_collections": ["ACT 1"]}, by="ann")
    assert list(studio.library.collections().items()) == [("act 1", 2), ("Act 2", 3)]
    assert studio.library.collections("Castle") == {"act 1": 1, "Act 2": 1}
    studio.library.delete(c)
    assert studio.library.collections("Castle") == {}
