"""Prompts that work, near one that does not."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.grammar import normalised
from audiocraft_studio.engines.sketch.reader import Lexicon


def suggestions(
    prompt: str, families: Sequence[Family], lexicon: Lexicon, asset_type: str = "", count: int = 4
) -> list[str]:
    """`count` example prompts: of families whose words resemble the prompt's first, then of `asset_type`, then any."""
    near: list[Family] = []
    for word in normalised(prompt).split()[:40]:
        for match in difflib.get_close_matches(word, lexicon.sources, n=2, cutoff=0.75):
            near.extend(family for family, _ in lexicon.sources[match])
    ranked = [*near, *families]
    first = [family.examples[0] for family in ranked]
    others = [example for family in ranked for example in family.examples[1:]]
    pool = [*(e for e in first[: len(near)]), *(e for e in (*first, *others) if e[1] == asset_type), *first]
    return list(dict.fromkeys(text for text, _ in pool))[:count]
