"""A prompt is encoded once, and always to the same numbers as beside an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import checkpoints
import pytest
import torch

from audiocraft_studio.engines.audiocraft import compat
from audiocraft_studio.engines.audiocraft.conditions import PairedConditions
from audiocraft_studio.engines.decoding.text import Texts

SHORT, LONG = "rain", "calm piano loop with soft rain and warm pads, a dog barking far away"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The library's conditioning provider with a tiny text encoder."""
    compat.import_models()
    from audiocraft.models import loaders

    folder = tmp_path_factory.mktemp("texts")
    with checkpoints.hub(folder), torch.no_grad():
        yield loaders.load_lm_model(str(checkpoints.make(folder, "musicgen")), device="cpu").eval().condition_provider


@pytest.fixture
def conditioner(provider: Any) -> Any:
    return provider.conditioners["description"]


@pytest.fixture
def passes(conditioner: Any) -> Iterator[list[tuple[int, ...]]]:
    """The shape of what the encoder was given, pass after pass."""
    seen: list[tuple[int, ...]] = []

    def saw(_: Any, args: Any, named: Any) -> None:
        seen.append(tuple(named["input_ids"].shape))

    handle = conditioner.t5.register_forward_pre_hook(saw, with_kwargs=True)
    yield seen
    handle.remove()


def asked(prompts: list[str]) -> list[Any]:
    """The library's attributes of the prompts, then of as many empty ones."""
    from audiocraft.modules.conditioners import ClassifierFreeGuidanceDropout, ConditioningAttributes

    full = [ConditioningAttributes(text={"description": prompt}) for prompt in prompts]
    return full + ClassifierFreeGuidanceDropout(p=1.0)(full)


@pytest.mark.parametrize("prompt", ["", SHORT, "calm piano", LONG])
def test_a_prompt_has_the_numbers_that_the_library_gives_it(provider: Any, conditioner: Any, prompt: str) -> None:
    values, mask = PairedConditions(provider).encode(asked([prompt]))["description"]
    expected, expected_mask = conditioner(conditioner.tokenize([prompt, ""]))
    assert torch.equal(mask, expected_mask)
    torch.testing.assert_close(values, expected, atol=1e-5, rtol=0)
    assert not values[1].any()


def test_a_prompt_is_the_same_alone_in_a_batch_and_when_it_comes_again(provider: Any) -> None:
    texts = Texts()
    conditions = PairedConditions(provider, texts)
    other = next(p for p in ("soft pads", "warm pads", "dog far", "loud rain") if _same_length(conditions, p))
    alone, _ = PairedConditions(provider).encode(asked(["soft rain"]))["description"]
    among, _ = conditions.encode(asked([other, "soft rain", other]))["description"]
    again, _ = PairedConditions(provider, texts).encode(asked(["soft rain"]))["description"]
    assert torch.equal(among[1], alone[0]) and torch.equal(among[4], alone[1])
    assert torch.equal(again, alone)


def _same_length(conditions: PairedConditions, prompt: str) -> bool:
    return conditions.text_length(prompt) == conditions.text_length("soft rain")


def test_a_prompt_repeated_is_encoded_once_without_its_empty_one(
    provider: Any, conditioner: Any, passes: list[tuple[int, ...]]
) -> None:
    texts = Texts()
    for _ in range(3):
        PairedConditions(provider, texts).encode(asked([LONG] * 4))
    assert passes == [(1, conditioner.tokenize([LONG])["input_ids"].shape[1])]


def test_what_is_kept_stays_within_its_bound(conditioner: Any, passes: list[tuple[int, ...]]) -> None:
    values, mask = Texts().encoded("description", conditioner, SHORT)
    each = values.nbytes + mask.nbytes
    texts = Texts(max_bytes=2 * each)
    del passes[:]

    def passed(prompt: str) -> int:
        before = len(passes)
        assert torch.equal(texts.encoded("description", conditioner, prompt)[0], fresh[prompt])
        assert texts.held_bytes <= 2 * each
        return len(passes) - before

    prompts = [
        p for p in ("rain", "dog", "warm", "soft", "loop", "calm", "pop") if _length(conditioner, p) == len(mask)
    ]
    assert len(prompts) >= 3
    fresh = {prompt: Texts().encoded("description", conditioner, prompt)[0] for prompt in prompts}
    first, second, third = prompts[:3]
    assert [passed(p) for p in (first, second, first, third)] == [1, 1, 0, 1]
    assert [passed(p) for p in (first, second)] == [0, 1], "the one that was not asked for the longest went"
    assert texts.held_bytes == 2 * each


def test_a_prompt_larger_than_the_bound_is_encoded_all_the_same(conditioner: Any) -> None:
    texts = Texts(max_bytes=100)
    values, _ = texts.encoded("description", conditioner, LONG)
    assert values.any() and texts.held_bytes == 0


def _length(conditioner: Any, prompt: str) -> int:
    return int(conditioner.tokenize([prompt])["input_ids"].shape[1])
