"""Run as a program: imports a folder into a data folder, or goes on with what an earlier run began; prints each id."""

from __future__ import annotations

import sys
from pathlib import Path

from audiocraft_studio import Settings, build
from audiocraft_studio.services.intake import Wanted


def main(data: str, samples: str) -> None:
    with build(Settings(data_dir=Path(data))) as studio:
        studio.assets.on_change(lambda asset: print(asset.id, flush=True))
        jobs = studio.jobs.all() or [studio.importing.submit(samples, Wanted(), owner="ann")]
        studio.jobs.wait(jobs[0].id)
        print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
