"""The form of the Generate tab over a real studio."""

from __future__ import annotations

import pytest

from audiocraft_studio.services.models import ModelView
from audiocraft_studio.studio import Studio
from audiocraft_studio.ui.generate import models_text
from audiocraft_studio.ui.generate.examples import CATEGORIES
from audiocraft_studio.ui.generate.form import Form, tag_list
from audiocraft_studio.ui.generate.handlers import GenerateHandlers
from audiocraft_studio.ui.generate.presets import NAMES, preset

MAGNET = "facebook/magnet-small-10secs"
MUSICGEN = "facebook/musicgen-small"
AUDIOGEN = "facebook/audiogen-medium"


@pytest.fixture
def handlers(studio: Studio) -> GenerateHandlers:
    return GenerateHandlers(studio.generation, studio.models, studio.library, studio.scores)


def view(studio: Studio, model: str, state: str = "on disk") -> ModelView:
    info = next(one.info for one in studio.models.list() if one.info.id == model)
    return ModelView(info, "built in" if info.procedural else state, 0, 0, "")


def test_a_first_visitor_can_press_generate_at_once(handlers: GenerateHandlers, studio: Studio) -> None:
    answer = handlers.generate(handlers.first_form().changed(takes=1, duration_s=0.5), "Harbour", "lena")
    job = studio.jobs.wait(answer["job"])
    asset = studio.library.get(job.assets[0])
    assert (asset.project, asset.created_by, asset.recipe["model"]) == ("Harbour", "lena", "sketch")


def test_a_wrong_value_comes_back_as_an_error_that_names_its_field(handlers: GenerateHandlers) -> None:
    form = handlers.first_form()
    for changed, field in (
        (form.changed(prompt="  "), "Prompt"),
        (form.changed(takes=9), "Takes"),
        (form.changed(takes=None), "Takes"),
        (form.changed(duration_s=601.0), "Duration"),
        (form.changed(duration_s=None), "Duration"),
        (form.changed(seed=-1), "Seed"),
        (form.changed(seed=1.5), "Seed"),
        (form.changed(params={"width": 9}), "Stereo width"),
    ):
        error = handlers.generate(changed, "default", "you")["error"]
        assert (error["kind"], error["field"]) == ("InputError", field)


def test_sketch_stays_whatever_the_type(handlers: GenerateHandlers) -> None:
    form = handlers.first_form()
    assert {handlers.with_type(form, type).model for type in ("music", "sfx", "ambience", "voice", "ui")} == {"sketch"}


def test_once_sketch_is_left_the_type_picks_a_model_that_needs_no_download(studio: Studio) -> None:
    ready = [view(studio, "sketch"), view(studio, MUSICGEN), view(studio, AUDIOGEN, "loaded"), view(studio, MAGNET)]
    assert models_text.fitting(ready, "sfx", MUSICGEN) == AUDIOGEN
    assert models_text.fitting(ready, "music", AUDIOGEN) == MUSICGEN
    assert models_text.fitting(ready, "music", MAGNET) == MAGNET
    missing = [view(studio, "sketch"), view(studio, MUSICGEN), view(studio, AUDIOGEN, "needs download")]
    assert models_text.fitting(missing, "sfx", MUSICGEN) == "sketch"


def test_the_choices_show_sketch_then_loaded_then_on_disk_then_downloads(studio: Studio) -> None:
    views = [view(studio, MAGNET, "needs download"), view(studio, MUSICGEN), view(studio, AUDIOGEN, "loaded")]
    shown = [label for label, _ in models_text.choices([*views, view(studio, "sketch")])]
    assert shown[:3] == ["Sketch · built in", "AudioGen medium · loaded", "MusicGen small · on disk"]
    assert shown[3].startswith("MAGNeT small 10 s · download ")


def test_the_note_says_rate_limit_and_licence(studio: Studio) -> None:
    assert "nothing above 8 kHz" in models_text.note(view(studio, AUDIOGEN))
    assert "CC-BY-NC-4.0" in models_text.note(view(studio, AUDIOGEN))
    assert "The first run fetches" in models_text.note(view(studio, AUDIOGEN, "needs download"))
    assert "Procedural" in models_text.note(view(studio, "sketch"))
    assert "Always 10 s" in models_text.note(view(studio, MAGNET))


def test_a_preset_says_everything_that_it_sets(studio: Studio) -> None:
    best = preset("Best", view(studio, MUSICGEN), "music")
    assert best.words(view(studio, MUSICGEN)) == "4 takes of 24 s, guidance 4"
    draft = preset("Draft", view(studio, MAGNET), "music")
    assert (draft.duration_s, dict(draft.params)) == (10.0, {"first_steps": 10, "later_steps": 5})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("type", ["music", "sfx", "ambience", "voice", "ui"])
def test_every_preset_can_be_generated_with_every_model(handlers: GenerateHandlers, name: str, type: str) -> None:
    for _, model in handlers.choices():
        form = handlers.with_preset(handlers.with_model(Form(prompt="rain", type=type), model), name)
        limits = handlers.duration(form)
        assert limits["minimum"] <= limits["value"] <= limits["maximum"]
        assert 1 <= (form.takes or 0) <= 8


def test_another_model_drops_the_parameters_it_does_not_know(handlers: GenerateHandlers) -> None:
    form = handlers.first_form().changed(preset="", params={"brightness": 0.5})
    assert handlers.with_model(form, MUSICGEN).params == {}
    assert handlers.with_model(form, "sketch").params == {"brightness": 0.5}


