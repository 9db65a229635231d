"""Whatever torch, the library or the hub's client raises reaches the user as one of the studio's errors."""

from __future__ import annotations

import errno
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
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
    """From now on decoding finds no memory for more than `rows` sounds at once; returns the batches it tried."""
    from audiocraft_studio.engines.decoding.window import Window

    whole, tried = Window.decode, []

    def decode(self: Window, steps: Any, conditions: Any, sampler: Any) -> Iterator[int]:
        tried.append(conditions.items)
        for done, finished in enumerate(whole(self, steps, conditions, sampler)):
            if conditions.items > rows and done > len(self) // 2:
                raise error
            yield finished

    monkeypatch.setattr(Window, "decode", decode)
    return tried


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
    tried = no_memory_beyond(2, monkeypatch, error)

    takes = model.generate(request, ticks)

    assert tried == [5, 2, 3, 1, 2]
    assert all(same(a, b) for a, b in zip(takes, expected, strict=True))
    ticks.assert_exact()


def test_when_not_even_one_fits_the_user_is_told_what_to_do(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load("audiogen")
    with monkeypatch.context() as patch:
        no_memory_beyond(0, patch, NO_MEMORY[0])
        with pytest.raises(OutOfMemory, match="shorter duration or a smaller model"):
            model.generate(ask("rain", "rain"), no_tick)
    assert len(model.generate(ask("rain"), no_tick)) == 1


class _Infinite:
    """A codec's stream of sound beyond all numbers."""

    def feed(self, codes: torch.Tensor) -> torch.Tensor:
        return torch.full((1, 640 * codes.shape[-1]), float("inf"))

    def finish(self) -> None:
        return None


def test_values_that_are_not_numbers_are_no_sound(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load("musicgen")
    bias = model._model.lm.out_norm.bias.data
    bias[0] = float("nan")
    with pytest.raises(GenerationFailed, match="not numbers"):
        model.generate(ask("rain"), no_tick)
    bias[0] = 0.0
    with monkeypatch.context() as patch:
        patch.setattr(model._codec, "stream", _Infinite)
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
