"""Every mode: near enough to the exact one, the same at any place of a batch, and chosen for what was measured."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from engines.decoding.tiny import PROMPTS, conditions, decoded

from audiocraft_studio.engines.decoding import decoder as decoders
from audiocraft_studio.engines.decoding import gate
from audiocraft_studio.engines.decoding.decoder import Decoder
from audiocraft_studio.engines.decoding.errors import NotFinite, NotHere, Unsupported
from audiocraft_studio.engines.decoding.gate import Figures, distances
from audiocraft_studio.engines.decoding.modes import MODES, make
from audiocraft_studio.engines.decoding.sameness import Sameness, balanced
from audiocraft_studio.engines.decoding.sampling import Choice, Sampler, narrowed
from audiocraft_studio.engines.decoding.steps import Steps
from audiocraft_studio.engines.decoding.weights import Weights, read

Model = Callable[[str], Any]
Read = Callable[[str], Weights]


def made(mode: str, weights: Weights) -> Steps:
    try:
        return make(mode, weights, lambda: None)
    except NotHere as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize("mode", [mode.name for mode in MODES])
@pytest.mark.parametrize("kind", ["musicgen", pytest.param("melody", marks=pytest.mark.slow)])
def test_an_item_decodes_the_same_alone_and_beside_any_others(
    library_model: Model, weights_of: Read, kind: str, mode: str
) -> None:
    model, weights = library_model(kind), weights_of(kind)
    steps = made(mode, weights)
    given = conditions(model, PROMPTS, 3.0)
    sizes = Sameness(steps, weights).sizes(given, at_most=8)
    if sizes != [4]:
        pytest.skip(f"this machine rounds batches of four otherwise in the mode {mode}: they are made in {sizes}")

    together = decoded(steps, weights, given, 40, seeds=[1, 2, 3, 4])
    for i in range(4):
        assert torch.equal(decoded(steps, weights, given.only(i), 40, seeds=[i + 1]), together[i : i + 1])


@pytest.mark.parametrize("mode", [mode.name for mode in MODES[1:]])
@pytest.mark.parametrize(
    "kind", ["musicgen", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("stereo", "melody", "audiogen"))]
)
def test_every_faster_mode_passes_the_gate_on_these_weights(
    library_model: Model, weights_of: Read, kind: str, mode: str
) -> None:
    model, weights = library_model(kind), weights_of(kind)
    steps = made(mode, weights)
    courses, _ = gate.exact(
        make("exact", weights, lambda: None),
        weights,
        [conditions(model, (text,), 3.0) for text in PROMPTS[:2]],
        0.0,
        lambda: None,
    )
    figures = gate.compared(mode, steps, courses, 0.0, lambda: None)
    assert figures.passed, figures
    assert figures.error > 0, "it is another arithmetic"
    assert mode != "compiled-exact" or figures.error < 1e-5, "it is the same but for rounding"


def test_a_mode_that_computes_something_else_fails_the_gate() -> None:
    right = torch.randn(20, 4, 256, generator=torch.Generator().manual_seed(0))
    same = Figures("int8", 100.0, 0.0, **distances(right, right))
    assert (same.error, same.overlap, same.passed) == (0.0, 1.0, True)
    noise = torch.randn(right.shape, generator=torch.Generator().manual_seed(1))
    assert Figures("int8", 100.0, 0.0, **distances(right + 0.02 * noise, right)).passed
    assert not Figures("int8", 100.0, 0.0, **distances(right + 0.3 * noise, right)).passed
    assert not Figures("int8", 100.0, 0.0, **distances(2 * right, right)).passed, "too sure of itself"
    assert not Figures("int8", 100.0, 0.0, **distances(noise, right)).passed
    assert not replace(same, error=float("nan")).passed


def measured(decoder: Decoder, model: Any) -> Decoder:
    decoder.measure([conditions(model, (PROMPTS[0],), 3.0)], lambda *_: None, None)
    return decoder


def test_the_fastest_mode_that_passes_is_used_and_remembered(
    library_model: Model, weights_of: Read, tmp_path: Path
) -> None:
    model, weights = library_model("musicgen"), weights_of("musicgen")
    decoder = measured(Decoder(weights, device="cpu", identity="a", cache=tmp_path), model)
    figures = [one.figures for one in decoder.standings() if one.figures and one.figures.passed]
    assert decoder.mode == max(figures, key=lambda f: f.steps_per_s).mode
    assert figures[0].mode == "exact"

    again = Decoder(weights, device="cpu", identity="a", cache=tmp_path)
    assert again.measured
    assert again.standings() == decoder.standings()
    assert not Decoder(weights, device="cpu", identity="other weights", cache=tmp_path).measured


def test_what_the_user_chooses_is_used_after_a_restart_too(
    library_model: Model, weights_of: Read, tmp_path: Path
) -> None:
    weights = weights_of("musicgen")
    decoder = measured(Decoder(weights, device="cpu", identity="a", cache=tmp_path), library_model("musicgen"))
    decoder.choose("exact")
    assert Decoder(weights, device="cpu", identity="a", cache=tmp_path).mode == "exact"
    decoder.choose("")
    assert Decoder(weights, device="cpu", identity="a", cache=tmp_path).chosen == ""


def test_damaged_figures_are_measured_again(library_model: Model, weights_of: Read, tmp_path: Path) -> None:
    weights = weights_of("musicgen")
    measured(Decoder(weights, device="cpu", identity="a", cache=tmp_path), library_model("musicgen"))
    [kept] = tmp_path.glob("*.json")
    for text in ("", "{", json.dumps({"figures": {"exact": {"speed": 1}}, "reasons": {}, "chosen": ""})):
        kept.write_text(text)
        assert not Decoder(weights, device="cpu", identity="a", cache=tmp_path).measured


def test_a_mode_that_is_gone_gives_way_to_the_next(
    library_model: Model, weights_of: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = weights_of("musicgen")
    decoder = measured(Decoder(weights, device="cpu", identity="a", cache=None), library_model("musicgen"))
    decoder.choose("half")

    def gone(mode: str, *rest: Any) -> Steps:
        if mode != "exact":
            raise NotHere("This processor is another one.")
        return make(mode, *rest)

    monkeypatch.setattr(decoders, "make", gone)
    decoder._made = None
    assert decoder.ready("", lambda: None)[2] == "exact"
    assert {one.mode: one.reason for one in decoder.standings()}["half"] == "This processor is another one."


def test_a_record_s_precision_is_used_whatever_is_chosen(weights_of: Read) -> None:
    decoder = Decoder(weights_of("musicgen"), device="cpu", identity="a", cache=None)
    decoder.choose("int8")
    assert decoder.ready("float32", lambda: None)[2] == "exact"
    assert decoder.ready("float128", lambda: None)[2] == "int8"


def test_models_of_another_form_are_left_to_the_library(library_model: Model) -> None:
    with pytest.raises(Unsupported, match="in passes"):
        read(library_model("magnet").lm)
    lm = library_model("audiogen").lm
    lm.transformer.layers[1].norm_first = False
    try:
        with pytest.raises(Unsupported, match="after its layers"):
            read(lm)
    finally:
        lm.transformer.layers[1].norm_first = True


def test_batches_are_of_about_one_size() -> None:
    assert balanced(7, 3) == [3, 2, 2]
    assert balanced(8, 8) == [8]


def test_draws_follow_the_probabilities() -> None:
    logits = torch.tensor([2.0, 1.0, 0.0, -1.0]).expand(1, 4000, 4)
    drawn = Sampler(Choice(temperature=0.7, top_k=0), [3])(logits)
    found = torch.bincount(drawn.flatten(), minlength=4) / 4000
    torch.testing.assert_close(found, (logits[0, 0] / 0.7).softmax(-1), atol=0.03, rtol=0)


def test_narrowing_keeps_what_the_library_keeps() -> None:
    probabilities = torch.randn(3, 4, 50, generator=torch.Generator().manual_seed(0)).softmax(-1)
    of_k = narrowed(probabilities, Choice(top_k=7)) > 0
    assert bool((of_k.sum(-1) == 7).all())
    of_p = narrowed(probabilities, Choice(top_p=0.6))
    ordered = probabilities.sort(-1, descending=True).values
    wanted = ((ordered.cumsum(-1) - ordered) <= 0.6).sum(-1)
    assert torch.equal((of_p > 0).sum(-1), wanted)
    assert torch.equal(of_p[of_p > 0], probabilities[of_p > 0])
    assert torch.equal(narrowed(probabilities, Choice(top_k=0)), probabilities)


def test_no_numbers_no_tokens() -> None:
    with pytest.raises(NotFinite):
        Sampler(Choice(), [1])(torch.full((1, 4, 8), float("nan")))
