"""audiocraft imports beside a current torch, and what it lacks says so when it is used."""

from __future__ import annotations

import importlib.util
import sys
import threading

import pytest
import torch

from audiocraft_studio.engines.audiocraft import compat


def test_the_library_can_be_imported_from_many_threads_at_once() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(compat.import_models())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1
    assert compat.row_sampler() is compat.row_sampler()


def test_a_stand_in_can_be_found_and_imported_but_not_used() -> None:
    compat.import_models()
    for name in ("av", "spacy", "xformers", "flashy.distrib"):
        assert importlib.util.find_spec(name) is not None
    with pytest.raises(ImportError, match=r"spacy\.load was called, but spacy is not installed"):
        sys.modules["spacy"].load("en_core_web_sm")
    with pytest.raises(ImportError, match="flashy"):
        sys.modules["flashy"].distrib.broadcast_tensors([])


def test_our_attention_is_the_formula() -> None:
    random = torch.Generator().manual_seed(0)
    query, key, value = (torch.randn(2, 7, 3, 8, generator=random) for _ in range(3))
    scores = torch.einsum("bthd,bshd->bhts", query, key) / 8**0.5
    causal = scores.masked_fill(torch.ones(7, 7).triu(1).bool(), float("-inf"))
    bias = torch.randn(2, 3, 7, 7, generator=random)

    for weights, given in ((scores, None), (causal, compat.LowerTriangularMask()), (scores + bias, bias)):
        expected = torch.einsum("bhts,bshd->bthd", weights.softmax(-1), value)
        torch.testing.assert_close(compat.memory_efficient_attention(query, key, value, given), expected)


def test_a_melody_is_always_shifted_alike() -> None:
    compat.fix_demucs_shift()
    from demucs import apply

    assert {apply.random.randint(0, 22_050) for _ in range(5)} == {11_025}
