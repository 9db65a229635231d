from __future__ import annotations

import importlib.util
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assets_db import Catalogue

SAVER = Path(__file__).with_name("saver.py")
N_KILLS = 20
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def key_of() -> Callable[[int, int], str]:
    spec = importlib.util.spec_from_file_location("saver", SAVER)
    assert spec is not None
    assert spec.loader is not None
    saver = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(saver)
    found: Callable[[int, int], str] = saver.key_of
    return found


def kill_at(process: subprocess.Popen[str], n_acknowledged: int, delay_s: float) -> int:
    """Kills the saver `delay_s` after it acknowledged so many saves; gives the last number it acknowledged."""
    assert process.stdout is not None
    for _ in range(n_acknowledged):
        if not process.stdout.readline():
            break
    end = time.perf_counter() + delay_s
    while time.perf_counter() < end:
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    rest = [line.strip() for line in process.stdout if line.endswith("\n")]
    return max([n_acknowledged - 1, *(int(line) for line in rest if line != "done")])


@pytest.mark.slow
def test_a_killed_write_loses_no_acknowledged_asset(
    tmp_path: Path, start_python: Start, key_of: Callable[[int, int], str]
) -> None:
    rng = random.Random(2026)
    expected: dict[str, str] = {}
    landed = 0
    for run in range(N_KILLS):
        if run % 4 == 0:
            expected = {}
        folder = tmp_path / str(run // 4)  # four kills in a row meet the same files
        last = kill_at(start_python(SAVER, folder, run), rng.randrange(1, 200), rng.uniform(0, 0.01))
        expected |= {key_of(run, number): f"save {number}" for number in range(last + 1)}
        in_flight = {key_of(run, last + 1): f"save {last + 1}"}
        with Catalogue.open(folder) as catalogue:  # at once: neither a lock nor a torn file is in the way
            found = {key: catalogue.get(key).name for key in catalogue.ids()}
            job = catalogue.documents("jobs").get(f"r{run}")
        assert found in (expected, expected | in_flight), f"run {run}, killed after save {last}"
        assert job["done"] in (last, last + 1)
        landed += found != expected
        expected = found
    # The moments are spread: some kills met the write of the assets before its rename, some after it.
    assert 0 < landed < N_KILLS


def test_a_process_killed_while_it_owns_the_folder_does_not_block_the_next(tmp_path: Path, start_python: Start) -> None:
    process = start_python(SAVER, tmp_path, 0)
    kill_at(process, 1, 0.0)
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.count() >= 1
