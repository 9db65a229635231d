"""The documentation tells the truth."""

import ast
import re
from pathlib import Path

import pytest

from audiocraft_studio.settings import OPTIONS, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")


def test_the_settings_table_lists_every_option_with_its_default():
    for flag, variable, default, _ in OPTIONS:
        row = next(line for line in README.splitlines() if line.startswith(f"| `--{flag}`"))
        assert f"`{variable}`" in row
        assert f"| `{default}` |" in row or not default


def test_the_commands_are_those_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make (\w+)`|^    make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target[0] or target[1]}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("text", [README, ARCHITECTURE], ids=["README", "architecture"])
def test_every_path_and_link_that_is_named_is_there(text):
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        base = ROOT if text is README else ROOT / "docs"
        assert (base / link).exists(), link
    for path in re.findall(r"`((?:audiocraft_studio|assets_db|tests|docs|benchmarks|scripts)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path
    inner = re.findall(r"`((?:services|jobs|engines|web|ui|dsp|quality)/[\w./]+\.\w+)`", ARCHITECTURE)
    assert all((ROOT / "audiocraft_studio" / path).exists() for path in inner)


def test_the_script_in_the_readme_runs_as_it_stands(tmp_path, monkeypatch, capsys):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    ast.parse(code)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip() == "identical"


def test_the_space_is_configured_for_docker():
    head = README.split("---")[1]
    assert "sdk: docker" in head
    assert "app_port: 7860" in head


def test_the_dockerfile_copies_what_the_server_needs_and_drops_its_rights():
    lines = [line.split() for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if line[:4].isupper()]
    copied = {source for words in lines if words[0] == "COPY" for source in words[1:-1]}
    assert copied == {"requirements.txt", "app.py", "audiocraft_studio", "assets_db"}
    assert ["USER", "studio"] in lines
    assert any(words[0] == "HEALTHCHECK" for words in lines)
    assert Settings(host="0.0.0.0").asks_sign_in
