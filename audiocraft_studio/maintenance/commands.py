"""The commands. Each says what it did, and gives whether all is well."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import assets_db
from assets_db import Asset, Catalogue, CatalogueDamaged
from audiocraft_studio import Settings, build
from audiocraft_studio.errors import StorageError, StudioError
from audiocraft_studio.maintenance import report
from audiocraft_studio.maintenance.console import Console
from audiocraft_studio.services.backup import Backups, restore
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.guard import guarded
from audiocraft_studio.services.upkeep import SET_ASIDE, Upkeep

SKETCH = "sketch"
_OF_A_DATA_FOLDER = ("assets.", "documents-", "audio", "restore-unfinished")


def backup(given: argparse.Namespace, console: Console) -> bool:
    with opened(given.data, console) as catalogue:
        backups = Backups(given.data, catalogue)
        saved = backups.save(given.file, records_only=given.records_only, tick=console.progress("Backing up"))
    console.say(report.saved(given.file, saved))
    return True


def restored(given: argparse.Namespace, console: Console) -> bool:
    found = restore(given.file, given.folder, console.progress("Restoring"))
    console.say(f"Restored into {given.folder}: {report.counted(found.n_assets, 'record')} and "
                f"{report.counted(found.n_files, 'file')}. Start the studio with --data {given.folder}.")  # fmt: skip
    return True


def check(given: argparse.Namespace, console: Console) -> bool:
    with opened(given.data, console) as catalogue:
        upkeep = Upkeep(given.data, catalogue)
        findings = upkeep.examine(console.progress("Checking"))
        lost = [catalogue.get(key) for key in findings.lost]
        for line in report.findings(findings, catalogue):
            console.say(line)
        if given.mend and findings.can_be_mended:
            console.say(report.mended(upkeep.mend(findings), given.data))
    if given.regenerate and lost:
        lost = again(given.data, lost, console)
    for line in report.lost(lost):
        console.say(line)
    to_mend = findings.can_be_mended and not given.mend
    if to_mend:
        console.say("To put right what can be, without deleting anything, give the command --mend.")
    return not (lost or to_mend or findings.inputs or findings.undecided)


def again(folder: Path, lost: list[Asset], console: Console) -> list[Asset]:
    """Makes the Sketch sounds among `lost` again; those that are still lost."""
    ours = [asset for asset in lost if asset.recipe.get("engine") == SKETCH]
    left = [asset for asset in lost if asset not in ours]
    tick = console.progress("Making sounds again")
    with build(Settings(data_dir=folder)) as studio:
        for number, asset in enumerate(ours):
            tick(number, len(ours))
            try:
                same = studio.regenerations.regenerate(asset.id).verdict == "identical"
            except StudioError as error:
                console.say(f"{report.named(asset)}: {error}")
                same = False
            left += [] if same else [asset]
        tick(len(ours), len(ours))
    console.say(f"Made again: {len(lost) - len(left)} of {len(ours)} that Sketch made.")
    return left


def rebuilt(given: argparse.Namespace, console: Console) -> bool:
    with opened(given.data, console) as catalogue:
        if given.all:
            before = given.data / SET_ASIDE / f"records-before-rebuild-{utc_now()[:19].replace(':', '')}.zip"
            before.parent.mkdir(exist_ok=True)
            Backups(given.data, catalogue).save(before, records_only=True)
            console.say(f"The records as they were are in {before}.")
        with guarded(given.data):
            found = assets_db.rebuild(catalogue, given.data / "audio", replace=given.all)
        if given.all:
            Upkeep(given.data, catalogue).settle()
    for line in report.rebuilt(found):
        console.say(line)
    return not found.errors


@contextmanager
def opened(folder: Path, console: Console) -> Iterator[Catalogue]:
    """The catalogue of a data folder, with all its documents; says what was found damaged on opening.

    Raises StorageError where there is none; FolderInUse.
    """
    if not folder.is_dir():
        raise StorageError(folder, f"There is no folder {folder}. Name the data folder with --data.")
    if not any(file.name.startswith(_OF_A_DATA_FOLDER) for file in folder.iterdir()):
        raise StorageError(folder, f"{folder} is no data folder of the studio. Name the right one with --data.")
    with guarded(folder), _opened_after_damage(folder, console) as catalogue:
        for store in catalogue.stores():
            if store.recovery is not None:
                console.say(str(store.recovery))
        yield catalogue


def _opened_after_damage(folder: Path, console: Console) -> Catalogue:
    """Opens the catalogue and its documents as often as it takes: what is damaged beyond reading is kept aside."""
    while True:
        try:
            catalogue = Catalogue.open(folder)
            try:
                catalogue.stores()
            except BaseException:
                catalogue.close()
                raise
        except CatalogueDamaged as error:
            console.say(str(error))
        else:
            return catalogue
