"""Looks up and fetches published weights in the Hugging Face cache. Imports nothing heavy."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from audiocraft_studio.engines.audiocraft.checkpoint import CODEC, WEIGHTS
from audiocraft_studio.engines.base import OnDisk, Tick
from audiocraft_studio.errors import ModelUnavailable

log = logging.getLogger(__name__)

# Of each repository, only one of several formats of the same weights.
_MODEL_FILES = (WEIGHTS, CODEC)
_TRANSFORMERS_FILES = ("*.json", "spiece.model", "model.safetensors", "model-*.safetensors")


def cache_folder() -> Path:
    """Where models are kept: AUDIOCRAFT_CACHE_DIR if set, as in the library, else the hub's own cache."""
    from huggingface_hub import constants

    return Path(os.environ.get("AUDIOCRAFT_CACHE_DIR") or constants.HF_HUB_CACHE)


def find_model(repo: str) -> OnDisk:
    """The snapshot that holds both files of a model, and their size."""
    folder = _snapshot(cache_folder(), repo)
    if folder is None or not all((folder / name).is_file() for name in _MODEL_FILES):
        return OnDisk(None)
    return OnDisk(folder, sum((folder / name).stat().st_size for name in _MODEL_FILES))


def _snapshot(cache: Path, repo: str) -> Path | None:
    root = cache / f"models--{repo.replace('/', '--')}"
    try:
        commit = (root / "refs" / "main").read_text().strip()
    except OSError:
        return None
    folder = root / "snapshots" / commit
    return folder if folder.is_dir() else None


def fetch_model(repo: str, needed_bytes: int, tick: Tick) -> Path:
    """The folder with both files of a model, downloaded if it is not there; its name is the commit.

    needed_bytes: about what will be downloaded; there must be room for it. Raises ModelUnavailable, and whatever the
    hub's client raises.
    """
    found = find_model(repo).path
    if found is not None:
        return found
    _check_room(repo, needed_bytes)
    return _download(repo, _MODEL_FILES, cache_folder(), tick)


def fetch_transformers(repo: str, tick: Tick) -> Path:
    """A T5 or a codec of the transformers package, in the hub's own cache, where that package looks for it."""
    from huggingface_hub import constants

    cache = Path(constants.HF_HUB_CACHE)
    found = _snapshot(cache, repo)
    if found is not None and (found / "config.json").is_file() and any(found.glob("*.safetensors")):
        return found
    return _download(repo, _TRANSFORMERS_FILES, cache, tick)


def _check_room(repo: str, needed_bytes: int) -> None:
    cache = cache_folder()
    there = next(folder for folder in (cache, *cache.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < needed_bytes:
        raise ModelUnavailable(
            repo,
            f"{repo} needs about {needed_bytes / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free on the disk of {cache}. "
            "Free some space, or set HF_HOME to a folder on a larger disk and start again.",
        )


def _download(repo: str, patterns: tuple[str, ...], cache: Path, tick: Tick) -> Path:
    from huggingface_hub import snapshot_download

    log.info("Fetching %s", repo)
    watch = _Watch(tick)
    folder = snapshot_download(
        repo, allow_patterns=list(patterns), cache_dir=cache, max_workers=1, tqdm_class=watch.bar_class()
    )
    watch.raise_if_stopped()
    return Path(folder)


class _Watch:
    """Turns the hub client's progress bars into ticks. What a tick raises stops the download."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._share = 0.0
        self._stopped: BaseException | None = None
        self._lock = threading.Lock()

    def moved(self, done: float, total: float) -> None:
        with self._lock:
            self.raise_if_stopped()
            try:
                # Totals grow when the client learns of another file; what is reported doesn't fall.
                self._share = max(self._share, min(done / total, 1.0))
                self._tick(self._share, 1.0)
            except BaseException as error:
                self._stopped = error
                raise

    def raise_if_stopped(self) -> None:
        if self._stopped is not None:
            raise self._stopped

    def bar_class(self) -> type[Any]:
        from huggingface_hub.utils import tqdm

        moved: Callable[[float, float], None] = self.moved

        class Bar(tqdm):  # type: ignore[misc]
            """Shows nothing, counts bytes. The client also makes bars that count files: these have another unit."""

            def __init__(self, *args: Any, **options: Any) -> None:
                self._counts_bytes = options.get("unit") == "B"
                self._bytes = float(options.get("initial") or 0)
                super().__init__(*args, **{**options, "disable": True})

            def update(self, n: float | None = 1) -> None:
                self._bytes += n or 0
                if self._counts_bytes and self.total:
                    moved(self._bytes, float(self.total))

        return Bar
