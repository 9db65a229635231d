"""Writing files so that a process killed at any moment leaves the old content or the new one, never a torn file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

SUFFIX = ".new"
_AT_ONCE = 8


def write_aside(path: Path, content: bytes) -> None:
    """Makes `content` the content of `path`; it is on the disk when this returns.

    Written to a second file beside it, forced to the disk, renamed over the first, and the folder forced as well.
    Raises OSError; the earlier content is then untouched and nothing is left over.
    """
    write_parts_aside(path, [content])


def write_parts_aside(path: Path, parts: Iterable[bytes]) -> None:
    """`write_aside` of `parts`, one after the other."""
    _replace(path, parts)
    sync_folder(path.parent)


def write_many_aside(contents: Mapping[Path, bytes]) -> None:
    """`write_aside` of several files at once, so that their waits for the disk overlap. Each is whole, old or new.

    Raises OSError for the first that could not be written, after all were tried.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        written = [pool.submit(_replace, path, [content]) for path, content in contents.items()]
    for folder in {path.parent for path in contents}:
        sync_folder(folder)
    for one in written:
        one.result()


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    aside = leftover(path)
    try:
        with aside.open("wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def leftover(path: Path) -> Path:
    """The second file that `write_aside` works in; one that exists without a writer is torn."""
    return path.with_name(path.name + SUFFIX)


def damaged_name(path: Path) -> Path:
    """The name under which a damaged `path` is kept."""
    now = datetime.now(UTC)
    return path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%S}.{now.microsecond:06d}Z")


def sync_folder(folder: Path) -> None:
    """Forces the folder's list of names to the disk, so that a rename outlives a power cut. Windows has no way."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
