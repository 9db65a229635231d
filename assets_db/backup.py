"""backup: a catalogue, and the files that belong to it, in one ZIP file.

assets.json, documents-<kind>.json   snapshots of all records, of one moment
audio/2026-11/….wav, …               the files, under their paths in the data folder; sound is stored as it is
manifest.json                        the size in bytes and the SHA-256 of each of these
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import orjson

from assets_db import snapshot
from assets_db.catalogue import Catalogue
from assets_db.errors import FileTrouble, from_os_error
from assets_db.files import leftover, sync_folder
from assets_db.progress import Tick, silent

MANIFEST = "manifest.json"
_PART = 1 << 20


@dataclass(frozen=True)
class BackedUp:
    """n_assets, n_files: what the backup holds. n_bytes: its size.

    left_out: files that vanished meanwhile, or whose names are not UTF-8.
    """

    n_assets: int
    n_files: int
    n_bytes: int
    left_out: list[Path] = field(default_factory=list)


def backup(
    source: Catalogue | Path | str,
    path: Path | str,
    files: Iterable[Path] = (),
    tick: Tick = silent,
) -> BackedUp:
    """Writes the records of an open catalogue, or of that in a folder, to `path`, and `files`: those in its subfolders,
    and *.csv beside the catalogue.

    The records are of one moment, and the files are read after it; others may go on reading and writing. An earlier
    file at `path` is replaced when the new one is whole. `tick` may raise to stop. Raises DiskFull, FileTrouble; for a
    folder, what `Catalogue.open` raises.
    """
    if not isinstance(source, Catalogue):
        if not Path(source).is_dir():
            raise FileTrouble(Path(source), "there is no such folder")
        with Catalogue.open(source) as catalogue:
            return backup(catalogue, path, files, tick)
    path = Path(path)
    try:
        with leftover(path).open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                writer = _Writer(archive)
                n_assets = writer.add_records(source)
                writer.add_files(source.folder, files, tick)
                archive.writestr(MANIFEST, orjson.dumps({"backup": 1, "files": writer.manifest}))
            file.flush()
            os.fsync(file.fileno())
            n_bytes = file.tell()
        leftover(path).replace(path)
        sync_folder(path.parent)
    except BaseException as error:
        with suppress(OSError):
            leftover(path).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise from_os_error(path, error) from error
        raise
    return BackedUp(n_assets, writer.n_files, n_bytes, writer.left_out)


class _Writer:
    """Adds members to a ZIP file and keeps the list of what they hold."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.manifest: dict[str, tuple[int, str]] = {}
        self.left_out: list[Path] = []
        self.n_files = 0

    def add_records(self, catalogue: Catalogue) -> int:
        """The number of assets."""
        stores = catalogue.stores()
        with ExitStack() as held:  # nobody writes for the moment that it takes to copy what the tables point at
            for store in stores:
                held.enter_context(store.lock)
            states = [store.records().lines for store in stores]
        for store, lines in zip(stores, states, strict=True):
            parts = snapshot.parts(store.schema, 0, store.table, lines)
            self._add(zipfile.ZipInfo(store.path.name), zipfile.ZIP_DEFLATED, parts)
        return len(states[0])

    def add_files(self, folder: Path, files: Iterable[Path], tick: Tick) -> None:
        sizes = {file: file.stat().st_size for file in files if file.is_file()}
        done, total = 0, sum(sizes.values())
        for file, n_bytes in sizes.items():
            tick(done, total)
            try:
                name = file.relative_to(folder).as_posix()
                name.encode()
                with file.open("rb") as content:
                    self._add_file(file, name, content)
            except (FileNotFoundError, UnicodeEncodeError):
                self.left_out.append(file)
            done += n_bytes
        tick(done, total)

    def _add_file(self, file: Path, name: str, content: IO[bytes]) -> None:
        info = zipfile.ZipInfo.from_file(file, name, strict_timestamps=False)
        packed = zipfile.ZIP_DEFLATED if file.suffix == ".json" else zipfile.ZIP_STORED
        self._add(info, packed, iter(lambda: content.read(_PART), b""))
        self.n_files += 1

    def _add(self, info: zipfile.ZipInfo, packed: int, parts: Iterator[bytes]) -> None:
        info.compress_type = packed
        n_bytes, digest = 0, hashlib.sha256()
        with self._archive.open(info, "w", force_zip64=True) as member:
            for part in parts:
                member.write(part)
                digest.update(part)
                n_bytes += len(part)
        self.manifest[info.filename] = (n_bytes, digest.hexdigest())
