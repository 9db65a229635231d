"""One progress count over a whole call: all items, windows and passes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from audiocraft_studio.engines.base import Tick

_BEAT_EVERY_S = 0.1


class Progress:
    """Counts work up to `total` and reports it; what is reported never falls, even when work is done again."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._total = 1.0
        self._done = 0.0
        self._reported = 0.0
        self._last_beat = 0.0

    def begin(self, total: float) -> None:
        """Says how much work there is, before any is done."""
        self._total = total
        self._report()

    def advance(self, amount: float) -> None:
        """Raises Cancelled when the user has stopped the work, as do `beat` and `finish`."""
        self._done += amount
        self._report()

    def beat(self) -> None:
        """Says that work goes on; cheap enough to be called from every layer of a network."""
        if time.monotonic() - self._last_beat >= _BEAT_EVERY_S:
            self._report()

    def finish(self) -> None:
        self._done = self._total
        self._report()

    @property
    def done(self) -> float:
        return self._done

    def rewind(self, done: float) -> None:
        """The work since `done` is lost and will be made again."""
        self._done = done

    def _report(self) -> None:
        self._reported = max(self._reported, min(self._done, self._total))
        self._last_beat = time.monotonic()
        self._tick(self._reported, self._total)


@contextmanager
def beating(modules: Sequence[Any], progress: Progress) -> Iterator[None]:
    """Beats before each of the torch `modules` runs, so that a long pass can be stopped in the middle."""

    def beat(*_: object) -> None:
        progress.beat()

    with ExitStack() as stack:
        for module in modules:
            stack.callback(module.register_forward_pre_hook(beat).remove)
        yield
