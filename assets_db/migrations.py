"""How records of earlier versions become records of today.

MIGRATIONS[k] takes the plain dict of an asset of schema k + 1 and returns that of schema k + 2. To change the form of
a record: append a function here; SCHEMA follows by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Migration = Callable[[dict[str, Any]], dict[str, Any]]


def _with_collections(record: dict[str, Any]) -> dict[str, Any]:
    """2: CatID, collections, and what similar sounds are found by."""
    return {"ucs": "", "collections": [], "descriptor": "", **record}


MIGRATIONS: tuple[Migration, ...] = (_with_collections,)
SCHEMA = 1 + len(MIGRATIONS)


def migrate(record: Mapping[str, Any], schema: int, migrations: Sequence[Migration] = MIGRATIONS) -> dict[str, Any]:
    """`record`, which has schema `schema` (1 and up), in the form of today. The argument is left as it is."""
    result = dict(record)
    for migration in migrations[schema - 1 :]:
        result = migration(result)
    result["schema"] = 1 + len(migrations)
    return result
