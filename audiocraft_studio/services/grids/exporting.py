"""Cells as files: a ZIP of WAVs named from prompt, cell and what differs, with a table of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from assets_db import Asset
from audiocraft_studio.services.archives import sound_archive
from audiocraft_studio.services.assets import Assets, slug
from audiocraft_studio.services.grids.cells import Cell, Grid

COLUMNS = ("file", "cell", "prompt", "model", "duration_s", "seed", "rating", "favourite", "status", "sha256")
TABLE = "cells.csv"
LONGEST_PART = 60


def write_zip(path: Path, grid: Grid, cells: Sequence[Cell], assets: Assets) -> None:
    """Writes the sounds of `cells` as they lie in the library. Raises DamagedFile, DiskFull."""
    rows = []
    with sound_archive(path, assets) as archive:
        for cell in cells:
            if cell.asset is None:
                continue
            name = file_name(grid, cell)
            archive.add(cell.asset, name)
            rows.append(_row(cell, cell.asset, name))
        archive.add_text(_table(grid, rows), TABLE)


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
