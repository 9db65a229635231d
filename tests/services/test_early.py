"""Sounds are heard while they are being made."""

import threading
from collections.abc import Iterator

import httpx
import numpy as np
import pytest
import tone_engine

from audiocraft_studio import Settings, bootstrap, build
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import InputError
from audiocraft_studio.jobs.states import State
from audiocraft_studio.services.early import Early
from audiocraft_studio.services.generation import GenerateRequest
from audiocraft_studio.web.server import Server

ASKED = GenerateRequest(prompt="tone", model="local/tone", duration_s=2.0, seed=7)


@pytest.fixture
def hold() -> Iterator[threading.Event]:
    """Lets the second half of each tone be made."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def toned(tmp_path, monkeypatch, hold):
    """A studio whose models are tones that tell of their pieces."""
    monkeypatch.setattr(bootstrap, "AudioCraftEngine", lambda **_: tone_engine.ToneEngine(hold=hold))
    with build(Settings(data_dir=tmp_path / "tones", port=0)) as studio:
        yield studio
        hold.set()


@pytest.fixture
def half_made(toned):
    """A job of which the first half can be heard."""
    heard = threading.Event()
    ends = toned.jobs.on_change(lambda job: job.heard.get(0) == 1.0 and heard.set())
    job = toned.generation.submit(ASKED, owner="ann")
    assert heard.wait(20)
    ends()
    return toned.jobs.get(job.id)


def test_what_is_heard_early_is_the_sound_that_is_saved(toned, half_made, hold):
    early = toned.early.of(half_made, 0, 0)
    assert (early.sample_rate, early.total, early.finished) == (8000, 8000, False)
    later = toned.early.of(half_made, 0, 7900)
    assert np.array_equal(later.samples, early.samples[:, 7900:])
    hold.set()
    job = toned.jobs.wait(half_made.id)
    saved = toned.assets.audio(job.assets[0]).samples
    assert np.array_equal(early.samples, saved[:, :8000])
    rest = toned.early.of(job, 0, 8000)
    assert (rest.total, rest.finished, rest.asset) == (16000, True, job.assets[0])
    assert np.array_equal(rest.samples, saved[:, 8000:])


def test_nothing_of_it_stays_in_memory_once_it_is_saved(toned, half_made, hold):
    assert toned.early.n_bytes == 4 * 8000
    hold.set()
    job = toned.jobs.wait(half_made.id)
    assert (toned.early.n_bytes, dict(job.heard)) == (0, {})


def test_a_cancelled_job_can_no_longer_be_heard(toned, half_made, hold):
    toned.jobs.cancel(half_made.id)
    hold.set()
    ended = threading.Event()
    toned.jobs.on_change(lambda job: job.state.ended and ended.set())
    assert toned.jobs.get(half_made.id).state.ended or ended.wait(20)
    job = toned.jobs.get(half_made.id)
    heard = toned.early.of(job, 0, 0)
    assert (job.state, dict(job.heard), toned.early.n_bytes) == (State.CANCELLED, {}, 0)
    assert (heard.total, heard.finished) == (0, True)


def test_each_item_of_a_job_is_heard_by_itself(toned, hold):
    hold.set()
    told = []
    toned.jobs.on_change(lambda job: told.append(dict(job.heard)))
    job = toned.generation.submit(
        GenerateRequest(prompt="tone", model="local/tone", count=2, duration_s=1.0), owner="a"
    )
    toned.jobs.wait(job.id)
    assert {1: 0.5, 0: 1.0} in told
    assert told[-1] == {}


def test_an_item_that_is_begun_again_is_heard_from_its_start(studio):
    early = Early(studio.assets)
    assert early.add("job", 0, 0, piece(100)) == 0.1
    assert early.add("job", 0, 100, piece(50)) == pytest.approx(0.15)
    assert early.add("job", 0, 0, piece(80)) == pytest.approx(0.08)


def test_beyond_the_limit_pieces_are_left_to_the_saved_sound(studio):
    early = Early(studio.assets, limit_bytes=4 * 150)
    assert early.add("job", 0, 0, piece(100)) == 0.1
    assert early.add("job", 0, 100, piece(100)) == 0.1
    assert early.add("job", 0, 100, piece(10)) == 0.1  # after a piece that is missing, none joins
    assert early.add("job", 1, 0, piece(50)) == pytest.approx(0.05)
    assert early.n_bytes == 4 * 150


@pytest.mark.parametrize(("item", "first"), [(1, 0), (-1, 0), (0, -1)])
def test_what_a_job_does_not_have_is_refused(toned, half_made, item, first):
    with pytest.raises(InputError):
        toned.early.of(half_made, item, first)


def test_the_route_gives_samples_and_says_how_many_there_are(toned, half_made, hold):
    server = Server(toned)
    server.start()
    with httpx.Client(base_url=server.url, timeout=30) as client:
        job = client.get(f"/studio/jobs/{half_made.id}").json()
        assert job["heard"] == [{"item": 0, "seconds": 1.0}]
        answer = client.get(f"/studio/jobs/{half_made.id}/sound?item=0&from=4000")
        told = {name: answer.headers[f"studio-{name}"] for name in ("sample-rate", "channels", "total", "finished")}
        assert told == {"sample-rate": "8000", "channels": "1", "total": "8000", "finished": "0"}
        assert np.array_equal(np.frombuffer(answer.content, "<f4"), toned.early.of(half_made, 0, 4000).samples[0])
        hold.set()
        toned.jobs.wait(half_made.id)
        whole = client.get(f"/studio/jobs/{half_made.id}/sound?item=0&from=8000")
        assert whole.headers["studio-asset"] == toned.jobs.get(half_made.id).assets[0]
        assert (whole.headers["studio-finished"], len(whole.content)) == ("1", 4 * 8000)
        assert client.get(f"/studio/jobs/{half_made.id}/sound?item=3").status_code == 400
        assert client.get("/studio/jobs/none/sound").status_code == 404
    server.stop()


def piece(n_samples: int) -> Audio:
    return Audio(np.ones((1, n_samples), np.float32), 1000)
