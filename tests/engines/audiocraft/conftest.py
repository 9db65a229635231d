"""One set of tiny checkpoints and one loaded model of each kind for the whole session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import checkpoints
import pytest
from engines.audiocraft.asking import info_of, no_tick

from audiocraft_studio.engines.audiocraft import AudioCraftEngine
from audiocraft_studio.engines.audiocraft.model import AudioCraftModel

Load = Callable[[str], AudioCraftModel]


@pytest.fixture(scope="session")
def models_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where `checkpoints.make` puts what the tests ask for; the model hub is unreachable."""
    folder = tmp_path_factory.mktemp("models")
    with checkpoints.hub(folder):
        yield folder


@pytest.fixture(scope="session")
def engine(models_folder: Path) -> AudioCraftEngine:
    return AudioCraftEngine([models_folder], mode="exact")


@pytest.fixture(scope="session")
def load(models_folder: Path, engine: AudioCraftEngine) -> Load:
    """The loaded tiny model of a kind."""
    loaded: dict[str, AudioCraftModel] = {}

    def load(kind: str) -> AudioCraftModel:
        if kind not in loaded:
            checkpoints.make(models_folder, kind)
            loaded[kind] = engine.load(info_of(engine, f"local/{kind}"), "cpu", no_tick)
        return loaded[kind]

    return load
