"""All names of sounds, and the words that stand for several at once."""

from __future__ import annotations

from collections.abc import Sequence

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.reader import Lexicon
from audiocraft_studio.engines.sketch.traits import Hints

_COMPOUNDS: dict[str, tuple[tuple[str, Hints], ...]] = {
    "storm": (("rain", {"intensity": 0.7}), ("wind", {"intensity": 0.6}), ("thunder", {"distance": 0.3})),
    "thunderstorm": (("rain", {"intensity": 0.6}), ("thunder", {"distance": 0.2})),
    "forest": (("wind", {"intensity": -0.5, "material": "leaves"}), ("birds", {"distance": 0.2})),
    "jungle": (("birds", {"intensity": 0.5}), ("insects", {}), ("wind", {"intensity": -0.7, "material": "leaves"})),
    "beach": (("waves", {}), ("wind", {"intensity": -0.6})),
    "coast": (("waves", {}), ("wind", {"intensity": -0.2})),
}


def build_lexicon(families: Sequence[Family], music: str = "music") -> Lexicon:
    """The lexicon of these families. Compounds that need a family not among them name what is left of them."""
    by_name = {family.name: family for family in families}
    sources: dict[str, list[tuple[Family, Hints]]] = {}
    for family in families:
        for word, hints in family.words.items():
            if word in sources:
                raise ValueError(f"{word!r} names both {sources[word][0][0].name} and {family.name}")
            sources[word] = [(family, hints)]
    for word, parts in _COMPOUNDS.items():
        known = [(by_name[name], hints) for name, hints in parts if name in by_name]
        if known:
            sources[word] = known
    return Lexicon(sources, by_name[music])
