"""How long from the command to a page that can be opened, with torch not imported; beside it, the same with torch.

    .venv/bin/python benchmarks/startup.py [--runs 5]

Each run starts app.py on an own data folder and a free port and asks /healthz and then / until they answer. The second
column imports torch before the page is served: what the studio would cost if it loaded its models' library at once.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
WITH_TORCH = (
    "import runpy, sys, torch; sys.argv = ['app.py', *sys.argv[1:]]; runpy.run_path('app.py', run_name='__main__')"
)


def free_port() -> int:
    import socket

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def ready_s(command: list[str]) -> tuple[float, float, dict[str, object]]:
    """Seconds until /healthz answers, until the page is delivered, and what /healthz said."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--data", folder, "--port", str(port)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "GRADIO_ANALYTICS_ENABLED": "False"},
        )  # fmt: skip
        try:
            health = json.loads(_until(f"http://127.0.0.1:{port}/healthz"))
            ready = time.perf_counter() - started
            _until(f"http://127.0.0.1:{port}/")
            return ready, time.perf_counter() - started, health
        finally:
            process.terminate()
            process.wait()


def _until(url: str) -> bytes:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
    raise TimeoutError(url)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    rows: dict[str, list[tuple[float, float]]] = {"studio": [], "with torch": []}
    for _ in range(runs + 1):  # the first pair warms the disk cache and is left out
        for name, command in (("studio", ["app.py"]), ("with torch", ["-c", WITH_TORCH])):
            ready, page, health = ready_s([sys.executable, *command])
            assert health["torch_loaded"] is (name == "with torch"), health
            rows[name].append((ready, page))
    print(f"{'median of ' + str(runs):<14}{'ready s':>9}{'page s':>9}")
    for name, values in rows.items():
        ready, page = (statistics.median(column) for column in zip(*values[1:], strict=True))
        print(f"{name:<14}{ready:>9.2f}{page:>9.2f}")
    ratio = statistics.median(w[0] / s[0] for s, w in zip(*(v[1:] for v in rows.values()), strict=True))
    print(f"with torch / studio: {ratio:.2f}")


if __name__ == "__main__":
    main()
