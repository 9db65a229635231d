"""Makes a model of the library out of a folder of weights."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from audiocraft_studio.engines.audiocraft import compat
from audiocraft_studio.engines.audiocraft.catalogue import AUDIOGEN, MAGNET
from audiocraft_studio.engines.audiocraft.checkpoint import Checkpoint
from audiocraft_studio.engines.audiocraft.memory import free_bytes
from audiocraft_studio.errors import ModelUnavailable, OutOfMemory

_CLASSES = {AUDIOGEN: "AudioGen", MAGNET: "MAGNeT"}

# float32 on the CPU and the half-precision file beside it while it is read; measured for small and medium.
_CPU_BYTES_A_PARAMETER = 6
_GPU_BYTES_A_PARAMETER = 2


def load_model(folder: Path, checkpoint: Checkpoint, device: str) -> Any:
    """A MusicGen, AudioGen or MAGNeT on `device`, ready to generate. Raises whatever the library raises."""
    models: Any = compat.import_models()
    _quiet_transformers()
    if checkpoint.melody:
        compat.fix_demucs_shift()
    kind = getattr(models, _CLASSES.get(checkpoint.family, "MusicGen"))
    with warnings.catch_warnings():
        # weight_norm of the codec and the like: about torch's future, nothing a user could act on
        warnings.simplefilter("ignore", FutureWarning)
        warnings.simplefilter("ignore", UserWarning)
        model = kind.get_pretrained(str(folder), device=device)
    _fuse_weights(model.compression_model)
    if device == "mps":
        _settle_on_mps(model)
    return model


def _fuse_weights(codec: Any) -> None:
    from audiocraft_studio.engines.decoding.codec import fuse_weights

    fuse_weights(codec)


def _quiet_transformers() -> None:
    from transformers.utils import logging

    logging.disable_progress_bar()  # it draws on the terminal; the studio has its own


def check_device(model_id: str, device: str) -> None:
    """Raises ModelUnavailable when this machine has no such device."""
    import torch

    kind = device.partition(":")[0]
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if not there.get(kind, False):
        raise ModelUnavailable(model_id, f"This machine has no {device} that torch can use. Load {model_id} on cpu.")


def check_memory(model_id: str, parameters: int, device: str) -> None:
    """Raises OutOfMemory before the system starts to swap or ends the process."""
    each = _CPU_BYTES_A_PARAMETER if device == "cpu" else _GPU_BYTES_A_PARAMETER
    needed, free = each * parameters, free_bytes(device)
    if free is not None and free < needed:
        raise OutOfMemory(
            model_id,
            f"{model_id} takes about {needed / 1e9:.1f} GB of memory on {device}, and {free / 1e9:.1f} GB are free. "
            "Unload another model, close other programs, or choose a smaller model.",
        )


def _settle_on_mps(model: Any) -> None:
    # Reported by others: the codec's quantizer is silently wrong on MPS, and autocast unsupported. Untested here.
    model.lm.float()
    model.compression_model.to("cpu")
    model.autocast = type(model.autocast)(enabled=False)
