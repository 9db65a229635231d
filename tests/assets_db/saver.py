"""The process that test_crash.py kills: saves 200 times into a folder and says what was acknowledged.

Arguments: folder, run. Prints the number of each save after it returned.
"""

from __future__ import annotations

import sys

from assets_db import Asset, Catalogue

N_SAVES = 200


def sound(key: str, name: str) -> Asset:
    """An asset whose name tells which save it is from."""
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


def key_of(run: int, number: int) -> str:
    """Which asset save `number` writes: mostly a new one, each fifth time the one before it again."""
    return f"r{run}n{number - 1 if number % 5 == 4 else number}"


def main() -> None:
    """Saves until killed."""
    run = int(sys.argv[2])
    with Catalogue.open(sys.argv[1]) as catalogue:
        for number in range(N_SAVES):
            asset = sound(key_of(run, number), f"save {number}")
            if asset.id in catalogue:
                catalogue.update(asset)
            else:
                catalogue.insert(asset)
            catalogue.documents("jobs").put(f"r{run}", {"done": number})
            print(number, flush=True)
        print("done", flush=True)
        sys.stdin.read()  # stays alive, with the lock held, until it is killed


if __name__ == "__main__":
    main()
