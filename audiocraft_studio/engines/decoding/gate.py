"""Whether a faster mode still is the same model: measured on the very weights that are loaded.

The exact mode samples short sequences. Each other mode is fed the same tokens, so that it always stands where the
exact one stood, and its logits are compared with the exact ones. Trained weights may take narrow numbers worse than
others do: so it is never assumed.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from audiocraft_studio.engines.decoding.sampling import Choice, Sampler
from audiocraft_studio.engines.decoding.steps import Conditions, Steps
from audiocraft_studio.engines.decoding.weights import Weights
from audiocraft_studio.engines.decoding.window import Window

STEPS = 40
_FEWEST_STEPS = 16  # of a model so slow that all would take longer than this
_LONGEST_S = 8.0
_SETTLING = 4  # steps at the start that are not timed
_MOST = 10  # of the likeliest tokens

LEAST_COSINE = 0.995
MOST_ERROR = 0.06
LEAST_OVERLAP = 0.85
MOST_ENTROPY_NATS = 0.10


@dataclass(frozen=True)
class Figures:
    """How a mode does. steps_per_s: for one prompt, with guidance if the conditions have it. start_s: to prepare it.

    Of its guided logits against the exact ones: error, mean distance over the spread (standard deviation) of the exact;
    cosine, between the two with their means taken off; overlap, share of the ten likeliest tokens that are the same;
    entropy_nats, mean distance of the entropies of the distributions.
    """

    mode: str
    steps_per_s: float
    start_s: float
    error: float = 0.0
    cosine: float = 1.0
    overlap: float = 1.0
    entropy_nats: float = 0.0

    @property
    def passed(self) -> bool:
        """The gate."""
        return (
            self.cosine >= LEAST_COSINE
            and self.error <= MOST_ERROR
            and self.overlap >= LEAST_OVERLAP
            and self.entropy_nats <= MOST_ENTROPY_NATS
        )


@dataclass(frozen=True)
class Course:
    """A sequence that the exact mode sampled: what it was fed, [K, steps], and its logits, [steps, K, card]."""

    conditions: Conditions
    tokens: Tensor
    logits: Tensor


def exact(
    steps: Steps, weights: Weights, given: Sequence[Conditions], start_s: float, beat: Callable[[], Any]
) -> tuple[list[Course], Figures]:
    """A course for each of `given` (of one item each), and the exact mode's own figures. beat: called at each step."""
    courses, times = list[Course](), list[float]()
    for number, conditions in enumerate(given):
        listening = _Listening(steps, beat)
        nothing = torch.zeros(1, weights.codebooks, 0, dtype=torch.long, device=weights.heads.device)
        window = Window(nothing, STEPS - max(weights.delays), delays=weights.delays, special=weights.card)
        for _ in window.decode(listening, conditions, Sampler(Choice(), [number])):
            if len(listening.fed) >= _FEWEST_STEPS and sum(listening.times_s) > _LONGEST_S:
                break
        courses.append(Course(conditions, torch.cat(listening.fed, -1)[0], torch.cat(listening.logits)))
        times += listening.times_s[_SETTLING:]
    return courses, Figures("exact", 1 / statistics.median(times), start_s)


def compared(mode: str, steps: Steps, courses: list[Course], start_s: float, beat: Callable[[], Any]) -> Figures:
    """The figures of another mode that is led along the courses."""
    logits, times = list[Tensor](), list[float]()
    for course in courses:
        listening = _Listening(steps, beat)
        listening.start(course.conditions, course.conditions.prefixed + course.tokens.shape[-1])
        for at in range(course.tokens.shape[-1]):
            listening.feed(course.tokens[None, :, at : at + 1])
        logits.append(torch.cat(listening.logits))
        times += listening.times_s[_SETTLING:]
    right = torch.cat([course.logits for course in courses])
    return Figures(mode, 1 / statistics.median(times), start_s, **distances(torch.cat(logits), right))


def distances(found: Tensor, right: Tensor) -> dict[str, float]:
    """Figures' error, cosine, overlap and entropy_nats for logits [..., card]."""
    found, right = found.double(), right.double()
    both = torch.stack([found, right])
    centred = both - both.mean(-1, keepdim=True)
    found_best, right_best = (one.topk(min(_MOST, one.shape[-1]), dim=-1).indices for one in both)
    kept = (found_best[..., :, None] == right_best[..., None, :]).any(-1).double().mean()
    found_nats, right_nats = -(both.softmax(-1) * both.log_softmax(-1)).sum(-1)
    return {
        "error": float((found - right).abs().mean() / right.std(-1).mean()),
        "cosine": float(torch.cosine_similarity(*centred, dim=-1).mean()),
        "overlap": float(kept),
        "entropy_nats": float((found_nats - right_nats).abs().mean()),
    }


class _Listening:
    """Steps that note what goes in and out, and how long each took."""

    def __init__(self, steps: Steps, beat: Callable[[], Any]) -> None:
        self._steps, self._beat = steps, beat
        self.fed: list[Tensor] = []
        self.logits: list[Tensor] = []
        self.times_s: list[float] = []

    def start(self, conditions: Conditions, positions: int) -> None:
        self._steps.start(conditions, positions)

    def feed(self, tokens: Tensor) -> Tensor:
        self._beat()
        started = time.perf_counter()
        logits = self._steps.feed(tokens)
        if logits.is_cuda:
            torch.cuda.synchronize()
        self.times_s.append(time.perf_counter() - started)
        self.fed.append(tokens.clone())
        self.logits.append(logits.clone())
        return logits
