"""Whatever torch, the library or the hub's client raises reaches the user as one of the studio's errors."""

from __future__ import annotations

import errno
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import checkpoints
import pytest
import torch
from engines.audiocraft.asking import Ticks, ask, info_of, no_tick, same

from audiocraft_studio.engines.audiocraft import AudioCraftEngine, default_device
from audiocraft_studio.engines.audiocraft.faults import generating, loading
from audiocraft_studio.engines.audiocraft.model import AudioCraftModel
from audiocraft_studio.errors import Cancelled, GenerationFailed, ModelUnavailable, OutOfMemory

Load = Callable[[str], AudioCraftModel]


def no_memory_beyond(rows: int, monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[int]:
    """From now on the library finds no memory for more than `rows` sounds at once; returns the batches it tried."""
    from audiocraft.models.lm import LMModel

    whole, tried = LMModel.generate, []

    def generate(self: Any, prompt: Any, conditions: Any, callback: Any, **options: Any) -> Any:
        tried.append(len(conditions))

        def stop_midway(done: int, total: int) -> None:
            callback(done, total)
            if len(conditions) > rows and done > total // 2:
                raise error

        return whole(self, prompt, conditions, callback=stop_midway, **options)

    monkeypatch.setattr(LMModel, "generate", generate)
    return tried


ALL_ROWS_AGREE = "audiocraft_studio.engines.audiocraft.rows.RowProof._holds"

NO_MEMORY = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
    RuntimeError("[enforce fail at alloc_cpu.cpp:114] DefaultCPUAllocator: can't allocate memory"),
    MemoryError(),
]


@pytest.mark.parametrize("error", NO_MEMORY, ids=lambda error: type(error).__name__)
def test_when_memory_runs_out_the_batch_is_halved_until_it_fits(
    load: Load, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    model, ticks = load("audiogen"), Ticks()
    request = ask(*["rain"] * 5)
    expected = model.generate(request, no_tick)
    monkeypatch.setattr(ALL_ROWS_AGREE, lambda *_: True)
    tried = no_memory_beyond(2, monkeypatch, error)

    takes = model.generate(request, ticks)

    assert tried == [5, 2, 3, 2, 2]  # one alone is computed in a pair
    assert all(same(a, b) for a, b in zip(takes, expected, strict=True))
    ticks.assert_exact()


def test_when_not_even_one_fits_the_user_is_told_what_to_do(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load("audiogen")
    with monkeypatch.context() as patch:
        no_memory_beyond(0, patch, NO_MEMORY[0])
        with pytest.raises(OutOfMemory, match="shorter duration or a smaller model"):
            model.generate(ask("rain", "rain"), no_tick)
    assert len(model.generate(ask("rain"), no_tick)) == 1


def test_values_that_are_not_numbers_are_no_sound(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load("musicgen")
    with monkeypatch.context() as patch:
        weights = model._model.lm.linears[0].weight
        patch.setattr(weights, "data", torch.full_like(weights, float("nan")))
        with pytest.raises(GenerationFailed, match="not numbers"):
            model.generate(ask("rain"), no_tick)
    with monkeypatch.context() as patch:
        codec = model._model.compression_model
        patch.setattr(codec, "decode", lambda tokens, scale: torch.full((1, 1, 32_000), float("inf")))
        with pytest.raises(GenerationFailed, match="not numbers"):
            model.generate(ask("rain"), no_tick)
    model.generate(ask("rain"), no_tick)


@pytest.mark.parametrize("error", [AssertionError(), RuntimeError("shape\nof things"), KeyError("x"), OSError("gone")])
def test_anything_else_while_generating_is_a_failed_generation(error: Exception) -> None:
    with (
        pytest.raises(GenerationFailed, match=f"a/model could not generate: {type(error).__name__}") as caught,
        generating("a/model"),
    ):
        raise error
    assert caught.value.model == "a/model"
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), ModelUnavailable, "disk filled up"),
        (ConnectionError("refused"), ModelUnavailable, "cannot be reached"),
        (ModuleNotFoundError("No module named 'demucs'"), ModelUnavailable, "demucs"),
        (KeyError("best_state"), ModelUnavailable, "damaged"),
        (RuntimeError("size mismatch for emb.0.weight"), ModelUnavailable, "damaged"),
        (NO_MEMORY[1], OutOfMemory, "smaller one"),
        (Cancelled(), Cancelled, "kept"),
    ],
)
def test_whatever_stops_loading_is_explained(error: Exception, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said), loading("a/model"):
        raise error


def test_offline_a_model_that_was_never_fetched_is_unavailable(tmp_path: Path) -> None:
    engine = AudioCraftEngine()
    with checkpoints.hub(tmp_path):
        info = info_of(engine, "facebook/musicgen-small")
        assert engine.on_disk(info).path is None
        with pytest.raises(ModelUnavailable, match="hub cannot be reached") as caught:
            engine.load(info, "cpu", no_tick)
    assert caught.value.model == "facebook/musicgen-small"


def test_offline_a_missing_text_encoder_is_named(models_folder: Path, tmp_path: Path) -> None:
    checkpoints.make(models_folder, "musicgen")
    engine = AudioCraftEngine([models_folder])
    with (
        checkpoints.hub(tmp_path),
        pytest.raises(ModelUnavailable, match="text encoder t5-small of local/musicgen is not"),
    ):
        engine.load(info_of(engine, "local/musicgen"), "cpu", no_tick)


def test_a_download_that_does_not_fit_the_disk_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1_000_000_000))
    with checkpoints.hub(tmp_path), pytest.raises(ModelUnavailable, match=r"needs about 2\.0 GB, and 1\.0 GB are free"):
        AudioCraftEngine().load(info_of(AudioCraftEngine(), "facebook/musicgen-small"), "cpu", no_tick)


def test_a_model_that_cannot_fit_is_not_begun(models_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoints.make(models_folder, "musicgen")
    engine = AudioCraftEngine([models_folder])
    monkeypatch.setattr("audiocraft_studio.engines.audiocraft.loader.free_bytes", lambda _: 1_000)
    with pytest.raises(OutOfMemory, match="Unload another model"):
        engine.load(info_of(engine, "local/musicgen"), "cpu", no_tick)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
@pytest.mark.parametrize("device", ["cuda", "toaster"])
def test_a_device_that_is_not_there_is_named(models_folder: Path, device: str) -> None:
    checkpoints.make(models_folder, "musicgen")
    engine = AudioCraftEngine([models_folder])
    with pytest.raises(ModelUnavailable, match=f"no {device}"):
        engine.load(info_of(engine, "local/musicgen"), device, no_tick)
    assert default_device() == "cpu"


def test_loading_can_be_cancelled_and_repeated(models_folder: Path) -> None:
    checkpoints.make(models_folder, "musicgen")
    engine = AudioCraftEngine([models_folder])
    info = info_of(engine, "local/musicgen")

    def cancel(done: float, total: float) -> None:
        if done > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        engine.load(info, "cpu", cancel)
    ticks = Ticks()
    engine.load(info, "cpu", ticks).unload()
    ticks.assert_exact()
