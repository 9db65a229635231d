"""What many tests need: a real studio in a temporary folder."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from audiocraft_studio import Settings, build
from audiocraft_studio.audio import Audio
from audiocraft_studio.studio import Studio

# The same examples on every run, and no clock beside each, so that no run needs luck; `--hypothesis-profile=seek` looks
# for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("seek", derandomize=False)
settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with build(Settings(data_dir=tmp_path / "data", port=0)) as built:
        yield built


@pytest.fixture
def sine() -> Audio:
    """One second of 1 kHz at -6 dBFS, mono, 48 kHz."""
    t = np.arange(48000) / 48000
    return Audio((0.5 * np.sin(2 * np.pi * 1000 * t)).astype(np.float32)[None], 48000)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("making a small disk needs the right to mount")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)
