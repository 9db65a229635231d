"""Dogs and wolves: barks in bouts, growls, howls, whimpers, panting.

A bark is short (0.1 to 0.3 s), rough and loud, with a fundamental of 400 to 1600 Hz that rises and falls (Yin and
McCowan, "Barking in domestic dogs", 2004); a growl is a row of pulses near 100 Hz in a long tract; a wolf's howl glides
within 150 to 900 Hz for seconds (Theberge and Falls, "Howling as a means of communication in timber wolves", 1967).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.engines.sketch.blocks.vocal import Call, call, callers, tract
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

# variant: (calls of a bout at least, at most, gap between their ends and starts in s, pause between bouts in s)
_RHYTHM: dict[str, tuple[int, int, float, float]] = {
    "": (1, 4, 0.20, 1.1),
    "growl": (1, 1, 0.25, 0.5),
    "howl": (1, 1, 1.0, 1.8),
    "whimper": (2, 5, 0.12, 0.9),
    "pant": (8, 16, 0.03, 0.5),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Bouts of calls until the end; more than one dog where the prompt says dogs."""
    kind = traits.variant if traits.variant in _RHYTHM else ""
    fewest, most, gap_s, pause_s = _RHYTHM[kind]
    for k, dog in enumerate(callers(rng, int(rng.integers(3, 5)) if traits.repeated and not traits.count else 1)):
        pace = spread(traits.speed, 0.6, 1.0, 1.8)
        at_s = 0.01 * min(1.0, duration_s) if k == 0 else rng.exponential(0.8) + 0.3
        while at_s < duration_s - 0.03:
            for _ in range(int(rng.integers(fewest, most + 1))):
                sound = call(_call(kind, traits, dog.pitch, rng), rng, sample_rate) * rng.uniform(0.75, 1.0)
                yield int(at_s * sample_rate), (dog.gains * sound).astype(np.float32)
                at_s += len(sound) / sample_rate + gap_s / pace * rng.lognormal(0, 0.25)
                if at_s > duration_s:
                    break
            at_s += pause_s / pace * rng.lognormal(0, 0.4)


def _call(kind: str, traits: Traits, voice: float, rng: np.random.Generator) -> Call:
    formants_hz = tract(spread(traits.size, 0.09, 0.15, 0.22) / voice**0.5 * rng.uniform(0.97, 1.03))
    force = spread(traits.intensity, 0.75, 1.0, 1.3)
    make = {"growl": _growl, "howl": _howl, "whimper": _whimper, "pant": _pant}.get(kind, _bark)
    return make(traits, formants_hz, voice * rng.lognormal(0, 0.03), force, rng)


def _bark(traits: Traits, formants_hz: tuple[float, ...], voice: float, force: float, rng: np.random.Generator) -> Call:
    top_hz = spread(traits.size, 1250.0, 690.0, 340.0) * voice * force**0.4 * rng.lognormal(0, 0.05)
    return Call(
        length_s=spread(traits.size, 0.13, 0.19, 0.26) * rng.uniform(0.8, 1.2),
        pitch_hz=((0.0, 0.72 * top_hz), (rng.uniform(0.2, 0.35), top_hz), (0.7, 0.85 * top_hz), (1.0, 0.5 * top_hz)),
        level=((0.0, 0.0), (0.08, 0.8), (0.3, 1.0), (0.65, 0.6), (0.85, 0.15), (1.0, 0.0)),
        formants_hz=formants_hz,
        open=((0.0, 0.55), (0.3, 1.0), (0.7, 0.9), (1.0, 0.5)),
        narrow=0.22,
        tilt_db=3.0,
        breath=0.30 * force,
        rough=0.4 * force,
        jitter=0.022 * force,
    )


def _growl(
    traits: Traits, formants_hz: tuple[float, ...], voice: float, force: float, rng: np.random.Generator
) -> Call:
    pitch_hz = spread(traits.size, 165.0, 100.0, 58.0) * voice
    peak = rng.uniform(0.4, 0.7)
    return Call(
        length_s=spread(traits.speed, 2.6, 1.7, 0.9) * rng.uniform(0.75, 1.3),
        pitch_hz=((0.0, 0.85 * pitch_hz), (peak, pitch_hz * rng.uniform(1.05, 1.25)), (1.0, 0.8 * pitch_hz)),
        level=((0.0, 0.0), (0.15, 0.5), (peak, 1.0), (0.85, 0.55), (1.0, 0.0)),
        formants_hz=formants_hz,
        open=((0.0, 0.35), (peak, 0.35 + 0.35 * force), (1.0, 0.35)),
        narrow=0.16,
        tilt_db=3.0,
        breath=0.30,
        rough=0.6,
        jitter=0.05,
        shake_hz=rng.uniform(18, 26),
        shake=0.05,
    )


