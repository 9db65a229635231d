"""Are loops of Sketch's takes heard where they begin anew? `python -m benchmarks.loops [--write docs/loops.md]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.loop import Loop, make_loop
from audiocraft_studio.dsp.seam import seam
from audiocraft_studio.engines.base import Item, Request
from audiocraft_studio.engines.sketch import SketchEngine
from audiocraft_studio.engines.sketch.families import FAMILIES

TAKE_S = 10.0
LOOP_S = 7.0
HEARD = 95.0
SILENT_DB = 30.0

HEAD = f"""# Loops

`dsp/loop.py` makes a loop of just the length asked for: it begins where the sound is most like what follows the loop's
end (level, its slope, spectrum), and what follows fades out over its beginning. `dsp/seam.py` judges it: how much
level, waveform and spectrum change at the seam, and how many percent of the changes inside the take are smaller. 50 is
a place like any other; above {HEARD:.0f} it may be heard.

"Make a loop" on any sound (Generate, Library) shows the join with the end at the left and the start at the right, says
these figures in words, plays the loop three times (of one longer than 30 s, the join) and keeps it as a sound of its
own. Its recipe holds where it was cut (`start_s`, `duration_s`, `crossfade_s`), so Regenerate makes it again from its
parent sample by sample; its notes hold the figures. A loop {SILENT_DB:g} dB below its sound is said to be all but
silent.

One loop of {LOOP_S:g} s of a take of {TAKE_S:g} s of each of Sketch's families (its first example, seed 0), and the
same stretch cut without a crossfade. Written by `python -m benchmarks.loops --write docs/loops.md`.

| Family | Prompt | Level, dB (typical) | % | Slope, % | Spectrum, dB (typical) | % | Hard cut, % |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def take(prompt: str, seed: int = 0) -> Audio:
    engine = SketchEngine()
    model = engine.load(engine.models()[0], "cpu", lambda _done, _total: None)
    return next(iter(model.generate(Request((Item(prompt, seed),), TAKE_S, {}), lambda _done, _total: None))).audio


def row(name: str, prompt: str, source: Audio) -> tuple[str, Loop]:
    loop = make_loop(source, LOOP_S)
    made, start = loop.seam, round(loop.start_s * source.sample_rate)
    plain = Audio(source.samples[:, start : start + loop.audio.n_samples], source.sample_rate)
    cut = seam(plain, source=source)
    hard = ", ".join(f"{m.percentile:.0f}" for m in (cut.level, cut.slope, cut.spectrum))
    cells = [
        name, prompt, f"{made.level.value:.1f} ({made.level.typical:.1f})", f"{made.level.percentile:.0f}",
        f"{made.slope.percentile:.0f}", f"{made.spectrum.value:.1f} ({made.spectrum.typical:.1f})",
        f"{made.spectrum.percentile:.0f}", hard,
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |", loop


def report() -> str:
    lines: list[str] = []
    heard: list[str] = []
    silent: list[str] = []
    for family in FAMILIES:
        prompt = family.examples[0][0]
        source = take(prompt)
        line, loop = row(family.name, prompt, source)
        lines.append(line)
        print(line, flush=True)
        if np.mean(loop.audio.samples**2) < 10 ** (-SILENT_DB / 10) * np.mean(source.samples**2):
            silent.append(family.name)
        elif loop.seam.worst_percentile > HEARD:
            heard.append(family.name)
    sounding = len(FAMILIES) - len(silent)
    return f"""{HEAD}{chr(10).join(lines)}

{sounding - len(heard)} of {sounding} loops have no figure above {HEARD:.0f} %; above it: {", ".join(heard) or "none"}.
The other {len(silent)} takes are one event that has died away when the loop begins, so their loops are all but silent
({SILENT_DB:.0f} dB below the take) and say nothing: {", ".join(silent)}.
The place and the crossfade were chosen by these same figures, of at most 24 tried.
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", type=Path)
    target = options.parse_args().write
    text = report()
    if target:
        target.write_text(text, encoding="utf-8")
    print("\n".join(text.splitlines()[-4:]))


if __name__ == "__main__":
    main()
