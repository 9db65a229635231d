from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from engines.decoding import tiny

from audiocraft_studio.engines.decoding.weights import Weights, read


@pytest.fixture(scope="session")
def library_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """The library's tiny model of a kind, loaded once."""
    folder, known = tmp_path_factory.mktemp("decoded"), dict[str, Any]()

    def load(kind: str) -> Any:
        if kind not in known:
            known[kind] = tiny.load(folder, kind)
        return known[kind]

    return load


@pytest.fixture(scope="session")
def weights_of(library_model: Callable[[str], Any]) -> Callable[[str], Weights]:
    return lambda kind: read(library_model(kind).lm)
