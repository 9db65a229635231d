"""Answers that are files made for one request."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response


def zipped(write: Callable[[Path], str]) -> Response:
    """What `write` writes to the path it is given, under the name it returns; gone once it is sent."""
    folder = Path(tempfile.mkdtemp(prefix="studio-export-"))
    try:
        name = write(folder / "export.zip")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(folder / "export.zip", media_type="application/zip", filename=name, background=gone)
