"""Variation grids: several seeds of one prompt, each cell an asset that regenerates alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assets_db import Asset, Catalogue
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job, State
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.generation import GenerateRequest, Generation
from audiocraft_studio.services.guard import Documents
from audiocraft_studio.services.production import batch_size
from audiocraft_studio.services.regeneration import Regenerations


@dataclass(frozen=True)
class Cell:
    """One place in a grid. state is a job state, seen for this item alone; asset is there once it is done."""

    index: int
    label: str
    seed: int
    state: str
    asset: Asset | None
    error: str = ""
    progress: float = 0.0


@dataclass(frozen=True)
class Grid:
    """A stored experiment: what was asked for, its job, and its cells as they are now."""

    id: str
    title: str
    project: str
    request: Mapping[str, Any]
    job: Job | None
    created_at: str
    cells: tuple[Cell, ...]


class Variations:
    """Grids are documents that name their assets in advance; the cells' states are read from job and catalogue."""

    def __init__(
        self,
        catalogue: Catalogue,
        assets: Assets,
        generation: Generation,
        regenerations: Regenerations,
        jobs: JobQueue,
        new_id: Callable[[], str],
    ) -> None:
        self._documents = Documents(catalogue, "grids")
        self._assets = assets
        self._generation = generation
        self._regenerations = regenerations
        self._jobs = jobs
        self._new_id = new_id

    def create(self, request: GenerateRequest, *, owner: str) -> Grid:
        """Starts a grid of `request.count` seeds. Raises what Generation.submit raises."""
        if request.prompts:
            raise InputError("Variations", "A grid of seeds has one prompt.")
        grid_id = self._new_id()
        job = self._generation.submit(request, owner=owner, context={"grid": grid_id})
        items = job.payload["items"]
        plain = asdict(replace(request, melody=None, continue_from=None, notes=None))
        kept = {k: v for k, v in plain.items() if v not in (None, "", (), {})}
        self._documents.put(grid_id, {
            "id": grid_id, "title": job.title.rsplit(", take", 1)[0], "project": job.project, "job": job.id,
            "request": kept, "created_at": utc_now(),
            "cells": [{"asset": item["id"], "seed": item["seed"]} for item in items],
        })  # fmt: skip
        return self.get(grid_id)

    def get(self, grid_id: str) -> Grid:
        """Raises NotFound."""
        stored = self._documents.get(grid_id)
        job = self._job(stored["job"])
        cells = tuple(self._cell(i, cell, job) for i, cell in enumerate(stored["cells"]))
        return Grid(grid_id, stored["title"], stored["project"], stored["request"], job, stored["created_at"], cells)

    def list(self, project: str = "") -> list[Grid]:
        """Newest first."""
        stored = sorted(self._documents.all(), key=lambda d: str(d["id"]), reverse=True)
        return [self.get(d["id"]) for d in stored if not project or d["project"] == project]

    def regenerate(self, grid_id: str, index: int, *, owner: str) -> Job:
        """Makes one cell again, alone; the job's result holds the verdict."""
        cell = self._at(grid_id, index)
        if cell.asset is None:
            raise InputError("Cell", "It holds no sound yet. Retry it first.")
        return self._regenerations.submit(cell.asset.id, owner=owner)

    def retry(self, grid_id: str) -> Job:
        """Runs the cells again that failed or were cancelled."""
        job = self.get(grid_id).job
        if job is None:
            raise NotFound("job", grid_id)
        return self._jobs.retry(job.id)

    def _at(self, grid_id: str, index: int) -> Cell:
        cells = self.get(grid_id).cells
        if not 0 <= index < len(cells):
            raise InputError("Cell", f"There is no cell {index + 1} in a grid of {len(cells)}.")
        return cells[index]

    def _job(self, job_id: str) -> Job | None:
        try:
            return self._jobs.get(job_id)
        except NotFound:
            return None

    def _cell(self, index: int, stored: Mapping[str, Any], job: Job | None) -> Cell:
        label, seed = f"A{index + 1}", stored["seed"]
        if self._assets.knows(stored["asset"]):
            return Cell(index, label, seed, State.DONE, self._assets.get(stored["asset"]), progress=1.0)
        if job is None or job.state is State.CANCELLED:
            return Cell(index, label, seed, State.CANCELLED, None)
        if index in job.failures or job.state.ended:
            return Cell(index, label, seed, State.FAILED, None, job.failures.get(index, job.error))
        if job.state is State.RUNNING:
            return _being_made(index, label, seed, job)
        return Cell(index, label, seed, State.QUEUED, None)


def _being_made(index: int, label: str, seed: int, job: Job) -> Cell:
    """A batch is made together: its cells run side by side and share what the job has done beyond the ended ones."""
    waiting = [i for i in range(job.total) if i not in job.made and i not in job.failures]
    batch = waiting[: batch_size(job)]
    if index not in batch:
        return Cell(index, label, seed, State.QUEUED, None)
    over = job.progress * job.total - (job.total - len(waiting))
    return Cell(index, label, seed, State.RUNNING, None, progress=min(1.0, max(0.0, over / len(batch))))
