"""Loops by HTTP: tried, heard, kept."""

import io

import numpy as np
import soundfile


def test_a_loop_is_tried_and_heard_before_it_is_kept_and_made_again(studio, served):
    rain = studio.generation.generate("heavy rain", duration_s=3.0, seed=1)
    one, asked = f"/studio/assets/{rain.id}/loop", {"duration_s": 1.5, "crossfade_s": 0.4}
    told = served.post(f"{one}/preview", json=asked).json()
    assert (told["duration_s"], told["faint"], told["whole"], np.shape(told["join"])) == (1.5, False, True, (3, 400))
    assert set(told["seam"]) == {"level", "slope", "spectrum"}
    assert set(told["seam"]["level"]) == {"value", "typical", "percentile"}
    heard = soundfile.info(io.BytesIO(served.post(f"{one}/sound", json=asked).content))
    assert heard.duration == 4.5
    assert served.get("/studio/assets").json()["total"] == 1

    loop = served.post(one, json=asked).json()
    assert (loop["parents"], loop["engine_name"]) == ([{"id": rain.id, "how": "loop"}], "Loop")
    assert (loop["recipe"]["params"]["start_s"], loop["duration_s"]) == (told["start_s"], 1.5)
    job = served.post(f"/studio/assets/{loop['id']}/regenerate").json()
    assert studio.jobs.wait(job["id"]).result["verdict"] == "identical"


def test_a_loop_that_cannot_be_made_is_refused_with_its_field(studio, served):
    sound = studio.generation.generate("metal impact", duration_s=0.4)
    refused = served.post(f"/studio/assets/{sound.id}/loop", json={"duration_s": 5})
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "Length")
    assert served.post("/studio/assets/nothing/loop/preview", json={}).status_code == 404
