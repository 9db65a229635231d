import io
import json
import time
import zipfile

import numpy as np
import pytest
import soundfile
from websockets.sync.client import connect


def finished(served, job):
    for _ in range(300):
        job = served.get(f"/studio/jobs/{job['id']}").json()
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        time.sleep(0.02)
    raise AssertionError(f"the job never ended: {job}")


def generate(served, **body):
    job = served.post("/studio/generate", json={"prompt": "metal impact", "duration_s": 0.4, **body}).json()
    return [served.get(f"/studio/assets/{i}").json() for i in finished(served, job)["assets"]]


def test_health_tells_that_torch_is_not_loaded(quiet):
    answer = quiet.get("/healthz").json()
    assert answer["status"] == "ok"
    assert answer["assets"] == 0
    assert set(answer) == {"status", "version", "torch_loaded", "assets", "jobs"}


def test_a_sound_is_made_heard_seen_judged_and_thrown_away(served):
    asset = generate(served, count=2, seed=5)[1]
    assert (asset["recipe"]["seed"], asset["procedural"]) == (6, True)
    audio = served.get(f"/studio/assets/{asset['id']}/audio")
    samples, rate = soundfile.read(io.BytesIO(audio.content), dtype="float32", always_2d=True)
    assert (rate, samples.shape) == (44100, (17640, 2))
    part = served.get(f"/studio/assets/{asset['id']}/audio", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, audio.content[100:200])
    peaks = np.frombuffer(served.get(f"/studio/assets/{asset['id']}/peaks?columns=80").content, "<f4").reshape(3, 80)
    assert peaks[1].max() == pytest.approx(samples.max())
    picture = served.get(f"/studio/assets/{asset['id']}/spectrogram?width=30&height=20").content
    assert len(picture) == 600
    rated = served.patch(f"/studio/assets/{asset['id']}", json={"rating": 4, "tags": ["Gate"]}).json()
    assert (rated["review"]["rating"], rated["tags"]) == (4, ["gate"])
    page = served.get("/studio/assets", params={"q": "rating:>=4", "facets": 1}).json()
    assert (page["total"], page["facets"]["tags"]) == (1, {"gate": 1})
    served.delete(f"/studio/assets/{asset['id']}")
    assert served.get("/studio/assets", params={"q": "rating:>=4"}).json()["total"] == 0
    served.post(f"/studio/assets/{asset['id']}/restore")
    job = finished(served, served.post(f"/studio/assets/{asset['id']}/regenerate").json())
    assert job["result"]["verdict"] == "identical"


def test_a_download_is_named_after_the_sound(served):
    asset = generate(served, name="Gate, heavy")[0]
    header = served.get(f"/studio/assets/{asset['id']}/audio?download=1").headers["content-disposition"]
    assert 'filename="gate-heavy.wav"' in header


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind"),
    [
        ("POST", "/studio/generate", {"prompt": ""}, 400, "InputError"),
        ("POST", "/studio/generate", {"prompt": "rain", "project": "../../x"}, 400, "InputError"),
        ("POST", "/studio/generate", {"prompt": "rain", "model": "facebook/audiogen-large"}, 404, "UnknownModel"),
        ("POST", "/studio/generate", {"prompt": "rain", "melody": {"path": "/etc/passwd"}}, 400, "InputError"),
        ("POST", "/studio/generate", {"prompt": "rain", "melody": "../../etc/passwd"}, 400, "InputError"),
        ("POST", "/studio/generate", {"prompt": "rain", "params": [1]}, 400, "InputError"),
        ("POST", "/studio/generate", {"prompt": "rain", "tags": "x"}, 400, "InputError"),
        ("GET", "/studio/assets/../../etc/passwd", None, 404, None),
        ("GET", "/studio/assets/nothing", None, 404, "NotFound"),
        ("GET", "/studio/assets/nothing/audio", None, 404, "NotFound"),
        ("GET", "/studio/assets?limit=x", None, 400, "InputError"),
        ("GET", "/studio/assets?q=rating:x", None, 400, "InputError"),
        ("PATCH", "/studio/assets/nothing", {"rating": 3}, 404, "NotFound"),
        ("POST", "/studio/scenes", {"name": "x", "layers": [{"weight": "loud"}]}, 400, "InputError"),
        ("POST", "/studio/scenes", {"name": "x", "layers": 3}, 400, "InputError"),
        ("POST", "/studio/sounds", {"name": "x", "template": "{a} y"}, 400, "InputError"),
        ("POST", "/studio/models/load", {"id": "facebook/musicgen-tiny"}, 404, "UnknownModel"),
        ("GET", "/studio/grids/nothing", None, 404, "NotFound"),
        ("POST", "/studio/jobs/nothing/cancel", {}, 404, "NotFound"),
    ],
)
def test_bad_requests_are_answered_in_words(quiet, method, path, body, status, kind):
    answer = quiet.request(method, path, json=body)
    assert answer.status_code == status
    if kind:
        assert answer.json()["error"]["kind"] == kind
        assert answer.json()["error"]["message"]


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(quiet, content):
    answer = quiet.post("/studio/generate", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_requests_from_another_site_are_refused(quiet):
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "https://127.0.0.1:1"}):
        assert quiet.post("/studio/generate", json={"prompt": "rain"}, headers=headers).status_code == 403
        assert quiet.get("/studio/assets", headers=headers).status_code == 403
    own = str(quiet.base_url).rstrip("/")
    assert quiet.get("/studio/assets", headers={"Origin": own}).status_code == 200


