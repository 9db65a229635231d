"""A small real engine for tests of what surrounds engines: it makes sine tones, slowly if asked to."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Hear, Item, ModelInfo, OnDisk, Param, Request, Say, Take, Tick, silent
from audiocraft_studio.errors import GenerationFailed, OutOfMemory

RATE = 8000
INFO = ModelInfo(
    id="local/tone",
    engine="musicgen",
    name="Tone",
    types=("sfx",),
    sample_rate=RATE,
    channels=1,
    licence="test",
    params=(Param("temperature", "Temperature", 1.0, minimum=0.0, maximum=2.0),),
    continuation=True,
)


@dataclass
class ToneModel:
    """Fails on the prompt "fail"; waits `step_s` before each of ten ticks an item, and after each tells of a tenth.

    hold: where there is one, the second half of each item waits for it.
    """

    info: ModelInfo
    memory_bytes: int
    step_s: float = 0.0
    weights: str = "rev-1"
    device: str = "cpu"
    precision: str = "float32"
    unloaded: bool = False
    modes: None = None
    hold: threading.Event | None = None

    def generate(self, request: Request, tick: Tick, hear: Hear | None = None) -> list[Take]:
        n = len(request.items)
        takes = []
        for i, item in enumerate(request.items):
            if item.prompt == "fail":
                raise GenerationFailed(self.info.id, "It cannot make that.")
            whole = tone(item, request.duration_s)
            for step in range(10):
                time.sleep(self.step_s)
                if step == 5 and self.hold is not None:
                    self.hold.wait(20)
                tick(i * 10 + step + 1, n * 10)
                start, end = (whole.n_samples * k // 10 for k in (step, step + 1))
                if hear is not None:
                    hear(i, start, Audio(whole.samples[:, start:end], RATE))
            takes.append(Take(whole))
        return takes

    def unload(self) -> None:
        self.unloaded = True


@dataclass(eq=False)
class ToneEngine:
    """Offers `names` models of `memory_bytes` each; `refuse_next` loads run out of memory."""

    names: Sequence[str] = ("local/tone",)
    memory_bytes: int = 100
    step_s: float = 0.0
    version: str = "tone 1"
    refuse_next: int = 0
    hold: threading.Event | None = None
    loads: list[str] = field(default_factory=list)

    def models(self) -> Sequence[ModelInfo]:
        return [replace(INFO, id=name) for name in self.names]

    def find(self, model_id: str) -> ModelInfo | None:
        return next((i for i in self.models() if i.id == model_id), None)

    def on_disk(self, info: ModelInfo) -> OnDisk:
        return OnDisk(Path(), self.memory_bytes)

    def load(self, info: ModelInfo, device: str, tick: Tick, say: Say = silent) -> ToneModel:
        tick(0, 1)
        if self.refuse_next:
            self.refuse_next -= 1
            raise OutOfMemory(info.id, "It does not fit.")
        self.loads.append(info.id)
        return ToneModel(info, self.memory_bytes, self.step_s, hold=self.hold)


def tone(item: Item, duration_s: float) -> Audio:
    """A sine whose pitch is the seed."""
    t = np.arange(round(duration_s * RATE)) / RATE
    return Audio((0.3 * np.sin(2 * np.pi * (100 + item.seed % 900) * t)).astype(np.float32)[None], RATE)
