"""What a handler gets: its job, and the ways to report."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from audiocraft_studio.errors import Cancelled
from audiocraft_studio.jobs.states import Job

if TYPE_CHECKING:
    from audiocraft_studio.jobs.queue import JobQueue


class Interrupted(Cancelled):
    """The server stops: the job goes back into the queue and goes on at the next start."""


class Work:
    """What a handler gets: the job and the ways to report. All methods may raise Cancelled, so that work stops."""

    def __init__(self, queue: JobQueue, job: Job, stop: threading.Event) -> None:
        self._queue = queue
        self._id = job.id
        self._stop = stop
        self._started = time.monotonic()
        self.payload = job.payload
        self.job = job

    def tick(self, done: float, total: float, start: float = 0.0) -> None:
        """Progress of the whole job; raises Cancelled when it was cancelled.

        start: how much of `done` an earlier run did, which says nothing about the time that is left.
        """
        if self._stop.is_set():
            raise Interrupted if self._queue.closing else Cancelled
        part = min(1.0, done / total) if total > 0 else 0.0
        elapsed = time.monotonic() - self._started
        new = (done - start) / total if total > 0 else 0.0
        left = elapsed * (1 - part) / new if new > 0.01 and elapsed > 0.3 else None
        self._queue.update(self._id, progress=part, eta_s=left)

    def restart_clock(self) -> None:
        """Time left is estimated from here on: after loading a model, before the first item."""
        self._started = time.monotonic()

    @property
    def elapsed_s(self) -> float:
        """Since the clock was started again."""
        return time.monotonic() - self._started

    def began(self, items: Sequence[int]) -> None:
        """These items are made together now."""
        self._queue.update(self._id, running=tuple(items))

    def heard(self, index: int, seconds: float) -> None:
        """So much of item `index` can be heard, while the rest is being made."""
        job = self._queue.get(self._id)
        self._queue.update(self._id, heard={**job.heard, index: seconds})

    def message(self, text: str) -> None:
        self._queue.update(self._id, message=text)

    def made(self, index: int, asset_id: str) -> None:
        """Item `index` is finished and saved: kept even if the job is cancelled or the server dies."""
        job = self._queue.get(self._id)
        failures = {k: v for k, v in job.failures.items() if k != index}
        heard = {k: v for k, v in job.heard.items() if k != index}
        self._queue.update(self._id, store=True, made={**job.made, index: asset_id}, failures=failures, heard=heard)

    def failed(self, index: int, reason: str) -> None:
        job = self._queue.get(self._id)
        self._queue.update(self._id, store=True, failures={**job.failures, index: reason})

    def count(self, finished: int, total: int) -> None:
        """How many items are done, of how many: for a job that learns their number as it runs, or lists only some."""
        self._queue.update(self._id, finished=finished, total=total)

    def result(self, value: Mapping[str, Any]) -> None:
        self._queue.update(self._id, store=True, result=value)
