"""What a change of many assets can be undone by: which field of which assets had which value before, and after it."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assets_db import Asset, Catalogue
from audiocraft_studio.errors import NotFound
from audiocraft_studio.services.assets import Edit, Pair
from audiocraft_studio.services.guard import Documents
from audiocraft_studio.services.values import value_of, with_values

KEPT = 50
FIELDS = (
    "rating", "status", "favourite", "tags", "collections", "project", "category", "subcategory", "ucs", "trashed_at",
)  # fmt: skip
"""Everything that a change of many assets can change."""

Step = Mapping[str, Any]
"""`ids` of assets whose `field` was `before` and became `after`."""


class Undos:
    """The latest 50 changes of many assets. A change is kept in parts, one a write of the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._documents = Documents(catalogue, "undo")
        self._keeping = threading.Lock()

    def keep(self, undo_id: str, pairs: Iterable[Pair]) -> None:
        """Adds a part to the undo `undo_id`."""
        with self._keeping:
            n_parts = len(self._part_ids(undo_id))
            self._documents.put(f"{undo_id}.{n_parts:05}", {"steps": steps(pairs)})
            self._forget_old()

    def parts(self, undo_id: str) -> Iterator[list[Step]]:
        """The steps of each part, the last one first. Raises NotFound where the undo is no longer kept."""
        part_ids = self._part_ids(undo_id)
        if not part_ids:
            raise NotFound("change to be undone", undo_id)
        return (self._documents.get(part_id)["steps"] for part_id in reversed(part_ids))

    def count(self, undo_id: str) -> int:
        """How many assets it would change, at most. Raises NotFound."""
        return sum(len(ids_of(part)) for part in self.parts(undo_id))

    def _part_ids(self, undo_id: str) -> list[str]:
        return sorted(key for key in self._documents.ids() if key.partition(".")[0] == undo_id)

    def _forget_old(self) -> None:
        parts_of = defaultdict(list)
        for key in self._documents.ids():
            parts_of[key.partition(".")[0]].append(key)
        for undo_id in list(parts_of)[:-KEPT]:
            for key in parts_of[undo_id]:
                self._documents.remove(key)


def steps(pairs: Iterable[Pair]) -> list[Step]:
    """What lies between the first and the second of each pair, equal changes put together."""
    ids_by_change: dict[tuple[str, Any, Any], list[str]] = defaultdict(list)
    for before, after in pairs:
        for name in FIELDS:
            old, new = value_of(before, name), value_of(after, name)
            if old != new:
                ids_by_change[name, old, new].append(after.id)
    return [
        {"field": name, "before": _plain(old), "after": _plain(new), "ids": ids}
        for (name, old, new), ids in ids_by_change.items()
    ]


def ids_of(part: Iterable[Step]) -> list[str]:
    """Each asset once."""
    return list(dict.fromkeys(asset_id for step in part for asset_id in step["ids"]))


def restoring(part: Iterable[Step], skipped: set[str]) -> Edit:
    """The edit that takes the steps back. It leaves a field alone that has a third value, and adds to `skipped`."""
    steps_of: dict[str, list[Step]] = defaultdict(list)
    for step in part:
        for asset_id in step["ids"]:
            steps_of[asset_id].append(step)

    def restored(asset: Asset) -> Asset:
        values = {}
        for step in steps_of[asset.id]:
            now = _plain(value_of(asset, step["field"]))
            if now == step["after"]:
                values[step["field"]] = step["before"]
            elif now != step["before"]:
                skipped.add(asset.id)
        return with_values(asset, values) if values else asset

    return restored


def _plain(value: Any) -> Any:
    """As it comes back from the disk."""
    return list(value) if isinstance(value, tuple) else value
