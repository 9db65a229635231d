import contextlib
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import (
    GenerationFailed,
    InputError,
    NotFound,
    PromptNotUnderstood,
    UnknownModel,
)
from audiocraft_studio.jobs.states import State
from audiocraft_studio.services.generation import GenerateRequest

PROMPT = "heavy rain on a tin roof with distant thunder"


def test_a_prompt_becomes_a_recorded_playable_asset(studio):
    asset = studio.generation.generate(PROMPT, type="ambience", duration_s=1.5, seed=7, tags=["Rain", "rain", "roof"])
    assert studio.library.get(asset.id) == asset
    assert (asset.recipe["prompt"], asset.recipe["seed"], asset.recipe["engine"]) == (PROMPT, 7, "sketch")
    assert asset.tags == ("rain", "roof")
    assert "procedural" in asset.licence
    audio = studio.library.audio(asset.id)
    assert audio.duration_s == pytest.approx(1.5, abs=0.001)
    assert np.abs(audio.samples).max() > 0.01
    assert audio.sha256() == asset.sha256


def test_the_sidecar_says_everything_the_record_says(studio):
    asset = studio.generation.generate("metal impact", duration_s=0.5)
    sidecar = studio.assets.sidecar(asset)
    assert json.loads(sidecar.read_text("utf-8")) == json.loads(json.dumps(asset.to_dict()))


def test_an_asset_regenerates_identical_after_a_restart(tmp_path):
    from audiocraft_studio import Settings, build

    with build(Settings(data_dir=tmp_path)) as studio:
        asset = studio.generation.generate(PROMPT, duration_s=1.0)
    with build(Settings(data_dir=tmp_path)) as studio:
        found = studio.library.search('"tin roof"').assets
        assert [a.id for a in found] == [asset.id]
        again = studio.generation.regenerate(asset.id)
        assert (again.verdict, again.asset.id, again.difference_db) == ("identical", asset.id, -np.inf)


def test_a_changed_file_is_told_from_its_recipe(studio):
    asset = studio.generation.generate("slow waves", duration_s=1.0)
    path = studio.library.file(asset.id)
    audio = audiofile.read(path)
    # the recipe now gives something that the record's hash does not match
    from dataclasses import replace

    nearly = Audio(audio.samples * np.float32(1.001), audio.sample_rate)
    path.write_bytes(audiofile.to_wav(nearly))
    studio.assets.change(asset.id, lambda a: replace(a, sha256=nearly.sha256()))
    close = studio.generation.regenerate(asset.id)
    assert close.verdict == "close"
    assert close.difference_db == pytest.approx(-60, abs=0.5)
    assert close.asset.parents[0].how == "regenerated"

    other = Audio(audio.samples[:, ::-1].copy(), audio.sample_rate)
    path.write_bytes(audiofile.to_wav(other))
    studio.assets.change(asset.id, lambda a: replace(a, sha256=other.sha256()))
    assert studio.generation.regenerate(asset.id).verdict == "different"


def test_several_prompts_or_seeds_give_one_asset_each(studio):
    by_prompt = studio.generation.generate_many(["metal impact", "wood impact"], duration_s=0.3)
    assert [a.recipe["prompt"] for a in by_prompt] == ["metal impact", "wood impact"]
    by_seed = studio.generation.generate_many("metal impact", seeds=[3, 4, 5], duration_s=0.3)
    assert [a.recipe["seed"] for a in by_seed] == [3, 4, 5]
    assert len({a.sha256 for a in by_seed}) == 3


def test_a_failing_item_costs_only_itself(studio):
    request = GenerateRequest(prompts=("metal impact", "xyzzy plugh", "wood impact"), duration_s=0.3)
    job = studio.jobs.wait(studio.generation.submit(request, owner="t").id)
    assert job.state is State.DONE
    assert len(job.assets) == 2
    assert list(job.failures) == [1]


