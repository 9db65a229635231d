"""What a command tells: a report, and on a terminal how far it is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TextIO

from assets_db import Tick, silent

_REFRESH_S = 0.1


@dataclass(frozen=True)
class Console:
    """out: where reports go. terminal: where progress goes, if that is a terminal."""

    out: TextIO
    terminal: TextIO

    def say(self, text: str) -> None:
        self.out.write(f"{text}\n")

    def progress(self, doing: str) -> Tick:
        """Shows "`doing`: 42 %" in one line that is gone when all is done."""
        if not self.terminal.isatty():
            return silent
        shown_at = 0.0

        def tick(done: int, total: int) -> None:
            nonlocal shown_at
            now = time.monotonic()
            if done >= total:
                self.terminal.write("\r\x1b[K")
            elif now - shown_at >= _REFRESH_S:
                self.terminal.write(f"\r{doing}: {100 * done // total} %")
                self.terminal.flush()
                shown_at = now

        return tick
