"""Batches are as wide as the machine's arithmetic allows, and never wider."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from engines.audiocraft.asking import alone, ask, no_tick, same

from audiocraft_studio.engines.audiocraft import rows
from audiocraft_studio.engines.audiocraft.model import AudioCraftModel
from audiocraft_studio.engines.audiocraft.rows import RowProof, rows_that_fit

Load = Callable[[str], AudioCraftModel]


@pytest.mark.parametrize("count", [2, 3, *(pytest.param(count, marks=pytest.mark.slow) for count in (4, 8, 9))])
def test_variations_of_one_prompt_are_the_same_alone(load: Load, count: int) -> None:
    model = load("musicgen")
    batch = ask(*["dog barking far away with soft rain"] * count, duration_s=2.0)
    takes = model.generate(batch, no_tick)
    assert all(same(take, model.generate(alone(batch, i), no_tick)[0]) for i, take in enumerate(takes))


def test_a_batch_whose_rows_differ_is_made_in_smaller_ones(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that rounds otherwise from three rows on."""
    proof = RowProof(load("musicgen")._model)
    monkeypatch.setattr(proof, "_holds", lambda size, *_: size < 3)
    assert proof.sizes(5, {}, [1], at_most=8) == [2, 2, 1]
    monkeypatch.setattr(proof, "_holds", lambda size, *_: size == 1)
    assert proof.sizes(3, {}, [1], at_most=8) == [1, 1, 1]
    monkeypatch.setattr(proof, "_holds", lambda *_: True)
    assert proof.sizes(9, {}, [1], at_most=100) == [5, 4]
    assert proof.sizes(8, {}, [1], at_most=100) == [8]
    assert proof.sizes(8, {}, [1], at_most=4) == [4, 4]


def test_no_more_rows_than_fit_into_half_of_the_free_memory(load: Load) -> None:
    model = load("musicgen")._model
    a_row = 2 * 1500 * 2 * 2 * 32 * 4  # prompt and empty prompt, frames, layers, keys and values, width, float32
    assert rows_that_fit(model, 1500, 2 * 3 * a_row) == 3
    assert rows_that_fit(model, 1500, 10) == 1
    assert rows_that_fit(model, 1500, None) >= 1
    assert rows.balanced(7, 3) == [3, 2, 2]
