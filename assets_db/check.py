"""check: do the records, the audio files and the sidecars belong together?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from assets_db.catalogue import Catalogue
from assets_db.errors import RecordError
from assets_db.lines import Record
from assets_db.progress import Tick, silent
from assets_db.rebuild import read_sidecar
from assets_db.records import Asset


class _Audio(Enum):
    FINE = auto()
    MISSING = auto()
    DIFFERENT = auto()


@dataclass
class Checked:
    """What does not belong together; ids of assets, each list in the order of the catalogue.

    missing: without their file. different: whose file has other samples than they were saved with.
    unreadable: whose file cannot be read, and why. without_sidecar: that have no sidecar. stale: whose sidecar says
    something else than the record, or cannot be read. orphans: files that belong to no asset.
    """

    n_assets: int
    missing: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    without_sidecar: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    orphans: list[Path] = field(default_factory=list)

    @property
    def is_fine(self) -> bool:
        """Whether nothing was found."""
        lost = self.missing or self.different or self.unreadable
        return not (lost or self.without_sidecar or self.stale or self.orphans)


def check(
    catalogue: Catalogue,
    folder: Path | str,
    files: Iterable[Path] = (),
    sha256_of: Callable[[Path], str] | None = None,
    *,
    sidecars: bool = False,
    tick: Tick = silent,
) -> Checked:
    """Compares the assets, those in the trash included, with the files below `folder`. Changes nothing.

    files: the audio files and sidecars that there are, to find those without an asset. sha256_of: the hash of the
    samples in a file as `Asset.sha256` has it, called from several threads; None compares no hashes. What it raises
    makes the file unreadable. sidecars: whether there must be one beside each file. tick: hears how many assets are
    done, of how many; what it raises ends the check.
    """
    folder = Path(folder)
    records = catalogue.assets.records()
    checked = Checked(len(records))
    named: set[str] = set()
    pool = ThreadPoolExecutor()
    try:
        states = pool.map(lambda record: _audio(folder / record["path"], record, sha256_of), records.values())
        for number, (key, audio) in enumerate(zip(records, states, strict=True), 1):
            file = folder / records[key]["path"]
            named |= {os.path.normpath(file), os.path.normpath(file.with_suffix(".json"))}
            _note(checked, key, audio)
            if sidecars:
                _check_sidecar(checked, key, file.with_suffix(".json"), records[key])
            tick(number, len(records))
    finally:
        pool.shutdown(cancel_futures=True)
    checked.orphans = sorted(file for file in files if os.path.normpath(file) not in named)
    return checked


def _audio(file: Path, record: Record, sha256_of: Callable[[Path], str] | None) -> _Audio | str:
    """How the file is; a text says why it cannot be read."""
    if not file.is_file():
        return _Audio.MISSING
    try:
        return _Audio.FINE if sha256_of is None or sha256_of(file) == record["sha256"] else _Audio.DIFFERENT
    except Exception as error:  # the caller's function may raise anything, and the rest is to be checked
        return str(error)


def _note(checked: Checked, key: str, audio: _Audio | str) -> None:
    if isinstance(audio, str):
        checked.unreadable[key] = audio
    elif audio is _Audio.MISSING:
        checked.missing.append(key)
    elif audio is _Audio.DIFFERENT:
        checked.different.append(key)


def _check_sidecar(checked: Checked, key: str, path: Path, record: Record) -> None:
    if not path.is_file():
        checked.without_sidecar.append(key)
        return
    try:
        if read_sidecar(path) != Asset.from_dict(record):
            checked.stale.append(key)
    except RecordError:
        checked.stale.append(key)
