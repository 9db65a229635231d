"""How long does the store take, how does it grow, and what would TinyDB's own JSONStorage take?

Run: python -m benchmarks.store [--sizes 1000 10000 100000] [--write docs/figures-store.md]

The table is Markdown, one column a size; milliseconds unless a row says otherwise, medians. No search is answered from
memory of an earlier one: before each run one asset is changed, so that the time includes taking up the change.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
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

from assets_db import Catalogue
from benchmarks.assets import Maker

Rows = dict[str, float]
SEARCH, FACETS = "search: ", "search and facets: "
TEN_WORDS = ["rain", "roof", "wind", "steps", "gravel", "sword", "choir", "drone", "bird", "market"]
EVERYTHING = (
    'rain type:sfx tag:roof -tag:draft rating:>=2 duration:>1 temperature:<1.2 "wind" created:>=2026-02 clipped:no '
    '(steps OR gravel OR "bird market") -status:rejected'
)
SEARCHES = {
    "all, newest first": ("", "-created_at"),
    "a word that most have": ("rain", "-created_at"),
    "the same by relevance": ("rain", "relevance"),
    "a letter by relevance": ("e", "relevance"),
    "a rare word by relevance": ("kesfen", "relevance"),
    "three words by relevance": ("rain roof wind", "relevance"),
    "ten words by relevance": (" ".join(TEN_WORDS), "relevance"),
    "one of ten words by relevance": (" OR ".join(TEN_WORDS), "relevance"),
    "a phrase": ('"rain roof"', "name"),
    "left-out words": ("-rain -sword", "-created_at"),
    "OR, groups, left-out groups": ("rain OR (wind -steps) -(choir OR drone) type:sfx OR type:ui", "-rating"),
    "tags, rating, words": ("tag:rain rating:>=4 -tag:wind steps", "-rating"),
    "quality": ("clipped:no silent:no bandwidth:>8k loudness:>-20", "-duration"),
    "created": ("created:2026-03..2026-05", "-created_at"),
    "by, collection, CatID, category": ("by:mia collection:trailer ucs:rain category:urban", "name"),
    "parameter, duration": ("temperature:0.7-1.0 duration:<2", "duration"),
    "everything together": (EVERYTHING, "relevance"),
}


def time_ms(action: Callable[[], object], runs: int = 15, before: Callable[[], object] = lambda: None) -> float:
    """The median time of `action` in milliseconds, without that of `before`, which runs before each."""
    times = []
    for _ in range(runs):
        before()
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def measure(folder: Path, n_assets: int) -> Rows:
    """The column of the table for a catalogue of `n_assets`, which is left in `folder`."""
    made = Maker()
    rows: Rows = {}
    with Catalogue.open(folder) as catalogue:
        assets = [made.asset(catalogue.new_id()) for _ in range(n_assets)]
        rows["insert all as one change"] = time_ms(lambda: catalogue.insert_many(assets), runs=1)
        catalogue.fold()
        last = assets.pop()
        assets.clear()
        new = [made.asset(catalogue.new_id()) for _ in range(300)]
        rows["insert"] = time_ms(lambda: catalogue.insert(new.pop()), runs=len(new))
        rows["update"] = time_ms(lambda: catalogue.update(last), runs=100)
        rows["get"] = time_ms(lambda: catalogue.get(last.id), runs=100)
        rows["put a document"] = time_ms(lambda: catalogue.documents("jobs").put("a", {"state": "running"}), runs=100)
    with Catalogue.open(folder) as catalogue:
        rows["first search after opening"] = time_ms(catalogue.search, runs=1)
        rows["warming up after it"] = time_ms(catalogue.warm, runs=1)
        rows |= measure_searches(catalogue, lambda: catalogue.update(replace(last, name=f"rain {made.rng.random()}")))
        rows["fold into a snapshot"] = time_ms(catalogue.fold, runs=1)
        rows["size of the snapshot (MB)"] = (folder / "assets.json").stat().st_size / 1e6
        key = last.id
        rows["similar sounds"] = time_ms(lambda: catalogue.similar(key), before=lambda: catalogue.update(last))
        within = "rain type:sfx rating:>=3"
        rows["similar sounds within a search"] = time_ms(
            lambda: catalogue.similar(key, within), before=lambda: catalogue.update(last)
        )
        rows["children"] = time_ms(lambda: catalogue.children(key), before=lambda: catalogue.update(last))
    return rows


def measure_searches(catalogue: Catalogue, change: Callable[[], object]) -> Rows:
    """For each search the time alone and with the facets of what it found."""
    rows: Rows = {}
    for name, (query, sort) in SEARCHES.items():
        catalogue.search(query, sort=sort)  # the first of an order sorts everything
        rows[SEARCH + name] = time_ms(lambda q=query, s=sort: catalogue.search(q, sort=s), before=change)
        rows[FACETS + name] = time_ms(
            lambda q=query, s=sort: (catalogue.search(q, sort=s), catalogue.facets(q)), before=change
        )
    return rows


def measure_opening(folder: Path) -> Rows:
    """Times and memory of a process of its own that opens the catalogue, warms it up and does all searches."""
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
catalogue.warm()
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
    rows: Rows = json.loads(told.stdout)
    return rows


def measure_stock(folder: Path, n_assets: int) -> Rows:
    """The same records in TinyDB's JSONStorage, which writes the whole file for each change and syncs nothing."""
    made = Maker()
    ids = (f"{n:026d}" for n in range(n_assets + 10))
    with TinyDB(folder / "stock.json") as database:
        table = database.table("assets")
        table.insert_multiple(made.asset(next(ids)).to_dict() for _ in range(n_assets))
        asset: Any = Query()
        wanted = asset.name.test(lambda name: "rain" in name)
        runs = 3 if n_assets > 10_000 else 7
        return {
            "stock TinyDB: insert": time_ms(lambda: table.insert(made.asset(next(ids)).to_dict()), runs=runs),
            "stock TinyDB: search for a word of the name": time_ms(
                lambda: table.search(wanted), runs=runs, before=table.clear_cache
            ),
        }


