"""Opening a table: the snapshot, then the changes of the journals since, as far as they are whole."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from assets_db import journal, snapshot
from assets_db.damage import RECORDS, Recovery, keep, records_in
from assets_db.errors import CatalogueDamaged, LaterSchema
from assets_db.files import damaged_name, leftover, sync_folder
from assets_db.lines import Record, decode, encode

log = logging.getLogger(__name__)
Upgrade = Callable[[Record, int], Record]
_NEVER_CONFIRMED = "A machine that stops amid a save leaves this: a change that was never confirmed."


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
    reader = _Reader(path, table, schema, upgrade, remedy)
    opened = reader.read_snapshot()
    files = journals(path) if path.parent.is_dir() else {}
    for number in [n for n in files if n < opened.first]:
        files.pop(number).unlink()  # a process was killed after the snapshot that holds it was in its place
    reader.replay(opened, files)
    return opened


@dataclass(frozen=True)
class _Reader:
    """Reads the files of one table; the arguments are those of `load`."""

    path: Path
    table: str
    schema: int
    upgrade: Upgrade
    remedy: str

    def read_snapshot(self) -> Opened:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return Opened()
        try:
            found, recovery = snapshot.parse(content, self.table), None
        except ValueError as error:
            found, recovery = self._salvaged(content, str(error))
        self._must_be_known(self.path, found.schema)
        opened = Opened(found.lines, snapshot_bytes=found.n_bytes, recovery=recovery)
        opened.first = opened.last = found.journal or 0
        opened.must_fold = found.journal is None or found.schema < self.schema or recovery is not None
        if found.schema < self.schema:
            opened.lines = {key: self._upgraded(line, found.schema) for key, line in found.lines.items()}
        return opened

    def _salvaged(self, content: bytes, reason: str) -> tuple[snapshot.Snapshot, Recovery]:
        """The whole records of a damaged snapshot; it is kept aside. Raises CatalogueDamaged where there are none."""
        try:
            found = snapshot.salvage(content, self.table)
        except ValueError as error:
            kept_as = damaged_name(self.path)
            self.path.rename(kept_as)
            sync_folder(self.path.parent)
            raise CatalogueDamaged(self.path, kept_as, reason, self.remedy) from error
        self._must_be_known(self.path, found.whole.schema)
        recovery = Recovery(
            self.path, (keep(self.path),), reason, len(found.whole.lines), RECORDS, found.n_lost,
            records_in(found.damaged), "" if found.n_lost == 0 else self.remedy,
        )  # fmt: skip
        log.error("%s", recovery)
        return found.whole, recovery

    def replay(self, opened: Opened, files: dict[int, Path]) -> None:
        """Takes the changes of the journals `files` into `opened`, up to the first damage."""
        replays = self._read_journals(files)
        n_changes = 0
        expected = opened.first
        for number, replay in replays.items():
            missing = f"what came before it is missing (number {expected})" if number != expected else None
            if missing and number != min(files):
                self._give_up(opened, files, number, Recovery(files[number], (), missing, n_changes), journal.Replay())
                break
            self._apply(opened.lines, replay)
            n_changes += len(replay.changes)
            if replay.problem:
                self._give_up(opened, files, number, Recovery(files[number], (), replay.problem, n_changes), replay)
                break
            if missing:
                opened.recovery = Recovery(files[number], (), missing, n_changes, remedy=self.remedy)
                log.error("%s", opened.recovery)
            opened.must_fold |= replay.schema != self.schema or missing is not None
            expected = number + 1
        opened.last = max(files, default=opened.first)

    def _read_journals(self, files: dict[int, Path]) -> dict[int, journal.Replay]:
        replays: dict[int, journal.Replay] = {}
        for number, file in reversed(files.items()):
            later = replays.get(number + 1)
            replays[number] = journal.read(file, later.before if later else None)
            self._must_be_known(file, replays[number].schema or 0)
        return dict(sorted(replays.items()))

    def _apply(self, state: dict[str, bytes], replay: journal.Replay) -> None:
        for change in replay.changes:
            for key, line in change.items():
                if line is None:
                    state.pop(key, None)
                else:
                    state[key] = self._upgraded(line, replay.schema or self.schema)

    def _upgraded(self, line: bytes, written: int) -> bytes:
        return line if written == self.schema else encode(self.upgrade(decode(line), written))

    def _give_up(
        self,
        opened: Opened,
        files: dict[int, Path],
        number: int,
        problem: Recovery,
        replay: journal.Replay,
    ) -> None:
        """Keeps the journal `number`, of which `replay` was taken, and all after it, and tells what they were about."""
        first, *later = (file for n, file in files.items() if n >= number)
        rest = first.read_bytes()[replay.n_whole :]
        lines = b"\n".join((rest, *(file.read_bytes() for file in later))).split(b"\n")
        remedy = _NEVER_CONFIRMED if replay.torn and not later else self.remedy
        kept_as = tuple(keep(file) for file in (first, *later))
        opened.recovery = replace(problem, kept_as=kept_as, lost=records_in(lines), remedy=remedy)
        opened.must_fold = True
        log.error("%s", opened.recovery)

    def _must_be_known(self, file: Path, schema: int) -> None:
        if schema > self.schema:
            raise LaterSchema(file, schema, self.schema)
