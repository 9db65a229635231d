import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import InputError, NotFound, PromptNotUnderstood
from audiocraft_studio.services.generation import GenerateRequest

REQUEST = GenerateRequest(prompt="metal impact", duration_s=0.3, count=4, seed=11)


def test_a_grid_holds_a_cell_for_each_seed_and_keeps_ratings_over_a_restart(tmp_path):
    with build(Settings(data_dir=tmp_path)) as studio:
        grid = studio.variations.create(REQUEST, owner="t")
        studio.jobs.wait(grid.job.id)
        cells = studio.variations.get(grid.id).cells
        assert [c.seed for c in cells] == [11, 12, 13, 14]
        assert len({c.asset.sha256 for c in cells}) == 4
        studio.library.rate(cells[2].asset.id, 5)
    with build(Settings(data_dir=tmp_path)) as studio:
        again = studio.variations.list("default")
        assert [g.id for g in again] == [grid.id]
        assert again[0].cells[2].asset.review.rating == 5


def test_one_cell_regenerates_alone_identical(studio):
    grid = studio.variations.create(REQUEST, owner="t")
    studio.jobs.wait(grid.job.id)
    job = studio.jobs.wait(studio.variations.regenerate(grid.id, 2, owner="t").id)
    assert job.result["verdict"] == "identical"


def test_cells_that_failed_say_why(studio):
    grid = studio.variations.create(GenerateRequest(prompt="xyzzy plugh", count=2), owner="t")
    with pytest.raises(PromptNotUnderstood):
        studio.jobs.wait(grid.job.id)
    cells = studio.variations.get(grid.id).cells
    assert [c.state for c in cells] == ["failed", "failed"]
    assert "Sketch" in cells[0].error


def test_what_is_no_cell_says_so(studio):
    grid = studio.variations.create(REQUEST, owner="t")
    studio.jobs.wait(grid.job.id)
    with pytest.raises(InputError, match="no cell 9"):
        studio.variations.regenerate(grid.id, 8, owner="t")
    with pytest.raises(NotFound):
        studio.variations.get("nothing")
