"""Looking into a file without keeping anything: what it is, what it says of itself, and whether the library has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assets_db import Asset, Catalogue
from audiocraft_studio.errors import InputError
from audiocraft_studio.quality.report import measure
from audiocraft_studio.services import contents, embedding

MAX_SIDECAR_BYTES = 4_000_000
SIDECAR = ".json"


@dataclass(frozen=True)
class Inspection:
    """file: name, format, subtype, sample_rate, channels, duration_s, bytes; a sidecar has no sample_rate and no more.

    asset: the one in this library with the same samples. record: of the sound that a studio wrote into the file, and
    `changed` whether the samples have become others since. quality: as in a record; None for a sidecar.
    """

    file: Mapping[str, Any]
    asset: Asset | None
    record: Asset | None
    changed: bool = False
    quality: Mapping[str, Any] | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


def inspect(path: Path, name: str, catalogue: Catalogue) -> Inspection:
    """The file at `path`, which the user calls `name`: audio, or the sidecar of a sound. Raises DamagedFile, InputError
    for what is neither."""
    n_bytes = path.stat().st_size
    if name.lower().endswith(SIDECAR):
        return _sidecar(path, name, n_bytes, catalogue)
    found = contents.read(path, name)
    audio = found.file.audio
    facts = {
        "name": name, "format": found.file.format, "subtype": found.file.subtype, "sample_rate": audio.sample_rate,
        "channels": audio.channels, "duration_s": audio.duration_s, "bytes": n_bytes,
    }  # fmt: skip
    asset = contents.twin(catalogue, found.sha256, audio.sample_rate, audio.channels, trash=True)
    changed = found.record is not None and not found.unchanged
    return Inspection(facts, asset, found.record, changed, measure(audio).to_dict(), found.metadata)


def _sidecar(path: Path, name: str, n_bytes: int, catalogue: Catalogue) -> Inspection:
    record = embedding.record(path.read_bytes()) if n_bytes <= MAX_SIDECAR_BYTES else None
    if record is None:
        raise InputError("File", f"{name} is no sidecar of a sound. Drop the sound itself, or the .json beside it.")
    facts = {
        "name": name, "format": "JSON", "subtype": "", "sample_rate": None, "channels": None, "duration_s": None,
        "bytes": n_bytes,
    }  # fmt: skip
    asset = contents.twin(catalogue, record.sha256, record.sample_rate, record.channels, trash=True)
    return Inspection(facts, asset, record)