def test_a_prompt_that_sketch_does_not_know_is_answered_with_suggestions(studio):
    with pytest.raises(PromptNotUnderstood) as caught:
        studio.generation.generate("the sound of anxiety")
    assert caught.value.suggestions
    assert studio.library.count() == 0


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("Prompt", {"prompt": ""}),
        ("Prompt", {"prompt": " \n\t "}),
        ("Prompt", {"prompt": "rain " * 2000}),
        ("Prompt", {"prompt": "\ud800 rain"}),
        ("Duration", {"duration_s": float("nan")}),
        ("Duration", {"duration_s": -1.0}),
        ("Duration", {"duration_s": 1e9}),
        ("Duration", {"duration_s": "8"}),
        ("Seed", {"seed": -1}),
        ("Seed", {"seed": 2**40}),
        ("Seed", {"seed": 1.5}),
        ("Type", {"type": "noise"}),
        ("Project", {"project": "../../x"}),
        ("Project", {"project": ""}),
        ("temperature", {"temperature": 1.0}),
        ("Brightness", {"brightness": float("inf")}),
        ("Tags", {"tags": ["x" * 200]}),
        ("Melody", {"melody": "01m7yqcppcchaqv8nx1ggmddyv"}),
    ],
)
def test_bad_input_names_its_field_and_leaves_nothing(studio, field, values):
    with pytest.raises(InputError) as caught:
        studio.generation.generate(**{"prompt": "rain", "duration_s": 0.3, **values})
    assert caught.value.field == field
    assert studio.library.count() == 0
    assert not studio.jobs.all()


def test_newlines_and_any_language_are_fine(studio):
    asset = studio.generation.generate("rain\r\non a “tin” roof\x00 — 雨 🌧", duration_s=0.3)
    assert asset.recipe["prompt"] == "rain on a “tin” roof — 雨 🌧"


def test_models_that_do_not_exist_say_so(studio):
    with pytest.raises(UnknownModel, match="one size"):
        studio.generation.generate("rain", model="facebook/audiogen-large")
    with pytest.raises(UnknownModel):
        studio.generation.generate("rain", model="nonsense")


def test_nothing_outside_the_data_folder_is_touched(tmp_path):
    from audiocraft_studio import Settings, build

    with build(Settings(data_dir=tmp_path / "a" / "data")) as studio:
        studio.generation.generate("../../../../etc/passwd rain", duration_s=0.3, project="x..y")
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == ["data"]


def test_an_asset_made_before_a_crash_is_not_made_twice(studio):
    request = GenerateRequest(prompt="metal impact", duration_s=0.3, count=3)
    job = studio.jobs.wait(studio.generation.submit(request, owner="t").id)
    # the server died after saving and before noting it in the job
    studio.jobs.update(job.id, store=True, made={})
    studio.jobs.retry(job.id)
    again = studio.jobs.wait(job.id)
    assert again.assets == job.assets
    assert studio.library.count() == 3


def test_deleted_audio_is_told_and_comes_back_from_its_recipe(studio):
    asset = studio.generation.generate("metal impact", duration_s=0.3)
    studio.library.file(asset.id).unlink()
    from audiocraft_studio.errors import DamagedFile

    with pytest.raises(DamagedFile):
        studio.library.audio(asset.id)
    again = studio.generation.regenerate(asset.id)
    assert again.verdict == "identical"
    assert studio.library.audio(asset.id).sha256() == asset.sha256


def test_an_imported_sound_has_no_recipe_to_run(studio, tmp_path, sine):
    path = tmp_path / "mine.wav"
    path.write_bytes(audiofile.to_wav(sine))
    asset = studio.importing.add(path).asset
    with pytest.raises(InputError, match="imported"):
        studio.generation.regenerate(asset.id)


def test_what_is_not_there_says_so(studio):
    for call in (studio.library.get, studio.library.audio, studio.generation.regenerate, studio.library.delete):
        with pytest.raises(NotFound):
            call("01m7yqcppcchaqv8nx1ggmddyv")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prompt=st.text(max_size=80), duration=st.floats(), seed=st.integers())
def test_any_input_gives_an_asset_or_one_of_our_errors(studio, prompt, duration, seed):
    duration = min(duration, 0.2) if duration == duration else duration
    with contextlib.suppress(InputError, PromptNotUnderstood, GenerationFailed):
        studio.generation.generate(prompt, duration_s=duration, seed=seed)
