"""Are the exact modes' tokens the library's own? Greedy frames of both, at the published dimensions.

    .venv/bin/python benchmarks/decoding_proof.py [--models small,stereo,medium,melody,audiogen] [--folder F]
        [--frames 500] [--all-cells]

Of one and four prompts, with and without frames given, guided and unguided, two opposite combinations are compared, or
all eight. The library makes about one step of a medium model a second on two cores, so its tokens are kept in --folder.
The exact mode without a compiler is followed through the first frames only, but for small models in the two. Where two
tokens are as likely as each other, rounding decides, and all that follows may differ: the gap says how much likelier,
at most, another token is than the library's (logits) when the mode is led along the library's tokens.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import decoding as speed
import torch
from decoding import SIZES, Bench, checkpoints, joined
from led import Led

from audiocraft_studio.engines.decoding.sampling import Choice, Sampler
from audiocraft_studio.engines.decoding.window import Window

CELLS = tuple(itertools.product((1, 4), (0, 50), (3.0, 1.0)))  # prompts, frames given, guidance
OPPOSITE = ((1, 0, 3.0), (4, 50, 1.0))
FEW = 60
MODES = ("compiled-exact", "exact")
HEAD = ("model", "mode", "prompts", "frames given", "guidance", "frames", "equal", "largest gap", "different tokens")


def library_s(bench: Bench, file: Path, frames: int, cell: tuple[int, int, float]) -> torch.Tensor:
    """Codes [B, K, frames], from the file if they are there."""
    items, given, guidance = cell
    if not file.exists():
        codes = bench.stock(
            items, frames, prompt(bench, cell) if given else None, use_sampling=False, cfg_coef=guidance
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        torch.save(codes, file)
    return torch.load(file)


def prompt(bench: Bench, cell: tuple[int, int, float]) -> torch.Tensor:
    items, given, _ = cell
    random = torch.Generator().manual_seed(1)
    return torch.randint(bench.weights.card, (items, bench.weights.codebooks, given), generator=random)


def own(bench: Bench, mode: str, frames: int, cell: tuple[int, int, float], sampler: Sampler) -> torch.Tensor:
    items, _, guidance = cell
    window = Window(prompt(bench, cell), frames, delays=bench.weights.delays, special=bench.weights.card)
    one = bench.conditions(1, guidance)
    for _ in window.decode(bench.steps[mode], joined([one] * items), sampler):
        pass
    return window.codes(0, frames)


def gap(bench: Bench, mode: str, cell: tuple[int, int, float], right: torch.Tensor, compared: int) -> float:
    """By how much, at most, another token is likelier than the library's (difference of logits) in the first frames."""
    led = Led(right, cell[1], bench.weights.delays, compared)
    own(bench, mode, right.shape[-1], cell, led)
    return max(led.gaps)


def compared(
    bench: Bench, name: str, kept: Path, frames: int, cells: Sequence[tuple[int, int, float]]
) -> Iterator[tuple[object, ...]]:
    large = bench.weights.read_a_step > 1e9
    for cell in cells:
        items, given, guidance = cell
        right = library_s(bench, kept / f"{name}-{items}-{given}-{guidance:g}-{frames}.pt", frames, cell)
        for mode in bench.steps:
            n = given + FEW if mode == "exact" and (large or cell not in OPPOSITE) else frames
            started = time.perf_counter()
            greedy = Sampler(Choice(temperature=0.0), [0] * items)
            whole = min(frames, n + max(bench.weights.delays))  # the last frames hear of codes that come after them
            equal = float((own(bench, mode, whole, cell, greedy)[..., :n] == right[..., :n]).double().mean())
            took = time.perf_counter() - started
            likelier = 0.0 if equal == 1 else gap(bench, mode, cell, right[..., :whole], n)
            print(f"{name} {cell} {mode}: {equal:.4%} of {n} frames, gap {likelier:.1e}, {took:.0f} s", flush=True)
            yield name, mode, *cell, n, f"{equal:.2%}", f"{likelier:.1e}", right[..., :n].unique().numel()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", default="small")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "audiocraft-studio-benchmark")
    parser.add_argument("--frames", type=int, default=500)
    parser.add_argument("--all-cells", action="store_true")
    asked = parser.parse_args()
    cells = CELLS if asked.all_cells else OPPOSITE
    rows: list[tuple[object, ...]] = []
    with checkpoints.hub(asked.folder):
        for name in asked.models.split(","):
            bench = Bench(asked.folder, SIZES[name].kind, MODES)
            rows += compared(bench, name, asked.folder / "proof", asked.frames, cells)
            del bench
    print(*speed.table(HEAD, rows), sep="\n")


if __name__ == "__main__":
    main()
