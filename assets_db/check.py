"""check: do the records and the audio files belong together?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from assets_db.catalogue import Catalogue


@dataclass(frozen=True)
class Checked:
    """missing: ids of assets without their file. orphans: files that no asset names.

    different: ids of assets whose file has other samples than they were saved with. unreadable: ids of assets whose
    file cannot be read, and why.
    """

    n_assets: int
    missing: list[str]
    orphans: list[Path]
    different: list[str]
    unreadable: dict[str, str]

    @property
    def is_fine(self) -> bool:
        """Whether nothing was found."""
        return not (self.missing or self.orphans or self.different or self.unreadable)


def check(
    catalogue: Catalogue,
    folder: Path | str,
    files: Iterable[Path] = (),
    sha256_of: Callable[[Path], str] | None = None,
) -> Checked:
    """Compares the assets, those in the trash included, with the audio files below `folder`. Changes nothing.

    files: the audio files that there are, to find those without an asset. sha256_of: the hash of the samples in a
    file as `Asset.sha256` has it; None compares no hashes. What it raises makes the file unreadable.
    """
    folder = Path(folder)
    records = catalogue.assets.records()
    missing: list[str] = []
    different: list[str] = []
    unreadable: dict[str, str] = {}
    named: set[Path] = set()
    for key, record in records.items():
        file = folder / record["path"]
        named.add(file.resolve())
        if not file.is_file():
            missing.append(key)
        elif sha256_of is not None:
            try:
                if sha256_of(file) != record["sha256"]:
                    different.append(key)
            except Exception as error:  # the caller's function may raise anything, and the rest is to be checked
                unreadable[key] = str(error)
    orphans = sorted(file for file in files if file.resolve() not in named)
    return Checked(len(records), missing, orphans, different, unreadable)
