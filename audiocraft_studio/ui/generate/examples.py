"""Prompts to hear, take and learn from, six categories of four. All are written for what Sketch can make."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """name: what stands on the button. The seed is fixed, so that it sounds the same whenever it is heard."""

    name: str
    prompt: str
    type: str
    duration_s: float
    seed: int = 11


CATEGORIES: dict[str, tuple[Example, ...]] = {
    "Natural": (
        Example("Rain on a tin roof", "heavy rain on a tin roof with distant thunder", "ambience", 8.0),
        Example("Wind in a cave", "howling wind in a cave", "ambience", 8.0),
        Example("Surf on shingle", "slow waves on a shingle beach", "ambience", 10.0),
        Example("Thunder far away", "distant thunder", "sfx", 6.0),
    ),
    "Urban": (
        Example("Rain in the street", "light rain on asphalt in a street", "ambience", 8.0),
        Example("Steps in a hall", "slow footsteps on stone in a hall", "sfx", 4.0),
        Example("Engine passing", "fast engine in a tunnel", "ambience", 6.0),
        Example("Gate slam", "heavy iron gate impact in a courtyard", "sfx", 2.5),
    ),
    "Domestic": (
        Example("Fireplace", "small crackling fire in a room", "ambience", 8.0),
        Example("Steps on a stair", "slow footsteps on wood in a house", "sfx", 4.0),
        Example("Cup set down", "light ceramic impact on a table", "sfx", 1.0),
        Example("Rain on a window", "gentle rain on a window", "ambience", 8.0),
    ),
    "Animals": (
        Example("Birds in a forest", "birds in a forest with gentle wind", "ambience", 8.0),
        Example("Single bird", "near bright birds", "ambience", 5.0),
        Example("Crickets at night", "quiet crickets", "ambience", 8.0),
        Example("Jungle", "jungle with light rain", "ambience", 10.0),
    ),
    "Mechanical": (
        Example("Idling engine", "slow deep engine", "ambience", 6.0),
        Example("Metal hit", "heavy metal impact", "sfx", 2.0),
        Example("Fast whoosh", "fast airy whoosh", "sfx", 1.0),
        Example("Menu click", "soft ui click", "ui", 0.4),
    ),
    "Abstract": (
        Example("Dark drone", "dark deep drone", "music", 12.0),
        Example("Warm pad", "slow warm pad in D minor", "music", 12.0),
        Example("Calm chords", "calm chords in C major", "music", 12.0),
        Example("Big whoosh", "huge dark whoosh with a deep impact", "sfx", 3.0),
    ),
}
