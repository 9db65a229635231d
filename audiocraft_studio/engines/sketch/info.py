"""What is known of Sketch before it plays."""

from __future__ import annotations

from audiocraft_studio.engines.base import ModelInfo, Param

VERSION = "2"
"""Changes whenever the same recipe would no longer give the same samples."""

SAMPLE_RATE = 44_100
SHORTEST_S, LONGEST_S = 0.05, 600.0

PARAMS = (
    Param("brightness", "Brightness", 0.0, minimum=-1.0, maximum=1.0, step=0.05, hint="Darker below 0, brighter above"),
    Param("distance", "Distance", 0.0, minimum=-1.0, maximum=1.0, step=0.05, hint="Nearer below 0, farther above"),
    Param("intensity", "Intensity", 0.0, minimum=-1.0, maximum=1.0, step=0.05, hint="Gentler below 0, wilder above"),
    Param("width", "Stereo width", 1.0, minimum=0.0, maximum=1.5, step=0.05, hint="0 is mono, 1 as the sound is"),
)

INFO = ModelInfo(
    id="sketch",
    engine="sketch",
    name="Sketch",
    types=("ambience", "sfx", "ui", "music", "voice"),
    sample_rate=SAMPLE_RATE,
    channels=2,
    licence="procedural, free to use",
    max_duration_s=LONGEST_S,
    procedural=True,
    params=PARAMS,
    note="Made by rules, not by a model: answers at once, knows a limited set of sounds.",
)
