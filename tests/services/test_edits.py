"""What people may change of one sound."""

import json

import pytest

from audiocraft_studio.errors import InputError, NotFound


@pytest.fixture
def sound(studio):
    return studio.generation.generate("metal impact", duration_s=0.2, seed=1, tags=["metal"])


def test_everything_that_describes_a_sound_can_be_changed_and_stands_in_its_sidecar(studio, sound):
    changes = {
        "category": "Metal", "subcategory": "Impact", "ucs": "METLImpt", "collections": ["Gate", " gate", "Act 2"],
        "project": "Castle", "description": "The gate falls shut.", "name": "Gate", "tags": ["Iron"], "rating": 5,
    }  # fmt: skip
    changed = studio.library.patch(sound.id, changes, by="ann")
    assert (changed.category, changed.subcategory, changed.ucs) == ("Metal", "Impact", "METLImpt")
    assert changed.collections == ("Gate", "Act 2")
    assert (changed.project, changed.description, changed.name) == ("Castle", "The gate falls shut.", "Gate")
    assert (changed.tags, changed.review.rating) == (("iron",), 5)
    assert studio.library.get(sound.id) == changed
    assert json.loads(studio.assets.sidecar(changed).read_text("utf-8")) == changed.to_dict()


@pytest.mark.parametrize(
    "changes",
    [
        {"ucs": "not a CatID"}, {"ucs": 3}, {"collections": "Gate"}, {"collections": ["a/b"]}, {"collections": [""]},
        {"collections": [str(i) for i in range(31)]}, {"project": ""}, {"project": "../x"}, {"favourite": "no"},
        {"category": "x" * 81}, {"description": None}, {"trashed": True}, {"add_tags": ["x"]}, {"recipe": {}},
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(studio, sound, changes):
    with pytest.raises(InputError):
        studio.library.patch(sound.id, {"rating": 3, **changes}, by="ann")
    assert studio.library.get(sound.id) == sound


def test_a_sound_that_is_not_there_cannot_be_changed(studio):
    with pytest.raises(NotFound, match="There is no asset 'nothing'"):
        studio.library.patch("nothing", {"rating": 3}, by="ann")


def test_a_sidecar_that_cannot_be_written_keeps_its_old_content_and_the_change_counts(studio, sound):
    sidecar = studio.assets.sidecar(sound)
    before = sidecar.read_bytes()
    blocked = sidecar.with_name(f"{sidecar.name}.new")
    blocked.mkdir()  # where the new content would be written first
    studio.library.rate(sound.id, 4)
    assert studio.library.get(sound.id).review.rating == 4
    assert sidecar.read_bytes() == before
    blocked.rmdir()
    studio.library.rate(sound.id, 5)
    assert json.loads(sidecar.read_text("utf-8"))["review"]["rating"] == 5
