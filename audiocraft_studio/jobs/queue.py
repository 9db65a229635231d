"""The job queue: bounded, fair between owners, kept on disk, worked by one thread a lane."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from audiocraft_studio.errors import Cancelled, InputError, NotFound, QueueFull, StudioError
from audiocraft_studio.jobs.fairness import turns
from audiocraft_studio.jobs.states import Job, State
from audiocraft_studio.jobs.work import Interrupted, Work

log = logging.getLogger(__name__)

KEPT_ENDED = 200
HUNG_UP_S = 30.0


class JobStore(Protocol):
    """Where jobs are kept between runs of the server."""

    def put(self, key: str, value: Mapping[str, Any]) -> None: ...

    def all(self) -> Iterable[Mapping[str, Any]]: ...

    def remove(self, key: str) -> None: ...


Handler = Callable[[Work], None]


class JobQueue:
    """Runs jobs by their kind's handler. Handlers skip items that are made already, so a job can run again.

    store: keeps the jobs. handlers: by kind. limit: how many may wait. new_id, now: ids and UTC times.
    Raises QueueFull from `submit` at the limit.
    """

    def __init__(
        self,
        store: JobStore,
        handlers: Mapping[str, Handler],
        *,
        limit: int,
        new_id: Callable[[], str],
        now: Callable[[], str],
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._limit = limit
        self._new_id = new_id
        self._now = now
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._jobs: dict[str, Job] = {}
        self._stops: dict[str, threading.Event] = {}
        self._raised: dict[str, StudioError] = {}
        self._served: dict[str, int] = {}
        self._turn = 0
        self._threads: dict[str, threading.Thread] = {}
        self._listeners: list[Callable[[Job], None]] = []
        self.closing = False
        for record in store.all():
            job = Job.from_record(record)
            self._jobs[job.id] = replace(job, state=State.QUEUED) if job.state is State.RUNNING else job

    def start(self) -> None:
        """Goes on with what an earlier run of the server left waiting."""
        with self._lock:
            for lane in {job.lane for job in self._jobs.values() if job.state is State.QUEUED}:
                self._ensure_worker(lane)

    def submit(
        self,
        kind: str,
        *,
        title: str,
        owner: str,
        project: str,
        lane: str,
        payload: Mapping[str, Any],
        total: int = 1,
        context: Mapping[str, str] | None = None,
        only: tuple[int, ...] | None = None,
    ) -> Job:
        """Queues a job. It is on disk when this returns."""
        with self._lock:
            waiting = sum(job.state is State.QUEUED for job in self._jobs.values())
            if waiting >= self._limit:
                raise QueueFull(self._limit)
            job = Job(
                self._new_id(), kind, title, owner, project, lane, payload, total,
                only=only, context=context or {}, created_at=self._now(),
            )  # fmt: skip
            self._store.put(job.id, job.to_record())
            self._jobs[job.id] = job
            self._forget_old()
            self._ensure_worker(lane)
            self._tell(job)
            return self.get(job.id)

    def get(self, job_id: str) -> Job:
        with self._lock:
            job = self._jobs.get(job_id)
            if job is None:
                raise NotFound("job", job_id)
            if job.state is not State.QUEUED:
                return job
            order = self._order(job.lane)
            return replace(job, position=1 + next(i for i, other in enumerate(order) if other.id == job_id))

    def all(self) -> list[Job]:
        """Newest first."""
        with self._lock:
            return [self.get(job_id) for job_id in sorted(self._jobs, reverse=True)]

    def cancel(self, job_id: str) -> Job:
        """Stops a waiting job at once and a running one at its next tick. An ended job stays as it is."""
        with self._lock:
            job = self.get(job_id)
            if job.state is State.QUEUED:
                return self.update(job_id, store=True, state=State.CANCELLED)
            if job.state is State.RUNNING:
                self._stops[job_id].set()
                return self.update(job_id, message="Stopping")
            return job

    def retry(self, job_id: str, only: Iterable[int] | None = None) -> Job:
        """Queues an ended job again for the items that are not made, or for just the items `only` among them; why the
        others have none stays known."""
        with self._lock:
            job = self.get(job_id)
            if not job.state.ended:
                raise InputError("Job", "It has not ended yet. Wait for it, or cancel it first.")
            wanted = None if only is None else tuple(sorted(set(only)))
            failures = {} if wanted is None else {i: why for i, why in job.reasons().items() if i not in wanted}
            job = self.update(
                job_id, store=True, state=State.QUEUED, only=wanted, failures=failures, error="", progress=0.0,
                message="", running=(),
            )  # fmt: skip
            self._ensure_worker(job.lane)
            return self.get(job_id)

    def wait(self, job_id: str, timeout_s: float | None = None) -> Job:
        """Blocks until the job has ended. Raises what stopped it: Cancelled or the error it failed with."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        with self._changed:
            while not (job := self.get(job_id)).state.ended:
                left = None if deadline is None else deadline - time.monotonic()
                if self.closing or (left is not None and left <= 0):
                    return job
                self._changed.wait(left)
            if job.state is State.CANCELLED:
                raise Cancelled
            if job.state is State.FAILED:
                raise self._raised.get(job_id) or StudioError(job.error)
            return job

    def on_change(self, listener: Callable[[Job], None]) -> Callable[[], None]:
        """`listener(job)` is called from worker threads at every change; returns what ends that."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def update(self, job_id: str, *, store: bool = False, **changes: Any) -> Job:
        """Changes a job and tells the listeners; with `store` it is on disk when this returns."""
        with self._lock:
            job = replace(self._jobs[job_id], **changes)
            if store:
                self._store.put(job_id, job.to_record())
            self._jobs[job_id] = job
            self._changed.notify_all()
        self._tell(job)
        return job

    def close(self) -> None:
        """Stops the workers; running jobs go on at the next start."""
        with self._lock:
            self.closing = True
            for stop in self._stops.values():
                stop.set()
            self._changed.notify_all()
            threads = list(self._threads.values())
        for thread in threads:
            thread.join(HUNG_UP_S)

    def _tell(self, job: Job) -> None:
        for listener in list(self._listeners):
            listener(job)

    def _forget_old(self) -> None:
        ended = sorted(job.id for job in self._jobs.values() if job.state.ended)
        for job_id in ended[:-KEPT_ENDED]:
            self._store.remove(job_id)
            del self._jobs[job_id]
            self._raised.pop(job_id, None)

    def _ensure_worker(self, lane: str) -> None:
        if lane not in self._threads:
            thread = threading.Thread(target=self._work, args=(lane,), name=f"jobs-{lane}", daemon=True)
            self._threads[lane] = thread
            thread.start()
        self._changed.notify_all()

    def _order(self, lane: str) -> list[Job]:
        waiting = (j for j in self._jobs.values() if j.lane == lane and j.state is State.QUEUED)
        return turns(waiting, self._served)

    def _work(self, lane: str) -> None:
        while True:
            with self._changed:
                while not self.closing and not self._order(lane):
                    self._changed.wait()
                if self.closing:
                    return
                job = self._order(lane)[0]
                self._turn += 1
                self._served[job.owner] = self._turn
                stop = self._stops[job.id] = threading.Event()
                self._raised.pop(job.id, None)
                job = self.update(job.id, state=State.RUNNING, message="", running=(), heard={})
            self._run(job, stop)

    def _run(self, job: Job, stop: threading.Event) -> None:
        try:
            handler = self._handlers.get(job.kind)
            if handler is None:
                raise StudioError(f"This version of the studio cannot run a job of kind {job.kind!r}.")
            handler(Work(self, job, stop))
            self._end(job.id, State.DONE)
        except Interrupted:
            with self._lock:
                self.update(job.id, store=True, state=State.QUEUED, progress=0.0, heard={})
        except Cancelled:
            self._end(job.id, State.CANCELLED)
        except StudioError as error:
            self._end(job.id, State.FAILED, error)
        except Exception as error:  # a worker thread must outlive any handler
            log.exception("job %s (%s) failed", job.id, job.kind)
            told = StudioError(f"Something went wrong inside the studio ({type(error).__name__}: {error}). Try again.")
            self._end(job.id, State.FAILED, told)
        finally:
            with self._lock:
                self._stops.pop(job.id, None)

    def _end(self, job_id: str, state: State, error: StudioError | None = None) -> None:
        job = self.get(job_id)
        if state is State.DONE and job.failures and not (job.made or job.finished):
            state, error = State.FAILED, StudioError(next(iter(job.failures.values())))
        if error is not None:
            self._raised[job_id] = error
        ended: dict[str, Any] = {
            "state": state, "error": str(error or ""), "progress": 1.0 if state is State.DONE else job.progress,
            "eta_s": None, "message": "", "heard": {},
        }  # fmt: skip
        try:
            self.update(job_id, store=True, **ended)
        except StudioError:
            # the disk is full: the end is true in memory, and at the next start the job is looked at again
            log.exception("the end of job %s could not be stored", job_id)
            self.update(job_id, **ended)
