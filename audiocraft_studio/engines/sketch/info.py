"""What is known of Sketch before it plays."""

from __future__ import annotations

from audiocraft_studio.engines.base import ModelInfo, Param

VERSION = "3"
"""Changes whenever the same recipe would no longer give the same samples."""

SAMPLE_RATE = 44_100
SHORTEST_S, LONGEST_S = 0.05, 600.0

AS_SAID = "as the prompt says"
ROOM_CHOICES = (
    AS_SAID, "none", "room", "bathroom", "hall", "cave", "tunnel", "street", "outside", "underwater",
)  # fmt: skip


def _shift(name: str, label: str, hint: str) -> Param:
    return Param(name, label, 0.0, minimum=-1.0, maximum=1.0, step=0.05, hint=hint)


PARAMS = (
    _shift("brightness", "Brightness", "Darker below 0, brighter above"),
    _shift("distance", "Distance", "Nearer below 0, farther above"),
    _shift("intensity", "Intensity", "Gentler below 0, wilder above"),
    _shift("size", "Size", "Smaller below 0, larger above"),
    _shift("speed", "Speed", "Slower below 0, faster above"),
    _shift("wetness", "Wetness", "Drier below 0, wetter above"),
    _shift("balance", "Balance", "The first source over the others above 0"),
    Param("width", "Stereo width", 1.0, minimum=0.0, maximum=1.5, step=0.05, hint="0 is mono, 1 as the sound is"),
    Param("room", "Room", AS_SAID, kind="choice", choices=ROOM_CHOICES, hint="In the place of the prompt’s"),
)
"""All are neutral by default: a recipe that knows nothing of one gives the samples it always gave."""

INFO = ModelInfo(
    id="sketch",
    engine="sketch",
    name="Sketch",
    types=("ambience", "sfx", "ui", "music", "voice"),
    sample_rate=SAMPLE_RATE,
    channels=2,
    licence="procedural, free to use",
    max_duration_s=LONGEST_S,
    notes=True,
    procedural=True,
    params=PARAMS,
    note="Made by rules, not by a model: answers at once, knows a limited set of sounds.",
)
