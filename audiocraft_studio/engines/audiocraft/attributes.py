"""What the library calls attributes: the conditions of each item, and how its layers take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audiocraft_studio.engines.base import Item


def attributes_of(model: Any, items: Sequence[Item], melody: Any) -> list[Any]:
    """The library's ConditioningAttributes of each item. melody: [channels, samples], shared by all; None without."""
    prompts = [item.prompt for item in items]
    melodies = () if melody is None else ([melody] * len(items),)
    attributes, _ = model._prepare_tokens_and_attributes(prompts, None, *melodies)
    return list(attributes)
