"""A grid as it stands: its cells' states are read from its job and the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assets_db import Asset
from audiocraft_studio.jobs.states import Job, State
from audiocraft_studio.services.grids.axes import Value
from audiocraft_studio.services.grids.designs import Chosen, Design, design_from

GONE = "Its sound was deleted for good. Retry makes it again."


@dataclass(frozen=True)
class Standing:
    """How one cell stands. state: a job state, seen for this item alone."""

    state: State
    error: str = ""
    progress: float = 0.0


@dataclass(frozen=True)
class Cell:
    """One place in a grid; asset is there once it is done. change: what it has otherwise than the grid's request."""

    index: int
    label: str
    seed: int
    state: State
    asset: Asset | None
    error: str = ""
    progress: float = 0.0
    x: int = 0
    y: int = 0
    page: int = 0
    chosen: Chosen = field(default_factory=dict)
    change: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """A stored experiment: what was asked for, its job, and its cells as they are now.

    columns, rows, pages: the values of its axes, empty where it has none; names: how each axis of the design is called.
    """

    id: str
    title: str
    project: str
    request: Mapping[str, Any]
    job: Job | None
    created_at: str
    cells: tuple[Cell, ...]
    design: Design
    columns: tuple[Value, ...] = ()
    rows: tuple[Value, ...] = ()
    pages: tuple[Value, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Summary:
    """A grid without its cells. counts: how many cells are done, failed and cancelled, and total."""

    id: str
    title: str
    project: str
    request: Mapping[str, Any]
    job: Job | None
    created_at: str
    design: Design
    counts: Mapping[str, int]


def grid_of(stored: Mapping[str, Any], job: Job | None, asset_of: Callable[[str], Asset | None]) -> Grid:
    """The grid of a stored document. Those of earlier versions have seeds only."""
    found = [asset_of(cell["asset"]) for cell in stored["cells"]]
    states = standings([asset is not None for asset in found], job)
    cells = tuple(
        Cell(
            i, cell.get("label", f"A{i + 1}"), cell["seed"], states[i].state, found[i], states[i].error,
            states[i].progress, cell.get("x", 0), cell.get("y", 0), cell.get("page", 0),
            {what: Value(**value) for what, value in cell.get("chosen", {}).items()},
            cell.get("change", {"seed": cell["seed"]}),
        )
        for i, cell in enumerate(stored["cells"])
    )  # fmt: skip
    columns, rows, pages = (tuple(Value(**v) for v in stored.get(name, ())) for name in ("columns", "rows", "pages"))
    return Grid(
        stored["id"], stored["title"], stored["project"], stored["request"], job, stored["created_at"], cells,
        _design(stored), columns, rows, pages, stored.get("names", {}),
    )  # fmt: skip


def summary_of(stored: Mapping[str, Any], job: Job | None, knows: Callable[[str], bool]) -> Summary:
    """The same without its sounds."""
    states = Counter(one.state for one in standings([knows(cell["asset"]) for cell in stored["cells"]], job))
    counts = {"total": len(stored["cells"])} | {s.value: states[s] for s in (State.DONE, State.FAILED, State.CANCELLED)}
    return Summary(
        stored["id"], stored["title"], stored["project"], stored["request"], job, stored["created_at"],
        _design(stored), counts,
    )  # fmt: skip


def standings(there: Sequence[bool], job: Job | None) -> list[Standing]:
    """How each cell stands. there: whether its sound exists. job: None when it was forgotten, being old."""
    if job is None:
        return [Standing(State.DONE, progress=1.0) if known else Standing(State.CANCELLED) for known in there]
    reasons, working = job.reasons(), _at_work(job)
    return [Standing(State.DONE, progress=1.0) if known else _missing(i, job, reasons, working)
            for i, known in enumerate(there)]  # fmt: skip


def _missing(i: int, job: Job, reasons: Mapping[int, str], working: Mapping[int, float]) -> Standing:
    if i in reasons:
        return Standing(State.FAILED, reasons[i])
    if i in working:
        return Standing(State.RUNNING, progress=working[i])
    if i in job.made and job.state.ended:
        return Standing(State.FAILED, GONE)
    left_out = job.only is not None and i not in job.only
    return Standing(State.CANCELLED if left_out or job.state.ended else State.QUEUED)


def _at_work(job: Job) -> dict[int, float]:
    """A batch is made together: its cells run side by side and share what the job has done beyond the ended ones."""
    waiting = job.waiting
    batch = [i for i in job.running if i in waiting] if job.state is State.RUNNING else []
    over = job.progress * job.total - (job.total - len(waiting))
    return {i: min(1.0, max(0.0, over / len(batch))) for i in batch}


def _design(stored: Mapping[str, Any]) -> Design:
    return design_from(stored.get("design"), len(stored["cells"]))
