"""The exact mode chooses the very tokens that the library's own loop chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from compiled_library import changed
from engines.decoding.tiny import PROMPTS, conditions, decoded, melody_of
from led import Led

from audiocraft_studio.engines.decoding.graph_steps import GraphSteps
from audiocraft_studio.engines.decoding.torch_steps import TorchSteps
from audiocraft_studio.engines.decoding.weights import Weights
from audiocraft_studio.engines.decoding.window import Window

FRAMES = 500
TIE = 1e-3


def the_library_chooses(
    model: Any, prompts: tuple[str, ...], guidance: float, frames: int, prompt: torch.Tensor | None
) -> torch.Tensor:
    melody = melody_of(model)
    melodies = () if melody is None else ([melody] * len(prompts),)
    attributes, _ = model._prepare_tokens_and_attributes(list(prompts), None, *melodies)
    codes: torch.Tensor = model.lm.generate(
        prompt, attributes, max_gen_len=frames, use_sampling=False, cfg_coef=guidance
    )
    return codes


@pytest.mark.parametrize("kind", ["musicgen", "stereo", "melody", "audiogen"])
@pytest.mark.parametrize(
    "guidance",
    [pytest.param(3.0, id="guided"), pytest.param(1.0, id="unguided", marks=pytest.mark.slow)],
)
@pytest.mark.parametrize(
    ("items", "given"),
    [
        pytest.param(1, 0, marks=pytest.mark.slow),
        pytest.param(4, 0, marks=pytest.mark.slow),
        (1, 37),
        pytest.param(4, 37, marks=pytest.mark.slow),
    ],
)
def test_greedy_frames_are_the_library_s(
    library_model: Callable[[str], Any],
    weights_of: Callable[[str], Weights],
    kind: str,
    guidance: float,
    items: int,
    given: int,
) -> None:
    model, weights = library_model(kind), weights_of(kind)
    frames = FRAMES if (items, given) in ((1, 0), (4, 37)) else 120
    random = torch.Generator().manual_seed(given)
    prompt = torch.randint(weights.card, (items, weights.codebooks, given), generator=random) if given else None

    expected = the_library_chooses(model, PROMPTS[:items], guidance, frames, prompt)
    found = decoded(TorchSteps(weights, "exact"), weights, conditions(model, PROMPTS[:items], guidance), frames, prompt)

    assert expected.unique().numel() > 10, "a model that says one thing would prove nothing"
    if not torch.equal(found, expected):  # two tokens may be as likely as each other, to within rounding
        led = Led(expected, given, weights.delays, frames)
        nothing = torch.zeros(items, weights.codebooks, 0, dtype=torch.long)
        window = Window(nothing if prompt is None else prompt, frames, delays=weights.delays, special=weights.card)
        for _ in window.decode(TorchSteps(weights, "exact"), conditions(model, PROMPTS[:items], guidance), led):
            pass
        assert max(led.gaps) < TIE
        assert sum(gap > 0 for gap in led.gaps) <= 3


def test_logits_are_the_library_s_at_every_step(
    library_model: Callable[[str], Any], weights_of: Callable[[str], Weights]
) -> None:
    """Led along the same tokens, in one piece in the library and step by step here."""
    from audiocraft.modules.conditioners import ClassifierFreeGuidanceDropout

    model, weights = library_model("musicgen"), weights_of("musicgen")
    tokens = torch.randint(weights.card, (2, 4, 40), generator=torch.Generator().manual_seed(1))
    steps = TorchSteps(weights, "exact")
    steps.start(conditions(model, PROMPTS[:2], 3.0), 40)
    found = torch.stack([steps.feed(tokens[..., i : i + 1]) for i in range(40)], dim=2)

    with torch.no_grad():
        attributes, _ = model._prepare_tokens_and_attributes(list(PROMPTS[:2]), None)
        both = attributes + ClassifierFreeGuidanceDropout(p=1.0)(attributes)
        encoded = model.lm.condition_provider(model.lm.condition_provider.tokenize(both))
        given, empty = model.lm(torch.cat([tokens, tokens]), [], encoded).split(2)
    torch.testing.assert_close(found, empty + 3.0 * (given - empty), atol=2e-4, rtol=0)


@pytest.mark.parametrize(
    ("kind", "guidance"),
    [
        ("musicgen", 3.0),
        pytest.param("musicgen", 1.0, marks=pytest.mark.slow),
        pytest.param("melody", 3.0, marks=pytest.mark.slow),
    ],
)
def test_the_steps_that_graphs_record_compute_the_same(
    library_model: Callable[[str], Any], weights_of: Callable[[str], Weights], kind: str, guidance: float
) -> None:
    """Without recording, which takes a GPU: masked stretches, positions read from memory."""
    model, weights = library_model(kind), weights_of(kind)
    given = conditions(model, PROMPTS[:2], guidance)
    tokens = torch.randint(weights.card, (2, 4, 300), generator=torch.Generator().manual_seed(1))
    right, steps = TorchSteps(weights, "exact"), GraphSteps(weights, "exact", recorded=False)
    for one in (right, steps):
        one.start(given, given.prefixed + 300)
        one.feed(tokens[..., :7])
    for i in range(7, 300):
        expected, found = (one.feed(tokens[..., i : i + 1]) for one in (right, steps))
        torch.testing.assert_close(found, expected, atol=2e-4, rtol=0)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU of NVIDIA")
def test_a_recorded_step_is_the_step(library_model: Callable[[str], Any], weights_of: Callable[[str], Weights]) -> None:
    model = library_model("musicgen")
    there = changed(weights_of("musicgen"), torch.Tensor.cuda)
    given = conditions(model, PROMPTS[:2], 3.0)
    given = replace(given, cross=tuple(text.cuda() for text in given.cross or ()))
    tokens = torch.randint(there.card, (2, 4, 300), generator=torch.Generator().manual_seed(1)).cuda()
    right, steps = GraphSteps(there, "exact", recorded=False), GraphSteps(there, "exact")
    for one in (right, steps):
        one.start(given, 300)
    for i in range(300):
        expected, found = (one.feed(tokens[..., i : i + 1]).clone() for one in (right, steps))
        torch.testing.assert_close(found, expected, atol=2e-4, rtol=0)


def test_texts_of_other_lengths_in_the_batch_change_nothing(
    library_model: Callable[[str], Any], weights_of: Callable[[str], Weights]
) -> None:
    model, weights = library_model("musicgen"), weights_of("musicgen")
    texts = ("rain", "a calm piano loop with soft rain and warm pads far away", "drums")
    steps = TorchSteps(weights, "exact")
    together = decoded(steps, weights, conditions(model, texts, 3.0), 60)
    for i, text in enumerate(texts):
        assert torch.equal(decoded(steps, weights, conditions(model, (text,), 3.0), 60), together[i : i + 1])
