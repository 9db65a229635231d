import pytest
from websockets.sync.client import connect


def sign_in(client, name="Ann", password="open sesame"):
    return client.post("/studio/sign-in", data={"name": name, "password": password})


def test_without_a_sign_in_nothing_is_shown_but_health(guarded):
    assert guarded.get("/healthz").status_code == 200
    for path in (
        "/studio/assets",
        "/config",
        "/gradio_api/info",
        "/studio/assets/x/audio",
        "/studio/static/tokens.css",
    ):
        assert guarded.get(path).status_code == 401
    page = guarded.get("/", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/studio/sign-in")
    url = str(guarded.base_url).replace("http", "ws").rstrip("/") + "/studio/live"
    with pytest.raises(Exception, match="403"), connect(url):
        pass


def test_the_password_opens_and_the_name_is_who_one_is(guarded):
    assert sign_in(guarded).status_code == 303
    assert guarded.get("/studio/me").json() == {"name": "Ann", "sign_in": True}
    assert guarded.get("/", headers={"accept": "text/html"}).status_code == 200
    assert guarded.get("/config").status_code == 200
    guarded.post("/studio/sign-out")
    assert guarded.get("/studio/me").status_code == 401


def test_a_wrong_password_or_forged_cookie_does_not(guarded):
    assert sign_in(guarded, password="wrong").status_code == 401
    guarded.cookies.set("studio_user", "Ann.forged")
    assert guarded.get("/studio/me").status_code == 401


def test_guessing_is_slowed_down(guarded):
    codes = [sign_in(guarded, password=str(i)).status_code for i in range(12)]
    assert codes[:10] == [401] * 10
    assert codes[10:] == [429, 429]


def test_a_name_with_markup_is_shown_as_text(guarded):
    answer = sign_in(guarded, name="../<script>")
    assert answer.status_code == 400
    assert "<script>" not in answer.text.replace("<script>", "", 0).split("role")[1]


def test_names_are_kept_apart_in_what_they_make(guarded):
    sign_in(guarded, "Bo")
    job = guarded.post("/studio/generate", json={"prompt": "metal impact", "duration_s": 0.2}).json()
    assert job["owner"] == "Bo"
