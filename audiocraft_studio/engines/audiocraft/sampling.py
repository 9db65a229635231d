"""Draws the tokens of each row of a batch from that row's own random numbers.

The library draws a whole batch from torch's global generator, so that a sound would depend on its place in the batch
and on what else was drawn before. Here each row has a generator seeded with its item's seed.

The draw itself is the decoder's (see decoding/sampling.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


class RowSampler:
    """Stands where `audiocraft.utils.utils.multinomial` stood; outside `rows` it is that function."""

    def __init__(self, original: Callable[..., Any]) -> None:
        self._original = original
        self._thread = threading.local()

    @contextmanager
    def rows(self, seeds: Sequence[int]) -> Iterator[None]:
        """Within, and in this thread alone, row i of each batch is drawn from random numbers seeded by seeds[i]."""
        from audiocraft_studio.engines.decoding.sampling import generators

        self._thread.generators = generators(seeds)
        try:
            yield
        finally:
            del self._thread.generators

    def __call__(
        self, input: Any, num_samples: int, replacement: bool = False, *, generator: Any = None
    ) -> Any:  # the library's own signature
        """input: probabilities, shape (rows, ..., tokens). Returns tokens, shape (rows, ..., num_samples)."""
        generators = getattr(self._thread, "generators", None)
        if generators is None:
            return self._original(input, num_samples, replacement, generator=generator)
        if num_samples != 1 or len(input) != len(generators):
            raise ValueError(f"{len(generators)} rows of one draw were announced, not {len(input)} of {num_samples}")
        from audiocraft_studio.engines.decoding.sampling import draw

        return draw(input, generators)
