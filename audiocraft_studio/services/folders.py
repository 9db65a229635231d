"""Folders on the server's own disk: which of them may be imported from, and the audio files in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiocraft_studio.errors import InputError

SUFFIXES = frozenset({
    ".wav", ".wave", ".bwf", ".rf64", ".w64", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".aifc",
    ".caf", ".au", ".snd",
})  # fmt: skip
LONGEST_PATH = 4096
BROWSER = "Use the browser's folder picker, which sends the files from your own computer."


@dataclass(frozen=True)
class Found:
    """An audio file. name: its path from the folder on, with forward slashes. trouble: why it is not to be read."""

    path: Path
    name: str
    n_bytes: int = 0
    trouble: str = ""


class Folders:
    """own: the studio's data folder, which is never imported from. named: the folders that the settings name.

    anywhere: whether all others may be too, since whoever asks sits at this computer.
    """

    def __init__(self, own: Path, named: tuple[Path, ...], *, anywhere: bool) -> None:
        self._own = own.resolve()
        self._named = tuple(folder.resolve() for folder in named)
        self._anywhere = anywhere

    def describe(self) -> dict[str, Any]:
        """Whether folders of this computer can be imported, below which (none named: any), and what to say of it."""
        names = [str(folder) for folder in self._named]
        if self._anywhere:
            return {"allowed": True, "folders": names, "why": "Any folder of this computer can be imported."}
        if names:
            why = f"Folders of the server can be imported from {' and '.join(names)} only. {BROWSER}"
            return {"allowed": True, "folders": names, "why": why}
        return {"allowed": False, "folders": [], "why": f"This server takes no folders of its own disk. {BROWSER}"}

    def checked(self, given: object) -> Path:
        """The folder that `given`, what the user wrote, names. Raises InputError, for a folder that is not allowed
        before it is looked at."""
        folder = _resolved(given)
        if not self._anywhere and not any(folder.is_relative_to(named) for named in self._named):
            raise InputError("Folder", f"cannot be imported. {self.describe()['why']}")
        if folder.is_relative_to(self._own):
            raise InputError("Folder", "lies in the studio's own data folder, whose sounds are there already.")
        if not folder.is_dir():
            raise InputError("Folder", f"{folder} is no folder on this computer. Check how it is written.")
        return folder

    def files(self, folder: Path) -> Iterator[Found]:
        """The audio files below `folder` by name, sorted; hidden ones and what is no file are left out."""
        troubles: list[OSError] = []
        for parent, folders, names in os.walk(folder, onerror=troubles.append):
            folders[:] = sorted(name for name in folders if self._enters(Path(parent, name)))
            for name in sorted(names):
                if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                    yield from self._found(folder, Path(parent, name))
        for trouble in troubles:
            path = Path(trouble.filename)
            yield Found(path, shown(path, folder), trouble=f"cannot be opened ({trouble.strerror}).")

    def _enters(self, folder: Path) -> bool:
        return not folder.name.startswith((".", "__MACOSX")) and folder.resolve() != self._own

    def _found(self, folder: Path, path: Path) -> Iterator[Found]:
        name = shown(path, folder)
        try:
            target = path.resolve()
            if not target.is_relative_to(folder) or target.is_relative_to(self._own):
                yield Found(path, name, trouble="is a link that leads out of the folder.")
                return
            status = path.stat()
        except (OSError, RuntimeError):  # a link to nothing, or to itself
            yield Found(path, name, trouble="is a link to nothing.")
            return
        if stat.S_ISREG(status.st_mode):
            yield Found(path, name, status.st_size)


def shown(path: Path, folder: Path) -> str:
    """The path from the folder on as text, whatever the encoding of its name."""
    return os.fsencode(path.relative_to(folder)).decode("utf-8", "replace").replace(os.sep, "/")


def _resolved(given: object) -> Path:
    if not isinstance(given, str) or not given.strip():
        raise InputError("Folder", "is empty. Write the whole path of a folder on this computer.")
    if len(given) > LONGEST_PATH or "\0" in given:
        raise InputError("Folder", "is no path.")
    try:
        folder = Path(given.strip()).expanduser()
        if not folder.is_absolute():
            raise InputError("Folder", f"“{folder}” is only a part of a path. Write it from the start.")
        return folder.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError("Folder", "is no path on this computer. Check how it is written.") from error
