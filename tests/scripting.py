"""Runs the page's modules outside a browser, with the Node that comes with Playwright."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import playwright

from audiocraft_studio.ui.shell import STATIC

STORE = """
const kept = new Map();
globalThis.localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value),
  removeItem: (key) => kept.delete(key),
};
"""


def run(folder: Path, code: str, **given: Any) -> Any:
    """What `code` returns: the body of an async function that may `await load("scenes/levels.js")` and sees `given`."""
    copied = folder / "static"
    if not copied.exists():
        shutil.copytree(STATIC, copied)
        (copied / "package.json").write_text('{"type": "module"}')
    script = folder / "script.mjs"
    names = ", ".join(("load", *given))
    values = ", ".join(("(path) => import(`./static/${path}`)", *(json.dumps(v) for v in given.values())))
    script.write_text(
        f"{STORE}\nconst answer = await (async ({names}) => {{{code}}})({values});\n"
        "process.stdout.write(JSON.stringify(answer ?? null), () => process.exit(0));"
    )
    node = Path(playwright.__file__).parent / "driver" / "node"
    done = subprocess.run([node, script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
