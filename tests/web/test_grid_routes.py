"""Variation grids over HTTP."""

import io
import time
import zipfile

import pytest

ASKED = {"prompt": "metal impact", "duration_s": 0.3, "seed": 4}
SHAPE = {
    "kind": "axes",
    "x": {"what": "param:brightness", "values": "-0.4-0.4 (+0.4)"},
    "y": {"what": "replace", "values": "metal, wood"},
}


def finished(served, job):
    for _ in range(300):
        job = served.get(f"/studio/jobs/{job['id']}").json()
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        time.sleep(0.02)
    raise AssertionError(f"the job never ended: {job}")


@pytest.fixture
def grid(served):
    made = served.post("/studio/grids", json={**ASKED, "design": SHAPE}).json()
    finished(served, made["job"])
    return served.get(f"/studio/grids/{made['id']}").json()


def test_a_grid_of_axes_tells_its_heads_and_what_each_cell_has_otherwise(grid):
    assert grid["design"] == {**SHAPE, "page": None, "seeds": "same"}
    assert grid["names"] == {"x": "Brightness", "y": "Words"}
    assert grid["columns"][0] == {"label": "-0.4", "value": -0.4}
    assert [row["label"] for row in grid["rows"]] == ["metal", "wood"]
    assert grid["pages"] == []
    cell = grid["cells"][5]
    assert (cell["x"], cell["y"], cell["page"], cell["label"], cell["state"]) == (2, 1, 0, "C2", "done")
    assert cell["values"] == {"param:brightness": "0.4", "replace": "wood"}
    assert cell["recipe_change"] == {"prompt": "wood impact", "params": {"brightness": 0.4}, "seed": 4}


def test_the_list_has_counts_and_no_sounds(served, grid):
    listed = served.get("/studio/grids?project=default").json()
    assert [one["counts"] for one in listed] == [{"total": 6, "done": 6, "failed": 0, "cancelled": 0}]
    assert "cells" not in listed[0]
    assert listed[0]["job"]["title"] == "Metal impact"


def test_the_plan_is_told_while_an_axis_is_still_wrong(served, grid):
    plan = served.post("/studio/grids/plan", json={**ASKED, "design": SHAPE}).json()
    assert (plan["cells"], plan["columns"], plan["rows"], plan["passes"]) == (
        6,
        ["-0.4", "0", "0.4"],
        ["metal", "wood"],
        6,
    )
    assert plan["estimate_s"] > 0
    assert (plan["limit"], plan["problems"]) == (100, [])
    wrong = {**SHAPE, "y": {"what": "param:width", "values": "0.5, 9"}}
    plan = served.post("/studio/grids/plan", json={**ASKED, "prompt": "", "design": wrong})
    assert plan.status_code == 200
    assert [(p["field"], p["at"], p["end"]) for p in plan.json()["problems"]] == [("y", 5, 6)]
    assert plan.json()["columns"] == ["-0.4", "0", "0.4"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"design": {"kind": "axes"}},
        {"design": {"kind": "nonsense"}},
        {"design": 3},
        {"design": {"kind": "axes", "x": 3, "y": ["a"]}},
        {"design": {"kind": "axes", "x": {"what": "replace", "values": "a, b"}}},
        {"design": {"kind": "random", "count": -1, "draws": [{"what": "seed", "values": "1"}]}},
        {"design": {"kind": "random", "count": 9, "draws": [{"what": "model", "values": ""}]}},
        {"prompt": 5, "design": SHAPE},
        {"prompt": "rain", "model": "nonsense", "design": SHAPE},
        {"prompt": "rain", "duration_s": "x", "design": {"kind": "axes", "x": {"what": "seed", "values": "1, 2"}}},
    ],
)
def test_the_plan_answers_whatever_is_half_typed(quiet, body):
    answer = quiet.post("/studio/grids/plan", json=body)
    assert answer.status_code == 200
    assert answer.json()["problems"]


def test_a_wrong_axis_is_refused_with_the_place_in_its_text(quiet):
    wrong = {**SHAPE, "x": {"what": "param:brightness", "values": "0, much"}}
    answer = quiet.post("/studio/grids", json={**ASKED, "design": wrong})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["kind"], error["field"], error["at"], error["end"]) == ("AxisError", "x", 3, 7)
    assert error["message"] == "“much” is not a number."
    assert quiet.get("/studio/grids").json() == []


def test_cells_are_retried_by_index(served):
    design = {"kind": "axes", "x": {"what": "replace", "values": "metal impact, xyzzy"}}
    grid = served.post("/studio/grids", json={**ASKED, "design": design}).json()
    finished(served, grid["job"])
    job = finished(served, served.post(f"/studio/grids/{grid['id']}/retry", json={"cells": [1]}).json())
    assert (job["id"], [one["index"] for one in job["failures"]]) == (grid["job"]["id"], [1])
    assert served.post(f"/studio/grids/{grid['id']}/retry", json={"cells": [0]}).status_code == 400
    assert served.post(f"/studio/grids/{grid['id']}/retry", json={"cells": "x"}).status_code == 400


def test_a_cell_leads_to_a_finer_grid_a_longer_sound_and_more_like_it(served, grid):
    cell = f"/studio/grids/{grid['id']}/cells/1"
    body = served.post(f"{cell}/finer").json()
    finer = served.post("/studio/grids", json=body).json()
    assert [one["label"] for one in finer["columns"]] == ["-0.4", "-0.2", "0", "0.2", "0.4"]
    finished(served, finer["job"])
    job = finished(served, served.post(f"{cell}/promote", json={"how": "longer"}).json())
    assert served.get(f"/studio/assets/{job['assets'][0]}").json()["parents"][0]["how"] == "longer"
    alike = served.post(f"{cell}/promote", json={"how": "alike"}).json()
    assert len(alike["cells"]) == 8
    finished(served, alike["job"])
    assert served.post(f"{cell}/promote", json={}).status_code == 400


def test_ratings_are_told_by_axis_and_picks_are_downloaded(served, grid):
    for cell, rating in zip(grid["cells"], (5, 4, 2, 3, 4, 1), strict=True):
        served.patch(f"/studio/assets/{cell['asset']['id']}", json={"rating": rating, "favourite": rating == 5})
    learned = served.get(f"/studio/grids/{grid['id']}/learned").json()
    assert learned["rated"] == 6
    words = learned["axes"][1]
    assert [(v["label"], v["n"], round(v["mean"], 2)) for v in words["values"]] == [
        ("metal", 3, 3.67),
        ("wood", 3, 2.67),
    ]
    assert set(words["values"][0]) == {"label", "n", "mean", "spread", "low", "high"}
    answer = served.post(f"/studio/grids/{grid['id']}/export", json={"cells": None})
    assert answer.headers["content-type"] == "application/zip"
    assert 'filename="metal-impact.zip"' in answer.headers["content-disposition"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["metal-impact_A1_metal_-0.4.wav", "cells.csv"]
