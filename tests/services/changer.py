"""Run as a program on a data folder: changes all its sounds together again and again, or empties its trash."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from audiocraft_studio import Settings, build


def main(folder: str, what: str) -> None:
    with build(Settings(data_dir=Path(folder))) as studio:
        ids = sorted(studio.catalogue.ids())
        print("ready", flush=True)
        if what == "empty":
            studio.jobs.wait(studio.trash.submit_empty("", by="ann").id)
            return
        first = int(studio.library.get(ids[0]).category or 0) + 1
        for number in itertools.count(first):
            done = studio.bulk.change(ids, {"category": f"{number}", "add_tags": [f"{number % 20}"]}, by="ann")
            print(number, done.undo, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
