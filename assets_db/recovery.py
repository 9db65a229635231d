"""Opening a table: the snapshot, then the changes of the journals since, as far as they are whole."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assets_db import journal, snapshot
from assets_db.errors import CatalogueDamaged, LaterSchema
from assets_db.files import damaged_name, leftover, sync_folder
from assets_db.lines import Record, decode, encode

log = logging.getLogger(__name__)
Upgrade = Callable[[Record, int], Record]


@dataclass(frozen=True)
class Recovery:
    """What was damaged when a table was opened. Everything before the damage was taken.

    path: the damaged journal. kept_as: where it, and the journals after it, are kept. reason: what is wrong with it.
    n_changes: how many changes of the journals could be taken.
    """

    path: Path
    kept_as: tuple[Path, ...]
    reason: str
    n_changes: int

    def __str__(self) -> str:
        kept = (
            f" What follows was not; the file is kept as {', '.join(map(str, self.kept_as))}." if self.kept_as else ""
        )
        return f"{self.path.name} is damaged: {self.reason}. {self.n_changes} changes of the journal were taken.{kept}"


@dataclass
class Opened:
    """A table as its files tell it. must_fold: the files need a new snapshot before anything is added."""

    lines: dict[str, bytes] = field(default_factory=dict)
    first: int = 0  # the number of the first journal that the snapshot does not hold
    last: int = 0
    snapshot_bytes: int = 0
    must_fold: bool = False
    recovery: Recovery | None = None


def journal_path(path: Path, number: int) -> Path:
    """Where the journal `number` of the snapshot `path` is."""
    return path.with_name(f"{path.stem}.journal-{number}")


def journals(path: Path) -> dict[int, Path]:
    """The journals beside the snapshot `path`, by number, in order."""
    name = re.compile(re.escape(path.stem) + r"\.journal-(\d{1,18})")
    found = {int(match[1]): file for file in path.parent.iterdir() if (match := name.fullmatch(file.name))}
    return dict(sorted(found.items()))


def load(path: Path, table: str, schema: int, upgrade: Upgrade, remedy: str) -> Opened:
    """The table at `path`; no file is an empty one. Raises CatalogueDamaged, LaterSchema, OSError."""
    for torn in (leftover(path), *path.parent.glob(leftover(path.with_name(f"{path.stem}.journal-*")).name)):
        torn.unlink(missing_ok=True)
    opened = _from_snapshot(path, table, schema, upgrade, remedy)
    files = journals(path) if path.parent.is_dir() else {}
    for number in [n for n in files if n < opened.first]:
        files.pop(number).unlink()  # a process was killed after the snapshot that holds it was in its place
    replays = {number: journal.read(file) for number, file in files.items()}
    for number, replay in replays.items():
        if replay.schema is not None and replay.schema > schema:
            raise LaterSchema(files[number], replay.schema, schema)
    _replay(opened, files, replays, schema, upgrade)
    if opened.recovery:
        log.error("%s", opened.recovery)
    return opened


def _from_snapshot(path: Path, table: str, schema: int, upgrade: Upgrade, remedy: str) -> Opened:
    try:
        found = snapshot.read(path, table)
    except FileNotFoundError:
        return Opened()
    except ValueError as error:
        kept_as = damaged_name(path)
        path.rename(kept_as)
        sync_folder(path.parent)
        raise CatalogueDamaged(path, kept_as, str(error), remedy) from error
    if found.schema > schema:
        raise LaterSchema(path, found.schema, schema)
    opened = Opened(found.lines, snapshot_bytes=found.n_bytes)
    opened.first = opened.last = found.journal or 0
    opened.must_fold = found.journal is None or found.schema < schema
    if found.schema < schema:
        opened.lines = {key: encode(upgrade(decode(line), found.schema)) for key, line in found.lines.items()}
    return opened


def _replay(
    opened: Opened, files: dict[int, Path], replays: dict[int, journal.Replay], schema: int, upgrade: Upgrade
) -> None:
    n_changes = 0
    reason = None
    expected = opened.first
    for number, replay in replays.items():
        if number != expected:
            reason = f"what came before it is missing (number {expected})"
            opened.recovery = Recovery(files[number], (), reason, n_changes)
        if number == expected or number == min(files):
            for lines in replay.changes:
                _apply(opened.lines, lines, replay.schema or schema, schema, upgrade)
            n_changes += len(replay.changes)
            reason = replay.problem
        opened.must_fold |= replay.schema != schema or number != expected
        expected = number + 1
        if reason:
            lost = [file for n, file in files.items() if n >= number]
            opened.recovery = Recovery(files[number], tuple(_keep(file) for file in lost), reason, n_changes)
            opened.must_fold = True
            break
    opened.last = max(files, default=opened.first)


def _apply(state: dict[str, bytes], lines: journal.Lines, written: int, schema: int, upgrade: Upgrade) -> None:
    for key, line in lines.items():
        if line is None:
            state.pop(key, None)
        else:
            state[key] = line if written == schema else encode(upgrade(decode(line), written))


def _keep(file: Path) -> Path:
    """A second name for `file`, which stays in its place until a new snapshot holds what could be read of it."""
    kept_as = damaged_name(file)
    try:
        kept_as.hardlink_to(file)
    except OSError:  # a file system without links
        shutil.copy2(file, kept_as)
    sync_folder(file.parent)
    return kept_as
