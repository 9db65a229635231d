"""What is learned from a grid, and what leaves it."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest

from audiocraft_studio.errors import InputError
from audiocraft_studio.services.generation import GenerateRequest
from audiocraft_studio.services.grids.designs import design_from
from audiocraft_studio.services.grids.learning import rated

REQUEST = GenerateRequest(prompt="metal impact", duration_s=0.3, seed=11)
SHAPE = {
    "kind": "axes",
    "x": {"what": "param:brightness", "values": "-0.4-0.4 (+0.4)"},
    "y": {"what": "replace", "values": "metal, wood"},
}


@pytest.fixture
def grid(studio):
    return made(studio, SHAPE)


def made(studio, design, request=REQUEST):
    grid = studio.variations.create(request, design_from(design, 1), owner="t")
    studio.jobs.wait(grid.job.id)
    return studio.variations.get(grid.id)


def rate(studio, grid, *ratings):
    for cell, rating in zip(grid.cells, ratings, strict=True):
        if rating:
            studio.library.rate(cell.asset.id, rating)


def test_ratings_give_a_mean_its_spread_and_an_interval_for_each_value():
    four = rated("0.9", [3, 4, 4, 5])
    assert (four.n, four.mean, four.spread) == (4, 4.0, pytest.approx(0.8165, abs=1e-4))
    # t(0.975, 3) = 3.182; the variance 2/3, and 1/12 for whole stars
    assert four.high - four.mean == pytest.approx(3.182 * ((2 / 3 + 1 / 12) / 4) ** 0.5, abs=1e-3)
    assert four.mean - four.low == pytest.approx(four.high - four.mean)
    assert (rated("x", [5]).mean, rated("x", [5]).spread, rated("x", [5]).low) == (5, None, None)
    assert rated("x", []).mean is None


def test_two_equal_ratings_are_no_certainty():
    two = rated("x", [4, 4])
    assert two.spread == 0
    assert two.high - two.low > 1


def test_few_ratings_are_called_too_few(studio, grid):
    rate(studio, grid, 5, 0, 0, 3, 0, 0)
    learned = studio.variations.learned(grid.id)
    assert learned.rated == 2
    assert [(axis.what, axis.name) for axis in learned.axes] == [
        ("param:brightness", "Brightness"),
        ("replace", "Words"),
    ]
    assert [value.n for value in learned.axes[0].values] == [2, 0, 0]
    assert learned.axes[0].says == "2 ratings: too few to tell"


def test_the_best_value_is_named_and_an_overlap_is_not_hidden(studio, grid):
    rate(studio, grid, 5, 4, 2, 3, 4, 1)
    brightness, words = studio.variations.learned(grid.id).axes
    assert [value.mean for value in brightness.values] == [4, 4, 1.5]
    assert "equally well" in brightness.says
    assert words.says.startswith("metal does best: 3.7 ± ")
    assert "overlaps" in words.says


def test_many_drawn_numbers_are_taken_together_in_parts_of_their_range(studio):
    draws = [{"what": "param:brightness", "values": "-0.5-0.5"}, {"what": "replace", "values": "metal, wood"}]
    grid = made(studio, {"kind": "random", "count": 8, "draws": draws})
    rate(studio, grid, *[3] * 8)
    numbers, words = studio.variations.learned(grid.id).axes
    assert (len(numbers.values), sum(value.n for value in numbers.values)) == (3, 8)
    assert {value.label for value in words.values} <= {"metal", "wood"}


def test_a_finer_grid_goes_in_half_the_steps_around_its_cell(studio, grid):
    body = studio.variations.finer(grid.id, 4)
    assert body["design"]["x"] == {"what": "param:brightness", "values": "-0.4, -0.2, 0, 0.2, 0.4"}
    assert body["design"]["y"] is None
    assert (body["prompt"], body["seed"], body["parent"]) == ("wood impact", 11, grid.cells[4].asset.id)
    at_the_edge = studio.variations.finer(grid.id, 2)
    assert at_the_edge["design"]["x"]["values"] == "0, 0.2, 0.4, 0.6, 0.8"
    again = made(studio, body["design"], replace(REQUEST, prompt=body["prompt"], params=body["params"]))
    assert again.cells[2].asset.sha256 == grid.cells[4].asset.sha256


def test_finer_stays_within_what_the_parameter_may_be(studio):
    grid = made(studio, {"kind": "axes", "x": {"what": "param:width", "values": "0, 1.5"}})
    assert studio.variations.finer(grid.id, 1)["design"]["x"]["values"] == "0, 0.75, 1.5"


def test_finer_draws_come_from_half_the_range(studio):
    draws = [{"what": "param:brightness", "values": "-0.4-0.4"}, {"what": "replace", "values": "metal, wood"}]
    grid = made(studio, {"kind": "random", "count": 2, "draws": draws})
    body = studio.variations.finer(grid.id, 0)
    value = grid.cells[0].chosen["param:brightness"].value
    assert body["design"]["kind"] == "random"
    assert len(body["design"]["draws"]) == 1
    again = made(studio, body["design"], replace(REQUEST, prompt=body["prompt"], params=body["params"]))
    assert all(abs(c.chosen["param:brightness"].value - value) <= 0.2 for c in again.cells)


def test_seeds_have_nothing_between_them(studio):
    grid = made(studio, None)
    with pytest.raises(InputError, match="more like this"):
        studio.variations.finer(grid.id, 0)


def test_a_promoted_cell_is_made_longer(studio, grid):
    job = studio.jobs.wait(studio.variations.promote(grid.id, 2, "longer", owner="t").id)
    asset, before = studio.library.get(job.assets[0]), grid.cells[2].asset
    assert asset.duration_s == pytest.approx(0.6)
    assert (asset.parents[0].id, asset.parents[0].how) == (before.id, "longer")
    assert asset.recipe["params"] == before.recipe["params"]
    assert job.title == "Metal impact, C1, longer"


def test_more_like_a_cell_is_a_grid_of_eight_seeds_of_its_recipe(studio, grid):
    more = studio.variations.promote(grid.id, 5, "alike", owner="t")
    studio.jobs.wait(more.job.id)
    cells = studio.variations.get(more.id).cells
    assert len({cell.seed for cell in cells}) == 8
    assert {cell.asset.recipe["prompt"] for cell in cells} == {"wood impact"}
    assert {cell.asset.recipe["params"]["brightness"] for cell in cells} == {0.4}
    assert cells[0].asset.parents[0].id == grid.cells[5].asset.id


def test_a_better_model_that_is_not_there_is_named(studio, grid):
    with pytest.raises(InputError, match=r"Load .* in the list of models"):
        studio.variations.promote(grid.id, 0, "better", owner="t")
    with pytest.raises(InputError, match="longer, better, alike"):
        studio.variations.promote(grid.id, 0, "louder", owner="t")


def test_picks_leave_as_named_wav_files_with_a_table(studio, grid, tmp_path):
    path = tmp_path / "picks.zip"
    with pytest.raises(InputError, match="favourites"):
        studio.variations.export(grid.id, None, path)
    studio.library.patch(grid.cells[0].asset.id, {"favourite": True, "rating": 4}, by="t")
    studio.library.patch(grid.cells[5].asset.id, {"status": "approved"}, by="t")
    studio.variations.export(grid.id, None, path)
    with zipfile.ZipFile(path) as archive:
        names = ["metal-impact_A1_metal_-0.4.wav", "metal-impact_C2_wood_0.4.wav"]
        assert archive.namelist() == [*names, "cells.csv"]
        assert archive.read(names[0]) == studio.library.file(grid.cells[0].asset.id).read_bytes()
        rows = list(csv.DictReader(io.StringIO(archive.read("cells.csv").decode())))
    assert [(row["file"], row["prompt"], row["rating"]) for row in rows] == [
        (names[0], "metal impact", "4"),
        (names[1], "wood impact", ""),
    ]
    assert rows[0]["param:brightness"] == "-0.4"
    studio.variations.export(grid.id, [1, 3], path)
    with zipfile.ZipFile(path) as archive:
        assert len(archive.namelist()) == 3
