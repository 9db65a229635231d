"""Sketch as an engine: always there, nothing to load but code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocraft_studio.engines.base import ModelInfo, Notation, OnDisk, Say, Tick, silent
from audiocraft_studio.engines.sketch.info import INFO, VERSION
from audiocraft_studio.errors import UnknownModel

if TYPE_CHECKING:
    from audiocraft_studio.engines.sketch.model import SketchModel


class SketchEngine:
    """The engine that is always there."""

    @property
    def version(self) -> str:
        return VERSION

    def models(self) -> Sequence[ModelInfo]:
        return (INFO,)

    def find(self, model_id: str) -> ModelInfo | None:
        return INFO if model_id == INFO.id else None

    def on_disk(self, info: ModelInfo) -> OnDisk:
        """Sketch is code: it lies where the studio is installed, and adds nothing to it."""
        _expect_sketch(info)
        return OnDisk(Path(__file__).parent)

    def load(
        self,
        info: ModelInfo,
        device: str,  # noqa: ARG002  (plays on the CPU only)
        tick: Tick,
        say: Say = silent,  # noqa: ARG002
    ) -> SketchModel:
        _expect_sketch(info)
        tick(1.0, 1.0)
        return _model()

    def notation(self) -> Notation:
        """What Sketch knows of notes; it need not wait for what is being played."""
        return _model()


def _model() -> SketchModel:
    # the families stand on scipy, half a second of import that a start of the studio does not need
    from audiocraft_studio.engines.sketch.model import SketchModel  # noqa: PLC0415

    return SketchModel()


def _expect_sketch(info: ModelInfo) -> None:
    if info.id != INFO.id:
        raise UnknownModel(info.id, f"Sketch has one model, “sketch”; {info.id!r} is none of its own.")