def _howl(traits: Traits, formants_hz: tuple[float, ...], voice: float, force: float, rng: np.random.Generator) -> Call:
    top_hz = spread(traits.size, 780.0, 520.0, 370.0) * voice * rng.lognormal(0, 0.06)
    rise, hold = rng.uniform(0.12, 0.25), rng.uniform(0.5, 0.75)
    return Call(
        length_s=spread(traits.speed, 6.5, 4.2, 2.2) * rng.uniform(0.8, 1.2),
        pitch_hz=(
            (0.0, 0.55 * top_hz),
            (rise, top_hz),
            (hold, rng.uniform(0.88, 0.97) * top_hz),
            (1.0, rng.uniform(0.5, 0.7) * top_hz),
        ),
        level=((0.0, 0.0), (rise, 0.8), (0.4, 1.0), (hold, 0.85), (0.92, 0.25), (1.0, 0.0)),
        formants_hz=formants_hz,
        open=((0.0, 0.7), (rise, 0.95), (hold, 0.75), (1.0, 0.5)),
        narrow=0.2,
        tilt_db=13.0 / force,
        breath=0.03,
        jitter=0.004,
        shake_hz=rng.uniform(4.5, 6.0),
        shake=0.005,
    )


def _whimper(
    traits: Traits, formants_hz: tuple[float, ...], voice: float, force: float, rng: np.random.Generator
) -> Call:
    top_hz = spread(traits.size, 1900.0, 1150.0, 720.0) * voice * rng.lognormal(0, 0.08)
    return Call(
        length_s=rng.uniform(0.18, 0.42),
        pitch_hz=((0.0, 0.75 * top_hz), (rng.uniform(0.25, 0.5), top_hz), (1.0, rng.uniform(0.5, 0.7) * top_hz)),
        level=((0.0, 0.0), (0.25, 1.0), (0.6, 0.7), (1.0, 0.0)),
        formants_hz=formants_hz,
        open=((0.0, 0.5),),
        narrow=0.25,
        tilt_db=9.0 / force,
        breath=0.04,
        jitter=0.012,
        shake_hz=rng.uniform(9, 13),
        shake=0.02,
    )


def _pant(traits: Traits, formants_hz: tuple[float, ...], voice: float, force: float, rng: np.random.Generator) -> Call:
    return Call(
        length_s=0.16 / spread(traits.speed, 0.7, 1.0, 1.5) * rng.uniform(0.9, 1.1),
        pitch_hz=((0.0, 300.0 * voice),),
        level=((0.0, 0.0), (0.4, 1.0), (1.0, 0.0)),
        formants_hz=tuple(f * rng.choice([0.85, 1.1]) for f in formants_hz),
        narrow=0.35,
        breath=1.0,
        voice=0.02 * force,
    )


DOGS = Family(
    name="dogs",
    play=play,
    words={
        "dog": {},
        "bark": {},
        "woof": {},
        "hound": {"size": 0.4},
        "puppy": {"size": -0.8},
        "yap": {"size": -0.7, "speed": 0.4},
        "terrier": {"size": -0.5},
        "guard dog": {"size": 0.6, "intensity": 0.4},
        "growl": {"variant": "growl"},
        "snarl": {"variant": "growl", "intensity": 0.6},
        "whimper": {"variant": "whimper"},
        "wolf": {"variant": "howl", "size": 0.3},
        "werewolf": {"variant": "growl", "size": 0.9, "intensity": 0.6},
        "coyote": {"variant": "howl", "size": -0.5, "speed": 0.5},
        "pant": {"variant": "pant"},
    },
    level_db=-21.0,
    role="feature",
    sustained=False,
    counted=True,
    callers=frozenset(("dog", "hound", "puppy", "terrier", "guard dog", "wolf", "werewolf", "coyote")),
    examples=(
        ("big dog barking", "sfx"),
        ("wolf howling at night", "sfx"),
        ("dog growling", "sfx"),
        ("puppy whimpering", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("bark", "growl", "snarl", "whimper", "yap", "pant")),
)
