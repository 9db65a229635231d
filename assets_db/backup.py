"""backup and restore: all records of a catalogue in one file. The audio files are the caller's."""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from contextlib import ExitStack, suppress
from pathlib import Path

from assets_db import snapshot
from assets_db.catalogue import Catalogue
from assets_db.errors import FileTrouble, from_os_error
from assets_db.files import leftover, sync_folder, write_aside
from assets_db.lock import FolderLock
from assets_db.recovery import journals

_MEMBER = re.compile(r"(?:(assets)|documents-([a-z][a-z0-9_]{0,31}))\.json")


def backup(source: Catalogue | Path | str, path: Path | str) -> None:
    """Writes the records of an open catalogue, or of that in a folder, to `path`: a ZIP file of snapshots.

    All of them are of one moment; others may go on reading and writing. An earlier file at `path` is replaced when
    the new one is whole. Raises DiskFull, FileTrouble; for a folder, what `Catalogue.open` raises.
    """
    if not isinstance(source, Catalogue):
        if not Path(source).is_dir():
            raise FileTrouble(Path(source), "there is no such folder")
        with Catalogue.open(source) as catalogue:
            backup(catalogue, path)
        return
    path = Path(path)
    try:
        with leftover(path).open("wb") as file:
            _write(source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1))
            file.flush()
            os.fsync(file.fileno())
        leftover(path).replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            leftover(path).unlink(missing_ok=True)
        raise from_os_error(path, error) from error


def _write(catalogue: Catalogue, archive: zipfile.ZipFile) -> None:
    stores = catalogue.stores()
    with ExitStack() as held:  # nobody writes for the moment that it takes to copy what the tables point at
        for store in stores:
            held.enter_context(store.lock)
        states = [store.records().lines for store in stores]
    with archive:
        for store, lines in zip(stores, states, strict=True):
            with archive.open(store.path.name, "w", force_zip64=True) as member:
                for part in snapshot.parts(store.schema, 0, store.table, lines):
                    member.write(part)


def restore(path: Path | str, folder: Path | str) -> None:
    """Makes the catalogue in `folder`, where there must be none, from a file that `backup` wrote.

    Everything in the file is checked before anything is written. Raises FileTrouble where the file is not whole or
    there is a catalogue in the folder already, DiskFull, CatalogueLocked.
    """
    path, folder = Path(path), Path(folder)
    members = _read(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise from_os_error(folder, error) from error
    lock = FolderLock(folder)
    try:
        for name in members:
            if (folder / name).exists() or journals(folder / name):
                raise FileTrouble(folder, "has a catalogue", f"{folder} has a catalogue already. Restore elsewhere.")
        for name, content in sorted(members.items(), reverse=True):  # assets.json last
            write_aside(folder / name, content)
    except OSError as error:
        raise from_os_error(folder, error) from error
    finally:
        lock.release()


def _read(path: Path) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                match = _MEMBER.fullmatch(name)
                if match is None:
                    raise ValueError(f"it holds {name!r}")
                members[name] = archive.read(name)
                snapshot.parse(members[name], match[1] or match[2])
    except OSError as error:
        raise from_os_error(path, error) from error
    except (ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise FileTrouble(path, str(error), f"{path} is no whole backup: {error}. Nothing was restored.") from error
    if "assets.json" not in members:
        raise FileTrouble(path, "no assets", f"{path} is no backup of a catalogue. Nothing was restored.")
    return members
