"""How fast is decoding, and is it still the same model? The library's own loop in the same run, in turns, medians.

    .venv/bin/python benchmarks/decoding.py [--models small,medium,audiogen] [--folder F] [--runs 3] [--quick]
        [--whole] [--write docs/decoding-figures.md]

Random weights of the published dimensions, made on first use and kept in --folder (small 1.2 GB, medium 4 GB). Nothing
else should run on the machine. Whether the tokens are the library's, `decoding_proof.py` says.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import checkpoints  # noqa: E402
import torch  # noqa: E402
from engines.decoding.tiny import melody_of  # noqa: E402

from audiocraft_studio.engines.audiocraft import AudioCraftEngine, loader  # noqa: E402
from audiocraft_studio.engines.audiocraft.checkpoint import read_checkpoint  # noqa: E402
from audiocraft_studio.engines.audiocraft.conditions import PairedConditions  # noqa: E402
from audiocraft_studio.engines.audiocraft.decoder_path import conditions_of, joined  # noqa: E402
from audiocraft_studio.engines.audiocraft.modes import measure  # noqa: E402
from audiocraft_studio.engines.base import Item, Request  # noqa: E402
from audiocraft_studio.engines.decoding.decoder import Decoder  # noqa: E402
from audiocraft_studio.engines.decoding.errors import NotHere  # noqa: E402
from audiocraft_studio.engines.decoding.modes import MODES, copy_bytes, make  # noqa: E402
from audiocraft_studio.engines.decoding.sampling import Choice, Sampler  # noqa: E402
from audiocraft_studio.engines.decoding.steps import Conditions, Steps  # noqa: E402
from audiocraft_studio.engines.decoding.weights import Weights, read  # noqa: E402
from audiocraft_studio.engines.decoding.window import Window  # noqa: E402

REAL_TIME = 50  # steps a second
GUIDANCE = 3.0
TEXTS = ("calm piano loop with soft rain", "80s pop track with bassy drums", "a dog barks far away", "warm synth pads")
STOCK = "library"


@dataclass(frozen=True)
class Size:
    """A model and what is run of it: (prompts, frames) each."""

    kind: str
    batches: tuple[tuple[int, int], ...]


SIZES = {
    "small": Size("benchmark-small", ((1, 100), (8, 60))),
    "stereo": Size("benchmark-stereo", ((1, 60), (4, 30))),
    "medium": Size("benchmark-medium", ((1, 30), (4, 15))),
    "melody": Size("benchmark-melody", ((1, 30), (4, 15))),
    "audiogen": Size("benchmark-audiogen", ((1, 30), (4, 15))),
}


class Bench:
    """One model in memory, with the steps of every mode that this machine has."""

    def __init__(self, folder: Path, kind: str, modes: Sequence[str]) -> None:
        made = checkpoints.make(folder, kind)
        self.model: Any = loader.load_model(made, read_checkpoint(made), "cpu")
        self.weights: Weights = read(self.model.lm)
        self.melody = melody_of(self.model)
        self.steps: dict[str, Steps] = {}
        self.start_s: dict[str, float] = {}
        for mode in modes:
            started = time.perf_counter()
            try:
                self.steps[mode] = make(mode, self.weights, lambda: None)
            except NotHere as reason:
                print(f"without {mode}: {reason}", file=sys.stderr)
                continue
            self.start_s[mode] = time.perf_counter() - started

    def conditions(self, items: int, guidance: float = GUIDANCE) -> Conditions:
        provider = PairedConditions(self.model.lm.condition_provider)
        with torch.no_grad():
            texts = (TEXTS[i % len(TEXTS)] for i in range(items))
            each = (conditions_of(self.model, provider, Item(text, 0), self.melody, guidance) for text in texts)
            return joined(list(each))

    def stock(self, items: int, frames: int, given: torch.Tensor | None = None, **options: Any) -> torch.Tensor:
        """The library's loop, its text encoder included. One text for all where tokens are compared: it pads."""
        texts = [TEXTS[0] if options else TEXTS[i % len(TEXTS)] for i in range(items)]
        melodies = () if self.melody is None else ([self.melody] * items,)
        attributes, _ = self.model._prepare_tokens_and_attributes(texts, None, *melodies)
        codes: torch.Tensor = self.model.lm.generate(given, attributes, max_gen_len=frames, **options)
        return codes

    def read_bytes(self, mode: str) -> int:
        """Of the weights, at every step: those of the mode's copy, or the library's own."""
        copies = {known.name: copy_bytes(known, self.weights) for known in MODES}
        return copies.get(mode) or 4 * self.weights.read_a_step

    def own(self, mode: str, items: int, frames: int) -> None:
        """The same by a mode, text encoder included."""
        nothing = torch.zeros(items, self.weights.codebooks, 0, dtype=torch.long)
        window = Window(nothing, frames, delays=self.weights.delays, special=self.weights.card)
        for _ in window.decode(self.steps[mode], self.conditions(items), Sampler(Choice(), list(range(items)))):
            pass


