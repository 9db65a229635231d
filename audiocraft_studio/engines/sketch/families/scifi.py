"""Things that are not yet: shields and force fields, alarms of ships, teleports, computers that think, scanners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.families import scifi_beds, scifi_events
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_EVENTS: Mapping[str, Callable[[Traits, float, np.random.Generator, int], Samples]] = {
    "shield on": scifi_events.shield,
    "shield off": scifi_events.shield,
    "shield hit": scifi_events.struck,
    "scan": scifi_events.scan,
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Fields, alarms and computers for the whole duration; the others once, or again where several are asked for."""
    if traits.variant in scifi_beds.ALARMS:
        yield from scifi_beds.alarm(traits, duration_s, rng, sample_rate)
    elif traits.variant == "field":
        yield from scifi_beds.field(traits, duration_s, rng, sample_rate)
    elif traits.variant == "computer":
        yield from scifi_beds.computer(traits, duration_s, rng, sample_rate)
    else:
        make = _EVENTS.get(traits.variant, scifi_events.teleport)
        at_s = min(0.01, 0.1 * duration_s)
        while duration_s - at_s > 0.04:
            sound = make(traits, duration_s - at_s, rng, sample_rate)
            yield int(at_s * sample_rate), sound
            if not traits.repeated:
                return
            pace = spread(traits.at(at_s / duration_s).speed, 0.6, 1.0, 2.0)
            at_s += traits.gap_s((0.5 * sound.shape[1] / sample_rate + 0.3 * rng.lognormal(0, 0.4)) / pace, duration_s)


SCIFI = Family(
    name="sci-fi",
    play=play,
    words={
        "teleport": {},
        "teleporter": {},
        "teleportation": {},
        "warp": {"size": 0.4},
        "transporter": {"speed": -0.3},
        "beam up": {"speed": -0.3},
        "portal": {"size": 0.5, "speed": -0.4},
        "force field": {"variant": "field"},
        "forcefield": {"variant": "field"},
        "energy field": {"variant": "field"},
        "energy shield": {"variant": "field"},
        "plasma": {"variant": "field", "intensity": 0.4},
        "lightsaber": {"variant": "field", "size": -0.1, "speed": 0.3},
        "energy sword": {"variant": "field", "speed": 0.3},
        "shield": {"variant": "shield on"},
        "shield up": {"variant": "shield on"},
        "shields up": {"variant": "shield on"},
        "shield activate": {"variant": "shield on"},
        "shield activation": {"variant": "shield on"},
        "shield down": {"variant": "shield off"},
        "shields down": {"variant": "shield off"},
        "shield hit": {"variant": "shield hit"},
        "shield impact": {"variant": "shield hit"},
        "sci fi alarm": {"variant": "alarm"},
        "spaceship alarm": {"variant": "alarm"},
        "space alarm": {"variant": "alarm"},
        "scifi alarm": {"variant": "alarm"},
        "fi alarm": {"variant": "alarm"},
        "klaxon": {"variant": "alarm low"},
        "red alert": {"variant": "alarm red"},
        "reactor alarm": {"variant": "alarm low"},
        "proximity alarm": {"variant": "alarm pulse"},
        "scanner": {"variant": "scan"},
        "scan": {"variant": "scan"},
        "tricorder": {"variant": "scan", "size": -0.5},
        "computer beep": {"variant": "computer"},
        "computer process": {"variant": "computer"},
        "computer processing": {"variant": "computer"},
        "computer calculate": {"variant": "computer", "speed": 0.4},
        "computer data": {"variant": "computer", "speed": 0.4},
        "fi computer": {"variant": "computer"},
        "scifi computer": {"variant": "computer"},
        "robot": {"variant": "computer", "speed": -0.2},
        "droid": {"variant": "computer", "speed": -0.2},
        "telemetry": {"variant": "computer", "speed": 0.5},
    },
    level_db=-22.0,
    role="feature",
    sustained=True,
    counted=True,
    callers=frozenset(("force field", "forcefield", "robot", "droid")),
    paced=True,
    examples=(
        ("force field", "ambience"),
        ("spaceship alarm", "sfx"),
        ("teleport", "sfx"),
        ("shields up", "sfx"),
        ("computer processing", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("scan", "shield")),
)  # fmt: skip
