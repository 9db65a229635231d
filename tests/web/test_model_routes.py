"""How a loaded model is computed: measured when it is loaded, shown, and chosen by the user."""

import checkpoints
import pytest
from driving import eventually

from audiocraft_studio import Settings, build

from .conftest import serve

MODEL = "local/musicgen"


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    with checkpoints.hub(folder):
        checkpoints.make(folder, "musicgen")
        yield folder


def served_with(tmp_path, weights, **settings):
    with build(Settings(data_dir=tmp_path / "data", port=0, model_dirs=(weights,), **settings)) as studio:
        told = []
        studio.jobs.on_change(lambda job: told.append(job.message))
        for client in serve(studio):
            yield client, told


@pytest.fixture
def served(tmp_path, weights):
    yield from served_with(tmp_path, weights)


@pytest.fixture
def exact_only(tmp_path, weights):
    yield from served_with(tmp_path, weights, precision="exact")


def model(client):
    return next(one for one in client.get("/studio/models").json()["models"] if one["id"] == MODEL)


def finished(client, job):
    """The job once it is done; the modes are compiled and measured meanwhile, which takes a while."""
    path = f"/studio/jobs/{job['id']}"
    return eventually(lambda: (now := client.get(path).json())["state"] == "done" and now, timeout_s=120)


def load(client):
    finished(client, client.post("/studio/models/load", json={"id": MODEL}).json())
    return model(client)["modes"]


def choose(client, mode):
    return client.post("/studio/models/precision", json={"id": MODEL, "mode": mode})


def precision_of_a_take(client):
    asked = {"prompt": "calm piano", "type": "music", "model": MODEL, "duration_s": 1, "seed": 3}
    job = finished(client, client.post("/studio/generate", json=asked).json())
    asset = client.get(f"/studio/assets/{job['assets'][0]}").json()
    return asset["id"], asset["recipe"]["precision"]


def test_the_mode_that_a_user_chooses_is_used_and_recorded_and_earlier_takes_stay_what_they_were(served):
    client, told = served
    refused = choose(client, "int8")
    assert (refused.status_code, model(client)["modes"]) == (400, None)
    assert "Load it" in refused.json()["error"]["message"]
    modes = load(client)
    assert "Measuring how fast musicgen runs here" in told
    assert (modes["chosen"], modes["fixed"], modes["standings"][0]["name"]) == ("", False, "exact")
    for mode in modes["standings"]:
        assert mode["reason"] or mode["steps_per_s"] > 0

    usable = [mode for mode in modes["standings"][1:] if not mode["reason"]]
    assert choose(client, "exact").status_code == 200
    first, precision = precision_of_a_take(client)
    assert precision == "float32"
    assert choose(client, usable[0]["name"]).status_code == 200
    assert model(client)["modes"]["used"] == model(client)["modes"]["chosen"] == usable[0]["name"]
    assert precision_of_a_take(client)[1] == usable[0]["precision"]
    again = finished(client, client.post(f"/studio/assets/{first}/regenerate").json())
    assert again["result"]["verdict"] == "identical"
    assert choose(client, "auto").status_code == 200
    assert model(client)["modes"]["chosen"] == ""
    for wrong in ("warp", "", None, 3):
        assert choose(client, wrong).status_code == 400


def test_a_mode_that_was_set_at_the_start_cannot_be_changed(exact_only):
    client, told = exact_only
    modes = load(client)
    assert (modes["used"], modes["fixed"]) == ("exact", True)
    assert not any("Measuring" in message for message in told)
    refused = choose(client, "auto")
    assert refused.status_code == 400
    assert "--precision" in refused.json()["error"]["message"]