def in_turns(work: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Median seconds of each, after a first round that does not count for what is quick."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(runs):
        for name, one in work.items():
            started = time.perf_counter()
            one()
            times[name].append(time.perf_counter() - started)
    return {name: statistics.median(of) for name, of in times.items()}


def bandwidth_gb_s() -> float:
    """What both cores read of memory in a second, best of ten."""
    numbers = torch.ones(2**28, dtype=torch.float32)
    best = 0.0
    for _ in range(10):
        started = time.perf_counter()
        numbers.sum()
        best = max(best, numbers.numel() * 4 / (time.perf_counter() - started) / 1e9)
    return best


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "---:|" * (len(head) - 1)
    for row in rows:
        yield "| " + " | ".join(f"{x:.3g}" if isinstance(x, float) else str(x) for x in row) + " |"
    yield ""


def speed(bench: Bench, name: str, size: Size, runs: int, memory_gb_s: float) -> Iterator[str]:
    single_s = 0.0
    for items, frames in size.batches:
        work: dict[str, Callable[[], object]] = {STOCK: lambda i=items, f=frames: bench.stock(i, f)}
        work |= {mode: lambda m=mode, i=items, f=frames: bench.own(m, i, f) for mode in bench.steps}
        for mode in bench.steps:
            bench.own(mode, items, 10)
        seconds = in_turns(work, runs)
        n_steps = frames + max(bench.weights.delays)
        single_s = single_s or seconds[STOCK] / n_steps
        rows = []
        for mode, took in seconds.items():
            rate = n_steps / took
            read_gb = bench.read_bytes(mode) / 1e9
            rows.append(
                (mode, f"{rate:.1f}", f"{rate / REAL_TIME * items:.2f}", f"{seconds[STOCK] / took:.1f}",
                 f"{items * single_s * n_steps / took:.1f}", f"{read_gb:.2f}", f"{read_gb * rate / memory_gb_s:.0%}")
            )  # fmt: skip
        yield f"{name}, {items} prompt{'s' if items > 1 else ''} with guidance, {frames} frames:\n"
        yield from table(
            ("mode", "steps/s", "× real time, all together", "× library's batch", f"× {items} single library runs",
             "weights a step, GB", "share of memory bandwidth"), rows,
        )  # fmt: skip


def sameness(bench: Bench) -> Iterator[str]:
    bench.steps.clear()  # the gate makes each anew, and of large models there is no room for all twice
    decoder = Decoder(bench.weights, device="cpu", identity="benchmark", cache=None)
    measure(bench.model, decoder, "cpu", lambda *_: None)
    rows = [
        (one.label, f"{f.error:.2%}", f"{f.cosine:.5f}", f"{f.overlap:.1%}", f"{f.entropy_nats:.4f}",
         "yes" if f.passed else "no", f"{bench.start_s.get(one.mode, 0.0):.1f}")
        for one in decoder.standings() if (f := one.figures)
    ]  # fmt: skip
    head = ("mode", "error", "cosine", "top 10 kept", "entropy, nats", "passes", "start, s")
    yield from table(head, rows)


def whole(folder: Path, kind: str, duration_s: float) -> Iterator[str]:
    """From text to samples, and how soon the first second can be heard."""
    engine = AudioCraftEngine([folder])
    info = engine.find(f"local/{kind}")
    if info is None:
        return
    started = time.perf_counter()
    model = engine.load(info, "cpu", lambda *_: None)
    load_s = time.perf_counter() - started
    rows = []
    for run in range(3):
        heard: list[float] = []
        started = time.perf_counter()
        request = Request((Item(f"{TEXTS[run]}, take {run}", run),), duration_s, {})
        model.generate(request, lambda *_: None, lambda *_, s=started, h=heard: h.append(time.perf_counter() - s))
        rows.append((model.precision, f"{time.perf_counter() - started:.2f}", f"{heard[0] if heard else 0:.2f}"))
    stock = model._model
    stock.set_generation_params(duration=duration_s)
    started = time.perf_counter()
    with torch.no_grad():
        stock.generate([TEXTS[0]])
    rows.append((STOCK, f"{time.perf_counter() - started:.2f}", "the end"))
    yield f"{duration_s:g} s of sound, text encoder and codec included (loading and measuring: {load_s:.0f} s):\n"
    yield from table(("computed in", "s", "first second heard after, s"), rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", default="small")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "audiocraft-studio-benchmark")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--modes", default=",".join(mode.name for mode in MODES))
    parser.add_argument("--quick", action="store_true", help="a tenth of the frames, to see that it works")
    parser.add_argument("--whole", action="store_true", help="also from text to samples")
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    lines: list[str] = []

    def say(parts: Iterator[str]) -> None:
        for line in parts:
            print(line, flush=True)
            lines.append(line)

    with checkpoints.hub(asked.folder):
        memory = bandwidth_gb_s()
        say(iter([f"{torch.get_num_threads()} threads, {platform.machine()}, "
                  f"{torch.backends.cpu.get_cpu_capability()}, memory read at {memory:.1f} GB/s.\n"]))  # fmt: skip
        for name in asked.models.split(","):
            size = SIZES[name]
            if asked.quick:
                size = Size(size.kind, tuple((items, max(20, frames // 10)) for items, frames in size.batches))
            bench = Bench(asked.folder, size.kind, asked.modes.split(","))
            say(iter([f"## {name}\n"]))
            say(speed(bench, name, size, asked.runs, memory))
            say(sameness(bench))
            del bench
            if asked.whole:
                say(whole(asked.folder, size.kind, 10.0))
    if asked.write:
        asked.write.write_text("\n".join(["# Decoding, measured", "", *lines]).rstrip() + "\n")


if __name__ == "__main__":
    main()
