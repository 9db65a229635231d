"""More like this."""

import threading
from dataclasses import replace

import pytest

from audiocraft_studio.errors import DamagedFile, InputError, NotFound
from audiocraft_studio.services.background import Background


def never(_seconds):
    return False


@pytest.fixture
def shelf(studio):
    """Three takes each of rain, footsteps and a pad, by prompt."""
    prompts = ("heavy rain on a tin roof", "slow footsteps on stone", "slow pad in D minor")
    return {
        prompt: [studio.generation.generate(prompt, duration_s=1.0, seed=seed).id for seed in range(3)]
        for prompt in prompts
    }


def without_descriptor(studio, asset_ids):
    studio.assets.change_many(asset_ids, lambda asset: replace(asset, descriptor=""))


def test_the_other_takes_of_a_sound_are_most_like_it(studio, shelf):
    for takes in shelf.values():
        found = studio.similarity.similar(takes[0])
        assert {one.asset.id for one in found[:2]} == set(takes[1:])
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        assert len(found) == 8
        assert 1 >= found[0].score > found[-1].score > 0


def test_a_search_a_project_and_a_limit_narrow_what_is_similar(studio, shelf):
    rain, steps, pad = shelf.values()
    studio.library.patch(steps[0], {"rating": 5, "project": "Castle"}, by="ann")
    studio.library.patch(pad[0], {"rating": 5}, by="ann")
    assert {one.asset.id for one in studio.similarity.similar(rain[0], "rating:5")} == {steps[0], pad[0]}
    assert [one.asset.id for one in studio.similarity.similar(rain[0], project="Castle")] == [steps[0]]
    assert len(studio.similarity.similar(rain[0], limit=2)) == 2
    for wrong in ({"query": "rating:x"}, {"limit": 0}):
        with pytest.raises(InputError):
            studio.similarity.similar(rain[0], **wrong)
    with pytest.raises(NotFound):
        studio.similarity.similar("nothing")


def test_a_sound_from_before_there_were_descriptors_gets_its_own_when_asked_about(studio, shelf):
    rain = shelf["heavy rain on a tin roof"]
    before = studio.library.get(rain[0])
    without_descriptor(studio, rain[:1])
    assert {one.asset.id for one in studio.similarity.similar(rain[0])[:2]} == set(rain[1:])
    assert studio.library.get(rain[0]) == before


def test_older_sounds_get_their_descriptors_in_the_background_and_nobody_is_told(studio, shelf):
    ids = [key for takes in shelf.values() for key in takes]
    before = {key: studio.library.get(key).descriptor for key in ids}
    without_descriptor(studio, ids)
    told = []
    studio.assets.on_change(told.append)
    studio.assets.on_bulk_change(told.append)
    assert studio.similarity.describe_older(never) == 9
    assert {key: studio.library.get(key).descriptor for key in ids} == before
    assert told == []
    assert studio.similarity.describe_older(never) == 0


def test_describing_can_be_stopped_anywhere_and_goes_on_later(studio, shelf):
    ids = [key for takes in shelf.values() for key in takes]
    without_descriptor(studio, ids)
    answers = iter([False, False, True])
    assert studio.similarity.describe_older(lambda _: next(answers)) == 3
    assert len(studio.catalogue.undescribed(100)) == 6
    assert studio.similarity.describe_older(never) == 6


def test_a_sound_whose_file_is_gone_stops_nothing(studio, shelf):
    ids = [key for takes in shelf.values() for key in takes]
    without_descriptor(studio, ids)
    studio.library.file(ids[4]).unlink()
    assert studio.similarity.describe_older(never) == 8
    assert studio.catalogue.undescribed(100) == [ids[4]]
    with pytest.raises(DamagedFile):
        studio.similarity.similar(ids[4])


def test_the_background_does_its_tasks_in_turn_whatever_becomes_of_one_and_stops_when_closed():
    done = threading.Event()

    def fails(_rest):
        raise RuntimeError("on purpose")

    def goes_on(rest):
        done.set()
        while not rest(0.001):
            pass

    background = Background([fails, goes_on, lambda _: pytest.fail("must not be begun")])
    background.start()
    assert done.wait(10)
    background.close()
    Background([]).close()
