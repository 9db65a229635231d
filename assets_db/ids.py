"""Ids that sort by the time they were made and never collide, on any number of machines.

The layout is that of a ULID (https://github.com/ulid/spec): 48 bits of milliseconds since 1970, then 80 random bits,
written as 26 characters of Crockford's base 32, here in lower case.
"""

from __future__ import annotations

import secrets
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BITS = 80
_LATEST_MS = 2**48 - 1


def encode(time_ms: int, random: int) -> str:
    """26 characters for `time_ms` (48 bits) and `random` (80 bits); they sort as the pair (time_ms, random) does."""
    value = (time_ms << _RANDOM_BITS) | random
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))


class IdMaker:
    """Makes ids; each is greater than the one before, also within one millisecond and when the clock is set back.

    Safe to call from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._time_ms = -1
        self._random = 0

    def __call__(self, now_ms: int | None = None) -> str:
        """A new id. `now_ms`: milliseconds since 1970 in UTC, 0..2^48-1, by default those of the clock.

        Raises ValueError for a time outside that range.
        """
        if now_ms is None:
            now_ms = time.time_ns() // 1_000_000
        if not 0 <= now_ms <= _LATEST_MS:
            raise ValueError(f"now_ms must be 0..{_LATEST_MS}, not {now_ms}")
        with self._lock:
            if now_ms > self._time_ms:
                self._time_ms = now_ms
                self._random = secrets.randbits(_RANDOM_BITS - 1)  # the top bit stays free for the steps below
            else:
                # A random step, not 1: two processes forked within the same millisecond go different ways.
                self._random += 1 + secrets.randbits(32)
            return encode(self._time_ms, self._random)
