"""What a job is, as everyone outside the queue sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """queued -> running -> done, failed or cancelled. What ran when a server stopped is queued again at its start."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self in (State.DONE, State.FAILED, State.CANCELLED)


@dataclass(frozen=True)
class Job:
    """A snapshot. `payload` is what the handler works from; everything in it is plain JSON.

    lane: jobs of one lane run one after the other, lanes run side by side. total: how many items it makes.
    made: asset id by item index; failures: reason by item index; error: why the job as a whole failed.
    finished: how many items are done, for jobs of so many items that not each is listed; None where `made` says it.
    only: the items that a retry is limited to; None for all.
    result: what a job that makes no new asset has to say. context: ids of the grid, scene or sound it serves.
    progress (0..1), eta_s (seconds left, None while unknown), message, position (in the queue, 0 when running), running
    (the items that are being made) and heard (how many seconds of each of them can be heard) are of the moment and not
    stored.
    """

    id: str
    kind: str
    title: str
    owner: str
    project: str
    lane: str
    payload: Mapping[str, Any]
    total: int = 1
    state: State = State.QUEUED
    made: Mapping[int, str] = field(default_factory=dict)
    failures: Mapping[int, str] = field(default_factory=dict)
    finished: int | None = None
    only: tuple[int, ...] | None = None
    error: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)
    created_at: str = ""
    progress: float = 0.0
    eta_s: float | None = None
    message: str = ""
    position: int = 0
    running: tuple[int, ...] = ()
    heard: Mapping[int, float] = field(default_factory=dict)

    @property
    def assets(self) -> list[str]:
        """Ids of the assets made so far, in the order of the items."""
        return [self.made[index] for index in sorted(self.made)]

    @property
    def done(self) -> int:
        """How many items are done."""
        if self.finished is not None:
            return self.finished
        return len(self.made) if self.total > 1 or self.made else int(self.state is State.DONE)

    @property
    def waiting(self) -> list[int]:
        """The items that this run has still to make, those at work among them."""
        wanted = range(self.total) if self.only is None else self.only
        return [i for i in wanted if i not in self.made and i not in self.failures]

    def reasons(self) -> dict[int, str]:
        """Why items were not made, as far as anything failed: their own reason, or that of the job as a whole."""
        whole = self.state is State.FAILED and self.error
        return {**(dict.fromkeys(self.waiting, self.error) if whole else {}), **self.failures}

    def to_record(self) -> dict[str, Any]:
        """What is stored."""
        data = asdict(self)
        for name in ("progress", "eta_s", "message", "position", "running", "heard"):
            del data[name]
        data["made"] = {str(k): v for k, v in self.made.items()}
        data["failures"] = {str(k): v for k, v in self.failures.items()}
        return data

    @classmethod
    def from_record(cls, data: Mapping[str, Any]) -> Job:
        known = {f.name for f in fields(cls)}
        values = {k: v for k, v in data.items() if k in known}
        values["state"] = State(values["state"])
        values["made"] = {int(k): v for k, v in values["made"].items()}
        values["only"] = None if values.get("only") is None else tuple(values["only"])
        values["failures"] = {int(k): v for k, v in values["failures"].items()}
        return cls(**values)
