"""Prompts to hear, take and learn from, six categories of eight. All are written for what Sketch can make."""

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
        Example("Rain on a tin roof", "heavy rain on a tin roof with distant thunder", "ambience", 6.0),
        Example("Wind in a cave", "howling wind in a cave", "ambience", 8.0),
        Example("Surf on shingle", "slow waves on a shingle beach", "ambience", 8.0),
        Example("Rolling thunder", "rolling thunder in a canyon", "sfx", 6.0),
        Example("Brook", "babbling brook over stones", "ambience", 8.0),
        Example("Campfire", "crackling campfire outside", "ambience", 8.0),
        Example("Drips in a cave", "slow water drips in a cave", "sfx", 6.0),
        Example("Storm drawing near", "distant storm approaching", "ambience", 6.0),
    ),
    "Urban": (
        Example("City street", "busy city traffic with a distant police siren", "ambience", 8.0),
        Example("Café", "cafe murmur with clinking glasses", "ambience", 8.0),
        Example("Train passing", "fast train passing by", "sfx", 8.0),
        Example("Jackhammer", "jackhammer on concrete in a street", "sfx", 4.0),
        Example("Steps in a hall", "slow footsteps on stone in a hall", "sfx", 5.0),
        Example("Helicopter", "helicopter overhead", "sfx", 8.0),
        Example("Church bell", "distant church bell", "sfx", 6.0),
        Example("Night drive", "synthwave in A minor, 100 bpm", "music", 12.0),
    ),
    "Domestic": (
        Example("Fireplace", "gentle crackling fireplace in a room", "ambience", 8.0),
        Example("Bacon in the pan", "bacon sizzling in a kitchen", "sfx", 5.0),
        Example("Door slam", "heavy wooden door slam in a hallway", "sfx", 2.5),
        Example("Floorboards", "slow heavy footsteps on wood in a house", "sfx", 5.0),
        Example("Clock on the wall", "clock ticking in a quiet room", "sfx", 5.0),
        Example("Someone typing", "fast typing on a mechanical keyboard", "sfx", 4.0),
        Example("Plate on the floor", "ceramic plate breaking on stone", "sfx", 1.3),
        Example("Music box", "slow music box in C major 3/4", "music", 12.0),
    ),
    "Animals": (
        Example("Morning birds", "birds in the morning with a gentle breeze", "ambience", 8.0),
        Example("Owl", "owl at night", "ambience", 8.0),
        Example("Big dog", "big dog barking in a courtyard", "sfx", 4.0),
        Example("Purring cat", "close cat purring", "sfx", 5.0),
        Example("Gallop", "horse galloping on grass, passing by", "sfx", 6.0),
        Example("Frog pond", "frogs at a pond at night", "ambience", 8.0),
        Example("Crickets", "crickets at night", "ambience", 8.0),
        Example("Lone wolf", "distant wolf howling in a canyon", "sfx", 6.0),
    ),
    "Mechanical": (
        Example("Engine speeding up", "car engine speeding up", "sfx", 6.0),
        Example("Factory floor", "factory machinery in a hall", "ambience", 6.0),
        Example("Power drill", "power drill through wood", "sfx", 3.0),
        Example("Steam train", "slow steam train", "sfx", 8.0),
        Example("Gears", "slow large gears", "sfx", 5.0),
        Example("Metal hit", "heavy metal impact", "sfx", 2.0),
        Example("Reactor room", "deep electric hum with a slow water pump", "ambience", 6.0),
        Example("Switch", "soft button click", "ui", 0.3),
    ),
    "Abstract": (
        Example("Dark drone", "dark drone in C minor", "music", 8.0),
        Example("Warm pad", "slow warm pad in D minor", "music", 8.0),
        Example("Tension riser", "dark tension riser", "sfx", 5.0),
        Example("Big whoosh", "huge dark whoosh with a deep impact", "sfx", 1.2),
        Example("Teleport", "bright teleport", "sfx", 2.5),
        Example("Magic sparkle", "magic sparkle in a cave", "sfx", 3.0),
        Example("Laser zap", "fast laser zap", "sfx", 0.3),
        Example("Confirmed", "bright confirmation chime", "ui", 0.8),
    ),
}
