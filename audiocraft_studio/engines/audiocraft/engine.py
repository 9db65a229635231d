"""Finds and loads AudioCraft models: those that were published, and those in local folders."""

from __future__ import annotations

import importlib.metadata
import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocraft_studio.engines.audiocraft import catalogue, hub
from audiocraft_studio.engines.audiocraft.checkpoint import Checkpoint, codec_reference, read_checkpoint
from audiocraft_studio.engines.audiocraft.faults import loading
from audiocraft_studio.engines.audiocraft.local import PREFIX, LocalModels
from audiocraft_studio.engines.base import ModelInfo, OnDisk, Say, Tick, silent
from audiocraft_studio.engines.decoding.errors import Unsupported
from audiocraft_studio.errors import UnknownModel

_DECODER = "decoder 1"  # changes when the same seed would give another sound
_TOTAL = 100.0

if TYPE_CHECKING:
    from audiocraft_studio.engines.audiocraft.model import AudioCraftModel
    from audiocraft_studio.engines.decoding.decoder import Decoder

log = logging.getLogger(__name__)


class AudioCraftEngine:
    """Implements Engine. Neither making it nor asking what it offers imports torch.

    folders: where local models lie. Each folder that holds state_dict.bin and compression_state_dict.bin, itself or
    one level below, is offered as "local/<its name>". cache: where what was measured of models is kept; None: nowhere.
    mode: that models are decoded in; "" for the fastest that comes near enough to the exact one, as measured when a
    model is loaded for the first time.
    """

    def __init__(self, folders: Sequence[Path] = (), *, cache: Path | None = None, mode: str = "") -> None:
        self._local = LocalModels(folders)
        self._cache = cache
        self._mode = mode
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        """Of the library and of the decoder: with another one, a recipe may sound otherwise."""
        try:
            return f"audiocraft {importlib.metadata.version('audiocraft')}, {_DECODER}"
        except importlib.metadata.PackageNotFoundError:
            return "audiocraft not installed"

    def models(self) -> Sequence[ModelInfo]:
        """Published models first, then local ones; a local folder that cannot be read is logged and left out."""
        return (*catalogue.published(), *self._local.infos())

    def find(self, model_id: str) -> ModelInfo | None:
        """A published or local model. Raises UnknownModel for a hub id or local id that is neither."""
        found = next((info for info in self.models() if info.id == model_id), None)
        if found is None and "/" in model_id:
            catalogue.family_of(model_id)
        return found

    def on_disk(self, info: ModelInfo) -> OnDisk:
        """Of a published model, both of its files; its text encoder may still be missing."""
        return self._local.on_disk(info.id) if info.id.startswith(PREFIX) else hub.find_model(info.id)

    def load(self, info: ModelInfo, device: str, tick: Tick, say: Say = silent) -> AudioCraftModel:
        """Loads a model, and downloads what is missing of it. One at a time; ticks are of 100.

        say: is told when the ways of computing it are measured.
        device: "cpu", "cuda" (float16), "mps" (best effort: the codec stays on the CPU) or "auto".

        Raises UnknownModel, ModelUnavailable, OutOfMemory or Cancelled.
        """
        with self._lock, loading(info.id):
            tick(0.0, _TOTAL)
            folder, checkpoint, weights = self._find(info, tick)
            # Only here, after all that may fail for simpler reasons, is torch imported.
            from audiocraft_studio.engines.audiocraft import compat, loader
            from audiocraft_studio.engines.audiocraft.model import AudioCraftModel

            device = default_device() if device == "auto" else device
            loader.check_device(info.id, device)
            loader.check_memory(info.id, checkpoint.parameters, device)
            model = loader.load_model(folder, checkpoint, device)
            decoder = self._decoder(info, model, weights, device, _part(tick, 70, 100), say)
            tick(_TOTAL, _TOTAL)
            return AudioCraftModel(
                info,
                checkpoint.family,
                model,
                device=device,
                weights=weights,
                sampler=compat.row_sampler(),
                decoder=decoder,
            )

    def _decoder(self, info: ModelInfo, model: Any, weights: str, device: str, tick: Tick, say: Say) -> Decoder | None:
        """Its modes are measured the first time. None for a model that only the library can decode."""
        from audiocraft_studio.engines.audiocraft.modes import measure
        from audiocraft_studio.engines.decoding.decoder import Decoder
        from audiocraft_studio.engines.decoding.weights import read

        try:
            decoder = Decoder(read(model.lm), device=device, identity=weights, cache=self._cache, fixed=self._mode)
            if not (self._mode or decoder.measured):
                say(f"Measuring how fast {info.name} runs here")
                measure(model, decoder, device, tick)
        except Unsupported as error:
            log.info("%s is decoded by the library's own loop: %s", info.id, error)
            return None
        return decoder

    def _find(self, info: ModelInfo, tick: Tick) -> tuple[Path, Checkpoint, str]:
        """Folder, description and revision of a model, once all that it refers to is on this machine."""
        if info.id.startswith(PREFIX):
            folder = self._local.find().get(info.id)
            if folder is None:
                raise UnknownModel(info.id, f"{info.id} is in none of the model folders any more. Look for it there.")
            checkpoint = self._local.describe(folder)
            weights = self._local.revision(folder, _part(tick, 0, 20))
        else:
            catalogue.family_of(info.id)
            folder = hub.fetch_model(info.id, info.download_bytes, _part(tick, 0, 40))
            checkpoint = read_checkpoint(folder)
            weights = folder.name
        with loading(info.id, f"The text encoder {checkpoint.text_encoder}"):
            hub.fetch_transformers(checkpoint.text_encoder, _part(tick, 40, 60))
        codec = codec_reference(folder)
        if codec is not None:
            with loading(info.id, f"The codec {codec}"):
                hub.fetch_transformers(codec, _part(tick, 60, 70))
        tick(70.0, _TOTAL)
        return folder, checkpoint, weights


def default_device() -> str:
    """ "cuda" where torch finds a GPU, else "cpu". Imports torch.

    Apple's "mps" is never chosen by itself: parts of the codec compute wrongly there (reported by others).
    """
    try:
        import torch
    except ImportError:
        return "cpu"
    return "cuda" if torch.cuda.is_available() else "cpu"


def _part(tick: Tick, start: float, end: float) -> Tick:
    """A tick for a part of the whole, from `start` to `end` of 100."""

    def part(done: float, total: float) -> None:
        tick(start + (end - start) * (done / total if total else 1.0), _TOTAL)

    return part
