"""What can wait until the page is up, and must never be in the way."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)

Rest = Callable[[float], bool]
"""Waits for so many seconds, and gives whether the task should stop."""


class Background:
    """Tasks in one thread, one after the other. One that fails is logged, and leaves the next alone."""

    def __init__(self, tasks: Sequence[Callable[[Rest], object]]) -> None:
        self._tasks = tasks
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)

    def start(self) -> None:
        """To be called once."""
        self._thread.start()

    def close(self) -> None:
        """Returns when the task at work has stopped, none where nothing was started."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        for task in self._tasks:
            if self._stop.is_set():
                return
            try:
                task(self._stop.wait)
            except Exception:  # nobody waits for it, and the studio works without
                log.exception("a task in the background failed")
