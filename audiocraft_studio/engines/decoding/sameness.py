"""How many items may share a batch without changing each other by a single bit.

Matrix products pick their kernel by size, and kernels round differently. A rounding rarely moves a token, but when it
does the rest of the sound is another one. So a batch size is used only after the steps themselves have shown, on this
machine, that every item of the batch comes out bit for bit as it does alone.
"""

from __future__ import annotations

import torch

from audiocraft_studio.engines.decoding.steps import Conditions, Steps
from audiocraft_studio.engines.decoding.weights import Weights

WIDTHS = (16, 12, 8, 6, 4, 3, 2)
_PROMPT = 2
_STEPS = 3
_LENGTH = 9
_LONGEST_PREFIX = 64  # beyond, the products are large either way and take the same kernels


class Sameness:
    """Proofs for one set of steps; each is made once, in about ten steps."""

    def __init__(self, steps: Steps, weights: Weights) -> None:
        self._steps = steps
        self._weights = weights
        self._known: dict[tuple[int, bool, int], bool] = {}

    def sizes(self, conditions: Conditions, at_most: int) -> list[int]:
        """Batch sizes, all items of `conditions` in all, none above `at_most`, that are proven."""
        count = conditions.items
        for width in sorted({count, *(w for w in WIDTHS if w < count)}, reverse=True):
            sizes = balanced(count, width)
            if width <= at_most and all(self._holds(size, conditions) for size in set(sizes)):
                return sizes
        return [1] * count

    def _holds(self, items: int, conditions: Conditions) -> bool:
        if items == 1:
            return True
        prefix = min(conditions.prefixed, _LONGEST_PREFIX)
        key = (items, conditions.guided, prefix)
        if key not in self._known:
            self._known[key] = self._shown(items, conditions.guidance, prefix)
        return self._known[key]

    def _shown(self, items: int, guidance: float, prefix: int) -> bool:
        weights, random = self._weights, torch.Generator().manual_seed(0)
        like = weights.heads

        def noise(*shape: int) -> torch.Tensor:
            return torch.randn(shape, generator=random).to(like)

        crossed = weights.layers[0].cross is not None
        together = Conditions(
            tuple(noise(_LENGTH, weights.dim) for _ in range(items)) if crossed else None,
            noise(2, items, prefix, weights.dim) if prefix else None,
            guidance,
        )
        tokens = torch.randint(weights.card, (items, weights.codebooks, _PROMPT + _STEPS), generator=random).to(
            like.device
        )
        every = self._logits(together, tokens)
        return all(
            torch.equal(self._logits(together.only(i), tokens[i : i + 1]), every[:, i : i + 1])
            for i in sorted({0, items // 2, items - 1})
        )

    def _logits(self, conditions: Conditions, tokens: torch.Tensor) -> torch.Tensor:
        """[steps, items, K, card]"""
        self._steps.start(conditions, conditions.prefixed + _PROMPT + _STEPS)
        parts = (tokens[..., :_PROMPT], *tokens[..., _PROMPT:].split(1, dim=-1))
        return torch.stack([self._steps.feed(part).clone() for part in parts])


def balanced(count: int, width: int) -> list[int]:
    """Sizes of about equal batches of at most `width`, `count` in all."""
    batches = -(-count // width)
    return [count // batches + (i < count % batches) for i in range(batches)]
