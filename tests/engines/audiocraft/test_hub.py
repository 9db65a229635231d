"""Published models: found in the hub's cache, or fetched from a hub (one that runs inside the test)."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import checkpoints
import pytest
from engines.audiocraft.asking import ask, info_of, no_tick

from audiocraft_studio.engines.audiocraft import AudioCraftEngine

REPO = "facebook/musicgen-small"
COMMIT = "1" * 40
FILES = ("state_dict.bin", "compression_state_dict.bin")


def test_a_model_in_the_cache_is_loaded_offline_and_names_its_commit(models_folder: Path, tmp_path: Path) -> None:
    checkpoints.make(tmp_path, "musicgen")
    snapshot = checkpoints.publish(tmp_path, "musicgen", REPO)
    engine = AudioCraftEngine()
    with checkpoints.hub(tmp_path):
        info = info_of(engine, REPO)
        found = engine.on_disk(info)
        assert found.path == snapshot
        assert found.size_bytes == sum((snapshot / name).stat().st_size for name in FILES)
        model = engine.load(info, "cpu", no_tick)
    assert model.weights == checkpoints.COMMIT
    assert model.generate(ask("rain"), no_tick)[0].audio.n_samples == 16_000


def test_half_a_download_is_not_on_disk(models_folder: Path, tmp_path: Path) -> None:
    snapshot = checkpoints.snapshot(tmp_path, REPO)
    (snapshot / FILES[0]).write_bytes(b"half")
    engine = AudioCraftEngine()
    with checkpoints.hub(tmp_path):
        assert engine.on_disk(info_of(engine, REPO)).path is None


@pytest.fixture
def small_hub(models_folder: Path) -> Iterator[str]:
    """The address of a hub that holds one model."""
    folder = checkpoints.make(models_folder, "musicgen")

    class Hub(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(head=True)

        def do_GET(self) -> None:
            self._answer(head=False)

        def _answer(self, *, head: bool) -> None:
            path = self.path.partition("?")[0]
            file = folder / path.rpartition("/")[2]
            if re.fullmatch(rf"/api/models/{REPO}(/revision/main)?", path):
                siblings = [{"rfilename": name} for name in (*FILES, "README.md")]
                self._send(json.dumps({"id": REPO, "sha": COMMIT, "siblings": siblings}).encode(), "{}", head)
            elif path == f"/api/models/{REPO}/tree/{COMMIT}":
                sizes = {name: (folder / name).stat().st_size for name in FILES}
                tree = [{"type": "file", "path": name, "size": size, "oid": name} for name, size in sizes.items()]
                self._send(json.dumps(tree).encode(), "{}", head)
            elif path.startswith(f"/{REPO}/resolve/") and file.is_file():
                self._send(file.read_bytes(), hashlib.sha256(file.read_bytes()).hexdigest(), head)
            else:
                self.send_error(404)

        def _send(self, body: bytes, etag: str, head: bool) -> None:
            self.send_response(200)
            for name, value in {"X-Repo-Commit": COMMIT, "ETag": f'"{etag}"', "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if not head:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


SCRIPT = """
import sys
from audiocraft_studio.engines.audiocraft import AudioCraftEngine
from audiocraft_studio.errors import StudioError, Cancelled
engine, ticks = AudioCraftEngine(), []
info = next(info for info in engine.models() if info.id == "facebook/musicgen-small")
def tick(done, total):
    ticks.append(done)
    if sys.argv[1] == "cancel" and done > 0:
        raise Cancelled
try:
    print(engine.load(info, "cpu", tick).weights)
except StudioError as error:
    print(type(error).__name__, error)
print(ticks == sorted(ticks), ticks[-1], len([done for done in ticks if 0 < done <= 40]))
"""


def _elsewhere(tmp_path: Path, endpoint: str, mode: str = "") -> list[str]:
    """Lines of a fresh process, whose hub client is configured for `endpoint`."""
    checkpoints._make_t5(tmp_path, "t5-small")
    environment = {
        **os.environ,
        "HF_HOME": str(tmp_path / "hf"),
        "HF_HUB_CACHE": str(tmp_path / "hf" / "hub"),
        "HF_ENDPOINT": endpoint,
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_XET": "1",
        "NO_PROXY": "127.0.0.1",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, mode],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout, done.stderr)
    return done.stdout.splitlines()


@pytest.mark.slow
def test_a_model_is_fetched_with_progress(small_hub: str, tmp_path: Path) -> None:
    weights, ticks = _elsewhere(tmp_path, small_hub)
    assert weights == COMMIT
    rising, last, while_fetching = ticks.split()
    assert (rising, last) == ("True", "100.0")
    assert int(while_fetching) >= 2


@pytest.mark.slow
def test_fetching_can_be_cancelled(small_hub: str, tmp_path: Path) -> None:
    assert _elsewhere(tmp_path, small_hub, "cancel")[0].startswith("Cancelled")


@pytest.mark.slow
def test_a_hub_that_does_not_answer_is_explained(tmp_path: Path, models_folder: Path) -> None:
    said = _elsewhere(tmp_path, "http://127.0.0.1:9")[0]
    assert said.startswith("ModelUnavailable facebook/musicgen-small is not on this machine")
    assert "cannot be reached" in said
