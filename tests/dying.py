"""The processes that tests kill. Run as a program, it forks one for each order, so that none waits for Python to start.

An order is a line of JSON: the arguments of `perform`. The answers are lines too: the number of the process, then what
the process says, then "gone" when it is no more.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assets_db import Asset, Catalogue, restore

N_CHANGES = 60
FOLD_AT_BYTES = 30_000  # small, so that snapshots are under way when the kill comes
KINDS = ("insert", "bulk insert", "update", "bulk update", "remove", "fold")


@dataclass(frozen=True)
class Change:
    """put: new names by id. removed: ids. A fold changes nothing."""

    kind: str
    put: dict[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


def sound(key: str, name: str, n_words: int = 50) -> Asset:
    """An asset whose name tells which change it is from, with a prompt so long."""
    return Asset(
        id=key,
        type="sfx",
        project="Harbour",
        name=name,
        path=f"audio/{key}.wav",
        sha256="0" * 64,
        sample_rate=16000,
        channels=1,
        duration_s=1.0,
        recipe={"prompt": "rain " * n_words},
        created_at="2026-01-31T12:00:00.000Z",
    )


def changes(seed: int, names: dict[str, str]) -> list[Change]:
    """The changes of a seed to a catalogue with these names by id; always the same."""
    rng = random.Random(seed)
    names = dict(names)
    planned = []
    for number in range(N_CHANGES):
        change = _change(rng, seed, number, sorted(names))
        apply(names, change)
        planned.append(change)
    return planned


def _change(rng: random.Random, seed: int, number: int, present: list[str]) -> Change:
    kind, name = rng.choice(KINDS), f"change {number} of {seed}"
    if kind == "fold":
        return Change(kind)
    if kind == "bulk insert":
        return Change(kind, {f"s{seed}n{number}x{i}": name for i in range(rng.randrange(2, 40))})
    if kind == "insert" or not present:
        return Change("insert", {f"s{seed}n{number}": name})
    if kind == "remove":
        return Change(kind, {}, tuple(rng.sample(present, min(rng.randrange(1, 20), len(present)))))
    n_updated = 1 if kind == "update" else rng.randrange(len(present)) + 1
    return Change(kind, dict.fromkeys(rng.sample(present, n_updated), name))


def apply(names: dict[str, str], change: Change) -> None:
    """Makes the names by id what they are after `change`."""
    names.update(change.put)
    for key in change.removed:
        del names[key]


def names_in(catalogue: Catalogue) -> dict[str, str]:
    return {key: record["name"] for key, record in catalogue.assets.records().items()}


def keep_changing(folder: Path, seed: int, n_words: int) -> None:
    """Makes the changes of a seed, and says the number of each after it returned."""
    with opened(folder) as catalogue:
        jobs = catalogue.documents("jobs")
        say("ready")
        for number, change in enumerate(changes(seed, names_in(catalogue))):
            make(catalogue, change, n_words)
            jobs.put(f"s{seed}", {"done": number})
            say(str(number))
        sys.stdin.read()  # stays alive, with the lock held, until it is killed


def opened(folder: Path) -> Catalogue:
    catalogue = Catalogue.open(folder)
    catalogue._storage._files.fold_at_bytes = FOLD_AT_BYTES
    return catalogue


def make(catalogue: Catalogue, change: Change, n_words: int) -> None:
    sounds = [sound(key, name, n_words) for key, name in change.put.items()]
    if change.kind == "fold":
        catalogue.fold()
    elif change.kind == "remove":
        catalogue.remove_many(change.removed)
    elif "insert" in change.kind:
        catalogue.insert_many(sounds)
    else:
        catalogue.update_many(sounds)


def only_fold(folder: Path) -> None:
    with Catalogue.open(folder) as catalogue:
        catalogue.documents("jobs")
        catalogue.fold()


def only_open(folder: Path) -> None:
    Catalogue.open(folder)


def only_close(folder: Path) -> None:
    Catalogue.open(folder).close()


def grow(folder: Path) -> None:
    """Changes one record until a thread folds, and waits for it."""
    with opened(folder) as catalogue:
        for _ in range(80):
            catalogue.update(sound("a99", "grown"))


def restore_beside(folder: Path) -> None:
    restore(folder / "saved.zip", folder / "restored")


WORKS: dict[str, Callable[..., None]] = {
    work.__name__: work for work in (keep_changing, only_fold, only_open, only_close, grow, restore_beside)
}


def perform(work: str, folder: str, die_at: int = 0, **more: int) -> None:
    """Does one of WORKS. die_at: kills itself just before so manyth time that it touches a file in the folder."""
    if die_at:
        count = itertools.count(1)

        def watched(event: str, arguments: tuple[object, ...]) -> None:
            touches = event in {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.truncate"}
            if touches and str(arguments[0]).startswith(folder) and next(count) == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watched)
    WORKS[work](Path(folder), **more)


def say(line: str) -> None:
    os.write(1, line.encode() + b"\n")


def main() -> None:
    """Forks until there are no more orders."""
    while order := sys.stdin.readline():
        process = os.fork()
        if process == 0:
            say(str(os.getpid()))
            perform(**json.loads(order))
            say("done")
            os._exit(0)
        _, status = os.waitpid(process, 0)
        say("gone" if os.waitstatus_to_exitcode(status) in {0, -signal.SIGKILL} else "failed")


if __name__ == "__main__":
    main()
