"""Variation grids as JSON (docs/http-api.md has the shapes)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from audiocraft_studio.services.grids.axes import Value
from audiocraft_studio.services.grids.cells import Cell, Grid, Summary
from audiocraft_studio.services.grids.layout import Planned
from audiocraft_studio.web.views import Json, asset_view, job_view


def grid_view(grid: Grid) -> Json:
    return {
        **_common(grid), "names": dict(grid.names), "columns": _heads(grid.columns), "rows": _heads(grid.rows),
        "pages": _heads(grid.pages), "cells": [_cell(cell) for cell in grid.cells],
    }  # fmt: skip


def summary_view(grid: Summary) -> Json:
    return {**_common(grid), "counts": dict(grid.counts)}


def plan_view(planned: Planned) -> Json:
    return asdict(planned)


def _common(grid: Grid | Summary) -> Json:
    return {
        "id": grid.id, "title": grid.title, "project": grid.project, "request": dict(grid.request),
        "created_at": grid.created_at, "design": grid.design.to_dict(), "job": job_view(grid.job) if grid.job else None,
    }  # fmt: skip


def _cell(cell: Cell) -> Json:
    return {
        **{k: getattr(cell, k) for k in ("index", "label", "seed", "error", "progress", "x", "y", "page")},
        "state": str(cell.state),
        "values": {what: value.label for what, value in cell.chosen.items()},
        "recipe_change": dict(cell.change),
        "asset": asset_view(cell.asset) if cell.asset else None,
    }


def _heads(values: Sequence[Value]) -> list[Json]:
    return [asdict(value) for value in values]
