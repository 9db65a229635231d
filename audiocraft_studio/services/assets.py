"""Saving assets: audio, sidecar and record together, or not at all."""

from __future__ import annotations

import json
import logging
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from assets_db import Asset, Catalogue, CatalogueError, Parent, Review, write_aside, write_many_aside
from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import DamagedFile
from audiocraft_studio.quality.descriptor import describe
from audiocraft_studio.quality.report import measure
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services import embedding
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.guard import guarded

LEFTOVER = ".new"

Edit = Callable[[Asset], Asset]
Pair = tuple[Asset, Asset]
"""An asset before and after a change."""

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
    ucs: str = ""
    collections: tuple[str, ...] = ()
    description: str = ""
    sound: str | None = None
    notes: tuple[str, ...] = field(default=())


class Assets:
    """The audio folder and the catalogue, kept in step.

    A new sound goes to the disk as audio, sidecar, record, each before the next: a record never points at nothing. A
    pair of files whose record is missing was complete but not acknowledged when the process died; `recover` adopts it.
    A change goes into the record, which is the truth, and then into the sidecar.
    """

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder
        self._catalogue = catalogue
        self._changing = threading.Lock()
        self._listeners: list[Callable[[Asset], None]] = []
        self._bulk_listeners: list[Callable[[list[str]], None]] = []

    def on_change(self, listener: Callable[[Asset], None]) -> None:
        """`listener(asset)` is called from any thread after an asset was saved or changed."""
        self._listeners.append(listener)

    def on_bulk_change(self, listener: Callable[[list[str]], None]) -> None:
        """`listener(ids)` is called from any thread after assets were changed together, or removed for good."""
        self._bulk_listeners.append(listener)

    def save(self, draft: Draft, audio: Audio) -> Asset:
        """Stores a new asset; it is safe from power loss when this returns. Raises DiskFull and leaves nothing."""
        created_at = utc_now()
        report = measure(audio)
        relative = Path("audio") / created_at[:7] / f"{draft.id}_{slug(draft.name)}.wav"
        asset = Asset(
            id=draft.id, type=draft.type, project=draft.project, name=draft.name, category=draft.category,
            subcategory=draft.subcategory, ucs=draft.ucs, tags=draft.tags, collections=draft.collections,
            description=draft.description, path=relative.as_posix(),
            sha256=audio.sha256(), sample_rate=audio.sample_rate, channels=audio.channels, duration_s=audio.duration_s,
            recipe=draft.recipe.to_dict(), parents=draft.parents, quality=report.to_dict(), descriptor=describe(audio),
            loudness_lufs=report.loudness_lufs, licence=draft.licence, review=Review(), created_at=created_at,
            created_by=draft.created_by, sound=draft.sound, notes=draft.notes,
        )  # fmt: skip
        path = self.folder / relative
        with guarded(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                write_aside(path, audiofile.to_wav(audio, embedding.written(asset)))
                write_aside(self.sidecar(asset), sidecar_text(asset))
                self._catalogue.insert(asset)
            except BaseException:
                path.unlink(missing_ok=True)
                self.sidecar(asset).unlink(missing_ok=True)
                raise
        return self._tell(asset)

    def change(self, asset_id: str, changed: Edit) -> Asset:
        """Replaces the record (and sidecar) by what `changed` makes of it; two changes at once follow each other.

        Raises NotFound, and what `changed` raises; nothing is changed then.
        """
        pairs = self._replace([asset_id], changed, lambda _: None)
        return self._tell(pairs[0][1]) if pairs else self.get(asset_id)

    def change_many(
        self,
        asset_ids: Iterable[str],
        changed: Edit,
        *,
        first: Callable[[list[Pair]], None] = lambda _: None,
        tell: bool = True,
    ) -> list[Pair]:
        """`change` of many assets as one write, all of them or none: before and after of those that became others.

        Ids without a record are left out. first: called with the result before anything is written. tell: whether
        listeners hear of it.
        """
        pairs = self._replace(asset_ids, changed, first)
        if tell:
            self._tell_many([after.id for _, after in pairs])
        return pairs

    def purge(self, asset_ids: Iterable[str], *, until: str) -> tuple[list[str], int]:
        """Removes the records, audio and sidecars, for good, of those that were in the trash by `until` (UTC time).

        The ids of those removed, and the bytes freed. Files go before their records: after a crash in between, purging
        again finishes it.
        """
        gone, n_bytes = list[str](), 0
        with self._changing, guarded(self.folder):
            try:
                for asset in self._known(asset_ids):
                    if asset.trashed_at is not None and asset.trashed_at <= until:
                        n_bytes += _removed(self.sidecar(asset)) + _removed(self.file(asset))
                        gone.append(asset.id)
            finally:
                self._catalogue.remove_many(gone)
        self._tell_many(gone)
        return gone, n_bytes

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
            write_aside(self.file(asset), audiofile.to_wav(audio, embedding.written(asset)))

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

    def _known(self, asset_ids: Iterable[str]) -> Iterator[Asset]:
        return (self._catalogue.get(asset_id) for asset_id in asset_ids if self.knows(asset_id))

    def _replace(self, asset_ids: Iterable[str], changed: Edit, first: Callable[[list[Pair]], None]) -> list[Pair]:
        """The records are the truth: a sidecar that cannot be written stays as it was, whole."""
        with self._changing, guarded(self.folder):
            pairs = [(asset, after) for asset in self._known(asset_ids) if (after := changed(asset)) != asset]
            if pairs:
                first(pairs)
                self._catalogue.update_many(after for _, after in pairs)
                try:
                    write_many_aside({self.sidecar(after): sidecar_text(after) for _, after in pairs})
                except OSError as error:
                    log.warning("a sidecar lags behind its record: %s", error)
        return pairs

    def _tell(self, asset: Asset) -> Asset:
        for listener in list(self._listeners):
            listener(asset)
        return asset

    def _tell_many(self, asset_ids: list[str]) -> None:
        for listener in list(self._bulk_listeners) if asset_ids else ():
            listener(asset_ids)


def sidecar_text(asset: Asset) -> bytes:
    """What stands in the sidecar of an asset."""
    return orjson.dumps(asset.to_dict(), option=orjson.OPT_INDENT_2)


def _removed(path: Path) -> int:
    """Removes a file where there is one; the bytes that frees."""
    try:
        n_bytes = path.stat().st_size
    except FileNotFoundError:
        return 0
    path.unlink(missing_ok=True)
    return n_bytes


def slug(name: str) -> str:
    """A short ASCII file name part: "Heavy rain, take 2" -> "heavy-rain-take-2"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "sound"
