"""The process that test_crash.py kills: changes a catalogue and says what was acknowledged.

Arguments: folder, seed. Prints the number of each change after it returned. Change `n` of a seed is always the same.
"""

from __future__ import annotations

import random
import sys

from assets_db import Asset, Catalogue

N_CHANGES = 400
FOLD_AT_BYTES = 6_000  # small, so that many snapshots are under way when the kill comes


def sound(key: str, name: str) -> Asset:
    """An asset whose name tells which change it is from."""
    return Asset(
        id=key,
        type="sfx",
        project="Harbour",
        name=name,
        path=f"audio/{key}.wav",
        sha256="0" * 64,
        sample_rate=16000,
        channels=1,
        duration_s=1.0,
        recipe={"prompt": "rain on a tin roof " * 10},
        created_at="2026-01-31T12:00:00.000Z",
    )


def changes(seed: int, names: dict[str, str]) -> list[tuple[dict[str, str], list[str]]]:
    """The changes of a seed to a catalogue with these names by id: (new names by id, removed ids)."""
    rng = random.Random(seed)
    names = dict(names)
    planned = []
    for number in range(N_CHANGES):
        kind = rng.choice(["insert", "insert", "update", "update many", "remove", "bulk"])
        present = sorted(names)
        put: dict[str, str] = {}
        removed: list[str] = []
        if kind == "insert" or not present:
            put = {f"s{seed}n{number}": f"change {number}"}
        elif kind == "bulk":
            put = {f"s{seed}n{number}x{i}": f"change {number}" for i in range(rng.randrange(2, 20))}
        elif kind == "remove":
            removed = [rng.choice(present)]
        else:
            n_updated = 1 if kind == "update" else min(5, len(present))
            put = dict.fromkeys(rng.sample(present, n_updated), f"change {number}")
        names = {key: name for key, name in {**names, **put}.items() if key not in removed}
        planned.append((put, removed))
    return planned


def main() -> None:
    """Changes until killed."""
    seed = int(sys.argv[2])
    with Catalogue.open(sys.argv[1]) as catalogue:
        catalogue._storage._fold_at_bytes = FOLD_AT_BYTES
        catalogue._storage._snapshot_bytes = 0
        names = {key: catalogue.get(key).name for key in catalogue.ids()}
        jobs = catalogue.documents("jobs")
        print("ready", flush=True)
        for number, (put, removed) in enumerate(changes(seed, names)):
            for key in removed:
                catalogue.remove(key)
            sounds = [sound(key, name) for key, name in put.items()]
            if any(key in catalogue for key in put):
                catalogue.update_many(sounds)
            else:
                catalogue.insert_many(sounds)
            if number % 50 == 7:
                catalogue.fold()
            jobs.put(f"s{seed}", {"done": number})
            print(number, flush=True)
        print("done", flush=True)
        sys.stdin.read()  # stays alive, with the lock held, until it is killed


if __name__ == "__main__":
    main()
