"""What stands in the form of the Generate tab, as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

MAX_TAKES = 8
MAX_PROMPT = 1000


@dataclass(frozen=True)
class Form:
    """Values of the fields. Numbers may be out of range: what is wrong is said when it is used.

    preset: "Draft", "Balanced", "Best" or "" once a value it set was changed. seed: None for a random one each run.
    params: those that differ from the model's defaults. melody, continue_from: asset ids. notes: an asset id or a kept
    MIDI file, and melody may be the tune in one (see services/guides.py). tags: separated by commas.
    """

    prompt: str = ""
    type: str = "ambience"
    model: str = "sketch"
    preset: str = "Balanced"
    takes: float | None = 2
    duration_s: float | None = 8.0
    seed: float | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    melody: str | None = None
    continue_from: str | None = None
    notes: str | None = None
    tags: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return asdict(self)

    def changed(self, **values: Any) -> Form:
        return replace(self, **values)

    @classmethod
    def from_kept(cls, kept: object) -> Form:
        """What a browser remembered; anything that is not of the right kind is left at its default."""
        return cls(**right_kinds(kept)) if isinstance(kept, Mapping) else cls()


def right_kinds(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `values` that are fields of a form and of the right kind."""
    kinds = {
        "prompt": _is_text, "type": _is_text, "model": _is_text, "preset": _is_text, "tags": _is_text,
        "takes": _is_number, "duration_s": _is_number, "seed": _is_number, "params": _is_mapping,
        "melody": _is_text, "continue_from": _is_text, "notes": _is_text,
    }  # fmt: skip
    return {name: values[name] for name, fits in kinds.items() if fits(values.get(name))}


def tag_list(text: str) -> tuple[str, ...]:
    """ "rain, roof" as ("rain", "roof")."""
    return tuple(tag.strip() for tag in text.split(",") if tag.strip())


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)
