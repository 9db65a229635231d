"""How far something is."""

from __future__ import annotations

from collections.abc import Callable

Tick = Callable[[int, int], None]
"""Hears how much is done, of how much. What it raises ends the work."""


def silent(_done: int, _total: int) -> None:
    """A Tick that nobody listens to."""
