"""How much sooner a 2 × 4 grid is there than its eight sounds one by one.

    .venv/bin/python benchmarks/grid.py [--runs 5] [--seconds 3]

MusicGen with tiny random weights, in one process, grid and single runs in turns; every cell is compared with the single
run of the same recipe, sample by sample. Beside the time, that of the processor, which other work disturbs less. A pass
is shared only where this machine computes rows bit for bit as it computes them alone (engines/audiocraft/rows.py).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import checkpoints  # noqa: E402

from audiocraft_studio import Settings, build  # noqa: E402
from audiocraft_studio.services.generation import GenerateRequest  # noqa: E402
from audiocraft_studio.services.grids.designs import design_from  # noqa: E402
from audiocraft_studio.studio import Studio  # noqa: E402

SEEDS = {"what": "seed", "values": "1-4"}
GRIDS = {
    "two prompts of one length × four seeds": {"what": "replace", "values": "piano, drums"},
    "two temperatures × four seeds": {"what": "param:temperature", "values": "0.8, 1.2"},
}


Times = tuple[float, float]


def now() -> Times:
    return time.perf_counter(), time.process_time()


def since(started: Times) -> Times:
    return time.perf_counter() - started[0], time.process_time() - started[1]


def grid_s(studio: Studio, request: GenerateRequest, rows: dict[str, str]) -> tuple[Times, list[str]]:
    """Seconds, and seconds of the processor, until all cells are there, and the hashes of their samples."""
    design = design_from({"kind": "axes", "x": SEEDS, "y": rows}, 1)
    started = now()
    grid = studio.variations.create(request, design, owner="benchmark")
    studio.jobs.wait(grid.job.id)
    took_s = since(started)
    return took_s, [cell.asset.sha256 for cell in studio.variations.get(grid.id).cells]


def singles_s(studio: Studio, request: GenerateRequest, rows: dict[str, str]) -> tuple[Times, list[str]]:
    """The same for the eight recipes one after the other."""
    first, second = rows["values"].split(", ")
    varied = (
        [replace(request, prompt=request.prompt.replace(first, text)) for text in (first, second)]
        if rows["what"] == "replace"
        else [replace(request, params={"temperature": float(value)}) for value in (first, second)]
    )
    hashes = []
    started = now()
    for one in varied:
        for seed in range(1, 5):
            job = studio.jobs.wait(studio.generation.submit(replace(one, seed=seed), owner="benchmark").id)
            hashes.append(studio.library.get(job.assets[0]).sha256)
    return since(started), hashes


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, checkpoints.hub(Path(folder)):
        weights = checkpoints.make(Path(folder), "musicgen").parent
        request = GenerateRequest("calm piano", "music", "local/musicgen", asked.seconds)
        with build(Settings(data_dir=Path(folder) / "data", model_dirs=(weights,))) as studio:
            for name, rows in GRIDS.items():
                grid_s(studio, request, rows)  # loads the model, and lets it show that its rows can be shared
                together, alone = [], []
                for _ in range(asked.runs):
                    took_s, cells = grid_s(studio, request, rows)
                    single_s, sounds = singles_s(studio, request, rows)
                    assert cells == sounds, "a cell differs from the same recipe alone"
                    together.append(took_s)
                    alone.append(single_s)
                print(name)
                for i, kind in enumerate(("time", "processor")):
                    pair = [statistics.median(times[i] for times in runs) for runs in (together, alone)]
                    print(
                        f"  {kind:<10} grid {pair[0]:.2f} s, one by one {pair[1]:.2f} s, ratio {pair[1] / pair[0]:.2f}"
                    )


if __name__ == "__main__":
    main()
