"""Draws the tokens of each item from that item's own random numbers.

The draw is the one of torch.multinomial, an exponential race: with q_i drawn from Exp(1), argmax p_i / q_i is
distributed as p (see "the Gumbel-max trick"; -log q_i is a Gumbel variable). The random numbers are drawn on the CPU
for every device, so that the same seed meets the same numbers everywhere; and each token keeps its number whatever its
probability, so that another precision, whose probabilities are a little different, mostly draws the same tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from audiocraft_studio.engines.decoding.errors import NotFinite

_AHEAD = 32


@dataclass(frozen=True)
class Choice:
    """How a token is chosen of its logits. temperature: 0 takes the likeliest. top_k: of the k likeliest; 0 for all.

    top_p: of the likeliest that together reach this probability, and then top_k is not used; 0 for all.
    """

    temperature: float = 1.0
    top_k: int = 250
    top_p: float = 0.0


class Sampler:
    """Chooses a batch's tokens step by step; item i from random numbers seeded with seeds[i].

    On a GPU nothing is waited for: random numbers go there for many steps at once, and whether all was numbers is
    asked as rarely. On a processor each item is drawn by itself, so little at a time that torch wakes no threads for
    it: they would go on spinning where the compiled step's own threads want to run.
    """

    def __init__(self, choice: Choice, seeds: Sequence[int]) -> None:
        self._choice = choice
        self._generators = generators(seeds)
        self._races: list[Tensor] = []
        self._finite: Tensor | None = None

    def __call__(self, logits: Tensor) -> Tensor:
        """logits: [B, K, card]. Returns tokens, int64 [B, K]. Raises NotFinite, on a GPU some steps later."""
        if self._choice.temperature <= 0:
            return logits.argmax(-1)
        if not logits.is_cuda:
            return torch.stack([self._drawn(*one) for one in zip(logits, self._generators, strict=True)])
        if not self._races:
            if self._finite is not None:
                _demand_finite(self._finite)
            races = [exponentials(logits.shape[1:], self._generators) for _ in range(_AHEAD)]
            self._races = list(torch.stack(races).to(logits.device, non_blocking=True))
        probabilities = self._probabilities(logits)
        finite = probabilities.isfinite().all()
        self._finite = finite if self._finite is None else self._finite & finite
        return (narrowed(probabilities, self._choice) / self._races.pop(0)).argmax(-1)

    def _drawn(self, logits: Tensor, generator: np.random.Generator) -> Tensor:
        """One item's tokens, [K], of its logits, [K, card]."""
        probabilities = self._probabilities(logits)
        _demand_finite(probabilities.isfinite().all())
        race = exponentials(logits.shape, [generator])[0]
        return (narrowed(probabilities, self._choice) / race).argmax(-1)

    def _probabilities(self, logits: Tensor) -> Tensor:
        scaled = logits / self._choice.temperature
        if logits.is_cuda:
            return scaled.softmax(-1)
        # torch's exponentials wake its threads however little there is to do
        raised = torch.from_numpy(np.exp((scaled - scaled.amax(-1, keepdim=True)).numpy()))
        return raised / raised.sum(-1, keepdim=True)


def narrowed(probabilities: Tensor, choice: Choice) -> Tensor:
    """The probabilities with 0 for every token that top_p or top_k leaves out. Shape [..., card], not normalised."""
    if choice.top_p > 0:
        ordered, order = probabilities.sort(-1, descending=True)
        ordered[ordered.cumsum(-1) - ordered > choice.top_p] = 0
        return ordered.scatter(-1, order, ordered)
    if 0 < choice.top_k < probabilities.shape[-1]:
        least = probabilities.topk(choice.top_k, dim=-1, sorted=False).values.amin(-1, keepdim=True)
        return probabilities.masked_fill(probabilities < least, 0)
    return probabilities


def draw(probabilities: Tensor, of_rows: Sequence[np.random.Generator]) -> Tensor:
    """One token for each distribution. probabilities: (rows, ..., tokens), which need not add up to 1; of_rows: the
    random numbers of each row.

    Returns int64, shape (rows, ..., 1). Raises NotFinite for probabilities that are not numbers.
    """
    _demand_finite(torch.isfinite(probabilities).all())
    race = exponentials(probabilities.shape[1:], of_rows).to(probabilities.device)
    return (probabilities / race).argmax(dim=-1, keepdim=True)


def generators(seeds: Sequence[int]) -> list[np.random.Generator]:
    """Random numbers for each seed."""
    return [np.random.Generator(np.random.PCG64(seed)) for seed in seeds]


def exponentials(shape: Sequence[int], of_rows: Sequence[np.random.Generator]) -> Tensor:
    """Exp(1), float32 [rows, *shape], each row from its own random numbers."""
    drawn = np.stack([row.standard_exponential(tuple(shape)) for row in of_rows])  # float32 draws may be zero
    return torch.from_numpy(drawn.astype(np.float32))


def _demand_finite(finite: Tensor) -> None:
    if not bool(finite):
        raise NotFinite("the model's probabilities are not numbers")