def with_ratios(columns: list[Rows]) -> None:
    """Adds what is told as a multiple."""
    for column in columns:
        column["insert, times that of the first column"] = column["insert"] / columns[0]["insert"]
        column["insert, times faster than stock"] = column["stock TinyDB: insert"] / column["insert"]
        slowest = [column[name] for name in column if name.startswith((SEARCH, FACETS))]
        column["slowest search, facets included"] = max(slowest)


def as_markdown(sizes: list[int], columns: list[Rows]) -> str:
    """The table with a heading."""
    lines = ["| | " + " | ".join(f"{size:,}" for size in sizes) + " |", "|---" * (len(sizes) + 1) + "|"]
    for name in columns[0]:
        if not name.startswith(FACETS):
            cells = [cell(column, name) for column in columns]
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    load, n_cores = os.getloadavg()[2], len(os.sched_getaffinity(0))
    busy = "The machine was busy with other work" if load > 1.5 else "The machine did nothing else"
    return f"""# Figures of the store

`.venv/bin/python -m benchmarks.store --write docs/figures-store.md` makes this table again. Milliseconds unless a row
says otherwise, medians. Searches: alone / with the facets of what was found; one asset is changed before each, so that
none is answered from memory. The assets are those of `benchmarks/assets.py`; their records take about 2 kB each.

Python {platform.python_version()}, {n_cores} cores ({platform.machine()}), {platform.system()}.
{busy} (load average {load:.1f}, of which the measurement makes 1).

{chr(10).join(lines)}
"""


def cell(column: Rows, name: str) -> str:
    """A figure; of a search also that with facets."""
    with_facets = FACETS + name.removeprefix(SEARCH)
    return number(column[name]) + (f" / {number(column[with_facets])}" if with_facets in column else "")


def number(value: float) -> str:
    """About three digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def main() -> None:
    """Prints the table, and writes it where that is asked for."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    reader.add_argument("--write", type=Path)
    asked = reader.parse_args()
    columns = []
    for n_assets in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(measure(Path(folder), n_assets) | measure_opening(Path(folder)))
            columns[-1] |= measure_stock(Path(folder), n_assets)
        print(f"measured {n_assets}", file=sys.stderr)
    with_ratios(columns)
    table = as_markdown(asked.sizes, columns)
    print(table)
    if asked.write:
        asked.write.write_text(table, "utf-8")


if __name__ == "__main__":
    main()
