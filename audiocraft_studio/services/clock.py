"""Time as records carry it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def utc_now() -> str:
    """ISO 8601 in UTC with milliseconds: 2026-11-21T09:05:00.123Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def later_than(before: str) -> str:
    """`utc_now`, but at least a millisecond after `before` ("" for none), so that two changes never share a time."""
    now = utc_now()
    if not before or now > before:
        return now
    bumped = datetime.fromisoformat(before) + timedelta(milliseconds=1)
    return bumped.isoformat(timespec="milliseconds").replace("+00:00", "Z")
