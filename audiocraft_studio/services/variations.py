"""Variation grids: seeds, axes or random draws over one request, each cell an asset that regenerates alone."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from assets_db import Asset, Catalogue
from audiocraft_studio.errors import InputError, NotFound, QueueFull
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.recipe import CONTINUATION, MELODY, NOTES
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.generation import GenerateRequest, Generation, short_name
from audiocraft_studio.services.grids import promoting
from audiocraft_studio.services.grids.cells import Cell, Grid, Summary, grid_of, summary_of
from audiocraft_studio.services.grids.designs import Design
from audiocraft_studio.services.grids.exporting import picks, write_zip
from audiocraft_studio.services.grids.finer import finer
from audiocraft_studio.services.grids.layout import Laid, Layouts
from audiocraft_studio.services.grids.learning import Learned, learned
from audiocraft_studio.services.guard import Documents
from audiocraft_studio.services.models import Models
from audiocraft_studio.services.regeneration import Regenerations

_FIELDS = {MELODY: "melody", CONTINUATION: "continue_from", NOTES: "notes"}


class Variations:
    """Grids are documents that name their assets in advance, and keep what their job works from."""

    def __init__(
        self,
        catalogue: Catalogue,
        assets: Assets,
        generation: Generation,
        regenerations: Regenerations,
        jobs: JobQueue,
        layouts: Layouts,
        models: Models,
        new_id: Callable[[], str],
    ) -> None:
        self._documents = Documents(catalogue, "grids")
        self._assets = assets
        self._generation = generation
        self._regenerations = regenerations
        self._jobs = jobs
        self.layouts = layouts
        self._models = models
        self._new_id = new_id

    def create(self, request: GenerateRequest, design: Design | None = None, *, owner: str) -> Grid:
        """Starts a grid; without a design, of `request.count` seeds. Raises AxisError, and what Generation raises."""
        if request.prompts:
            raise InputError("Variations", "A grid has one prompt, which its axes may change.")
        design = design or Design(count=checks.whole("Takes", request.count, 1, checks.MAX_COUNT))
        laid = self.layouts.lay_out(request, design)
        payload = self._generation.payload(laid.request)
        grid_id, project = self._new_id(), checks.name("Project", request.project)
        title = checks.clean_text("Name", request.name, checks.MAX_NAME) or short_name(checks.prompt(request.prompt))
        stored = {
            "id": grid_id, "title": title, "project": project, "job": "", "request": _kept(request),
            "created_at": utc_now(), "design": design.to_dict(), "work": payload, "cells": _cells(payload, laid),
            "names": dict(laid.names or {}),
            **{name: [asdict(v) for v in getattr(laid, name)] for name in ("columns", "rows", "pages")},
        }  # fmt: skip
        self._documents.put(grid_id, stored)  # before its job, so that whoever hears of the job finds the grid
        try:
            job = self._generation.queue(payload, owner=owner, project=project, context={"grid": grid_id}, title=title)
        except QueueFull:
            self._documents.remove(grid_id)
            raise
        self._documents.put(grid_id, {**stored, "job": job.id})
        return self.get(grid_id)

    def get(self, grid_id: str) -> Grid:
        """Raises NotFound."""
        stored = self._documents.get(grid_id)
        return grid_of(stored, self._job(stored), self._asset)

    def list(self, project: str = "") -> builtins.list[Summary]:
        """Newest first."""
        stored = sorted(self._documents.all(), key=lambda d: str(d["id"]), reverse=True)
        return [
            summary_of(d, self._job(d), self._assets.knows) for d in stored if not project or d["project"] == project
        ]

    def regenerate(self, grid_id: str, index: int, *, owner: str) -> Job:
        """Makes one cell again, alone; the job's result holds the verdict."""
        return self._regenerations.submit(self.sound(grid_id, index).id, owner=owner)

    def retry(self, grid_id: str, cells: Iterable[int] | None = None, *, owner: str) -> Job:
        """Runs the cells again that have no sound: all of them, or just those of `cells` (indices)."""
        grid, stored = self.get(grid_id), self._documents.get(grid_id)
        wanted = None if cells is None else tuple(i for i in cells if self.cell(grid, i).asset is None)
        if wanted == () or all(cell.asset for cell in grid.cells):
            raise InputError("Cells", "They have their sounds already.")
        if grid.job is not None:
            return self._jobs.retry(grid.job.id, wanted)
        if "work" not in stored:
            raise NotFound("job", stored["job"])
        job = self._generation.queue(
            stored["work"],
            owner=owner,
            project=grid.project,
            context={"grid": grid_id},
            title=grid.title,
            only=wanted,
        )
        self._documents.put(grid_id, {**stored, "job": job.id})
        return job

    def learned(self, grid_id: str) -> Learned:
        """What the ratings say so far."""
        return learned(self.get(grid_id))

    def finer(self, grid_id: str, index: int) -> dict[str, Any]:
        """The body of POST /studio/grids for a finer grid around a cell. Raises InputError where there is none."""
        grid = self.get(grid_id)
        return finer(grid, self.cell(grid, index), self._models.info)

    def promote(self, grid_id: str, index: int, how: str, *, owner: str) -> Job | Grid:
        """Makes more of a cell: "longer" and "better" give a job for one sound, "alike" a grid. Raises InputError."""
        asset = self.sound(grid_id, index)
        if how == "better":
            return self._generation.submit(promoting.better(asset, self._models), owner=owner)
        info = self._models.info(str(asset.recipe["model"]))
        if how == "longer":
            return self._generation.submit(promoting.longer(asset, info), owner=owner)
        if how == "alike":
            return self.create(promoting.alike(asset, info), owner=owner)
        raise InputError("How", "is one of longer, better, alike.")

    def export(self, grid_id: str, cells: Iterable[int] | None, path: Path) -> Grid:
        """Writes a ZIP of those cells, or of the favourites and approved ones, to `path`. Raises InputError if none."""
        grid = self.get(grid_id)
        wanted = picks(grid.cells) if cells is None else [self.cell(grid, i) for i in dict.fromkeys(cells)]
        if not any(cell.asset for cell in wanted):
            raise InputError("Cells", "None of them has a sound. Mark some with F as favourites, or choose others.")
        write_zip(path, grid, wanted, self._assets)
        return grid

    def cell(self, grid: Grid, index: int) -> Cell:
        """Raises InputError where there is none."""
        if not 0 <= index < len(grid.cells):
            raise InputError("Cell", f"There is no cell {index + 1} in a grid of {len(grid.cells)}.")
        return grid.cells[index]

    def sound(self, grid_id: str, index: int) -> Asset:
        """The sound of a cell. Raises InputError while it has none."""
        asset = self.cell(self.get(grid_id), index).asset
        if asset is None:
            raise InputError("Cell", "It holds no sound yet. Retry it first.")
        return asset

    def _job(self, stored: Mapping[str, Any]) -> Job | None:
        try:
            return self._jobs.get(stored["job"])
        except NotFound:
            return None

    def _asset(self, asset_id: str) -> Asset | None:
        try:
            return self._assets.get(asset_id)
        except NotFound:
            return None


def _kept(request: GenerateRequest) -> dict[str, Any]:
    """The request as plain data, without what is not said; sound in memory or in a file is in the job's payload."""
    named = {_FIELDS[one.role]: one.source for one in request.kept if one.source}
    named |= {name: source for name in _FIELDS.values() if isinstance(source := getattr(request, name), str)}
    plain = asdict(replace(request, kept=(), **dict.fromkeys(_FIELDS.values())))  # type: ignore[arg-type]
    return {k: v for k, v in {**plain, **named}.items() if v not in (None, "", (), {})}


def _cells(payload: Mapping[str, Any], laid: Laid) -> list[dict[str, Any]]:
    if not laid.places:
        return [{"asset": item["id"], "seed": item["seed"]} for item in payload["items"]]
    return [
        {"asset": item["id"], "seed": item["seed"], "label": place.label, "x": place.x, "y": place.y,
         "page": place.page, "chosen": {what: asdict(v) for what, v in place.chosen.items()}, "change": changed}
        for item, place, changed in zip(payload["items"], laid.places, laid.changes, strict=True)
    ]  # fmt: skip
