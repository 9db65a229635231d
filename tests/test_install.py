"""The Dockerfile's install step, and the studio on top of it, in an environment that had nothing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOUND = """
import hashlib, sys
from audiocraft_studio import Settings, build
from audiocraft_studio.engines.base import Item, Request
from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.engines.sketch.model import SketchModel
with build(Settings(data_dir="data")) as studio:
    print(studio.generation.generate("heavy rain on a tin roof with distant thunder", duration_s=2.0, seed=1).sha256)
    sketch = SketchModel()
    for family in FAMILIES:
        for item in (Item(family.examples[0][0], 1), Item(family.examples[-1][0], 2)):
            made = sketch.generate(Request((item,), 0.5, {}), lambda *done: None)
            print(item.prompt, hashlib.sha256(made[0].audio.samples.tobytes()).hexdigest())
    assert "torch" not in sys.modules
import torch, torchaudio
from audiocraft_studio.engines.audiocraft import compat
"""


def other_python() -> str:
    """The image's Python 3.12 where there is one, so that both supported versions are run; else this one."""
    pyenv = sorted(Path("~/.pyenv/versions").expanduser().glob("3.12.*/bin/python"))
    for candidate in ("python3.12", *map(str, pyenv)):
        path = shutil.which(candidate)
        if (
            path
            and subprocess.run([path, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode == 0
        ):
            return path
    return sys.executable


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_install_steps_of_the_image_give_a_studio_that_makes_the_same_sound(tmp_path):
    steps = re.findall(r"^RUN (pip install .+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert steps
    environment = tmp_path / "env"
    subprocess.run([other_python(), "-m", "venv", environment], check=True)
    clean = {"PATH": f"{environment / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    clean |= {k: v for k, v in os.environ.items() if k.startswith("PIP_")}
    app = tmp_path / "app"
    app.mkdir()
    for name in ("requirements.txt", "app.py", "audiocraft_studio", "assets_db"):
        (app / name).symlink_to(ROOT / name)
    for step in steps:
        subprocess.run(["sh", "-c", step], cwd=app, env=clean, check=True)
    made = _sound(environment / "bin/python", app, clean)
    here = _sound(Path(sys.executable), _fresh(tmp_path), {**os.environ, "PYTHONPATH": "."})
    assert made == here
    shutil.rmtree(environment)


def _sound(python: Path, folder: Path, environ: dict[str, str]) -> str:
    return subprocess.run(
        [python, "-c", SOUND], cwd=folder, env=environ, check=True, text=True, stdout=subprocess.PIPE
    ).stdout


def _fresh(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    for name in ("audiocraft_studio", "assets_db"):
        (folder / name).symlink_to(ROOT / name)
    return folder
