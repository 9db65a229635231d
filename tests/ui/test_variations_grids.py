"""What the Variations tab is told about its cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.services.generation import GenerateRequest
from audiocraft_studio.studio import Studio


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with build(Settings(data_dir=tmp_path)) as opened:
        yield opened


def test_a_finished_grid_holds_a_sound_in_every_cell(studio: Studio) -> None:
    request = GenerateRequest("soft ui click", type="ui", duration_s=0.3, count=3, seed=0)
    grid = studio.variations.create(request, owner="me")
    assert grid.job is not None
    studio.jobs.wait(grid.job.id)
    cells = studio.variations.get(grid.id).cells
    assert [(cell.label, cell.seed, cell.state) for cell in cells] == [
        ("A1", 0, "done"),
        ("A2", 1, "done"),
        ("A3", 2, "done"),
    ]
    assert all(cell.asset is not None and cell.asset.recipe["seed"] == cell.seed for cell in cells)


def test_a_reopened_grid_still_knows_that_its_first_seed_was_nought(studio: Studio) -> None:
    grid = studio.variations.create(GenerateRequest("soft ui click", duration_s=0.3, count=2, seed=0), owner="me")
    assert studio.variations.get(grid.id).request["seed"] == 0


def test_cells_that_cannot_be_made_say_why_and_the_grid_can_be_tried_again(studio: Studio) -> None:
    grid = studio.variations.create(GenerateRequest("a quarrel of lawyers", duration_s=0.3, count=2), owner="me")
    assert grid.job is not None
    with pytest.raises(Exception, match="knows no sound"):
        studio.jobs.wait(grid.job.id)
    cells = studio.variations.get(grid.id).cells
    assert [cell.state for cell in cells] == ["failed", "failed"]
    assert "quarrel" in cells[0].error
    assert studio.variations.retry(grid.id, owner="me").state == "queued"
