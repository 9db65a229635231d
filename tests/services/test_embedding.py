import json

import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.audiofile import chunks, ixml
from audiocraft_studio.services import embedding


def texts_of(path):
    return ixml.texts(chunks.content(path, b"iXML"))


def test_a_sound_s_file_says_what_it_was_made_from(studio):
    asset = studio.generation.generate("heavy metal impact", seed=7, duration_s=0.3, tags=["gate", "metal"])
    path = studio.library.file(asset.id)
    found = texts_of(path)
    own = {key: found[f"{embedding.BLOCK}/{key}"] for key in ("NAME", "PROMPT", "SEED", "MODEL", "LICENCE")}
    assert own == {
        "NAME": asset.name, "PROMPT": "heavy metal impact", "SEED": "7", "MODEL": asset.recipe["model"],
        "LICENCE": asset.licence,
    }  # fmt: skip
    assert (found["USER/FXNAME"], found["USER/KEYWORDS"]) == (asset.name, "gate, metal")
    assert found["TRACK_LIST/TRACK_COUNT"] == str(asset.channels)
    record = embedding.read(found)
    assert (record.id, record.recipe, record.tags, record.licence) == (
        asset.id, asset.recipe, asset.tags, asset.licence,
    )  # fmt: skip


def test_the_samples_are_those_that_the_record_s_hash_names(studio):
    asset = studio.generation.generate("heavy metal impact", duration_s=0.3)
    samples, rate = soundfile.read(studio.library.file(asset.id), dtype="float32", always_2d=True)
    assert (samples.shape, rate) == ((round(asset.duration_s * rate), asset.channels), asset.sample_rate)
    assert studio.library.audio(asset.id).sha256() == asset.sha256
    assert studio.generation.regenerate(asset.id).verdict == "identical"


def test_a_file_that_is_mended_says_it_again_as_the_record_is_now(studio):
    asset = studio.generation.generate("heavy metal impact", seed=7, duration_s=0.3)
    studio.library.patch(asset.id, {"name": "Gate", "rating": 5}, by="ann")
    path = studio.library.file(asset.id)
    path.unlink()
    studio.generation.regenerate(asset.id)
    record = embedding.read(texts_of(path))
    assert (record.name, record.recipe["seed"], record.review.rating) == ("Gate", 7, None)


def test_who_worked_on_a_sound_is_not_told_with_it(studio):
    asset = studio.generation.generate("heavy metal impact", duration_s=0.3, owner="Ann Secret")
    assert b"Secret" not in studio.library.file(asset.id).read_bytes()


def test_a_record_of_another_make_is_none(studio):
    asset = studio.generation.generate("heavy metal impact", duration_s=0.3)
    whole = asset.to_dict()
    for wrong in ({**whole, "schema": 99}, {**whole, "path": "../x"}, {**whole, "recipe": 3}, {}, [], "x", None):
        assert embedding.record(json.dumps(wrong)) is None
    assert embedding.record("[" * 100_000) is None
    assert embedding.record(json.dumps(whole)) == asset


@settings(deadline=None)
@given(st.text() | st.binary())
def test_any_text_is_a_record_or_none(text):
    assert embedding.record(text) is None
