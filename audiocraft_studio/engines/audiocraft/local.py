"""Models in folders of this machine."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

from audiocraft_studio.engines.audiocraft import catalogue
from audiocraft_studio.engines.audiocraft.checkpoint import (
    CODEC,
    WEIGHTS,
    Checkpoint,
    is_checkpoint_folder,
    read_checkpoint,
)
from audiocraft_studio.engines.base import ModelInfo, OnDisk, Tick
from audiocraft_studio.errors import DamagedFile

log = logging.getLogger(__name__)

PREFIX = "local/"

_Stamp = tuple[str, int, int]
"""Path, modification time in ns and size: as long as it stays, so does what was read from the file."""


class LocalModels:
    """The models below `folders`. What is read from a file is kept until the file changes."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._described: dict[_Stamp, Checkpoint | DamagedFile] = {}
        self._told: set[Path] = set()
        self._hashes: dict[tuple[_Stamp, ...], str] = {}

    def find(self) -> dict[str, Path]:
        """Model id to folder: each of the folders, or one level below them, that holds both files of a model."""
        found: dict[str, Path] = {}
        for root in self._folders:
            try:
                inside = sorted(path for path in root.iterdir() if path.is_dir())
            except OSError as error:
                if root not in self._told:
                    log.warning("Model folder %s cannot be read: %s", root, error)
                    self._told.add(root)
                continue
            for folder in (root, *inside):
                if is_checkpoint_folder(folder):
                    found.setdefault(PREFIX + folder.resolve().name, folder)
        return found

    def infos(self) -> list[ModelInfo]:
        """Those that can be read; the others are logged, once for each state of their file."""
        described = []
        for model_id, folder in self.find().items():
            known = _stamp(folder / WEIGHTS) in self._described
            try:
                described.append(_info(model_id, self.describe(folder)))
            except DamagedFile as error:
                if not known:
                    log.warning("Model folder %s is left out: %s", folder, error)
        return described

    def on_disk(self, model_id: str) -> OnDisk:
        folder = self.find().get(model_id)
        if folder is None:
            return OnDisk(None)
        return OnDisk(folder, sum((folder / name).stat().st_size for name in (WEIGHTS, CODEC)))

    def describe(self, folder: Path) -> Checkpoint:
        """What the folder holds. Raises DamagedFile."""
        stamp = _stamp(folder / WEIGHTS)
        if stamp not in self._described:
            try:
                self._described[stamp] = read_checkpoint(folder)
            except DamagedFile as error:
                self._described[stamp] = error
        known = self._described[stamp]
        if isinstance(known, DamagedFile):
            raise known
        return known

    def revision(self, folder: Path, tick: Tick) -> str:
        """ "sha256:" and the hash of both files, one after the other."""
        paths = [folder / WEIGHTS, folder / CODEC]
        stamps = tuple(_stamp(path) for path in paths)
        if stamps not in self._hashes:
            self._hashes[stamps] = f"sha256:{_sha256(paths, tick)}"
        return self._hashes[stamps]


def _info(model_id: str, checkpoint: Checkpoint) -> ModelInfo:
    magnet = checkpoint.family == catalogue.MAGNET
    params = catalogue.magnet_params if magnet else catalogue.autoregressive_params
    return ModelInfo(
        id=model_id,
        engine=checkpoint.family,
        name=model_id.removeprefix(PREFIX),
        types=catalogue.types_of(checkpoint.sample_rate),
        sample_rate=checkpoint.sample_rate,
        channels=checkpoint.channels,
        licence="unknown",
        window_s=checkpoint.window_s,
        fixed_s=checkpoint.window_s if magnet else 0.0,
        max_duration_s=checkpoint.window_s if magnet else catalogue.MAX_DURATION_S,
        parameters=checkpoint.parameters,
        melody=checkpoint.melody,
        continuation=not magnet,
        params=params(checkpoint.card),
        note=catalogue.note(checkpoint.family, checkpoint.sample_rate, "From a local folder: its licence is unknown."),
    )


def _stamp(path: Path) -> _Stamp:
    try:
        stat = path.stat()
    except OSError as error:
        raise DamagedFile(path, f"{path} cannot be read: {error.strerror}.") from error
    return str(path), stat.st_mtime_ns, stat.st_size


def _sha256(paths: Sequence[Path], tick: Tick) -> str:
    total = sum(path.stat().st_size for path in paths)
    digest, done = hashlib.sha256(), 0
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(2**24):
                digest.update(block)
                done += len(block)
                tick(done, total)
    return digest.hexdigest()
