"""Grids on real AudioCraft code with tiny random weights."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import checkpoints
import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import Cancelled
from audiocraft_studio.services.generation import GenerateRequest
from audiocraft_studio.services.grids.designs import design_from
from audiocraft_studio.studio import Studio

MODEL = "local/musicgen"
REQUEST = GenerateRequest("calm piano", "music", MODEL, 0.5, 3)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("weights")
    with checkpoints.hub(folder):
        for kind in ("musicgen", "stereo"):
            checkpoints.make(folder, kind)
        yield folder


@pytest.fixture
def settings(weights: Path, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", model_dirs=(weights,))


def start(studio: Studio, *axes: tuple[str, str], **more: str):
    given = {name: {"what": what, "values": values} for name, (what, values) in zip("xy", axes, strict=False)}
    return studio.variations.create(REQUEST, design_from({"kind": "axes", **given, **more}, 1), owner="t")


def finished(studio: Studio, grid):
    studio.jobs.wait(grid.job.id)
    return studio.variations.get(grid.id)


def test_cells_of_every_axis_share_passes_and_regenerate_alone_identical(settings):
    with build(settings) as studio:
        grids = [
            finished(studio, start(studio, ("seed", "1-3"), ("param:temperature", "0.7, 1.2"))),
            finished(studio, start(studio, ("replace", "piano, drums"), ("duration", "0.5, 0.8"), seeds="different")),
            finished(
                studio, start(studio, ("model", "local/musicgen, stereo, sketch"), ("replace", "calm piano, rain"))
            ),
        ]
        shared = [cell.asset.recipe for cell in grids[0].cells]
        assert [recipe["batch_size"] for recipe in shared] == [3] * 6
        assert {recipe["params"]["temperature"] for recipe in shared} == {0.7, 1.2}
        assert [round(cell.asset.duration_s, 2) for cell in grids[1].cells] == [0.5, 0.5, 0.8, 0.8]
        assert [cell.asset.channels for cell in grids[2].cells if cell.asset] == [1, 2, 2, 1, 2, 2]
        for grid in grids:
            job = studio.variations.regenerate(grid.id, len(grid.cells) - 2, owner="t")
            assert studio.jobs.wait(job.id).result["verdict"] == "identical"
        known = studio.variations.layouts.plan(REQUEST, grids[0].design.to_dict())
        assert (known.cells, known.passes, known.problems) == (6, 2, ())
        assert known.estimate_s > 0


def test_cancel_keeps_what_is_done_and_a_retry_makes_the_rest(settings):
    with build(settings) as studio:
        first = threading.Event()
        studio.assets.on_change(lambda asset: first.set())
        grid = start(studio, ("param:temperature", "0.5-1.2 (+0.1)"))
        assert first.wait(60)
        studio.jobs.cancel(grid.job.id)
        with pytest.raises(Cancelled):
            studio.jobs.wait(grid.job.id)
        cells = studio.variations.get(grid.id).cells
        assert {cell.state for cell in cells} == {"done", "cancelled"}
        kept = [cell.asset.id for cell in cells if cell.asset]
        last = studio.jobs.wait(studio.variations.retry(grid.id, [7], owner="t").id)
        assert last.assets == [*kept, studio.variations.get(grid.id).cells[7].asset.id]
        studio.jobs.wait(studio.variations.retry(grid.id, owner="t").id)
        assert all(cell.asset for cell in studio.variations.get(grid.id).cells)


def test_a_restart_in_the_middle_makes_the_rest_and_nothing_twice(settings):
    first = threading.Event()
    with build(settings) as studio:
        studio.assets.on_change(lambda asset: first.set())
        grid = start(studio, ("param:temperature", "0.5-1.2 (+0.1)"))
        assert first.wait(60)
    with build(settings) as studio:
        cells = finished(studio, grid).cells
        assert [cell.state for cell in cells] == ["done"] * 8
        assert studio.library.count() == 8
        job = studio.variations.regenerate(grid.id, 0, owner="t")
        assert studio.jobs.wait(job.id).result["verdict"] == "identical"


def test_a_promoted_cell_is_continued_where_the_model_can(settings):
    with build(settings) as studio:
        grid = finished(studio, start(studio, ("seed", "1, 2")))
        job = studio.jobs.wait(studio.variations.promote(grid.id, 1, "longer", owner="t").id)
        asset, before = studio.library.get(job.assets[0]), grid.cells[1].asset
        assert [(parent.id, parent.how) for parent in asset.parents] == [(before.id, "continuation")]
        assert asset.duration_s == pytest.approx(1.0, abs=0.01)
        assert job.title.endswith("continued")
