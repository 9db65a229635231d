"""The impulse responses of reverbs by HTTP."""

import numpy as np
import pytest
from scipy import signal

from audiocraft_studio.dsp.reverb import Plate, Room, response
from audiocraft_studio.services.scenes import Layer


@pytest.fixture
def drop(studio):
    return studio.generation.generate("water drop", duration_s=0.5, seed=4).id


def test_a_reverb_of_a_layer_is_the_response_that_the_page_gets(studio, drop, served):
    asked = {"decay_s": 0.4, "size_m": 12, "treble": 0.7, "place": "room", "seed": 5}
    answer = served.get("/studio/reverb", params={**asked, "sample_rate": 44100})
    told = np.frombuffer(answer.content, "<f4").reshape(2, -1)
    assert np.array_equal(told, response(Room(0.4, 12, 0.7, 5), 44100))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "immutable" in answer.headers["cache-control"]
    dry, wet = ({**asked, "kind": "reverb", "wet": w, "dry": d} for w, d in ((0, 1), (1, 0)))
    one = studio.scenes.mix([Layer("Drop", drop, 0.1, effects=(dry,))], duration_s=1.0).samples
    heard = studio.scenes.mix([Layer("Drop", drop, 0.1, effects=(wet,))], duration_s=1.0).samples
    by_page = signal.fftconvolve(one.astype(float), told.astype(float), axes=1)[:, :44100]
    assert np.abs(heard - by_page).max() < 1e-5


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"decay_s": "long"}, "decay_s"), ({"decay_s": 11}, "Decay"), ({"place": "cellar"}, "Place"),
        ({"sample_rate": 100}, "sample_rate"), ({"sample_rate": "nan"}, "sample_rate"), ({"echo": 1}, "echo"),
        ({"seed": 1.5}, "Seed"),
    ],
)  # fmt: skip
def test_a_reverb_that_cannot_be_is_refused_with_its_field(quiet, params, field):
    answer = quiet.get("/studio/reverb", params=params)
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)


def test_a_plate_has_no_size(quiet):
    of_plates = [quiet.get("/studio/reverb", params={"place": "plate", "size_m": m}).content for m in (2, 50)]
    assert of_plates[0] == of_plates[1]
    assert np.array_equal(np.frombuffer(of_plates[0], "<f4").reshape(2, -1), response(Plate(1.2, 0.5), 44100))
