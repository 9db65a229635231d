"""Processes killed at random moments. AUDIO_STORE_KILLS=1000 in the environment makes it 1,000 kills."""

from __future__ import annotations

import importlib.util
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from assets_db import Catalogue

SAVER = Path(__file__).with_name("saver.py")
N_KILLS = int(os.environ.get("AUDIO_STORE_KILLS", "60"))
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def saver() -> ModuleType:
    spec = importlib.util.spec_from_file_location("saver", SAVER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def kill_at(process: subprocess.Popen[str], n_acknowledged: int, delay_s: float) -> int:
    """Kills the saver `delay_s` after it acknowledged so many changes; gives the last that it acknowledged, or -1."""
    assert process.stdout is not None
    for _ in range(1 + n_acknowledged):
        if not process.stdout.readline():
            break
    end = time.perf_counter() + delay_s
    while time.perf_counter() < end:
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    rest = [line.strip() for line in process.stdout if line.endswith("\n")]
    return max([n_acknowledged - 1, *(int(line) for line in rest if line not in {"done", "ready"})])


def after(names: dict[str, str], changes: list[tuple[dict[str, str], list[str]]]) -> dict[str, str]:
    for put, removed in changes:
        names = {key: name for key, name in {**names, **put}.items() if key not in removed}
    return names


@pytest.mark.slow
@pytest.mark.timeout(max(300, N_KILLS * 3))
def test_a_killed_write_loses_no_acknowledged_change(tmp_path: Path, start_python: Start, saver: ModuleType) -> None:
    rng = random.Random(2026)
    names: dict[str, str] = {}
    landed = folding = torn = 0
    for run in range(N_KILLS):
        if run % 10 == 0:
            names = {}
        folder = tmp_path / str(run // 10)  # ten kills in a row meet the same files
        planned = saver.changes(run, names)
        last = kill_at(start_python(SAVER, folder, run), rng.randrange(1, 200), rng.uniform(0, 0.01))
        folding += len(list(folder.glob("assets.journal-*"))) > 1 or (folder / "assets.json.new").exists()
        acknowledged = after(names, planned[: last + 1])
        with Catalogue.open(folder) as catalogue:  # at once: neither a lock nor a torn file is in the way
            found = {key: catalogue.get(key).name for key in catalogue.ids()}
            assert catalogue.search(limit=0).total == len(found)
            job = catalogue.documents("jobs").get(f"s{run}")
            torn += catalogue.recovery is not None
        in_flight = after(acknowledged, planned[last + 1 : last + 2])
        assert found in (acknowledged, in_flight), f"run {run}, killed after change {last}"
        assert job["done"] in (last, last + 1)
        landed += found != acknowledged
        names = found
    # The moments are spread: before and after a change was on the disk, and while a snapshot was being written.
    assert 0 < landed < N_KILLS
    assert folding > 0
    print(f"{N_KILLS} kills: {landed} after the change landed, {folding} while folding, {torn} torn journals")


def test_a_process_killed_while_it_owns_the_folder_does_not_block_the_next(tmp_path: Path, start_python: Start) -> None:
    process = start_python(SAVER, tmp_path, 0)
    kill_at(process, 1, 0.0)
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.count() >= 1
