"""One call of generate: what all that work on it share, and the interface of those that compute tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.audiocraft.conditions import PairedConditions
from audiocraft_studio.engines.audiocraft.progress import Progress
from audiocraft_studio.engines.audiocraft.windows import Plan
from audiocraft_studio.engines.base import Item, ParamValue, Request

# Weights of the progress bar, in steps of the language model: about what each costs next to one.
STEPS_TO_ENCODE = 2.0
STEPS_TO_DECODE_ONE_S = 2.0


@dataclass(frozen=True)
class Job:
    """values: every parameter. melody: [channels, samples] at the model's rate, beginning where its first frame does.

    context: codec tokens of the continued sound's end, [1, K, context_frames]; given: that whole sound.
    """

    request: Request
    values: Mapping[str, ParamValue]
    plan: Plan
    progress: Progress
    conditions: PairedConditions
    melody: Any = None
    context: Any = None
    given: Samples | None = None


Fed = Callable[[int, Any], None]
"""`fed(row, codes)`: the next finished codes of a row of the batch, int64 [1, K, n]; in order, each once."""


class Path(Protocol):
    """A way from items to tokens."""

    def work(self, job: Job) -> int:
        """Steps for one sound."""
        ...

    def groups(self, job: Job, items: Sequence[Item]) -> list[list[int]]:
        """Which of the items go through together, each once."""
        ...

    def run(self, job: Job, items: Sequence[Item], fed: Fed) -> None:
        """Computes a batch; an item's codes depend on nothing but its prompt, its seed and what the job shares."""
        ...
