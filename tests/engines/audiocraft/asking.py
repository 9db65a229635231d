"""Small words for asking an engine, shared by the tests of this folder."""

from __future__ import annotations

from typing import Any

import numpy as np

from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.audiocraft import AudioCraftEngine
from audiocraft_studio.engines.base import Item, ModelInfo, Request, Take


class Ticks(list[tuple[float, float]]):
    """Records what an engine reports."""

    def __call__(self, done: float, total: float) -> None:
        self.append((done, total))

    def assert_exact(self) -> None:
        """One total throughout, never falling, ending at it."""
        assert len({total for _, total in self}) == 1
        done = [done for done, _ in self]
        assert done == sorted(done)
        assert self[-1][0] == self[-1][1]


def no_tick(done: float, total: float) -> None:
    pass


def ask(*prompts: str, seed: int = 1, duration_s: float = 0.5, **more: Any) -> Request:
    """Items with seeds seed, seed + 1, …, and the model's default parameters."""
    items = tuple(Item(prompt, seed + i) for i, prompt in enumerate(prompts))
    return Request(**{"items": items, "duration_s": duration_s, "params": {}, **more})


def alone(request: Request, place: int) -> Request:
    """The item at `place` as a request of its own."""
    return Request(**{**request.__dict__, "items": (request.items[place],)})


def same(one: Take, other: Take) -> bool:
    return np.array_equal(one.audio.samples, other.audio.samples)


def tone(frequency_hz: float, duration_s: float, sample_rate: int = 44_100, channels: int = 1) -> Audio:
    times = np.arange(round(duration_s * sample_rate)) / sample_rate
    wave = (0.3 * np.sin(2 * np.pi * frequency_hz * times)).astype(np.float32)
    return Audio(np.tile(wave, (channels, 1)), sample_rate)


def info_of(engine: AudioCraftEngine, model_id: str) -> ModelInfo:
    return next(info for info in engine.models() if info.id == model_id)
