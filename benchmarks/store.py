"""How long does the store take, and how does it grow? Run: python -m benchmarks.store [number of assets …]

One row a size; milliseconds, the median of a few runs. The last column is a page of the plainest search there is.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from assets_db import Asset, Catalogue, Review

WORDS = ["rain", "roof", "wind", "steps", "gravel", "sword", "choir", "drone", "bird", "market", "engine", "night"]


def make_asset(rng: random.Random, key: str) -> Asset:
    """An asset with a recipe and a quality report of the usual size."""
    prompt = " ".join(rng.choices(WORDS, k=12))
    return Asset(
        id=key,
        type=rng.choice(["music", "sfx", "ambience", "voice", "ui"]),
        project=rng.choice(["Night Market", "Harbour", "Deep"]),
        name=prompt[:40],
        tags=tuple(rng.sample(WORDS, 4)),
        path=f"audio/{key[:4]}/{key}.wav",
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        sample_rate=32000,
        channels=1,
        duration_s=rng.uniform(0.2, 60.0),
        recipe={
            "engine": "musicgen",
            "model": "facebook/musicgen-small",
            "prompt": prompt,
            "seed": rng.randrange(2**31),
            "params": {"temperature": rng.uniform(0.5, 1.5), "top_k": 250, "top_p": 0.0, "cfg_coef": 3.0},
        },
        quality={f"check_{i}": {"value": rng.random(), "verdict": "pass"} for i in range(8)},
        loudness_lufs=-20.0,
        licence="CC-BY-NC-4.0",
        review=Review(rating=rng.choice([None, 1, 2, 3, 4, 5])),
        created_at=f"2026-01-{rng.randrange(1, 29):02d}T12:00:00.{rng.randrange(1000):03d}Z",
    )


def time_ms(action: Callable[[], object], runs: int = 5) -> float:
    """The median time of `action` in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def measure(n_assets: int) -> list[float]:
    """The row of the table for a catalogue of `n_assets`."""
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        with Catalogue.open(folder) as catalogue:
            assets = [make_asset(rng, catalogue.new_id()) for _ in range(n_assets)]
            bulk = time_ms(lambda: catalogue.insert_many(assets), runs=1)
            last = assets[-1]
            row = [
                bulk,
                time_ms(lambda: catalogue.insert(make_asset(rng, catalogue.new_id()))),
                time_ms(lambda: catalogue.update(replace(last, name=str(rng.random())))),
                time_ms(lambda: catalogue.documents("jobs").put("a", {"state": "running"})),
                time_ms(lambda: catalogue.get(last.id)),
                time_ms(lambda: catalogue.search('tag:rain rating:>=4 "stone night"')),
                time_ms(lambda: catalogue.search("temperature:0.7-1.0 duration:<2")),
                time_ms(lambda: catalogue.facets("rain")),
                time_ms(catalogue.search),
            ]
            size_mb = (Path(folder) / "assets.json").stat().st_size / 1e6
        row.append(time_ms(lambda: Catalogue.open(folder).close(), runs=1))
        return [size_mb, *row]


def main() -> None:
    """Prints the table."""
    heads = ["assets", "MB", "bulk", "insert", "update", "job", "get", "tag+text", "params", "facets", "all", "open"]
    print(" ".join(f"{head:>9}" for head in heads))
    for n_assets in [int(a) for a in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        print(f"{n_assets:>9} " + " ".join(f"{value:>9.2f}" for value in measure(n_assets)), flush=True)


if __name__ == "__main__":
    main()
