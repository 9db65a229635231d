"""Starting processes of dying.py, and killing them."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

DYING = Path(__file__).with_name("dying.py")


class Killer:
    """Processes that work on a folder, one at a time."""

    def __init__(self, starter: subprocess.Popen[str]) -> None:
        self._starter = starter

    def start(self, work: str, folder: Path, **more: int) -> int:
        """The number of a new process that does `work`, see dying.perform."""
        self._starter.stdin.write(json.dumps({"work": work, "folder": str(folder), **more}) + "\n")
        self._starter.stdin.flush()
        return int(self.line())

    def line(self) -> str:
        line = self._starter.stdout.readline()
        assert line not in {"", "failed\n"}, self._starter.communicate()[1]
        return line.strip()

    def rest(self) -> list[str]:
        """What the process says until it is gone."""
        return list(iter(self.line, "gone"))

    def kill(self, process: int, delay_s: float = 0.0) -> list[str]:
        """Kills it after a time too short to sleep; what it said and nobody read yet."""
        end = time.perf_counter() + delay_s
        while time.perf_counter() < end:
            pass
        os.kill(process, signal.SIGKILL)
        return self.rest()

    def every_step(self, work: str, prepare: Callable[[], Path], **more: int) -> Iterator[Path]:
        """Folders in each of which `work` was killed one step later than in the one before; in the last it ended.

        A step is a file that is opened, renamed, linked, cut or removed.
        """
        for step in itertools.count(1):
            folder = prepare()
            self.start(work, folder, die_at=step, **more)
            said = self.rest()
            yield folder
            if "done" in said:
                return


@contextmanager
def killer() -> Iterator[Killer]:
    starter = subprocess.Popen(
        [sys.executable, DYING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(DYING.parents[1])},
    )  # fmt: skip
    try:
        yield Killer(starter)
    finally:
        starter.kill()
        starter.communicate()
