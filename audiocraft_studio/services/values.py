"""Fields of an asset by name, those of its review among them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assets_db import Asset

REVIEW_FIELDS = ("rating", "status", "favourite")


def reviewed(asset: Asset, **changes: object) -> Asset:
    """The asset with parts of its review changed."""
    return replace(asset, review=replace(asset.review, **changes))  # type: ignore[arg-type]


def with_value(asset: Asset, name: str, value: object) -> Asset:
    """The asset with the field `name` changed, one of its own or of its review's."""
    if name in REVIEW_FIELDS:
        return reviewed(asset, **{name: value})
    return replace(asset, **{name: value})  # type: ignore[arg-type]


def value_of(asset: Asset, name: str) -> Any:
    """The field that `with_value` sets."""
    return getattr(asset.review if name in REVIEW_FIELDS else asset, name)
