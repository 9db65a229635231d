"""Do records, sounds and sidecars belong together, and what can be put right?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import assets_db
from assets_db import Asset, Catalogue, CatalogueError, Checked, Tick, silent, write_aside
from audiocraft_studio import audiofile
from audiocraft_studio.errors import StudioError
from audiocraft_studio.recipe import NOTES, Recipe
from audiocraft_studio.services.assets import LEFTOVER, sidecar_text
from audiocraft_studio.services.guard import guarded

SET_ASIDE = "set-aside"
IMPORTED = "import"


@dataclass(frozen=True)
class Findings:
    """What an examination found.

    checked: what does not belong together, without orphans that are in `adoptable`. adoptable: whole sounds with whole
    sidecars, which the catalogue does not know. torn: files that were being written when the program stopped.
    inputs: the hashes of sounds that guided others and are missing or not what they were.
    damaged: files of the catalogue that were kept when it was found damaged.
    """

    checked: Checked
    adoptable: list[Asset] = field(default_factory=list)
    torn: list[Path] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    damaged: list[Path] = field(default_factory=list)

    @property
    def lost(self) -> list[str]:
        """The ids of the assets whose sound is missing, other than it was, or cannot be read."""
        return [*self.checked.missing, *self.checked.different, *self.checked.unreadable]

    @property
    def is_fine(self) -> bool:
        return self.checked.is_fine and not (self.adoptable or self.torn or self.inputs or self.damaged)

    @property
    def undecided(self) -> bool:
        """Whether sidecars may know more than their records: the catalogue was damaged, and some say other things."""
        return bool(self.checked.stale) and any(map(_is_of_assets, self.damaged))

    @property
    def can_be_mended(self) -> bool:
        """Whether `Upkeep.mend` has something to do."""
        checked = self.checked
        sidecars = checked.without_sidecar or (checked.stale and not self.undecided)
        return bool(checked.orphans or self.adoptable or self.torn or self.damaged or sidecars)


@dataclass(frozen=True)
class Mended:
    """adopted: sounds taken into the catalogue. written: sidecars. set_aside: where files were moved to."""

    adopted: list[Asset]
    written: int
    set_aside: list[Path]


class Upkeep:
    """Examines a data folder whose catalogue is open, and that nobody else changes."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._folder = folder
        self._catalogue = catalogue

    def examine(self, tick: Tick = silent) -> Findings:
        """Reads every sound once; changes nothing. tick: hears assets. Raises StorageError."""
        with guarded(self._folder):
            files = [file for file in (self._folder / "audio").rglob("*") if file.is_file()]
            torn = [file for file in files if file.suffix == LEFTOVER]
            whole = [file for file in files if file.suffix != LEFTOVER and not file.name.startswith(".")]
            checked = assets_db.check(
                self._catalogue,
                self._folder,
                whole,
                lambda file: audiofile.read(file).sha256(),
                sidecars=True,
                tick=tick,
            )
            adoptable = list(self._adoptable(checked.orphans))
            taken = {self._folder / asset.path for asset in adoptable}
            taken |= {file.with_suffix(".json") for file in taken}
            checked = replace(checked, orphans=[file for file in checked.orphans if file not in taken])
            return Findings(checked, adoptable, sorted(torn), self._lost_inputs(), self._kept_after_damage())

    def _adoptable(self, orphans: Iterable[Path]) -> Iterable[Asset]:
        for sidecar in (file for file in orphans if file.suffix == ".json"):
            try:
                asset = assets_db.read_sidecar(sidecar)
                file = self._folder / asset.path
                if asset.id in self._catalogue or file.with_suffix(".json") != sidecar:
                    continue
                if _sha256_of(file) == asset.sha256:
                    yield asset
            except (CatalogueError, StudioError):
                continue

    def _lost_inputs(self) -> list[str]:
        """Of the sounds that recipes refer to by their hash: those that cannot be had."""
        records = self._catalogue.assets.records().values()
        guides = [part for record in records for part in record["recipe"].get("conditioning", ())]
        wanted = {(part["sha256"], part["role"]) for part in guides}
        return sorted(key for key, role in wanted if not self._is_there(key, role))

    def _is_there(self, key: str, role: str) -> bool:
        file = self._folder / "inputs" / f"{key}{'.mid' if role == NOTES else '.wav'}"
        try:
            return (hashlib.sha256(file.read_bytes()).hexdigest() if role == NOTES else _sha256_of(file)) == key
        except (StudioError, OSError):
            return False

    def _kept_after_damage(self) -> list[Path]:
        return sorted(file for file in self._folder.glob("*.damaged-*") if file.is_file())

    def mend(self, findings: Findings) -> Mended:
        """Puts right what needs no sound made again. Nothing is deleted: what belongs nowhere is moved to set-aside.

        Adopts sounds, writes sidecars that are missing or say something else than the record, and moves away orphans,
        torn files and damaged files of the catalogue. Where it is undecided which is right, records and sidecars stay
        as they are. Raises DiskFull, StorageError.
        """
        checked = findings.checked
        stale = [] if findings.undecided else checked.stale
        damaged = [file for file in findings.damaged if not (findings.undecided and _is_of_assets(file))]
        with guarded(self._folder):
            self._catalogue.insert_many(findings.adoptable)
            others = [self._sidecar(key) for key in stale]
            moved = [self._set_aside(file) for file in (*checked.orphans, *findings.torn, *damaged, *others)]
            written = [*stale, *checked.without_sidecar]
            for key in written:
                sidecar = self._sidecar(key)
                sidecar.parent.mkdir(parents=True, exist_ok=True)
                write_aside(sidecar, sidecar_text(self._catalogue.get(key)))
            return Mended(findings.adoptable, len(written), moved)

    def settle(self) -> None:
        """Moves the damaged files of the catalogue to set-aside: it is decided what the records are."""
        with guarded(self._folder):
            for file in filter(_is_of_assets, self._kept_after_damage()):
                self._set_aside(file)

    def _sidecar(self, key: str) -> Path:
        return (self._folder / self._catalogue.get(key).path).with_suffix(".json")

    def _set_aside(self, file: Path) -> Path:
        """Moves a file to the same place below set-aside, under a name that is free."""
        target = self._folder / SET_ASIDE / file.relative_to(self._folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        number = 1
        while target.exists():
            number += 1
            target = target.with_name(f"{file.stem}-{number}{file.suffix}")
        return file.rename(target)


def _sha256_of(file: Path) -> str:
    return audiofile.read(file).sha256()


def _is_of_assets(damaged: Path) -> bool:
    return damaged.name.startswith("assets.")


def can_be_made_again(asset: Asset) -> bool:
    """Whether it has a recipe that can be run: it was not imported."""
    return Recipe.from_dict(asset.recipe).engine != IMPORTED
