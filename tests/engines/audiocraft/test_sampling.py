"""Rows draw from their own random numbers, with the right frequencies."""

from __future__ import annotations

import threading

import pytest
import torch

from audiocraft_studio.engines.audiocraft.sampling import RowSampler
from audiocraft_studio.engines.decoding.errors import NotFinite


def _original(*_: object, **__: object) -> str:
    return "the library's own"


def _draws(sampler: RowSampler, seeds: list[int], probabilities: torch.Tensor, times: int) -> torch.Tensor:
    with sampler.rows(seeds):
        return torch.cat([sampler(probabilities, 1) for _ in range(times)], dim=-1)


def test_a_row_draws_the_same_whatever_its_neighbours() -> None:
    probabilities = torch.rand(3, 4, 50, generator=torch.Generator().manual_seed(0))
    sampler = RowSampler(_original)
    together = _draws(sampler, [5, 6, 7], probabilities, 20)
    for row, seed in enumerate([5, 6, 7]):
        assert torch.equal(_draws(sampler, [seed], probabilities[[row]], 20)[0], together[row])


def test_tokens_come_as_often_as_they_are_likely() -> None:
    likelihood = torch.tensor([0.5, 0.3, 0.15, 0.05, 0.0])
    drawn = _draws(RowSampler(_original), [1], likelihood.expand(1, 20_000, 5), 1).flatten()
    found = torch.bincount(drawn, minlength=5) / len(drawn)
    # four standard deviations of the largest
    assert torch.allclose(found, likelihood, atol=4 * (0.25 / 20_000) ** 0.5)
    assert found[-1] == 0


def test_outside_and_in_other_threads_the_library_draws_as_ever() -> None:
    sampler, seen = RowSampler(_original), []
    assert sampler(torch.ones(1, 3), 1) == "the library's own"
    with sampler.rows([1]):
        thread = threading.Thread(target=lambda: seen.append(sampler(torch.ones(1, 3), 1)))
        thread.start()
        thread.join()
    assert seen == ["the library's own"]
    assert sampler(torch.ones(1, 3), 1) == "the library's own"


def test_what_is_not_a_number_is_not_drawn_from() -> None:
    with RowSampler(_original).rows([1]), pytest.raises(NotFinite):
        _draws(RowSampler(_original), [1], torch.tensor([[0.5, float("nan")]]), 1)
