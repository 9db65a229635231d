import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import AxisError, InputError, NotFound, PromptNotUnderstood
from audiocraft_studio.services.generation import GenerateRequest
from audiocraft_studio.services.grids.designs import design_from

REQUEST = GenerateRequest(prompt="metal impact", duration_s=0.3, count=4, seed=11)


def axes(x, y=None, page=None, **more):
    given = {name: {"what": axis[0], "values": axis[1]} for name, axis in (("x", x), ("y", y), ("page", page)) if axis}
    return design_from({"kind": "axes", **given, **more}, 1)


def made(studio, design, request=REQUEST):
    grid = studio.variations.create(request, design, owner="t")
    studio.jobs.wait(grid.job.id)
    return studio.variations.get(grid.id)


def test_a_grid_holds_a_cell_for_each_seed_and_keeps_ratings_over_a_restart(tmp_path):
    with build(Settings(data_dir=tmp_path)) as studio:
        cells = made(studio, None).cells
        assert [c.seed for c in cells] == [11, 12, 13, 14]
        assert [c.label for c in cells] == ["A1", "A2", "A3", "A4"]
        assert len({c.asset.sha256 for c in cells}) == 4
        studio.library.rate(cells[2].asset.id, 5)
        grid_id = studio.variations.list("default")[0].id
    with build(Settings(data_dir=tmp_path)) as studio:
        again = studio.variations.list("default")
        assert [g.id for g in again] == [grid_id]
        assert again[0].counts == {"total": 4, "done": 4, "failed": 0, "cancelled": 0}
        assert studio.variations.get(grid_id).cells[2].asset.review.rating == 5


def test_a_grid_of_an_earlier_version_still_opens(studio):
    grid = made(studio, None)
    stored = studio.variations._documents.get(grid.id)
    for name in ("design", "work", "columns", "rows", "pages", "names"):
        del stored[name]
    studio.variations._documents.put(grid.id, stored)
    again = studio.variations.get(grid.id)
    assert (again.design.kind, again.design.count) == ("seeds", 4)
    assert [c.asset.id for c in again.cells] == [c.asset.id for c in grid.cells]
    assert (again.cells[1].label, again.cells[1].change) == ("A2", {"seed": 12})


def test_two_axes_and_pages_give_their_product_row_by_row(studio):
    design = axes(("param:brightness", "-0.5-0.5 [3]"), ("replace", "metal, wood"), ("duration", "0.2, 0.3"))
    grid = made(studio, design)
    assert [v.label for v in grid.columns] == ["-0.5", "0", "0.5"]
    assert [v.label for v in grid.rows] == ["metal", "wood"]
    assert [v.label for v in grid.pages] == ["0.2 s", "0.3 s"]
    assert [c.label for c in grid.cells] == ["A1", "B1", "C1", "A2", "B2", "C2"] * 2
    last = grid.cells[-1]
    assert (last.x, last.y, last.page) == (2, 1, 1)
    assert last.change == {"prompt": "wood impact", "duration_s": 0.3, "params": {"brightness": 0.5}, "seed": 11}
    recipe = last.asset.recipe
    assert (recipe["prompt"], recipe["duration_s"], recipe["params"]["brightness"]) == ("wood impact", 0.3, 0.5)
    assert {c.seed for c in grid.cells} == {11}
    assert last.asset.name == "Metal impact, 2 C2"


def test_seeds_may_differ_from_cell_to_cell(studio):
    grid = made(studio, axes(("param:width", "0, 1"), seeds="different"))
    assert [c.seed for c in grid.cells] == [11, 12]
    grid = made(studio, axes(("seed", "5-7"), seeds="different"))
    assert [c.seed for c in grid.cells] == [5, 6, 7]


@pytest.mark.parametrize(
    ("axis", "prompt"),
    [
        (("param:distance", "-1, 0.5"), "metal impact"),
        (("seed", "3-4"), "metal impact"),
        (("duration", "0.2, 0.35"), "metal impact"),
        (("model", "Sketch"), "metal impact"),
        (("replace", 'metal, "heavy, wood"'), "metal impact"),
        (("variable:what", "metal, glass"), "{what} impact"),
    ],
)
def test_a_cell_of_each_kind_of_axis_regenerates_alone_identical(studio, axis, prompt):
    grid = made(studio, axes(axis, ("param:brightness", "0, 0.4")), GenerateRequest(prompt, duration_s=0.3, seed=2))
    index = len(grid.cells) - 1
    job = studio.jobs.wait(studio.variations.regenerate(grid.id, index, owner="t").id)
    assert job.result["verdict"] == "identical"


def test_template_variables_are_kept_in_the_recipe(studio):
    request = GenerateRequest("{weight} {what} impact", duration_s=0.3, seed=2)
    grid = made(studio, axes(("variable:what", "metal, wood"), ("variable:weight", "heavy, light")), request)
    recipe = grid.cells[1].asset.recipe
    assert (recipe["prompt"], recipe["template"]) == ("heavy wood impact", "{weight} {what} impact")
    assert recipe["values"] == {"what": "wood", "weight": "heavy"}


