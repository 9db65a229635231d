"""Fields of an asset by name, those of its review among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assets_db import Asset

REVIEW_FIELDS = ("rating", "status", "favourite", "comments")


def value_of(asset: Asset, name: str) -> Any:
    """The field `name`, of the asset or its review."""
    return getattr(asset.review if name in REVIEW_FIELDS else asset, name)


def with_values(asset: Asset, values: Mapping[str, Any]) -> Asset:
    """The asset with the fields named changed. Raises RecordError."""
    own = {name: value for name, value in values.items() if name not in REVIEW_FIELDS}
    judged = {name: value for name, value in values.items() if name in REVIEW_FIELDS}
    if judged:
        own["review"] = replace(asset.review, **judged)
    return replace(asset, **own)
