"""Run as a program: saves up to 200 sounds into the folder given, printing each id once it is acknowledged."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from audiocraft_studio import Settings, build
from audiocraft_studio.audio import Audio
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services.assets import Draft


def main(folder: str) -> None:
    rng = np.random.default_rng()
    with build(Settings(data_dir=Path(folder))) as studio:
        print("ready", flush=True)
        for i in range(200):
            recipe = Recipe("import", "1", "", f"sound {i}", "sfx", i, 0.1)
            draft = Draft(studio.new_id(), "sfx", "default", f"sound {i}", recipe, "own", "saver")
            audio = Audio((0.1 * rng.standard_normal((2, 4410))).astype(np.float32), 44100)
            print(studio.assets.save(draft, audio).id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