def test_a_variable_without_values_is_asked_for(studio):
    with pytest.raises(InputError, match="weight"):
        made(studio, axes(("variable:what", "metal, wood")), GenerateRequest("{weight} {what} impact"))


@pytest.mark.parametrize(
    ("field", "design"),
    [
        ("x", {"kind": "axes", "x": {"what": "param:nope", "values": "1"}}),
        ("x", {"kind": "axes"}),
        ("x", {"kind": "axes", "x": {"what": "param:width", "values": "0, 9"}}),
        ("x", {"kind": "axes", "x": {"what": "variable:x", "values": "a"}}),
        ("x", {"kind": "axes", "x": {"what": "replace", "values": "wood, metal"}}),
        ("x", {"kind": "axes", "x": {"what": "model", "values": "MusicGenn"}}),
        ("x", {"kind": "axes", "x": {"what": "tempo", "values": "1"}}),
        ("x", {"kind": "axes", "x": {"what": "seed", "values": "1.5"}}),
        ("x", {"kind": "axes", "x": {"what": "seed", "values": "1, 2, 1-3"}}),
        (
            "y",
            {
                "kind": "axes",
                "x": {"what": "seed", "values": "1"},
                "y": {"what": "seed", "values": "2"},
            },
        ),
        (
            "draws.1",
            {"kind": "random", "draws": [{"what": "seed", "values": "1-9"}, {"what": "duration", "values": "x"}]},
        ),
    ],
)
def test_a_wrong_axis_names_its_field_and_starts_nothing(studio, field, design):
    with pytest.raises(AxisError) as caught:
        studio.variations.create(REQUEST, design_from(design, 1), owner="t")
    assert caught.value.field == field
    assert not studio.variations.list()
    assert not studio.jobs.all()


def test_a_grid_has_a_hundred_cells_at_most(studio):
    with pytest.raises(InputError, match="at most 100"):
        made(studio, axes(("seed", "1-11"), ("param:width", "0-1 [10]")))


def test_random_draws_differ_and_come_again_from_the_same_seed(studio):
    draws = [
        {"what": "param:brightness", "values": "-0.5-0.5"},
        {"what": "replace", "values": "metal, wood, glass"},
        {"what": "param:width", "values": "0, 1"},
    ]
    design = design_from({"kind": "random", "count": 6, "draws": draws}, 1)
    first, second = made(studio, design), made(studio, design)
    assert [c.change for c in first.cells] == [c.change for c in second.cells]
    assert len({repr(c.change["params"]) + c.change.get("prompt", "") for c in first.cells}) == 6
    assert all(-0.5 <= c.change["params"]["brightness"] <= 0.5 for c in first.cells)
    assert all(float(c.chosen["param:brightness"].label) == c.chosen["param:brightness"].value for c in first.cells)
    assert [c.seed for c in first.cells] == list(range(11, 17))


def test_draws_that_cannot_all_differ_say_so(studio):
    draws = [{"what": "param:width", "values": "0, 1"}]
    design = design_from({"kind": "random", "count": 3, "draws": draws, "seeds": "same"}, 1)
    with pytest.raises(InputError, match="Only 2 different"):
        made(studio, design)


def test_one_cell_regenerates_alone_identical(studio):
    grid = made(studio, None)
    job = studio.jobs.wait(studio.variations.regenerate(grid.id, 2, owner="t").id)
    assert job.result["verdict"] == "identical"


def test_cells_that_failed_say_why(studio):
    grid = studio.variations.create(GenerateRequest(prompt="xyzzy plugh", count=2), owner="t")
    with pytest.raises(PromptNotUnderstood):
        studio.jobs.wait(grid.job.id)
    cells = studio.variations.get(grid.id).cells
    assert [c.state for c in cells] == ["failed", "failed"]
    assert "Sketch" in cells[0].error


def test_a_failed_cell_is_retried_alone_and_the_others_still_say_why(studio):
    grid = made(studio, axes(("replace", "metal impact, xyzzy plugh, qwrtz, wood impact")))
    assert [c.state for c in grid.cells] == ["done", "failed", "failed", "done"]
    studio.jobs.wait(studio.variations.retry(grid.id, [1], owner="t").id)
    cells = studio.variations.get(grid.id).cells
    assert [c.state for c in cells] == ["done", "failed", "failed", "done"]
    assert "qwrtz" in cells[2].error
    with pytest.raises(InputError, match="have their sounds"):
        studio.variations.retry(grid.id, [0], owner="t")


def test_what_is_no_cell_says_so(studio):
    grid = made(studio, None)
    with pytest.raises(InputError, match="no cell 9"):
        studio.variations.regenerate(grid.id, 8, owner="t")
    with pytest.raises(NotFound):
        studio.variations.get("nothing")