def test_a_foreign_name_pointed_at_this_machine_is_refused(quiet):
    port = quiet.base_url.port
    for name in ("evil.example", "127.0.0.1.evil.example"):
        headers = {"Host": f"{name}:{port}", "Origin": f"http://{name}:{port}"}
        assert quiet.get("/studio/assets", headers=headers).status_code == 403
    assert quiet.get("/studio/assets", headers={"Host": f"localhost:{port}"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/gradio_api/file=/etc/passwd", "/gradio_api/file=http://example.org/x", "/file=app.py"]
)
def test_no_file_is_served_by_its_path(quiet, path):
    assert quiet.get(path).status_code == 404


def test_live_updates_tell_of_jobs_and_assets(served):
    url = str(served.base_url).replace("http", "ws").rstrip("/") + "/studio/live"
    with connect(url) as socket:
        generate(served)
        heard = []
        while not any(m["event"] == "job" and m["job"]["state"] == "done" for m in heard):
            heard.append(json.loads(socket.recv(timeout=5)))
    assert any(m["event"] == "asset" for m in heard)


def test_live_updates_refuse_another_site(quiet):
    url = str(quiet.base_url).replace("http", "ws").rstrip("/") + "/studio/live"
    with pytest.raises(Exception, match="403"), connect(url, origin="http://evil.example"):
        pass


def test_scene_and_plan_go_in_and_come_out(served):
    asset = generate(served, prompt="light rain")[0]
    scene = served.post("/studio/scenes", json={"name": "Café", "layers": [{"name": "Rain", "asset": asset["id"]}]})
    scene = scene.json()
    assert scene["layers"][0]["asset_duration_s"] == pytest.approx(0.4)
    job = finished(served, served.post(f"/studio/scenes/{scene['id']}/render").json())
    assert served.get(f"/studio/scenes/{scene['id']}").json()["rendered"] == job["assets"][0]
    stale = {**scene, "name": "Mine"}
    assert served.put(f"/studio/scenes/{scene['id']}", json={**scene, "name": "Theirs"}).json()["name"] == "Theirs"
    refused = served.put(f"/studio/scenes/{scene['id']}", json=stale)
    assert (refused.status_code, refused.json()["error"]["kind"], refused.json()["error"]["name"]) == (
        409,
        "Changed",
        "Theirs",
    )
    (version,) = served.get(f"/studio/scenes/{scene['id']}/versions").json()
    assert served.post(f"/studio/scenes/{scene['id']}/versions/{version['n']}/restore").json()["name"] == "Café"
    scene["layers"][0]["scatter"] = {"per_minute": 60, "spread": 0}
    events = served.post("/studio/scenes/events", json={**scene, "duration_s": 3}).json()[scene["layers"][0]["id"]]
    assert [(e["at_s"], e["asset"], e["rate"]) for e in events] == [(t, asset["id"], 1) for t in (0, 1, 2)]
    document = served.get(f"/studio/scenes/{scene['id']}/document").json()
    brought = served.post("/studio/scenes/import", json={"document": document, "project": "p"}).json()
    assert (brought["name"], brought["notes"], brought["layers"][0]["asset"]) == ("Café", [], asset["id"])
    document["layers"][0]["weight"] = 4
    wrong = served.post("/studio/scenes/import", json={"document": document, "project": "p"})
    assert (wrong.status_code, wrong.json()["error"]["problems"][0]["path"]) == (400, "layers[0].weight")
    assert served.get(f"/studio/scenes/{scene['id']}/manifest").text.startswith("# Café")
    assert [n["name"] for n in served.get("/studio/scenes/graph").json()["nodes"]] == ["Café", "Café"]
    assert "- Café" in served.get("/studio/scenes/graph.md").text
    sound = served.post("/studio/sounds", json={"name": "Gate", "template": "metal impact", "duration_s": 0.3}).json()
    finished(served, served.post(f"/studio/sounds/{sound['id']}/generate", json={"count": 2}).json())
    plan = served.get("/studio/plan?project=default").json()
    assert plan["coverage"] == {"required": 3, "generated": 2, "approved": 0, "missing": 1}
    assert "| Gate |" in served.get("/studio/plan/export?project=default").text


def test_a_place_is_built_filled_narrated_gone_over_and_taken_to_a_daw(served):
    places = {t["id"]: t for t in served.get("/studio/environments").json()}
    assert places["forest"]["day_night"]
    assert {"name": "wind", "label": "Wind", "minimum": 0, "maximum": 1, "value": 0.4} in places["forest"]["parameters"]
    told = {"values": {"drips": 0.2, "wind": 0.1, "water": 0, "stones": 0}, "name": "Cellar"}
    scene = served.post("/studio/environments/cave", json=told).json()
    job = served.post(f"/studio/scenes/{scene['id']}/generate", json={}).json()
    layers = [layer["id"] for layer in scene["layers"]]
    assert list(dict.fromkeys(job["context"]["layers"].split(","))) == layers
    assert finished(served, job)["failures"] == []
    filled = served.get(f"/studio/scenes/{scene['id']}").json()
    assert all(layer["asset"] for layer in filled["layers"])
    (drops,) = filled["events"].values()
    assert len({event["asset"] for event in drops}) > 1
    voice = generate(served, prompt="crowd talking", duration_s=1)[0]
    narrated = served.post(f"/studio/scenes/{scene['id']}/narration", json={"asset": voice["id"], "at_s": 5}).json()
    assert narrated["layers"][-1]["type"] == "voice"
    speech = served.get("/studio/speech").json()
    assert bool(speech["program"]) == bool(speech["voices"]) != bool(speech["missing"])
    said = served.post("/studio/speech", json={"text": "Mind the step.", "voice": "en-gb", "words_per_minute": 140})
    assert said.status_code == (200 if speech["program"] else 503)
    assert (said.json().get("engine_name") == "Synthetic voice") == bool(speech["program"])
    over = {"from": scene["id"], "to": scene["id"], "seconds": 1, "tail_s": 0.5, "head_s": 0.5}
    job = finished(served, served.post("/studio/transitions", json=over).json())
    assert served.get(f"/studio/assets/{job['assets'][0]}").json()["duration_s"] == 2
    project = zipfile.ZipFile(io.BytesIO(served.get(f"/studio/scenes/{scene['id']}/reaper").content))
    assert "project.rpp" in project.namelist()
    assert served.post("/studio/environments/cave", json={"values": {"wind": 7}}).json()["error"]["field"] == "Draught"


def test_a_grid_is_made_and_read(served):
    grid = served.post("/studio/grids", json={"prompt": "metal impact", "duration_s": 0.3, "count": 3}).json()
    finished(served, grid["job"])
    cells = served.get(f"/studio/grids/{grid['id']}").json()["cells"]
    assert [c["state"] for c in cells] == ["done"] * 3
    job = finished(served, served.post(f"/studio/grids/{grid['id']}/cells/1/regenerate").json())
    assert job["result"]["verdict"] == "identical"


def test_a_sketch_is_read_and_heard_without_being_kept(quiet):
    read = quiet.post("/studio/sketch/reading", json={"prompt": "rain on a tin roof", "params": {"size": 0.5}}).json()
    (rain,) = read["sources"]
    assert {"text": "tin roof", "says": "metal surface"} in rain["labels"]
    assert next(knob for knob in rain["knobs"] if knob["name"] == "size")["value"] == 0.5
    told = quiet.post("/studio/sketch/reading", json={"prompt": "rain", "params": {"size": 5}})
    assert (told.status_code, told.json()["error"]["field"]) == (400, "Size")
    sound = quiet.post("/studio/sketch/sound", json={"prompt": "rain", "duration_s": 0.2, "seed": 3})
    assert sound.headers["content-type"] == "audio/wav"
    assert sound.content[:4] == b"RIFF"
    unread = quiet.post("/studio/sketch/sound", json={"prompt": "anxiety", "duration_s": 0.2})
    assert (unread.status_code, unread.json()["error"]["kind"]) == (400, "PromptNotUnderstood")
    assert quiet.get("/studio/assets").json()["total"] == 0
