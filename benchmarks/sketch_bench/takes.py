"""Takes of Sketch for the bench, each rendered once."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.base import Item, Request
from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.info import SAMPLE_RATE
from audiocraft_studio.engines.sketch.model import SketchModel
from audiocraft_studio.engines.sketch.reading import Reading, Source
from audiocraft_studio.engines.sketch.render import Controls, render
from audiocraft_studio.engines.sketch.traits import Traits

RATE = SAMPLE_RATE


def silent(_done: float, _total: float = 0.0) -> None:
    """Nobody is told of progress."""


@dataclass
class Takes:
    """Renders prompts, and keeps short takes, since many checks look at the same one."""

    model: SketchModel = field(default_factory=SketchModel)
    kept: dict[tuple[str, float, int], Samples] = field(default_factory=dict)

    def of(self, prompt: str, duration_s: float = 3.0, seed: int = 1) -> Samples:
        """float32 (2, n) at 44.1 kHz."""
        key = prompt, duration_s, seed
        if key in self.kept:
            return self.kept[key]
        request = Request((Item(prompt, seed),), duration_s, {})
        samples = self.model.generate(request, silent)[0].audio.samples
        if duration_s <= 20.0:
            self.kept[key] = samples
        return samples

    def times_real_time(self, prompt: str, duration_s: float = 10.0, runs: int = 2) -> float:
        """Seconds of sound for a second of one core: the best of some runs, since other work only ever slows it."""
        best = np.inf
        for seed in range(runs):
            began = time.process_time()
            self.model.generate(Request((Item(prompt, seed),), duration_s, {}), silent)
            best = min(best, time.process_time() - began)
        return float(duration_s / best)


def with_traits(family: Family, traits: Traits, duration_s: float, seed: int) -> Samples:
    """A family as the renderer plays it with these traits: float32 (2, n). Equal seeds make equal random choices."""
    reading = Reading((Source(family, traits),))
    seeds = np.random.SeedSequence([seed, 77])
    return render(reading, duration_s, seeds, Controls(), sample_rate=RATE, tick=silent).samples
