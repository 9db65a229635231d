"""Designs as they are typed: the plan always answers, and says just what making the grid would say."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocraft_studio.errors import AxisError, StudioError
from audiocraft_studio.services.generation import GenerateRequest
from audiocraft_studio.services.grids.designs import column, design_from

WHATS = ("seed", "duration", "model", "replace", "variable:a", "variable:", "param:width", "param:room", "param:", "")
VALUES = ("1-4", "0.5-1 (+0.1)", "sketch, musicgen-small", "rain, snow", "", ",", "0, 1", "-1-1 [3]", "none, hall",
          "1-99999999999", "0-2147483647", "3-1", 'a, "b', "٣", "rain, {b}")  # fmt: skip
AXES = st.one_of(
    st.fixed_dictionaries({"what": st.sampled_from(WHATS), "values": st.sampled_from(VALUES) | st.text(max_size=12)}),
    st.sampled_from([None, 3, "x", [], {}]),
)
DESIGNS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["seeds", "axes", "random", "other"]), "x": AXES},
    optional={
        "y": AXES, "page": AXES, "draws": st.lists(AXES, max_size=3), "count": st.sampled_from([1, 5, 101, -1, "x"]),
        "seeds": st.sampled_from(["same", "different", "other"]),
    },
)  # fmt: skip
REQUESTS = st.builds(
    GenerateRequest,
    prompt=st.sampled_from(["", "rain", "rain on a {a} roof", "{a} {b}"]),
    model=st.sampled_from(["sketch", "facebook/musicgen-small", "facebook/magnet-small-10secs", "none"]),
    seed=st.sampled_from([None, 4, 2**31 - 1, -3]),
)
ROOMS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ROOMS
@given(DESIGNS, REQUESTS)
def test_the_plan_finds_a_problem_exactly_where_the_grid_would_be_refused(studio, design, request_):
    plan = studio.variations.layouts.plan(request_, design)
    try:
        laid = studio.variations.layouts.lay_out(request_, design_from(design, request_.count))
        items = studio.generation.payload(laid.request)["items"]
    except StudioError as error:
        assert plan.problems
        if isinstance(error, AxisError):
            assert (plan.problems[0].field, plan.problems[0].message) == (error.field, str(error))
        return
    assert plan.problems == ()
    assert plan.cells == len(items) >= plan.passes > 0


@ROOMS
@given(st.integers(1, 6), st.integers(1, 4), st.integers(1, 4), st.sampled_from(["same", "different"]))
def test_cells_are_the_product_of_their_axes_each_once(studio, across, down, deep, seeds):
    lengths = {"x": across, "y": down, "page": deep}
    whats = {"x": "param:brightness", "y": "param:width", "page": "duration"}
    design = {"kind": "axes", "seeds": seeds, **{
        name: {"what": whats[name], "values": ", ".join(f"{(i + 1) / 10:g}" for i in range(n))}
        for name, n in lengths.items()
    }}  # fmt: skip
    laid = studio.variations.layouts.lay_out(GenerateRequest("rain", seed=9), design_from(design, 1))
    cells = [(place.x, place.y, place.page) for place in laid.places]
    assert len(cells) == len(set(cells)) == math.prod(lengths.values())
    assert sorted(cells, key=lambda cell: cell[::-1]) == cells
    for place, changed, variant in zip(laid.places, laid.changes, laid.request.variants, strict=True):
        assert place.label == f"{column(place.x)}{place.y + 1}"
        assert changed["params"] == {"brightness": (place.x + 1) / 10, "width": (place.y + 1) / 10}
        assert variant.duration_s == changed["duration_s"] == (place.page + 1) / 10
    assert len({place.seed for place in laid.places}) == (1 if seeds == "same" else len(cells))


@pytest.mark.parametrize(("x", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (99, "CV")])
def test_columns_have_letters(x, letters):
    assert column(x) == letters
