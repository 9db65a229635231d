"""Saving assets: audio, sidecar and record together, or not at all."""

from __future__ import annotations

import json
import logging
import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from assets_db import Asset, Catalogue, CatalogueError, Parent, Review, write_aside
from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import DamagedFile
from audiocraft_studio.quality.report import measure
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.guard import guarded

LEFTOVER = ".new"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Draft:
    """What is known of an asset before its audio is measured and stored."""

    id: str
    type: str
    project: str
    name: str
    recipe: Recipe
    licence: str
    created_by: str
    parents: tuple[Parent, ...] = ()
    tags: tuple[str, ...] = ()
    category: str = ""
    subcategory: str = ""
    description: str = ""
    sound: str | None = None
    notes: tuple[str, ...] = field(default=())


class Assets:
    """The audio folder and the catalogue, kept in step.

    The order is audio, sidecar, record, each on disk before the next: a record never points at nothing. A pair of files
    whose record is missing was complete but not acknowledged when the process died; `recover` adopts it.
    """

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder
        self._catalogue = catalogue
        self._changing = threading.Lock()
        self._listeners: list[Callable[[Asset], None]] = []

    def on_change(self, listener: Callable[[Asset], None]) -> None:
        """`listener(asset)` is called from any thread after an asset was saved or changed."""
        self._listeners.append(listener)

    def save(self, draft: Draft, audio: Audio) -> Asset:
        """Stores a new asset; it is safe from power loss when this returns. Raises DiskFull and leaves nothing."""
        created_at = utc_now()
        report = measure(audio)
        relative = Path("audio") / created_at[:7] / f"{draft.id}_{slug(draft.name)}.wav"
        asset = Asset(
            id=draft.id, type=draft.type, project=draft.project, name=draft.name, category=draft.category,
            subcategory=draft.subcategory, tags=draft.tags, description=draft.description, path=relative.as_posix(),
            sha256=audio.sha256(), sample_rate=audio.sample_rate, channels=audio.channels, duration_s=audio.duration_s,
            recipe=draft.recipe.to_dict(), parents=draft.parents, quality=report.to_dict(),
            loudness_lufs=report.loudness_lufs, licence=draft.licence, review=Review(), created_at=created_at,
            created_by=draft.created_by, sound=draft.sound, notes=draft.notes,
        )  # fmt: skip
        path = self.folder / relative
        with guarded(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                write_aside(path, audiofile.to_wav(audio))
                self._write_sidecar(asset)
                self._catalogue.insert(asset)
            except BaseException:
                path.unlink(missing_ok=True)
                self.sidecar(asset).unlink(missing_ok=True)
                raise
        return self._tell(asset)

    def change(self, asset_id: str, changed: Callable[[Asset], Asset]) -> Asset:
        """Replaces the record (and sidecar) by what `changed` makes of it; two changes at once follow each other."""
        with self._changing, guarded(self.folder):
            before = self._catalogue.get(asset_id)
            asset = changed(before)
            self._write_sidecar(asset)
            try:
                self._catalogue.update(asset)
            except BaseException:
                self._write_sidecar(before)
                raise
        return self._tell(asset)

    def get(self, asset_id: str) -> Asset:
        with guarded(self.folder):
            return self._catalogue.get(asset_id)

    def knows(self, asset_id: str) -> bool:
        return asset_id in self._catalogue

    def file(self, asset: Asset) -> Path:
        """Where the audio lies. A record that points outside the data folder is refused."""
        path = (self.folder / asset.path).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise ValueError(f"{asset.path} leaves the data folder")
        return path

    def audio(self, asset_id: str) -> Audio:
        asset = self.get(asset_id)
        return audiofile.read(self.file(asset), name=asset.name)

    def mend(self, asset: Asset, audio: Audio) -> None:
        """Writes the file again if it is missing or broken; `audio` has the samples that the record's hash names."""
        try:
            if audiofile.read(self.file(asset)).sha256() == asset.sha256:
                return
        except DamagedFile:
            log.warning("the audio of %s was missing or broken and is written again", asset.id)
        with guarded(self.folder):
            self.file(asset).parent.mkdir(parents=True, exist_ok=True)
            write_aside(self.file(asset), audiofile.to_wav(audio))

    def sidecar(self, asset: Asset) -> Path:
        return self.file(asset).with_suffix(".json")

    def recover(self) -> int:
        """Adopts complete pairs of files that have no record, in one write; removes torn files. The number adopted."""
        known, found = self._catalogue.ids(), []
        for torn in (self.folder / "audio").glob(f"*/*{LEFTOVER}"):
            torn.unlink(missing_ok=True)
        for sidecar in sorted((self.folder / "audio").glob("*/*.json")):
            if sidecar.name[:26] in known or not sidecar.with_suffix(".wav").exists():
                continue
            try:
                found.append(Asset.from_dict(json.loads(sidecar.read_text("utf-8"))))
            except (CatalogueError, ValueError, OSError) as error:
                log.warning("%s has no record and cannot be adopted: %s", sidecar, error)
        if found:
            log.warning("%d sounds had no record and were taken into the catalogue again", len(found))
            with guarded(self.folder):
                self._catalogue.insert_many(found)
        return len(found)

    def _write_sidecar(self, asset: Asset) -> None:
        text = json.dumps(asset.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)
        write_aside(self.sidecar(asset), text.encode("utf-8"))

    def _tell(self, asset: Asset) -> Asset:
        for listener in list(self._listeners):
            listener(asset)
        return asset


def slug(name: str) -> str:
    """A short ASCII file name part: "Heavy rain, take 2" -> "heavy-rain-take-2"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "sound"


def reviewed(asset: Asset, **changes: object) -> Asset:
    """The asset with parts of its review changed."""
    return replace(asset, review=replace(asset.review, **changes))  # type: ignore[arg-type]
