"""What people utter: talk without words, shouts, laughter, boos.

Talk runs at three to eight syllables a second, four to five in the mean (Greenberg, "Speaking in shorthand", 1999);
laughter comes in calls some five a second (Provine, "Laughter", 2000).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.engines.sketch.blocks.babble import VOWELS_HZ, Utterance, frames
from audiocraft_studio.engines.sketch.blocks.grains import pans
from audiocraft_studio.engines.sketch.blocks.noise import Floats


@dataclass(frozen=True)
class Person:
    """pitch_hz: of the voice. tract: 1 for a man, less for smaller people. gains: (2,), where and how near."""

    pitch_hz: float
    tract: float
    gains: Floats


@dataclass(frozen=True)
class Manner:
    """How fast and how lively they are, 1 being the rule."""

    pace: float = 1.0
    liveliness: float = 1.0


Say = Callable[[Person, Manner, np.random.Generator, int], Utterance]
"""`say(person, manner, rng, sample_rate)`: one utterance from frame 0."""


def people(rng: np.random.Generator, count: int, *, children: bool = False) -> list[Person]:
    """Men and women, or children, all around; the first two are near."""
    group = []
    for k in range(count):
        man = rng.uniform() < 0.5
        low_hz, high_hz = (240.0, 360.0) if children else (90.0, 140.0) if man else (165.0, 235.0)
        tract = (0.70 if children else 1.0 if man else 0.86) * rng.uniform(0.95, 1.05)
        near = rng.uniform(0.75, 1.0) if k < 2 else rng.uniform(0.15, 0.6)
        group.append(Person(rng.uniform(low_hz, high_hz), tract, near * pans(rng, 1, 0.95)[:, 0]))
    return group


def phrase(person: Person, manner: Manner, rng: np.random.Generator, sample_rate: int) -> Utterance:
    """A stretch of talk: syllables of all vowels, a melody that falls, closures between."""
    per_s = rng.uniform(3.8, 5.4) * manner.pace
    count = int(rng.integers(3, 13))
    lengths_s = rng.lognormal(0, 0.3, count) / per_s
    n = frames(float(lengths_s.sum()), sample_rate)
    ends = np.cumsum(lengths_s) / lengths_s.sum()
    middles = ends - 0.5 * lengths_s / lengths_s.sum()
    x = np.linspace(0, 1, n)
    vowels = np.array([VOWELS_HZ[k] for k in rng.choice(list(VOWELS_HZ), count)])
    formants = np.stack([np.interp(x, middles, vowels[:, k]) for k in range(3)], axis=1)
    stress = rng.lognormal(0, 0.35, count)
    closures = rng.choice([0.02, 0.15, 0.45], count)
    held = 0.2 * lengths_s / lengths_s.sum()
    at = np.stack([middles - held, middles + held, ends], axis=1).ravel()
    level = np.interp(x, at, np.stack([stress, stress, stress * closures], axis=1).ravel())
    lively = 0.10 * manner.liveliness
    melody = np.interp(x, middles, 1 + lively * (stress - 1) + 0.4 * lively * rng.standard_normal(count))
    pitch_hz = person.pitch_hz * melody * (1.12 - 0.24 * x) * rng.uniform(0.95, 1.1)
    edges = np.minimum(1, np.minimum(x, 1 - x) * n / 4)
    hisses = ends[(closures < 0.1) & (rng.uniform(size=count) < 0.6)]
    return Utterance(0, pitch_hz, level * edges, formants, person.gains, 0.12, person.tract, hisses)


def shout(person: Person, manner: Manner, rng: np.random.Generator, sample_rate: int) -> Utterance:
    """A long vowel, thrown high and let fall: "yeah", "woo", "hey"."""
    n = frames(rng.lognormal(-0.1, 0.35) / manner.pace, sample_rate)
    x = np.linspace(0, 1, n)
    first, second = (np.array(VOWELS_HZ[k]) for k in (("i", "ae"), ("u", "u"), ("e", "i"), ("a", "a"))[rng.integers(4)])
    formants = first + (second - first) * np.clip(2.2 * x, 0, 1)[:, None]
    top = person.pitch_hz * rng.uniform(1.7, 2.8) * manner.liveliness**0.25
    pitch_hz = top * (0.75 + 0.9 * np.minimum(x / 0.25, 1) * 0.28 - 0.35 * np.clip((x - 0.4) / 0.6, 0, 1) ** 1.5)
    pitch_hz *= 1 + 0.012 * np.sin(2 * np.pi * (rng.uniform(4, 7) * x * n / frames(1.0, sample_rate) + rng.uniform()))
    level = np.minimum(1, x / 0.12) * np.clip((1 - x) / 0.45, 0, 1) ** 0.8
    return Utterance(0, pitch_hz, 0.8 * level, formants, person.gains, 0.2, person.tract)


def laugh(person: Person, manner: Manner, rng: np.random.Generator, sample_rate: int) -> Utterance:
    """A row of short calls, each after a puff of breath, sinking."""
    calls, per_s = int(rng.integers(4, 12)), rng.uniform(4.4, 5.6) * manner.pace**0.6
    n = frames(calls / per_s, sample_rate)
    x = np.linspace(0, 1, n)
    within = (x * calls) % 1.0
    level = np.clip(np.sin(np.pi * np.clip(within / 0.62, 0, 1)), 0, 1) ** 1.5 * (1 - 0.7 * x) + 0.03
    formants = np.tile(np.array(VOWELS_HZ[str(rng.choice(["a", "uh", "ae", "e"]))]), (n, 1))
    pitch_hz = person.pitch_hz * rng.uniform(1.4, 2.2) * (1.1 - 0.35 * x) * (1 + 0.10 * np.sin(np.pi * within))
    edges = np.minimum(1, np.minimum(x, 1 - x) * n / 3)
    return Utterance(0, pitch_hz, level * edges, formants, person.gains, 0.45, person.tract)


def boo(person: Person, manner: Manner, rng: np.random.Generator, sample_rate: int) -> Utterance:
    """A long low vowel of disapproval."""
    n = frames(rng.uniform(1.2, 2.6) / manner.pace, sample_rate)
    x = np.linspace(0, 1, n)
    formants = np.tile(np.array(VOWELS_HZ["u"]) * np.array([1.15, 1.0, 1.0]), (n, 1))
    pitch_hz = person.pitch_hz * rng.uniform(1.2, 1.6) * (1.05 - 0.25 * x)
    level = np.minimum(1, x / 0.15) * np.clip((1 - x) / 0.5, 0, 1)
    return Utterance(0, pitch_hz, level, formants, person.gains, 0.08, person.tract)
