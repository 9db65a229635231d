"""All that users made, in one file, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import assets_db
from assets_db import BackedUp, Catalogue, Restored, Tick, silent
from audiocraft_studio.services.assets import LEFTOVER
from audiocraft_studio.services.guard import guarded
from audiocraft_studio.services.ucs import OWN_NAME

KEPT = ("audio", "inputs")


class Backups:
    """Backups of a data folder whose catalogue is open. The studio may go on working meanwhile."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._folder = folder
        self._catalogue = catalogue

    def save(self, path: Path, *, records_only: bool = False, tick: Tick = silent) -> BackedUp:
        """Writes records, sounds, sidecars and inputs to the ZIP file `path`; models and the password stay out.

        tick: hears bytes; what it raises ends the backup, and the file that was there before is whole. Raises DiskFull,
        StorageError.
        """
        with guarded(path):
            return assets_db.backup(self._catalogue, path, () if records_only else kept_files(self._folder), tick)


def restore(path: Path, folder: Path, tick: Tick = silent) -> Restored:
    """The data folder `folder` from a file that `Backups.save` wrote; see assets_db.restore. Raises StorageError."""
    with guarded(path):
        return assets_db.restore(path, folder, tick)


def kept_files(folder: Path) -> Iterator[Path]:
    """The sounds, sidecars and inputs of a data folder, whatever else lies among them, and the user's own list of
    CatIDs; neither what is hidden nor what is just being written."""
    for file in (folder / OWN_NAME, *(file for name in KEPT for file in sorted((folder / name).rglob("*")))):
        if file.is_file() and not file.name.startswith(".") and file.suffix != LEFTOVER:
            yield file