def test_the_verbs_of_recall_take_over_no_more_than_they_say(handlers: GenerateHandlers, studio: Studio) -> None:
    asset = studio.generation.generate(
        "distant thunder", type="sfx", seed=7, duration_s=0.4, tags=("storm",), brightness=0.5
    )
    form = Form(prompt="wind", seed=1, takes=4, duration_s=2.0)
    assert handlers.recalled(form, "prompt", asset.id) == form.changed(prompt="distant thunder")
    assert handlers.recalled(form, "seed", asset.id) == form.changed(seed=7)
    remix = handlers.recalled(form, "remix", asset.id)
    assert (remix.prompt, remix.seed, remix.takes, remix.duration_s) == ("distant thunder", None, 4, 0.4)
    everything = handlers.recalled(form, "all", asset.id)
    assert (everything.seed, everything.takes, everything.params["brightness"]) == (7, 1, 0.5)


def test_a_recipe_out_of_a_file_makes_the_same_sound_again(handlers: GenerateHandlers, studio: Studio) -> None:
    asset = studio.generation.generate("distant thunder", type="sfx", seed=7, duration_s=0.4, brightness=0.5)
    said = {"recipe": dict(asset.recipe), "type": "sfx", "duration_s": 0.4, "tags": ["storm"]}
    form = handlers.recalled_foreign(Form(prompt="wind"), "all", said)
    assert form == handlers.recalled(Form(prompt="wind"), "all", asset.id).changed(tags="storm")
    answer = handlers.generate(form, "default", "you")
    assert studio.library.get(studio.jobs.wait(answer["job"]).assets[0]).sha256 == asset.sha256


def test_nonsense_in_a_file_leaves_the_form_as_it_is(handlers: GenerateHandlers) -> None:
    form = Form(prompt="wind", type="sfx", duration_s=2.0)
    odd = {"prompt": 5, "seed": "x", "duration_s": float("nan"), "params": {"width": [1]}, "conditioning": "none"}
    taken = handlers.recalled_foreign(form, "all", {"recipe": odd, "type": "smell", "tags": [1, "storm"]})
    assert taken == form.changed(takes=1, preset="", tags="storm")
    assert handlers.recalled_foreign(form, "prompt", {"recipe": "none"}) == form


def test_use_all_makes_the_same_sound_again(handlers: GenerateHandlers, studio: Studio) -> None:
    asset = studio.generation.generate("distant thunder", type="sfx", seed=7, duration_s=0.4, brightness=0.5)
    answer = handlers.generate(handlers.recalled(Form(), "all", asset.id), "default", "you")
    again = studio.library.get(studio.jobs.wait(answer["job"]).assets[0])
    assert again.sha256 == asset.sha256


def test_a_remembered_form_comes_back_and_nonsense_does_not(handlers: GenerateHandlers) -> None:
    kept = Form(prompt="wind", takes=3, seed=5, params={"width": 0.5}, tags="storm").to_dict()
    assert handlers.restored(kept) == Form.from_kept(kept)
    assert handlers.restored(None) == handlers.first_form()
    odd = handlers.restored({"prompt": 5, "takes": float("nan"), "type": "smell", "model": "gone", "params": []})
    assert (odd.prompt, odd.takes, odd.type, odd.model, dict(odd.params)) == ("", 2, "ambience", "sketch", {})


def test_an_example_is_taken_over_with_its_type_and_length(handlers: GenerateHandlers) -> None:
    click = next(one for one in CATEGORIES["Mechanical"] if one.type == "ui")
    form = handlers.with_example(Form(prompt="wind"), {"prompt": click.prompt, "type": "ui", "duration_s": 0.4})
    assert (form.prompt, form.type, form.duration_s, form.preset) == (click.prompt, "ui", 0.4, "")


def test_an_example_is_taken_over_for_the_model_that_was_picked(handlers: GenerateHandlers) -> None:
    rain = {"prompt": "rain", "type": "music", "duration_s": 0.3, "model": "facebook/musicgen-small"}
    form = handlers.with_example(Form(prompt="wind", params={"size": 0.5}), rain)
    assert (form.model, form.type, form.duration_s, dict(form.params)) == ("facebook/musicgen-small", "music", 0.5, {})


def test_what_is_turned_becomes_a_parameter_unless_it_is_the_usual_one(handlers: GenerateHandlers) -> None:
    form = handlers.with_params(Form(params={"size": 0.5}), {"room": "cave", "size": 0.0, "gone": 1})
    assert dict(form.params) == {"room": "cave"}
    assert handlers.sketch()["order"][0] == "brightness"


def test_extending_asks_for_a_longer_sound_that_begins_with_the_asset(
    handlers: GenerateHandlers, studio: Studio
) -> None:
    asset = studio.generation.generate("distant thunder", type="sfx", duration_s=3.2)
    form = handlers.recalled(Form(), "extend", asset.id)
    assert (form.continue_from, form.duration_s, form.prompt) == (asset.id, 7.0, "distant thunder")


def test_tags_are_read_from_a_line() -> None:
    assert tag_list(" rain, tin roof,, ") == ("rain", "tin roof")


def test_sketch_understands_every_word_of_every_example_and_fills_its_length(studio: Studio) -> None:
    assert [len(some) for some in CATEGORIES.values()] == [8] * 6
    examples = [example for some in CATEGORIES.values() for example in some]
    assert len({one.name for one in examples}) == len({one.prompt for one in examples}) == 48
    assert {one.type for one in examples} == {"ambience", "sfx", "ui", "music"}
    for one in examples:
        made = studio.generation.generate(one.prompt, type=one.type, duration_s=one.duration_s, seed=one.seed)
        odd = [note for note in made.notes if note.startswith(("Ignored", "Not possible", "The sound is over"))]
        assert not odd, (one.prompt, odd)
