import io
import time

import pytest
import soundfile

from audiocraft_studio.engines.sketch.music import from_midi


def finished(served, job):
    for _ in range(600):
        job = served.get(f"/studio/jobs/{job['id']}").json()
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        time.sleep(0.02)
    raise AssertionError(f"the job never ended: {job}")


def generate(served, prompt, **body):
    asked = {"prompt": prompt, "type": "music", "duration_s": 4.0, "seed": 3, **body}
    job = finished(served, served.post("/studio/generate", json=asked).json())
    return served.get(f"/studio/assets/{job['assets'][0]}").json()


def midi_of(served, take):
    return served.get(f"/studio/assets/{take['id']}/midi")


def notes_of(midi):
    return [part.notes for part in from_midi(midi).parts]


def test_notes_go_out_come_in_are_played_and_go_out_the_same(served):
    take = generate(served, "synthwave in A minor, 100 bpm")
    assert take["has_notes"] is True
    answer = midi_of(served, take)
    assert answer.headers["content-type"] == "audio/midi"
    assert 'filename="synthwave-in-a-minor-100-bpm.mid"' in answer.headers["content-disposition"]

    told = served.post("/studio/notes", params={"name": "my tune.mid"}, content=answer.content).json()
    assert (told["name"], told["bpm"], told["metre"], told["key"]) == ("my tune.mid", 100.0, "4/4", "A minor")
    assert told["duration_s"] == pytest.approx(4.0, abs=0.01)
    assert told["count"] == sum(len(part) for part in notes_of(answer.content))
    assert served.get("/studio/notes", params={"ref": told["ref"]}).json() == told

    made = generate(served, "chiptune", notes=told["ref"])
    assert made["recipe"]["conditioning"][0]["name"] == "my tune.mid"
    assert notes_of(midi_of(served, made).content) == notes_of(answer.content)
    job = finished(served, served.post(f"/studio/assets/{made['id']}/regenerate").json())
    assert job["result"]["verdict"] == "identical"


def test_the_tune_of_a_take_is_heard_alone(served):
    take = generate(served, "violin melody in G minor")
    wav = served.get("/studio/notes/tune", params={"ref": take["id"]})
    samples, rate = soundfile.read(io.BytesIO(wav.content), always_2d=True)
    assert (rate, samples.shape[1]) == (44100, 1)
    assert samples.shape[0] == pytest.approx(4 * 44100, abs=500)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "not a Standard MIDI File"), (b"RIFF....WAVE", "not a Standard MIDI File"), (b"MThd" * 1_000_001, "4 MB")],
)
def test_what_is_no_midi_file_is_refused_and_not_kept(quiet, quiet_studio, content, says):
    answer = quiet.post("/studio/notes", content=content)
    assert (answer.status_code, answer.json()["error"]["kind"]) == (400, "InputError")
    assert says in answer.json()["error"]["message"]
    assert not list((quiet_studio.settings.data_dir / "inputs").glob("*"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/studio/assets/nothing/midi", 404),
        ("/studio/notes", 404),
        ("/studio/notes?ref=../../etc/passwd", 404),
        (f"/studio/notes?ref={'0' * 64}/../../x.mid", 404),
        ("/studio/notes/tune?ref=nothing", 404),
    ],
)
def test_notes_that_are_not_there_say_so_and_no_file_is_named_by_its_path(quiet, path, status):
    answer = quiet.get(path)
    assert answer.status_code == status
    assert answer.json()["error"]["kind"] == "NotFound"


def test_a_sound_without_notes_says_so(served):
    rain = generate(served, "rain", type="ambience", duration_s=0.5)
    assert rain["has_notes"] is False
    answer = midi_of(served, rain)
    assert answer.status_code == 400
    assert "has no notes" in answer.json()["error"]["message"]
    asked = {"prompt": "jazz", "notes": {"path": "/etc/passwd"}}
    assert served.post("/studio/generate", json=asked).status_code == 400
