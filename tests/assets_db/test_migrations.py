from __future__ import annotations

from typing import Any

from assets_db.migrations import migrate


def add_mood(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "mood": "calm"}


def shout(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "mood": record["mood"].upper()}


def test_a_record_goes_through_every_step_after_its_own_schema() -> None:
    assert migrate({"id": "a"}, 1, [add_mood, shout]) == {"id": "a", "mood": "CALM", "schema": 3}
    assert migrate({"id": "a", "mood": "sad"}, 2, [add_mood, shout]) == {"id": "a", "mood": "SAD", "schema": 3}


def test_the_record_given_is_left_as_it_is() -> None:
    record = {"id": "a", "schema": 1}
    migrate(record, 1, [add_mood])
    assert record == {"id": "a", "schema": 1}
