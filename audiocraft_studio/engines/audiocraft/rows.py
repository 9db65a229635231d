"""How many sounds may share a pass without changing each other by a single bit.

Matrix products pick their kernel by size, and kernels round differently. A rounding rarely moves a token, but when it
does the rest of the sound is another one. The kernels for very few rows are special ones, so a sound made alone is
computed with a copy of itself beside it; from there on, batches of many sizes agree on the processors we know. Still, a
batch size is used only after the loaded model itself has shown, on this machine and for these lengths, that each row
of the batch comes out bit for bit as it does alone. A batch that fails is made in smaller ones, down to single sounds:
slower, never different.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from audiocraft_studio.engines.decoding.sameness import balanced

FEWEST = 2
"""Sounds that a pass computes at least; what stands in for those that are not there is a copy."""

_WIDTHS = (8, 6, 4, 3, 2)
_LONGEST_PREFILL = 64  # beyond, the products are large either way and take the same kernels


class RowProof:
    """Proofs for one loaded model; each (batch size, lengths) is computed once, in about eight passes."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._known: dict[tuple[object, ...], bool] = {}

    def sizes(self, count: int, conditions: Any, prefills: Sequence[int], at_most: int) -> list[int]:
        """Batch sizes, count in all, that are proven for these lengths.

        conditions: of one item, name to (values [2, length, dim], mask). prefills: sequence steps that each window
        starts with. at_most: the widest batch that memory allows.
        """
        for width in sorted({min(count, 8), *(w for w in _WIDTHS if w < count)}, reverse=True):
            sizes = balanced(count, width)
            if width <= at_most and all(self._holds(size, conditions, prefills) for size in set(sizes)):
                return sizes
        return [1] * count

    def _holds(self, rows: int, conditions: Any, prefills: Sequence[int]) -> bool:
        import torch

        if rows == 1:
            return True
        lengths = sorted({min(length, _LONGEST_PREFILL) for length in prefills})
        shapes = tuple((name, tuple(values.shape)) for name, (values, _) in conditions.items())
        key = (rows, shapes, tuple(lengths), torch.get_num_threads())
        if key not in self._known:
            with torch.no_grad(), self._model.autocast:
                self._known[key] = all(self._same_rows(rows, conditions, length) for length in lengths)
        return self._known[key]

    def _same_rows(self, rows: int, conditions: Any, prefill: int) -> bool:
        import torch

        lm = self._model.lm
        random = torch.Generator().manual_seed(0)
        length = _fixed_frames(self._model) or prefill + 2
        codes = torch.randint(lm.card, (rows, lm.n_q, length), generator=random).to(self._model.device)
        noise = {
            name: (_noise(values, 2 * rows, random), mask[:1].expand(2 * rows, -1))
            for name, (values, mask) in conditions.items()
        }
        together = self._pass(codes, noise, prefill)
        for row in sorted({0, rows // 2, rows - 1}):
            copies = [row] * FEWEST
            pairs = [*copies, *(rows + i for i in copies)]
            alone = self._pass(
                codes[copies], {n: (values[pairs], mask[pairs]) for n, (values, mask) in noise.items()}, prefill
            )
            if not all(torch.equal(one, all_[pairs]) for one, all_ in zip(alone, together, strict=True)):
                return False
        return True

    def _pass(self, codes: Any, conditions: Any, prefill: int) -> list[Any]:
        """Logits of the passes that a window consists of, each [2 rows, codebooks, steps, tokens]."""
        import torch

        lm = self._model.lm
        both = torch.cat([codes, codes])
        if _fixed_frames(self._model):
            return [lm(both, [], conditions, stage=stage) for stage in (0, 1)]
        with lm.streaming():
            ends = [0, *range(prefill, both.shape[-1] + 1)]
            return [lm(both[..., a:b], [], conditions) for a, b in pairwise(ends)]


def rows_that_fit(model: Any, n_frames: int, free: int | None) -> int:
    """How many sounds of n_frames may be made at once in half of `free` bytes; 1 or more.

    Counts the keys and values that attention keeps for each layer and frame, for the prompt and the empty prompt.
    """
    if free is None:
        return 4
    weights = next(iter(model.lm.parameters()))
    layers = len(model.lm.transformer.layers)
    bytes_a_sound = 2 * n_frames * layers * 2 * model.lm.dim * weights.element_size()
    return max(1, int(free // 2 // bytes_a_sound))


def _fixed_frames(model: Any) -> int:
    """Frames of a MAGNeT, which sees its whole sound in each pass; 0 for the others."""
    if not hasattr(model.lm, "attn_mask_per_stage"):
        return 0
    frames = int(model.duration * float(model.frame_rate))
    return frames - frames % int(model.lm.span_len)


def _noise(values: Any, rows: int, random: Any) -> Any:
    import torch

    return torch.randn((rows, *values.shape[1:]), generator=random).to(values)
