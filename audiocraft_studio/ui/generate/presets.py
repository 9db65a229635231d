"""Draft, Balanced, Best: how many takes of which length, and the parameters that trade time for quality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from audiocraft_studio.services.models import ModelView

NAMES = ("Draft", "Balanced", "Best")

_TAKES = {"Draft": 1, "Balanced": 2, "Best": 4}
_DURATION_S = {
    "music": (6.0, 12.0, 24.0),
    "ambience": (4.0, 8.0, 16.0),
    "sfx": (2.0, 3.0, 5.0),
    "voice": (3.0, 5.0, 8.0),
    "ui": (0.4, 0.6, 1.0),
}

# Only steps cost time in MAGNeT; in the other models Best listens closer to the prompt.
_STEPS = {"Draft": 0.5, "Best": 2.0}
_GUIDANCE = {"Best": 4.0}


@dataclass(frozen=True)
class Preset:
    """What a preset sets. params: only what differs from the model's defaults."""

    takes: int
    duration_s: float
    params: Mapping[str, Any] = field(default_factory=dict)

    def words(self, view: ModelView) -> str:
        """ "2 takes of 8 s, guidance 4.0": everything that is set, for the line under the choice."""
        count = f"{self.takes} take{'' if self.takes == 1 else 's'} of {self.duration_s:g} s"
        labels = {param.name: param.label.lower() for param in view.info.params}
        rest = [f"{labels[name]} {value:g}" for name, value in self.params.items()]
        return ", ".join([count, *rest])


def preset(name: str, view: ModelView, type: str) -> Preset:
    """The preset `name` for a model and an asset type."""
    duration_s = _DURATION_S[type][NAMES.index(name)]
    info = view.info
    lowest = 0.0 if info.procedural else 0.5
    duration_s = info.fixed_s or min(max(duration_s, lowest), info.max_duration_s)
    if not info.fixed_s and not info.procedural and info.window_s:
        duration_s = min(duration_s, info.window_s)
    params: dict[str, Any] = {}
    for param in info.params:
        if param.name.endswith("steps") and name in _STEPS:
            params[param.name] = int(min(max(float(param.default) * _STEPS[name], param.minimum), param.maximum))
        elif param.name == "cfg_coef" and name in _GUIDANCE:
            params[param.name] = _GUIDANCE[name]
    return Preset(_TAKES[name], duration_s, params)
