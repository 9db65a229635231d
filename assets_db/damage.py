"""What was damaged in the files of a table, in words."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assets_db.files import damaged_name, sync_folder

_ID = re.compile(rb'^[+-]?"((?:[^"\\\n]|\\.)+)"(?::|$)')
_NAME = re.compile(rb'"name":"((?:[^"\\\n]|\\.)+)"')
_SHOWN = 5
RECORDS = "whole records"


@dataclass(frozen=True)
class Recovery:
    """What was damaged when a table was opened. All that was whole before the damage was taken.

    path: the damaged file. kept_as: where it, and the journals after it, are kept; empty where all could be read.
    reason: what is wrong with it.
    n_taken: how many changes of the journals were taken, or whole records of a snapshot (`what` says which).
    n_lost: how many records were lost; None where that cannot be told.
    lost: the records of which something was lost, as far as that can be read: “name” (id).
    remedy: what the user can do about it.
    """

    path: Path
    kept_as: tuple[Path, ...]
    reason: str
    n_taken: int
    what: str = "changes"
    n_lost: int | None = None
    lost: tuple[str, ...] = ()
    remedy: str = ""

    def __str__(self) -> str:
        told = f"{self.path.name} is damaged: {self.reason}. What could be taken: {self.n_taken} {self.what}."
        kept = ", ".join(map(str, self.kept_as))
        loss = f" {self._loss()} Nothing was deleted: the damaged file is kept as {kept}." if kept else ""
        return f"{told}{loss} {self.remedy}".rstrip()

    def _loss(self) -> str:
        if self.n_lost == 0:
            return "No record was lost."
        if not self.lost:
            return "What was lost cannot be told from what is left."
        more = len(self.lost) - _SHOWN
        shown = ", ".join(self.lost[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
        return f"{'Lost' if self.what == RECORDS else 'The latest changes are lost of'}: {shown}."


def records_in(lines: Iterable[bytes]) -> tuple[str, ...]:
    """The records that lines of a journal or snapshot, damaged ones perhaps, are about, each once."""
    found: dict[str, str] = {}
    for line in lines:
        if key := _ID.match(line):
            name = _NAME.search(line)
            shown = _text(key[1])
            found[shown] = f"“{_text(name[1])}” ({shown})" if name else found.get(shown, shown)
    return tuple(found.values())


def _text(escaped: bytes) -> str:
    return escaped.decode("utf-8", "replace")


def keep(file: Path) -> Path:
    """A second name for `file`, which stays in its place until a new snapshot holds what could be read of it."""
    kept_as = damaged_name(file)
    try:
        kept_as.hardlink_to(file)
    except OSError:  # a file system without links
        shutil.copy2(file, kept_as)
    sync_folder(file.parent)
    return kept_as
