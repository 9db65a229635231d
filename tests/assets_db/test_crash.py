"""Real processes killed at random moments (AUDIO_STORE_KILLS in the environment: how many), and at every step."""

from __future__ import annotations

import itertools
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import dying
import pytest
from killing import Killer, killer

from assets_db import Catalogue
from assets_db.recovery import journals

N_KILLS = int(os.environ.get("AUDIO_STORE_KILLS", "100"))
A_FOLDER = 8  # kills in a row that meet the same files


@pytest.fixture
def processes() -> Iterator[Killer]:
    with killer() as started:
        yield started


def fold_in(folder: Path) -> str:
    """How far a fold was when the process was killed, by what it left; "" where none was under way."""
    if (folder / "assets.json.new").exists():
        return "fold: writing"
    numbers = list(journals(folder / "assets.json"))
    if len(numbers) < 2:
        return ""
    snapshot = folder / "assets.json"
    named = int(snapshot.read_bytes()[:80].partition(b'"journal":')[2].partition(b",")[0]) if snapshot.exists() else 0
    return "fold: written, old journals there" if min(numbers) < named else "fold: new journal begun"


@pytest.mark.slow
@pytest.mark.timeout(max(300, N_KILLS * 3))
def test_a_killed_write_loses_no_acknowledged_change(tmp_path: Path, processes: Killer) -> None:
    rng = random.Random(2026)
    names: dict[str, str] = {}
    moments: Counter[str] = Counter()
    for run in range(N_KILLS):
        if run % A_FOLDER == 0:
            names = {}
        folder = tmp_path / str(run // A_FOLDER)
        planned = dying.changes(run, names)
        last = killed_amid(processes, folder, run, [change.kind for change in planned], rng)
        fold = fold_in(folder)
        for change in planned[: last + 1]:
            dying.apply(names, change)
        in_flight = dict(names)
        dying.apply(in_flight, planned[last + 1])
        with Catalogue.open(folder) as catalogue:  # at once: neither a lock nor a torn file is in the way
            found = dying.names_in(catalogue)
            assert catalogue.search(limit=0).total == len(found)
            job = catalogue.documents("jobs").get(f"s{run}") if last >= 0 else {"done": -1}
            torn = catalogue.recovery is not None
        assert found in (names, in_flight), f"run {run}, killed after change {last}"
        assert job["done"] in (last, last + 1)
        moments[f"{planned[last + 1].kind} in flight"] += 1
        moments["after the change was on the disk" if found != names else "before it"] += 1
        moments[fold or "no fold"] += 1
        moments["torn journal"] += torn
        names = found
    print(f"{N_KILLS} kills:", *(f"{n} {moment}" for moment, n in sorted(moments.items())), sep="\n  ")
    for moment in ("before it", "after the change was on the disk", "fold: writing"):
        assert moments[moment] > N_KILLS / 50, moment
    assert all(moments[f"{kind} in flight"] for kind in dying.KINDS)


def killed_amid(processes: Killer, folder: Path, seed: int, kinds: list[str], rng: random.Random) -> int:
    """Kills a process near a change of the kind whose turn it is; the last change that it acknowledged, or -1."""
    wanted = dying.KINDS[seed % len(dying.KINDS)]
    n_before = rng.choice([n for n in range(25) if kinds[n] == wanted] or range(25))
    long = seed // A_FOLDER % 3 == 0  # a write of megabytes can be torn, one of a page cannot
    process = processes.start("keep_changing", folder, seed=seed, n_words=4000 if long else 50)
    said = [processes.line() for _ in range(1 + n_before)]
    said += processes.kill(process, rng.uniform(0, rng.choice([0.0005, 0.002, 0.01])))
    return max((int(line) for line in said if line.isdigit()), default=-1)


@pytest.fixture
def copies(tmp_path: Path) -> Callable[[], Path]:
    """Each call makes a new copy of the folder "template"."""
    numbers = itertools.count()
    return lambda: Path(shutil.copytree(tmp_path / "template", tmp_path / f"copy{next(numbers)}"))


def fill(folder: Path) -> dict[str, str]:
    """A catalogue with a snapshot and a journal since; the names in it by id."""
    with Catalogue.open(folder) as catalogue:
        catalogue.insert_many([dying.sound(f"a{n}", "before") for n in range(100)])
        catalogue.documents("jobs").put("j", {"done": 1})
    with Catalogue.open(folder) as catalogue:
        catalogue.update_many([dying.sound(f"a{n}", "after") for n in range(5)])
        catalogue.documents("jobs").put("j", {"done": 2})
        shutil.copytree(folder, folder.with_name("template"))  # as a kill would leave it
        return dying.names_in(catalogue)


@pytest.mark.parametrize("work", ["only_fold", "only_close", "grow"])
def test_a_fold_killed_at_any_step_loses_nothing_wherever_it_was_begun(
    tmp_path: Path, processes: Killer, copies: Callable[[], Path], work: str
) -> None:
    names = fill(tmp_path / "filled")
    n_steps = 0
    for folder in processes.every_step(work, copies):
        n_steps += 1
        with Catalogue.open(folder) as catalogue:
            assert dying.names_in(catalogue) in (names, {**names, "a99": "grown"})
            assert catalogue.documents("jobs").get("j")["done"] == 2
            assert catalogue.recovery is None
        assert not list(folder.glob("*.new"))
    assert n_steps > 10


def test_an_opening_killed_at_any_step_still_takes_all_before_the_damage(
    tmp_path: Path, processes: Killer, copies: Callable[[], Path]
) -> None:
    names = fill(tmp_path / "filled")
    journal = tmp_path / "template" / "assets.journal-1"
    torn = journal.read_bytes() + b"0badc0de 100\n+"
    journal.write_bytes(torn)
    for folder in processes.every_step("only_open", copies):
        with Catalogue.open(folder) as catalogue:
            assert dying.names_in(catalogue) == names
        kept = list(folder.glob("*.damaged-*"))
        assert kept
        assert all(file.read_bytes() == torn for file in kept)


def test_a_process_killed_while_it_owns_the_folder_does_not_block_the_next(tmp_path: Path, processes: Killer) -> None:
    process = processes.start("keep_changing", tmp_path, seed=0, n_words=1)
    assert processes.line() == "ready"
    processes.kill(process)
    Catalogue.open(tmp_path).close()
