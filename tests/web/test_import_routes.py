import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np
import pytest
import soundfile

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.web import import_routes


def noise(seed, n=4000):
    rng = np.random.default_rng(seed)
    return Audio((0.1 * rng.standard_normal((1, n))).astype(np.float32), 16000)


def finished(served, job):
    for _ in range(600):
        job = served.get(f"/studio/jobs/{job['id']}").json()
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        time.sleep(0.02)
    raise AssertionError(f"the job never ended: {job}")


def upload(served, audio, **asked):
    return served.post("/studio/upload", params=asked, content=audiofile.to_wav(audio))


def test_a_folder_is_imported_over_http_and_told_about(served, tmp_path):
    folder = tmp_path / "Samples"
    (folder / "Rain").mkdir(parents=True)
    for seed, name in enumerate(("gate.wav", "Rain/roof.wav")):
        audio = noise(seed)
        soundfile.write(folder / name, audio.samples.T, audio.sample_rate)
    (folder / "Rain" / "broken.mp3").touch()
    assert served.get("/studio/import").json()["allowed"] is True
    body = {"folder": str(folder), "project": "Game", "type": "auto", "folder_tags": True, "collection": "Field"}
    job = finished(served, served.post("/studio/import", json=body).json())
    assert (job["state"], job["kind"], job["title"]) == ("done", "import", "Import of Samples")
    assert (job["done"], job["total"], job["result"]["imported"], len(job["result"]["assets"])) == (2, 3, 2, 2)
    [[path, reason]] = job["result"]["failed"]
    assert path == "Rain/broken.mp3"
    assert job["failures"] == [{"index": 1, "reason": f"{path} {reason}"}]
    roof = served.get("/studio/assets", params={"q": "tag:rain collection:Field", "project": "Game"}).json()
    assert [asset["name"] for asset in roof["assets"]] == ["roof"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "Folder"),
        ({"folder": "/there/is/no/such"}, "Folder"),
        ({"folder": 3}, "Folder"),
        ({"folder": "/tmp", "type": "noise"}, "Type"),
        ({"folder": "/tmp", "project": "a/b"}, "Project"),
        ({"folder": "/tmp", "folder_tags": "yes"}, "Folder tags"),
        ({"folder": "/tmp", "collection": ["x"]}, "Collection"),
    ],
)
def test_a_wish_that_cannot_be_met_is_answered_in_words(quiet, body, field):
    answer = quiet.post("/studio/import", json=body)
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)


def test_who_signs_in_over_the_lan_reads_no_folder_of_the_server(guarded: httpx.Client, tmp_path):
    assert guarded.get("/studio/import").status_code == 401
    assert guarded.post("/studio/import", json={"folder": "/etc"}).status_code == 401
    guarded.post("/studio/sign-in", data={"name": "Ann", "password": "open sesame"})
    told = guarded.get("/studio/import").json()
    assert (told["allowed"], told["folders"]) == (False, [])
    for folder in ("/etc", str(tmp_path), "/there/is/no/such"):
        refused = guarded.post("/studio/import", json={"folder": folder})
        assert refused.status_code == 400
        assert "folder picker" in refused.json()["error"]["message"]
    assert upload(guarded, noise(1), name="gate.wav").json()["created_by"] == "Ann"


def test_an_uploaded_sound_becomes_an_asset_once(served):
    first = upload(served, noise(1), name="../Gate slam.wav", project="Game").json()
    assert (first["name"], first["licence"], first["known"]) == ("Gate slam", "own recording", False)
    again = upload(served, noise(1), name="other.wav").json()
    assert (again["id"], again["name"], again["known"]) == (first["id"], "Gate slam", True)
    assert served.get("/studio/assets").json()["total"] == 1


def test_what_is_no_sound_is_not_kept(quiet):
    refused = quiet.post("/studio/upload", params={"name": "melody.mp3"}, content=b"not audio")
    assert refused.status_code == 400
    assert "melody.mp3" in refused.json()["error"]["message"]
    assert quiet.get("/studio/assets").json()["total"] == 0


def test_an_upload_without_end_is_refused_and_leaves_nothing(quiet, monkeypatch):
    monkeypatch.setattr(import_routes, "MAX_UPLOAD", 1_000_000)
    for where in ("upload", "inspect"):
        answer = quiet.post(f"/studio/{where}", content=(bytes(100_000) for _ in range(11)))
        assert (answer.status_code, answer.json()["error"]["field"]) == (400, "File")
    assert quiet.get("/studio/assets").json()["total"] == 0


