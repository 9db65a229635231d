"""Draws the tokens of each item from that item's own random numbers.

The draw is the one of torch.multinomial, an exponential race: with q_i drawn from Exp(1), argmax p_i / q_i is
distributed as p (see "the Gumbel-max trick"; -log q_i is a Gumbel variable). The random numbers are drawn on the CPU
for every device, so that the same seed meets the same numbers everywhere; and each token keeps its number whatever its
probability, so that another precision, whose probabilities are a little different, mostly draws the same tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    asked as rarely.
    """

    def __init__(self, choice: Choice, seeds: Sequence[int]) -> None:
        self._choice = choice
        self._generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        self._races: list[Tensor] = []
        self._finite: Tensor | None = None

    def __call__(self, logits: Tensor) -> Tensor:
        """logits: [B, K, card]. Returns tokens, int64 [B, K]. Raises NotFinite, on a GPU some steps later."""
        choice = self._choice
        if choice.temperature <= 0:
            return logits.argmax(-1)
        if not self._races:
            self._check()
            ahead = _AHEAD if logits.is_cuda else 1
            races = [exponentials(logits.shape[1:], self._generators) for _ in range(ahead)]
            self._races = list(torch.stack(races).to(logits.device, non_blocking=True))
        probabilities = (logits / choice.temperature).softmax(-1)
        finite = probabilities.isfinite().all()
        self._finite = finite if self._finite is None else self._finite & finite
        if not logits.is_cuda:
            self._check()
        return (narrowed(probabilities, choice) / self._races.pop(0)).argmax(-1)

    def _check(self) -> None:
        if self._finite is not None and not bool(self._finite):
            raise NotFinite("the model's probabilities are not numbers")


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


def draw(probabilities: Tensor, generators: Sequence[torch.Generator]) -> Tensor:
    """One token for each distribution. probabilities: (rows, ..., tokens), which need not add up to 1; generators: one
    a row.

    Returns int64, shape (rows, ..., 1). Raises NotFinite for probabilities that are not numbers.
    """
    if not bool(torch.isfinite(probabilities).all()):
        raise NotFinite("the model's probabilities are not numbers")
    race = exponentials(probabilities.shape[1:], generators).to(probabilities.device)
    return (probabilities / race).argmax(dim=-1, keepdim=True)


def exponentials(shape: Sequence[int], generators: Sequence[torch.Generator]) -> Tensor:
    """Exp(1), [rows, *shape], each row from its own generator."""
    return torch.stack([torch.empty(tuple(shape)).exponential_(generator=generator) for generator in generators])
