import pytest

from audiocraft_studio import Settings
from audiocraft_studio.errors import InputError


def test_the_command_line_wins_over_the_environment():
    environ = {"STUDIO_PORT": "9000", "STUDIO_HOST": "0.0.0.0", "STUDIO_DATA": "/d"}
    settings = Settings.read(["--port", "9001"], environ)
    assert (settings.port, settings.host) == (9001, "0.0.0.0")
    assert settings.asks_sign_in


@pytest.mark.parametrize(
    ("host", "asks"),
    [
        ("127.0.0.1", False),
        ("localhost", False),
        ("::1", False),
        ("0.0.0.0", True),
        ("192.168.1.5", True),
        ("studio.lan", True),
    ],
)
def test_anything_but_loopback_asks_for_a_sign_in(host, asks):
    assert Settings(host=host).asks_sign_in is asks
    assert not Settings(host=host, sign_in="off").asks_sign_in


@pytest.mark.parametrize("argv", [["--port", "x"], ["--port", "99999"], ["--sign-in", "maybe"], ["--port", "nan"]])
def test_a_setting_that_cannot_work_says_so(argv):
    with pytest.raises(InputError):
        Settings.read(argv, {})


def test_projects_come_from_their_making_and_from_assets(studio):
    studio.projects.add("Emberfall")
    studio.generation.generate("metal impact", duration_s=0.2, project="Other")
    assert studio.projects.names() == ["default", "Emberfall", "Other"]
    assert studio.projects.counts() == {"Other": 1}


def test_a_first_visitor_finds_a_project_to_hear_once(studio):
    assert studio.starter.ensure()
    assert not studio.starter.ensure()
    for job in studio.jobs.all():
        studio.jobs.wait(job.id)
    assert all(c.generated >= 1 for c in studio.plan.coverage("Lighthouse"))
    scene = studio.scenes.list("Lighthouse")[0]
    assert all(layer.asset for layer in scene.layers)
