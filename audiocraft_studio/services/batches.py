"""Which items of a generation job go through an engine together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audiocraft_studio.services.models import SKETCH

BATCH = 8
BATCH_S = 96.0
"""A batch makes at most this much sound: takes appear and are kept batch by batch, also when the rest is cancelled."""


@dataclass(frozen=True)
class Batch:
    """What shares a pass through a model. items: their places in the job."""

    model: str
    duration_s: float
    params: Mapping[str, Any]
    items: tuple[int, ...]

    @property
    def sound_s(self) -> float:
        return self.duration_s * len(self.items)


def own(payload: Mapping[str, Any], item: Mapping[str, Any], name: str) -> Any:
    """The item's model, duration_s, params, type or template: what all have, unless it has one of its own."""
    return item[name] if name in item else payload[name]


def batches(payload: Mapping[str, Any], waiting: Sequence[int]) -> list[Batch]:
    """The passes that make the `waiting` items of a job, a model's all together, each where its first item stands.

    Items with the same model, duration and parameters share passes, those of one prompt side by side, as rows of one
    text length are made at once. Sketch makes one item after the other, in order.
    """
    prompts = list(dict.fromkeys(payload["items"][i]["prompt"] for i in waiting))
    models: dict[str, dict[str, Batch]] = {}
    for i in waiting:
        item = payload["items"][i]
        one = Batch(own(payload, item, "model"), own(payload, item, "duration_s"), own(payload, item, "params"), (i,))
        known = models.setdefault(one.model, {})
        key = str(i) if one.model == SKETCH else repr((one.duration_s, sorted(one.params.items())))
        before = known.get(key)
        known[key] = replace(one, items=(*(before.items if before else ()), i))
    groups = [group for of_model in models.values() for group in of_model.values()]
    rank = {i: prompts.index(payload["items"][i]["prompt"]) for i in waiting}
    return [part for group in groups for part in _parts(group, sorted(group.items, key=lambda i: rank[i]))]


def _parts(group: Batch, items: Sequence[int]) -> list[Batch]:
    size = max(1, min(BATCH, int(BATCH_S // group.duration_s)))
    return [replace(group, items=tuple(items[i : i + size])) for i in range(0, len(items), size)]
