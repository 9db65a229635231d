"""Recipe: all that is needed to make an asset again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MELODY, CONTINUATION, NOTES = "melody", "continuation", "notes"


@dataclass(frozen=True)
class Conditioning:
    """What guided the generation, kept by its hash in the data folder's inputs.

    role: MELODY or CONTINUATION (audio), or NOTES (a MIDI file). asset_id: the asset that it came from, if any.
    source: what a request named it by, so that another can name it again; "" for what came from outside.
    """

    role: str
    sha256: str
    asset_id: str | None = None
    name: str = ""
    source: str = ""


@dataclass(frozen=True)
class Recipe:
    """What made a sound. `params` holds every parameter of the engine, defaults included.

    weights: the revision or hash of the weights that were loaded; "" for procedural engines.
    batch_size, batch_index: the batch this item was made in. Items are reproducible alone; these are kept as evidence.
    template, values: the prompt template and the variable values that `prompt` was filled from.
    post: names of the processing steps after generation, in order.
    inputs: for a mix, the layers it was rendered from (each a plain mapping); for a loop, the sound it was cut from
    (its id as "asset"); empty for a generated sound.
    scene: the id of the scene that a mix is a render of.
    """

    engine: str
    engine_version: str
    model: str
    prompt: str
    type: str
    seed: int
    duration_s: float
    params: Mapping[str, Any] = field(default_factory=dict)
    weights: str = ""
    template: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    conditioning: tuple[Conditioning, ...] = ()
    batch_size: int = 1
    batch_index: int = 0
    precision: str = "float32"
    device: str = "cpu"
    post: tuple[str, ...] = ()
    inputs: tuple[Mapping[str, Any], ...] = ()
    scene: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Recipe:
        """The inverse of `to_dict`; unknown keys of a later version are ignored."""
        known = {k: v for k, v in data.items() if k in cls.__dataclass_fields__}
        known["conditioning"] = tuple(Conditioning(**c) for c in known.get("conditioning", ()))
        known["post"] = tuple(known.get("post", ()))
        known["inputs"] = tuple(known.get("inputs", ()))
        return cls(**known)
