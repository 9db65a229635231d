"""The routes of the library as a whole."""

import json

from websockets.sync.client import connect

from tests.web.test_routes import finished, generate


def test_many_sounds_are_changed_and_changed_back(served):
    ids = [asset["id"] for asset in generate(served, count=3, seed=1)]
    done = served.post("/studio/bulk", json={"ids": ids[:2], "change": {"add_tags": ["gate"], "rating": 4}}).json()
    assert (done["changed"], sorted(done["ids"])) == (2, sorted(ids[:2]))
    assert served.get("/studio/assets", params={"q": "tag:gate rating:4"}).json()["total"] == 2
    undone = served.post(f"/studio/bulk/{done['undo']}/undo").json()
    assert (undone["changed"], undone["skipped"]) == (2, 0)
    assert served.get("/studio/assets", params={"q": "tag:gate"}).json()["total"] == 0
    served.post(f"/studio/bulk/{undone['undo']}/undo")
    assert served.get("/studio/assets", params={"q": "tag:gate"}).json()["total"] == 2


def test_what_a_search_finds_goes_to_the_trash_and_comes_back(served):
    generate(served, count=2, seed=1)
    done = served.post(
        "/studio/bulk", json={"query": "metal", "project": "default", "change": {"trashed": True}}
    ).json()
    assert done["changed"] == 2
    assert served.get("/studio/assets").json()["total"] == 0
    served.post(f"/studio/bulk/{done['undo']}/undo")
    assert served.get("/studio/assets").json()["total"] == 2


def test_a_change_of_many_is_told_once_by_ids_alone(served):
    ids = [asset["id"] for asset in generate(served, count=3, seed=1)]
    url = str(served.base_url).replace("http", "ws").rstrip("/") + "/studio/live"
    with connect(url) as socket:
        served.post("/studio/bulk", json={"ids": ids, "change": {"favourite": True}})
        served.patch(f"/studio/assets/{ids[0]}", json={"rating": 1})
        heard = [json.loads(socket.recv(timeout=5))]
        while heard[-1]["event"] != "asset":
            heard.append(json.loads(socket.recv(timeout=5)))
    assert [sorted(m["ids"]) for m in heard if m["event"] == "assets"] == [sorted(ids)]
    assert sum(m["event"] == "asset" for m in heard) == 1


def test_a_mix_knows_its_layers_and_its_versions_and_its_layers_are_missed(served):
    rain = generate(served, prompt="light rain")[0]
    scene = served.post("/studio/scenes", json={"name": "Café", "layers": [{"asset": rain["id"]}]}).json()
    mixes = [finished(served, served.post(f"/studio/scenes/{scene['id']}/render").json())["assets"][0] for _ in "12"]
    family = served.get(f"/studio/assets/{mixes[0]}/lineage").json()
    assert family["edges"] == [{"parent": rain["id"], "child": mixes[0], "how": "layer"}]
    assert family["more"] == 0
    assert family["nodes"][1] == {
        "id": rain["id"], "name": rain["name"], "type": rain["type"], "engine_name": "Sketch", "generation": -1,
        "trashed": False, "missing": False,
    }  # fmt: skip
    assert [a["id"] for a in served.get(f"/studio/assets/{mixes[1]}/versions").json()] == mixes
    missed = served.post("/studio/dependants", json={"ids": [rain["id"]]}).json()
    assert missed["count"] == 2
    assert {a["id"] for a in missed["assets"]} == set(mixes)
    assert missed["scenes"] == [{"id": scene["id"], "name": "Café"}]
    assert served.post("/studio/dependants", json={"query": 'prompt:"light rain" engine:sketch'}).json() == missed


def test_the_trash_is_emptied_by_a_job(served):
    kept, gone = (asset["id"] for asset in generate(served, count=2, seed=1))
    served.delete(f"/studio/assets/{gone}")
    job = finished(served, served.post("/studio/trash/empty", json={"project": "default"}).json())
    assert (job["kind"], job["result"]["removed"]) == ("empty", 1)
    assert served.get(f"/studio/assets/{gone}").status_code == 404
    assert served.get(f"/studio/assets/{kept}").status_code == 200


def test_similar_sounds_come_nearest_first_with_a_score(served):
    first, second = generate(served, count=2, seed=1)
    other = generate(served, prompt="heavy rain")[0]
    answer = served.get(f"/studio/assets/{first['id']}/similar").json()
    assert [a["id"] for a in answer["assets"]] == [second["id"], other["id"]]
    assert 1 >= answer["assets"][0]["score"] > answer["assets"][1]["score"] > 0
    narrowed = served.get(f"/studio/assets/{first['id']}/similar", params={"q": "rain", "limit": 1}).json()
    assert [a["id"] for a in narrowed["assets"]] == [other["id"]]


def test_collections_are_listed_with_how_many_sounds_are_in_them(served):
    asset = generate(served)[0]
    served.patch(f"/studio/assets/{asset['id']}", json={"collections": ["Act 1"]})
    assert served.get("/studio/collections").json() == [{"name": "Act 1", "assets": 1}]
    assert served.get("/studio/collections?project=Elsewhere").json() == []
    facets = served.get("/studio/assets?facets=1").json()["facets"]
    assert (facets["collection"], facets["engine"], facets["by"]) == ({"Act 1": 1}, {"sketch": 1}, {"you": 1})


BAD = [
    ("/studio/bulk", {}, 400),
    ("/studio/bulk", {"ids": ["x"], "change": {"rating": 3}}, 404),
    ("/studio/bulk", {"ids": "x", "change": {"rating": 3}}, 400),
    ("/studio/bulk", {"ids": [3], "change": {"rating": 3}}, 400),
    ("/studio/bulk", {"ids": [], "change": {"rating": 9}}, 400),
    ("/studio/bulk", {"ids": [], "change": []}, 400),
    ("/studio/bulk", {"change": {"rating": 3}}, 400),
    ("/studio/bulk", {"query": 3, "change": {"rating": 3}}, 400),
    ("/studio/bulk", {"query": "rating:x", "change": {"rating": 3}}, 400),
    ("/studio/bulk/nothing/undo", {}, 404),
    ("/studio/dependants", {"ids": "x"}, 400),
    ("/studio/trash/empty", {"project": 3}, 400),
]


def test_bad_requests_are_answered_in_words(quiet):
    for path, body, status in BAD:
        answer = quiet.post(path, json=body)
        assert (path, body, answer.status_code) == (path, body, status)
        assert answer.json()["error"]["message"]
