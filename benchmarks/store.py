"""How long does the store take, how does it grow, and what would TinyDB's own JSONStorage take?

Run: python -m benchmarks.store [number of assets …]

One column a size; milliseconds unless the row says otherwise, the median of a few runs. No search is answered from
memory of an earlier one: before each run one asset is changed, so that the time includes taking up the change.
"""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from tinydb import Query, TinyDB

from assets_db import Asset, Catalogue, Review

WORDS = ["rain", "roof", "wind", "steps", "gravel", "sword", "choir", "drone", "bird", "market", "engine", "night"]
SEARCHES = {
    "all, newest first": ("", "-created_at"),
    "a word": ("rain", "-created_at"),
    "three words": ("rain roof wind", "-created_at"),
    "a phrase": ('"stone night"', "-created_at"),
    "a phrase that is there": ('"rain roof"', "name"),
    "left-out words": ("-rain -sword", "-created_at"),
    "tags, rating, words": ("tag:rain rating:>=4 -tag:wind steps", "-rating"),
    "type and project": ('type:sfx project:"night market"', "name"),
    "by name, descending": ("type:music", "-name"),
    "parameter, duration": ("temperature:0.7-1.0 duration:<2", "duration"),
    "model": ("model:musicgen-small seed:7", "created_at"),
    "all that the language has": (
        'rain type:sfx tag:roof -tag:draft rating:>=2 duration:>1 temperature:<1.2 -status:rejected "wind"',
        "-duration",
    ),
}  # fmt: skip


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


def time_ms(action: Callable[[], object], runs: int = 15, before: Callable[[], object] = lambda: None) -> float:
    """The median time of `action` in milliseconds, without that of `before`, which runs before each."""
    times = []
    for _ in range(runs):
        before()
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def measure(folder: Path, n_assets: int) -> dict[str, float]:
    """The column of the table for a catalogue of `n_assets`, which is left in `folder`."""
    rng = random.Random(1)
    rows: dict[str, float] = {}
    with Catalogue.open(folder) as catalogue:
        assets = [make_asset(rng, catalogue.new_id()) for _ in range(n_assets)]
        rows["insert all as one change"] = time_ms(lambda: catalogue.insert_many(assets), runs=1)
        catalogue.fold()
        last = assets[-1]

        def change() -> None:
            catalogue.update(replace(last, name=str(rng.random())))

        rows["insert"] = time_ms(lambda: catalogue.insert(make_asset(rng, catalogue.new_id())), runs=50)
        rows["update"] = time_ms(change, runs=50)
        rows["put a document"] = time_ms(lambda: catalogue.documents("jobs").put("a", {"state": "running"}), runs=50)
        rows["get"] = time_ms(lambda: catalogue.get(last.id))
        rows["first search after opening"] = time_ms(catalogue.search, runs=1)
        rows["first search by a parameter"] = time_ms(lambda: catalogue.search("temperature:1"), runs=1)
        for name, (query, sort) in SEARCHES.items():
            catalogue.search(query, sort=sort)  # the first of an order sorts everything
            rows[f"search: {name}"] = time_ms(lambda q=query, s=sort: catalogue.search(q, sort=s), before=change)
            rows[f"  + facets: {name}"] = time_ms(
                lambda q=query, s=sort: (catalogue.search(q, sort=s), catalogue.facets(q)), before=change
            )
        rows["the next page of a search"] = time_ms(lambda: catalogue.search("rain", offset=50))
        rows["fold into a snapshot"] = time_ms(catalogue.fold, runs=1)
        rows["size of the snapshot (MB)"] = (folder / "assets.json").stat().st_size / 1e6
    rows |= measure_opening(folder)
    return rows


def measure_opening(folder: Path) -> dict[str, float]:
    """Times and memory of a process of its own that opens the catalogue and searches it in all orders."""
    code = """
import json, re, sys, time
from pathlib import Path
from assets_db import Catalogue
start = time.perf_counter()
catalogue = Catalogue.open(sys.argv[1])
opened = time.perf_counter() - start
def memory_mb(name):
    return int(re.search(name + r':\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) * 1024 / 1e6
rows = {'open': opened * 1000, 'memory after opening (MB)': memory_mb('VmRSS')}
for query, sort in json.loads(sys.argv[2]):
    catalogue.search(query, sort=sort)
    catalogue.facets(query)
rows['memory after all searches (MB)'] = memory_mb('VmRSS')
rows['memory at most (MB)'] = memory_mb('VmHWM')
print(json.dumps(rows))
"""
    told = subprocess.run(
        [sys.executable, "-c", code, folder, json.dumps(list(SEARCHES.values()))], capture_output=True, check=True
    )
    rows: dict[str, float] = json.loads(told.stdout)
    return rows


def measure_stock(folder: Path, n_assets: int) -> dict[str, float]:
    """The same records in TinyDB's JSONStorage, which writes the whole file for each change and syncs nothing."""
    rng = random.Random(1)
    catalogue_ids = (f"{n:026d}" for n in range(n_assets + 10))
    with TinyDB(folder / "stock.json") as database:
        table = database.table("assets")
        table.insert_multiple(make_asset(rng, next(catalogue_ids)).to_dict() for _ in range(n_assets))
        asset: Any = Query()
        wanted = asset.name.test(lambda name: "rain" in name)
        runs = 2 if n_assets > 10_000 else 5
        return {
            "stock TinyDB: insert": time_ms(
                lambda: table.insert(make_asset(rng, next(catalogue_ids)).to_dict()), runs=runs
            ),
            "stock TinyDB: search: a word of the name": time_ms(
                lambda: table.search(wanted), runs=runs, before=table.clear_cache
            ),
        }


def main() -> None:
    """Prints the table."""
    sizes = [int(a) for a in sys.argv[1:]] or [1_000, 10_000, 100_000]
    columns = []
    for n_assets in sizes:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(measure(Path(folder), n_assets) | measure_stock(Path(folder), n_assets))
        print(f"measured {n_assets}", file=sys.stderr)
    print(f"{'assets':<44}" + "".join(f"{n_assets:>10}" for n_assets in sizes))
    for name in columns[0]:
        print(f"{name:<44}" + "".join(f"{column[name]:>10.2f}" for column in columns))


if __name__ == "__main__":
    main()