def test_a_file_of_a_picked_folder_takes_tags_type_and_collection_from_its_path(served):
    path = "Field/Garden/RAINVege_Light Rain_BS_Forest.wav"
    made = upload(served, noise(2), path=path, name="RAINVege_Light Rain_BS_Forest.wav", folder_tags=1,
                  collection="Trip", type="auto").json()  # fmt: skip
    assert (made["name"], made["tags"], made["ucs"]) == ("Light Rain", ["field", "garden"], "RAINVege")
    assert (made["collections"], made["type"], made["category"]) == (["Trip"], "sfx", "Rain")
    plain = upload(served, noise(3), path="Music/a.wav").json()
    assert (plain["tags"], plain["type"], plain["collections"]) == ([], "sfx", [])
    assert upload(served, noise(4), path="Music/b.wav", type="auto").json()["type"] == "music"


def test_two_who_send_the_same_sound_at_once_get_one_asset(served):
    sound = audiofile.to_wav(noise(5, 100_000))
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: served.post("/studio/upload", content=sound).json(), range(4)))
    assert len({answer["id"] for answer in answers}) == 1
    assert sorted(answer["known"] for answer in answers) == [False, True, True, True]


def test_catids_are_offered_with_what_they_stand_for(quiet):
    known = {one["id"]: one for one in quiet.get("/studio/ucs").json()}
    assert known["RAINVege"] == {"id": "RAINVege", "category": "Rain", "subcategory": "vegetation"}
    assert all(one["category"] and one["subcategory"] for one in known.values())


def looked_into(served, content, name):
    before = served.get("/studio/assets").json()["total"]
    answer = served.post("/studio/inspect", params={"name": name}, content=content)
    assert served.get("/studio/assets").json()["total"] == before
    return answer


def test_a_download_dropped_on_the_page_shows_what_it_was_made_from(served):
    job = served.post(
        "/studio/generate", json={"prompt": "metal impact", "duration_s": 0.4, "seed": 7, "tags": ["gate"]}
    )
    [asset_id] = finished(served, job.json())["assets"]
    download = served.get(f"/studio/assets/{asset_id}/audio?download=1").content
    seen = looked_into(served, download, "gate.wav").json()
    assert seen["file"] == {
        "name": "gate.wav", "format": "WAV", "subtype": "FLOAT", "sample_rate": 44100, "channels": 2,
        "duration_s": 0.4, "bytes": len(download),
    }  # fmt: skip
    asset = served.get(f"/studio/assets/{asset_id}").json()
    assert (seen["asset"]["id"], seen["recipe"], seen["changed"]) == (asset_id, asset["recipe"], False)
    assert (seen["record"]["name"], seen["record"]["tags"]) == (asset["name"], ["gate"])
    assert seen["record"]["licence"] == asset["licence"]
    assert seen["quality"]["badges"] == asset["quality"]["badges"]
    served.delete(f"/studio/assets/{asset_id}")
    assert looked_into(served, download, "gate.wav").json()["asset"]["trashed_at"]


def test_a_sidecar_dropped_on_the_page_shows_its_recipe(served, studio):
    job = served.post("/studio/generate", json={"prompt": "metal impact", "duration_s": 0.4}).json()
    asset = studio.library.get(finished(served, job)["assets"][0])
    sidecar = studio.assets.sidecar(asset).read_bytes()
    seen = looked_into(served, sidecar, "gate.JSON").json()
    assert (seen["recipe"], seen["asset"]["id"], seen["quality"]) == (asset.recipe, asset.id, None)
    assert (seen["file"]["format"], seen["file"]["sample_rate"], seen["file"]["bytes"]) == ("JSON", None, len(sidecar))


def test_a_file_of_others_shows_its_facts_and_texts(quiet, tmp_path):
    path = tmp_path / "a.flac"
    with soundfile.SoundFile(path, "w", 48000, 1, "PCM_24", format="FLAC") as file:
        file.title, file.comment = "Gate", "north door"
        file.write(noise(1).samples[0])
    seen = looked_into(quiet, path.read_bytes(), "a.flac").json()
    assert (seen["file"]["format"], seen["file"]["subtype"], seen["file"]["channels"]) == ("FLAC", "PCM_24", 1)
    assert (seen["asset"], seen["recipe"], seen["record"]) == (None, None, None)
    assert (seen["metadata"]["title"], seen["metadata"]["comment"]) == ("Gate", "north door")
    assert seen["quality"]["loudness_lufs"] < 0


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.wav"), (b"<html>", "a.wav"), (b"{}", "a.json"), (b"[" * 100_000, "a.json"), (b"", "")],
)
def test_what_is_neither_sound_nor_sidecar_is_refused_in_words(quiet, content, name):
    answer = looked_into(quiet, content, name)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
