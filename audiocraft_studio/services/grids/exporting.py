"""Cells as files: a ZIP of WAVs named from prompt, cell and what differs, with a table of them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from assets_db import Asset
from audiocraft_studio.errors import DamagedFile
from audiocraft_studio.services.assets import slug
from audiocraft_studio.services.grids.cells import Cell, Grid
from audiocraft_studio.services.guard import guarded

COLUMNS = ("file", "cell", "prompt", "model", "duration_s", "seed", "rating", "favourite", "status", "sha256")
TABLE = "cells.csv"
LONGEST_PART = 60


def write_zip(path: Path, grid: Grid, cells: Sequence[Cell], file_of: Callable[[Asset], Path]) -> None:
    """Writes the sounds of `cells` as they lie in the library. Raises DamagedFile, DiskFull."""
    rows = []
    with guarded(path), zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for cell in cells:
            if cell.asset is None:
                continue
            source, name = file_of(cell.asset), file_name(grid, cell)
            if not source.is_file():
                reason = f"The audio file of “{cell.asset.name}” is missing. Regenerate it from its recipe."
                raise DamagedFile(source, reason)
            archive.write(source, name)
            rows.append(_row(cell, cell.asset, name))
        archive.writestr(TABLE, _table(grid, rows))


def file_name(grid: Grid, cell: Cell) -> str:
    """Such as metal-impact_B2_0.4_wood.wav: unlike those of the other cells, and fit for any file system."""
    page = f"{cell.page + 1}." if grid.pages else ""
    told = [value.label for value in cell.chosen.values()] or [f"seed {cell.seed}"]
    differs = re.sub(r"[^A-Za-z0-9.+_-]+", "-", "_".join(told))[:LONGEST_PART].strip("-_.")
    sign = "-" if told[0].startswith("-") and not differs.startswith("-") else ""
    return f"{slug(grid.title)}_{page}{cell.label}_{sign}{differs or 'other'}.wav"


def picks(cells: Iterable[Cell]) -> list[Cell]:
    """Favourites and approved ones."""
    judged = [(cell, cell.asset.review) for cell in cells if cell.asset is not None]
    return [cell for cell, review in judged if review.favourite or review.status in ("approved", "delivered")]


def _row(cell: Cell, asset: Asset, name: str) -> list[object]:
    recipe, review = asset.recipe, asset.review
    return [
        name, cell.label, recipe["prompt"], recipe["model"], recipe["duration_s"], recipe["seed"],
        review.rating or "", "yes" if review.favourite else "", review.status, asset.sha256,
        *(value.label for value in cell.chosen.values()),
    ]  # fmt: skip


def _table(grid: Grid, rows: Iterable[Sequence[object]]) -> str:
    varied = [axis.what for axis in grid.design.axes.values()]
    order = list(grid.cells[0].chosen) if grid.cells else varied
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, *order])
    writer.writerows(rows)
    return text.getvalue()
