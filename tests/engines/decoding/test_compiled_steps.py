"""The compiled decoder as a whole: near the exact one, and the same bits whatever runs beside it."""

import pytest
import torch
from compiled_library import KERNELS, built, changed, drawn_model, kernel_here, kernels_here
from torch.nn.functional import cosine_similarity

from audiocraft_studio.engines.decoding.compiled.steps import CompiledSteps
from audiocraft_studio.engines.decoding.steps import Conditions
from audiocraft_studio.engines.decoding.torch_steps import TorchSteps

FORMS = {
    "tiny": {"dim": 32, "heads": 2},
    "odd": {"dim": 24, "heads": 3, "card": 50, "codebooks": 2},
    "wide heads": {"dim": 144, "heads": 2, "layers": 1},
    "as published": {"dim": 256, "heads": 4, "card": 512},
}
STEPS = 12


def texts(dim, lengths, seed=5):
    generator = torch.Generator().manual_seed(seed)
    return tuple(torch.randn(length, dim, generator=generator) for length in lengths)


def tokens_of(weights, items, seed=6):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, weights.card + 1, (items, weights.codebooks, STEPS), generator=generator)


def decoded(steps, conditions, tokens):
    """Logits of all steps, [steps, B, K, card]."""
    steps.start(conditions, tokens.shape[2] + conditions.prefixed)
    return torch.stack([steps.feed(tokens[:, :, step : step + 1]) for step in range(tokens.shape[2])])


@pytest.fixture(params=["bytes", "floats"])
def numbers(request):
    """What a decoder computes with."""
    return request.param


@pytest.fixture
def threads():
    """Sets how many threads torch has, for one test."""
    before = torch.get_num_threads()
    yield torch.set_num_threads
    torch.set_num_threads(before)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_logits_are_those_of_the_exact_decoder_but_for_rounding(form, guidance, numbers):
    weights = drawn_model(**form)
    conditions = Conditions(texts(weights.dim, (4, 70, 9)), None, guidance)
    tokens = tokens_of(weights, 3)
    got = decoded(CompiledSteps(weights, built(), numbers), conditions, tokens)
    expected = decoded(TorchSteps(weights, "exact"), conditions, tokens)
    assert cosine_similarity(got.flatten(), expected.flatten(), dim=0) > 0.999
    if numbers == "bytes":
        assert (got - expected).abs().mean() < 0.05 * expected.std()
    else:
        torch.testing.assert_close(got, expected, atol=3e-5, rtol=0)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_weights_that_halves_hold_are_stored_so_and_computed_as_they_are(form):
    weights = changed(drawn_model(**form), lambda tensor: tensor.half().float())
    conditions, tokens = Conditions(texts(weights.dim, (4, 70))), tokens_of(weights, 2)
    expected = decoded(TorchSteps(weights, "exact"), conditions, tokens)
    every = [decoded(CompiledSteps(weights, built(), "floats", name), conditions, tokens) for name in kernels_here()]
    torch.testing.assert_close(every[0], expected, atol=3e-5, rtol=0)
    assert all(torch.equal(one, every[0]) for one in every)


@pytest.mark.parametrize("kernel", KERNELS[1:])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_kernel_gives_the_logits_of_the_plain_one(kernel, form, numbers):
    kernel_here(kernel)
    weights = drawn_model(**form)
    conditions, tokens = Conditions(texts(weights.dim, (4, 70))), tokens_of(weights, 2)
    one, other = (
        decoded(CompiledSteps(weights, built(), numbers, name), conditions, tokens) for name in (kernel, "plain")
    )
    assert torch.equal(one, other)


@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_an_item_is_the_same_at_any_place_beside_any_neighbours(guidance, numbers):
    weights = drawn_model(**FORMS["as published"])
    steps = CompiledSteps(weights, built(), numbers)
    (mine,), token = texts(weights.dim, (13,)), tokens_of(weights, 1)
    alone = decoded(steps, Conditions((mine,), None, guidance), token)
    for items in (2, 3, 8, 40):
        for place in {0, items // 2, items - 1}:
            others = texts(weights.dim, range(1, items + 1), seed=items)
            cross = (*others[:place], mine, *others[place + 1 :])
            tokens = tokens_of(weights, items, seed=items)
            tokens[place] = token[0]
            together = decoded(steps, Conditions(cross, None, guidance), tokens)
            assert torch.equal(together[:, place], alone[:, 0]), (items, place)


def test_the_number_of_threads_changes_nothing(threads, numbers):
    weights = drawn_model(**FORMS["as published"])
    conditions, tokens = Conditions(texts(weights.dim, (13, 2, 30))), tokens_of(weights, 3)
    results = []
    for count in (1, 2, 3, 7):
        threads(count)
        results.append(decoded(CompiledSteps(weights, built(), numbers), conditions, tokens))
    assert all(torch.equal(one, results[0]) for one in results)


def test_many_positions_at_once_are_the_same_as_one_by_one(numbers):
    weights = drawn_model()
    conditions, tokens = Conditions(texts(weights.dim, (4, 7))), tokens_of(weights, 2)
    steps = CompiledSteps(weights, built(), numbers)
    one_by_one = decoded(steps, conditions, tokens)
    steps.start(conditions, STEPS)
    steps.feed(tokens[:, :, :10])
    assert torch.equal(steps.feed(tokens[:, :, 10:]), one_by_one[-1])


@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_a_prefix_is_taken_before_the_tokens(guidance, numbers):
    weights = drawn_model(crossed=False)
    prefix = torch.randn(2, 3, 41, weights.dim, generator=torch.Generator().manual_seed(1))
    tokens = tokens_of(weights, 3)
    conditions = Conditions(None, prefix, guidance)
    steps = CompiledSteps(weights, built(), numbers)
    got = decoded(steps, conditions, tokens)
    expected = decoded(TorchSteps(weights, "exact"), conditions, tokens)
    assert cosine_similarity(got.flatten(), expected.flatten(), dim=0) > 0.999
    assert torch.equal(decoded(steps, conditions.only(1), tokens[1:2])[:, 0], got[:, 1])


def test_an_item_without_text_decodes_as_its_empty_half(numbers):
    weights = drawn_model()
    tokens = tokens_of(weights, 2)
    steps = CompiledSteps(weights, built(), numbers)
    guided = decoded(steps, Conditions((torch.empty(0, weights.dim), *texts(weights.dim, (5,))), None, 3.0), tokens)
    plain = decoded(steps, Conditions((torch.empty(0, weights.dim),), None, 1.0), tokens[:1])
    assert torch.equal(guided[:, 0], plain[:, 0])


def test_more_positions_than_announced_are_refused_and_cost_nothing(numbers):
    weights = drawn_model()
    conditions, tokens = Conditions(texts(weights.dim, (4,))), tokens_of(weights, 1)
    expected = decoded(CompiledSteps(weights, built(), numbers), conditions, tokens)
    steps = CompiledSteps(weights, built(), numbers)
    steps.start(conditions, STEPS)
    steps.feed(tokens[:, :, :-1])
    with pytest.raises(ValueError, match="1 are left"):
        steps.feed(tokens[:, :, :2])
    assert torch.equal(steps.feed(tokens[:, :, -1:]), expected[-1])


def test_tokens_that_the_model_does_not_know_are_refused(numbers):
    weights = drawn_model()
    steps = CompiledSteps(weights, built(), numbers)
    steps.start(Conditions(texts(weights.dim, (4,))), STEPS)
    for token in (-1, weights.card + 1):
        with pytest.raises(ValueError, match=f"0 … {weights.card}"):
            steps.feed(torch.full((1, weights.codebooks, 1), token))
