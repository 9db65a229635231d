"""What Sketch understood of a prompt, source by source, and what can be turned on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from audiocraft_studio.engines.base import Param, ParamValue
from audiocraft_studio.engines.sketch.effects import Effects
from audiocraft_studio.engines.sketch.info import PARAMS
from audiocraft_studio.engines.sketch.reading import Reading, Said, Source


@dataclass(frozen=True)
class Knob:
    """A param of Sketch that changes this source, and how it stands."""

    param: Param
    value: ParamValue

    def to_dict(self) -> dict[str, object]:
        """Plain JSON data."""
        return {**asdict(self.param), "value": self.value}


@dataclass(frozen=True)
class Understood:
    """One source. family: the name of its family. gain_db: its place over or under the others."""

    family: str
    gain_db: float
    labels: tuple[Said, ...]
    knobs: tuple[Knob, ...]

    def to_dict(self) -> dict[str, object]:
        """Plain JSON data."""
        return {
            "family": self.family,
            "gain_db": self.gain_db,
            "labels": [asdict(said) for said in self.labels],
            "knobs": [knob.to_dict() for knob in self.knobs],
        }


def understood(reading: Reading, params: Mapping[str, ParamValue], effects: Effects) -> list[Understood]:
    """The sources of a reading. Only with several can one be set over the others."""
    together = frozenset(("balance",)) if len(reading.sources) > 1 else frozenset()
    return [_one(source, params, effects.of(source) | together) for source in reading.sources]


def _one(source: Source, params: Mapping[str, ParamValue], able: frozenset[str]) -> Understood:
    knobs = tuple(Knob(param, params.get(param.name, param.default)) for param in PARAMS if param.name in able)
    return Understood(source.family.name, source.gain_db, source.said, knobs)
