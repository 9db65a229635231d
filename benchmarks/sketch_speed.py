"""How fast is Sketch? Seconds for 10 s of stereo, by family, on one core: `python -m benchmarks.sketch_speed`."""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from audiocraft_studio.engines.base import Item, Request
from audiocraft_studio.engines.sketch import SketchEngine
from audiocraft_studio.engines.sketch.families import FAMILIES

DURATION_S = 10.0
RUNS = 5
SCENE = "heavy rain on a tin roof with distant thunder"


def median_s(prompt: str) -> float:
    """Median of RUNS takes, each with its own seed."""
    engine = SketchEngine()
    model = engine.load(engine.models()[0], "cpu", lambda _done, _total: None)
    took = []
    for seed in range(RUNS):
        began = time.perf_counter()
        model.generate(Request((Item(prompt, seed),), DURATION_S, {}), lambda _done, _total: None)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> None:
    print(f"{'family':<12}{'seconds':>9}{'x real time':>13}   prompt")
    prompts = [(family.name, family.examples[0][0]) for family in FAMILIES]
    for name, prompt in [*prompts, ("(scene)", SCENE), ("(scene)", "storm at sea")]:
        seconds = median_s(prompt)
        print(f"{name:<12}{seconds:>9.3f}{DURATION_S / seconds:>13.0f}   {prompt}")


if __name__ == "__main__":
    main()
