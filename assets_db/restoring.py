"""restore: what a backup holds, in a folder that has no catalogue yet.

While it writes, restore-unfinished.json lies in the folder and names all that will be there. A folder that has it is
not whole: `Catalogue.open` refuses it, and another `restore` into it begins anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from assets_db import snapshot, unfinished
from assets_db.backup import MANIFEST
from assets_db.errors import DiskFull, FileTrouble, from_os_error
from assets_db.files import leftover, sync_folder, write_parts_aside
from assets_db.lock import FolderLock
from assets_db.progress import Tick, silent

_RECORDS = re.compile(r"(?:(assets)|documents-([a-z][a-z0-9_]{0,31}))\.json")
_OF_A_CATALOGUE = re.compile(r"(?:assets|documents-.+)\.(?:json|journal-\d+)")
_NOT_IN_NAMES = "\0" if os.name != "nt" else '\0\\:*?"<>|'
_NOT_WHOLE = (ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
_PART = 1 << 20


@dataclass(frozen=True)
class Restored:
    """n_assets, n_files: what is in the folder now."""

    n_assets: int
    n_files: int


def restore(path: Path | str, folder: Path | str, tick: Tick = silent) -> Restored:
    """Makes the catalogue in `folder`, and the files with it, from a file that `backup` wrote.

    Everything in the file is checked, by its hash, before anything is written. tick: hears bytes, those of checking
    and those of writing. Raises FileTrouble where the file is not whole, or something of it is in the folder already;
    DiskFull, CatalogueLocked. Nothing is left in the folder then.
    """
    path, folder = Path(path), Path(folder)
    try:
        with zipfile.ZipFile(path) as archive:
            saved = _Saved(path, archive, tick)
            saved.check()
            folder.mkdir(parents=True, exist_ok=True)
            lock = FolderLock(folder)
            try:
                _write(saved, folder)
            finally:
                lock.release()
    except OSError as error:
        raise from_os_error(path, error) from error
    except _NOT_WHOLE as error:
        raise FileTrouble(path, str(error), f"{path} is no whole backup: {error}. Nothing was restored.") from error
    return Restored(saved.n_assets, len(saved.files))


class _Saved:
    """What a backup file holds. Its methods raise ValueError, or what zipfile raises, where it is not whole."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, tick: Tick) -> None:
        self.path = path
        self._archive = archive
        self._tick = tick
        names = set(archive.namelist()) - {MANIFEST}
        self._hashes = self._manifest() if MANIFEST in archive.namelist() else None  # the first version wrote none
        if self._hashes is not None and self._hashes.keys() != names:
            raise ValueError("it does not hold what it says it holds")
        self.records = sorted(name for name in names if _RECORDS.fullmatch(name))
        self.files = sorted(names - set(self.records))
        for name in self.files:
            if self._hashes is None or not _is_below(name):
                raise ValueError(f"it holds {name!r}")
        if "assets.json" not in names:
            raise ValueError("it holds no catalogue")
        self.n_bytes = sum(archive.getinfo(name).file_size for name in names)
        self.n_assets = 0
        self._done = 0

    def _manifest(self) -> dict[str, str]:
        try:
            return {name: digest for name, (_, digest) in orjson.loads(self._archive.read(MANIFEST))["files"].items()}
        except (AttributeError, TypeError) as error:
            raise ValueError("its list of files is damaged") from error

    def check(self) -> None:
        """Reads everything once."""
        for name in self.records:
            match = _RECORDS.fullmatch(name)
            content = snapshot.parse(b"".join(self.parts(name)), match[1] or match[2]) if match else None
            if name == "assets.json" and content:
                self.n_assets = len(content.lines)
        for name in self.files:
            for _ in self.parts(name):
                pass

    def parts(self, name: str) -> Iterator[bytes]:
        """The content of a member. Raises ValueError at its end where it is not what was saved."""
        digest = hashlib.sha256()
        with self._archive.open(name) as member:
            while part := member.read(_PART):
                digest.update(part)
                yield part
                self._done += len(part)
                self._tick(self._done, 2 * self.n_bytes)
        if self._hashes is not None and self._hashes[name] != digest.hexdigest():
            raise ValueError(f"{name} is not what was saved")


def _is_below(name: str) -> bool:
    """Whether `name` is that of a file in a subfolder of the folder that it is put together with, or of a table."""
    parts = name.split("/")
    return (
        (len(parts) > 1 or name.endswith(".csv"))
        and not {"", ".", ".."} & set(parts)
        and not set(_NOT_IN_NAMES) & set(name)
    )


def _write(saved: _Saved, folder: Path) -> None:
    _remove(folder, [name for name in unfinished.names(folder) if _is_below(name) or _RECORDS.fullmatch(name)])
    names = [*saved.files, *reversed(saved.records)]  # assets.json last
    _must_be_free(folder, saved)
    try:
        unfinished.begin(folder, names)
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_parts_aside(folder / name, saved.parts(name))
        for place in {parent for name in names for parent in (folder / name).parents if parent.is_relative_to(folder)}:
            sync_folder(place)
        unfinished.end(folder)
    except BaseException as error:
        with suppress(OSError):
            _remove(folder, names)
            unfinished.end(folder)
        if isinstance(error, OSError):
            raise from_os_error(folder, error) from error
        raise


def _must_be_free(folder: Path, saved: _Saved) -> None:
    there = [file.name for file in folder.iterdir() if _OF_A_CATALOGUE.fullmatch(file.name)]
    if there:
        message = f"{folder} has a catalogue already ({there[0]}). Restore into another folder."
        raise FileTrouble(folder, "has a catalogue", message)
    for name in saved.files:
        if (folder / name).exists():
            raise FileTrouble(folder, "has files", f"{folder} has {name} already. Restore into another folder.")
    if shutil.disk_usage(folder).free < saved.n_bytes:
        raise DiskFull(folder, f"the backup needs {saved.n_bytes / 1e6:,.0f} MB")


def _remove(folder: Path, names: Iterable[str]) -> None:
    for path in (folder / name for name in names):
        path.unlink(missing_ok=True)
        leftover(path).unlink(missing_ok=True)
        for parent in path.parents:
            if parent != folder and parent.is_relative_to(folder):
                with suppress(OSError):  # it is not empty
                    parent.rmdir()
