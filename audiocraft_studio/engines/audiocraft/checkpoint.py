"""What a checkpoint folder holds, read without torch and without running anything that lies in the file.

A checkpoint is a zip archive with one pickle, a dictionary of tensors and of `xp.cfg`: the training configuration as
YAML text. The pickle's opcodes are listed, never executed, and the text after the key is taken.
"""

from __future__ import annotations

import pickletools
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from audiocraft_studio.engines.audiocraft.catalogue import AUDIOGEN, MAGNET, MUSICGEN
from audiocraft_studio.errors import DamagedFile

WEIGHTS, CODEC = "state_dict.bin", "compression_state_dict.bin"
_MAX_PICKLE_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Checkpoint:
    """A language model in the published format.

    card: how many different tokens it knows. text_encoder: hub name of the T5 it needs. parameters: an estimate.
    """

    family: str
    sample_rate: int
    channels: int
    window_s: float
    card: int
    melody: bool
    text_encoder: str
    parameters: int


def is_checkpoint_folder(folder: Path) -> bool:
    """Whether the folder holds both files of a model."""
    return (folder / WEIGHTS).is_file() and (folder / CODEC).is_file()


def read_checkpoint(folder: Path) -> Checkpoint:
    """Describes the model in `folder`. Raises DamagedFile when it cannot be read or is of an unknown kind."""
    path = folder / WEIGHTS
    config = _config(path)
    try:
        return _describe(config, path)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedFile(
            path, f"{path} is no model of AudioCraft 1.3: its configuration has no usable {error}."
        ) from error


def codec_reference(folder: Path) -> str | None:
    """Hub name of the codec, for models whose codec file is only a reference (stereo-small); else None.

    Raises DamagedFile.
    """
    return _text_after(folder / CODEC, "pretrained")


def _config(path: Path) -> Mapping[str, Any]:
    text = _text_after(path, "xp.cfg")
    if text is None:
        raise DamagedFile(path, f"{path} holds no AudioCraft model: there is no configuration in it.")
    try:
        config = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise DamagedFile(path, f"{path}: the configuration in it cannot be read ({error}).") from error
    if not isinstance(config, Mapping):
        raise DamagedFile(path, f"{path}: the configuration in it is not one.")
    return config


def _describe(config: Mapping[str, Any], path: Path) -> Checkpoint:
    conditioners = config["conditioners"]
    waves = [
        name for name, one in conditioners.items() if isinstance(one, Mapping) and one.get("model") == "chroma_stem"
    ]
    texts = [
        one["t5"]["name"] for one in conditioners.values() if isinstance(one, Mapping) and one.get("model") == "t5"
    ]
    unknown = {one["model"] for one in conditioners.values() if isinstance(one, Mapping) and "model" in one} - {
        "t5",
        "chroma_stem",
    }
    if unknown or not texts:
        raise ValueError(f"conditioner ({', '.join(sorted(unknown)) or 'no text'})")
    transformer = config["transformer_lm"]
    return Checkpoint(
        family=_family(config),
        sample_rate=int(config["sample_rate"]),
        channels=int(config["channels"]),
        window_s=float(config["dataset"]["segment_duration"]),
        card=int(transformer["card"]),
        melody=bool(waves),
        text_encoder=str(texts[0]),
        parameters=_parameters(path),
    )


def _family(config: Mapping[str, Any]) -> str:
    if config.get("lm_model") == "transformer_lm_magnet":
        return MAGNET
    return AUDIOGEN if config.get("solver") == "audiogen" else MUSICGEN


def _parameters(path: Path) -> int:
    # Weights are published in half precision, and are all but a sliver of the file.
    return path.stat().st_size // 2


def _text_after(path: Path, key: str) -> str | None:
    """The string that follows the string `key` in the checkpoint's pickle; None when `key` is not in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            name = next(name for name in archive.namelist() if name.endswith("data.pkl"))
            if archive.getinfo(name).file_size > _MAX_PICKLE_BYTES:
                raise DamagedFile(path, f"{path} is no model of AudioCraft: its index is too large.")
            index = archive.read(name)
        texts = (str(arg) for op, arg, _ in pickletools.genops(index) if "UNICODE" in op.name)
        for text in texts:
            if text == key:
                return next(texts, None)
    except (OSError, zipfile.BadZipFile, StopIteration, ValueError, IndexError) as error:
        raise DamagedFile(path, f"{path} cannot be read as a model: {error or 'it has no index'}.") from error
    return None
