"""The mark of a restore that is under way, or was cut off."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import orjson

from assets_db.errors import FileTrouble
from assets_db.files import sync_folder, write_aside

_NAME = "restore-unfinished.json"


def begin(folder: Path, names: Iterable[str]) -> None:
    """From now on `folder` is not whole, and what it has of the files `names` came from the restore. Raises OSError."""
    write_aside(folder / _NAME, orjson.dumps(list(names)))


def end(folder: Path) -> None:
    """All files are there. Raises OSError."""
    (folder / _NAME).unlink(missing_ok=True)
    sync_folder(folder)


def names(folder: Path) -> list[str]:
    """The files that a restore that was cut off was to write; none where there was no such restore."""
    try:
        return [str(name) for name in orjson.loads((folder / _NAME).read_bytes())]
    except FileNotFoundError:
        return []


def refuse(folder: Path) -> None:
    """Raises FileTrouble where a restore into `folder` was cut off."""
    if (folder / _NAME).exists():
        raise FileTrouble(
            folder,
            "a restore was cut off",
            f"The restore into {folder} was cut off, so it is not whole. Restore the backup into it once more.",
        )
