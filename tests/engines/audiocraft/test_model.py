"""What every loaded AudioCraft model promises, on tiny checkpoints of every kind."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from engines.audiocraft.asking import Ticks, alone, ask, no_tick, same

from audiocraft_studio.engines.audiocraft.model import AudioCraftModel
from audiocraft_studio.errors import Cancelled, InputError

Load = Callable[[str], AudioCraftModel]

KINDS = ("musicgen", "stereo", "melody", "audiogen", "magnet")
AUTOREGRESSIVE = KINDS[:-1]
QUICK_MAGNET = {"first_steps": 2, "later_steps": 1}


def quick(kind: str) -> dict[str, object]:
    """MAGNeT has one length; fewer steps keep it short."""
    return {"params": QUICK_MAGNET, "duration_s": 10.0} if kind == "magnet" else {}


@pytest.mark.parametrize(
    "kind",
    [
        "musicgen",
        "stereo",
        pytest.param("melody", marks=pytest.mark.slow),
        "audiogen",
        pytest.param("magnet", marks=pytest.mark.slow),
    ],
)
def test_an_item_is_the_same_alone_and_at_any_place_of_a_batch(load: Load, kind: str) -> None:
    model = load(kind)
    prompts = (
        "calm piano loop",
        "dog barking far away with soft rain and warm pads",
        "rain",
        "drums synth loop",
        "rain",
    )
    batch = ask(*prompts, **quick(kind))
    turned = ask(*prompts, **quick(kind))
    turned = type(turned)(**{**turned.__dict__, "items": batch.items[::-1]})

    takes, backwards = model.generate(batch, no_tick), model.generate(turned, no_tick)[::-1]

    for place in range(len(prompts)):
        by_itself = model.generate(alone(batch, place), no_tick)[0]
        assert same(takes[place], by_itself)
        assert same(backwards[place], by_itself)


@pytest.mark.parametrize("kind", KINDS)
def test_seed_and_prompt_both_decide_the_sound(load: Load, kind: str) -> None:
    model = load(kind)
    first, other_seed = model.generate(ask("calm piano", "calm piano", **quick(kind)), no_tick)
    again = model.generate(ask("calm piano", **quick(kind)), no_tick)[0]
    other_prompt = model.generate(ask("dog barking", **quick(kind)), no_tick)[0]

    assert same(first, again)
    assert not same(first, other_seed)
    assert not same(first, other_prompt)


@pytest.mark.parametrize("kind", AUTOREGRESSIVE)
@pytest.mark.parametrize("duration_s", [0.5, 0.333, 1.0])
def test_a_sound_is_exactly_as_long_as_asked_for(load: Load, kind: str, duration_s: float) -> None:
    model = load(kind)
    audio = model.generate(ask("rain", duration_s=duration_s), no_tick)[0].audio

    assert audio.samples.shape == (model.info.channels, round(duration_s * model.info.sample_rate))
    assert audio.sample_rate == model.info.sample_rate


def test_magnet_says_when_it_makes_less_than_asked_for(load: Load) -> None:
    take = load("magnet").generate(ask("rain", duration_s=10.0, params=QUICK_MAGNET), no_tick)[0]
    assert take.audio.n_samples == 318_720  # 498 frames: whole spans of three

    shorter = load("magnet").generate(ask("rain", duration_s=4.0, params=QUICK_MAGNET), no_tick)[0]
    assert shorter.audio.n_samples == 128_000

    with pytest.raises(InputError, match="up to 10 s"):
        load("magnet").generate(ask("rain", duration_s=12.0, params=QUICK_MAGNET), no_tick)


@pytest.mark.parametrize("kind", KINDS)
def test_progress_keeps_one_total_and_reaches_it(load: Load, kind: str) -> None:
    ticks = Ticks()
    load(kind).generate(ask("rain", "calm piano loop", "rain", **quick(kind)), ticks)
    ticks.assert_exact()
    assert ticks[0][0] == 0.0


@pytest.mark.parametrize("kind", KINDS)
def test_a_cancelled_model_stops_at_once_and_goes_on_working(load: Load, kind: str) -> None:
    model = load(kind)
    before = model.generate(ask("rain", **quick(kind)), no_tick)[0]
    calls: list[float] = []

    def cancel_later(done: float, total: float) -> None:
        calls.append(done)
        if done > total / 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        model.generate(ask("rain", "calm piano", **quick(kind)), cancel_later)
    stopped_after = sum(1 for done in calls if done > calls[-1] - 1e-9)

    assert stopped_after == 1, "nothing ran after the tick that raised"
    assert same(model.generate(ask("rain", **quick(kind)), no_tick)[0], before)


@pytest.mark.parametrize("kind", ["musicgen", "melody"])
def test_cancelling_reaches_into_the_text_encoder_and_the_codec(load: Load, kind: str) -> None:
    """Both may take seconds for long sounds; they are stopped between their layers."""
    model = load(kind)
    for share in (0.0, 0.99):

        def cancel(done: float, total: float, share: float = share) -> None:
            if (done >= share * total and done > 0) or share == 0.0:
                raise Cancelled

        with pytest.raises(Cancelled):
            model.generate(ask("rain", duration_s=2.0), cancel)
    model.generate(ask("rain"), no_tick)


def test_a_model_tells_what_it_is_and_what_it_takes(load: Load) -> None:
    model = load("musicgen")
    assert (model.device, model.precision) == ("cpu", "float32")
    assert model.weights.startswith("sha256:")
    assert model.memory_bytes > 1_000_000
    assert model.generate(ask(), no_tick) == []


def test_top_k_above_the_vocabulary_means_all_tokens(load: Load) -> None:
    model = load("musicgen")
    most, all_ = (model.generate(ask("rain", params={"top_k": k}), no_tick)[0] for k in (4_000, 0))
    assert same(most, all_)


def test_parameters_that_are_left_out_have_their_defaults(load: Load) -> None:
    model = load("musicgen")
    defaults = {param.name: param.default for param in model.info.params}
    model.generate(ask("rain", params={"cfg_coef": 1.0, "temperature": 0.3, "top_p": 0.5}), no_tick)

    left_out = model.generate(ask("rain"), no_tick)[0]
    assert same(left_out, model.generate(ask("rain", params=defaults), no_tick)[0])
    for name, value in {"cfg_coef": 6.0, "temperature": 0.3, "top_k": 5, "top_p": 0.5}.items():
        assert not same(left_out, model.generate(ask("rain", params={name: value}), no_tick)[0]), name


def test_a_parameter_of_another_model_is_refused(load: Load) -> None:
    with pytest.raises(InputError, match="first_steps"):
        load("musicgen").generate(ask("rain", params={"first_steps": 3}), no_tick)


@pytest.mark.parametrize("kind", ["musicgen", "audiogen", "stereo", "melody"])
def test_one_sound_is_what_the_library_itself_makes_of_these_random_numbers(load: Load, kind: str) -> None:
    model = load(kind)
    ours = model.generate(ask("calm piano loop", seed=7), no_tick)[0].audio.samples

    library = model._model
    library.set_generation_params(duration=0.5)
    with model._library._sampler.rows([7]):
        theirs = library.generate(["calm piano loop"])[0].numpy()

    np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_magnet_is_what_the_library_itself_makes_of_these_random_numbers(load: Load) -> None:
    model = load("magnet")
    ours = model.generate(ask("rain", seed=7, duration_s=10.0, params=QUICK_MAGNET), no_tick)[0].audio.samples

    library = model._model
    library.set_generation_params(decoding_steps=[2, 1, 1, 1])
    with model._library._sampler.rows([7]):
        theirs = library.generate(["rain"])[0].numpy()

    np.testing.assert_allclose(ours, theirs, atol=1e-6)
