"""Crowds: talk, applause, laughter, cheers and the roar of a stadium.

A few people are heard one by one, all others as noise of the colour of speech. A pair of hands claps about four times
a second, flat hands near 2 kHz, cupped ones near 700 Hz (Repp, "The sound of two hands clapping", 1987).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.babble import frames, spoken
from audiocraft_studio.engines.sketch.blocks.grains import bursts, pans, scatter, spans
from audiocraft_studio.engines.sketch.blocks.hits import Hit, hit
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.blocks.people import Manner, Person, Say, boo, laugh, people, phrase, shout
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_Hiss = tuple[float, float, float]
"""When, and how loud at each ear."""


@dataclass(frozen=True)
class _Mood:
    """people: how many are heard one by one; say: what each of them utters, pause_s apart. far: level of all others.

    claps: pairs of hands. whistles: a second. swells: it breaks out and ebbs away. children: who they are.
    """

    people: float
    say: Say
    pause_s: float
    far: float
    claps: float = 0.0
    whistles: float = 0.0
    swells: bool = False
    children: bool = False


_MOODS: dict[str, _Mood] = {
    "": _Mood(11.0, phrase, 0.5, 0.55),
    "talk": _Mood(2.0, phrase, 0.7, 0.05),
    "children": _Mood(8.0, phrase, 0.6, 0.4, children=True),
    "playground": _Mood(9.0, shout, 0.9, 0.5, children=True),
    "cafe": _Mood(9.0, phrase, 0.8, 0.5),
    "applause": _Mood(2.0, shout, 5.0, 0.1, claps=34.0, whistles=0.12, swells=True),
    "cheer": _Mood(10.0, shout, 0.4, 1.0, claps=12.0, whistles=0.5, swells=True),
    "stadium": _Mood(9.0, shout, 1.2, 3.0, claps=8.0, whistles=0.6),
    "laugh": _Mood(7.0, laugh, 0.9, 0.12),
    "boo": _Mood(11.0, boo, 0.5, 0.6, swells=True),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """People for the whole duration; size and intensity bring more of them, intensity livelier ones."""
    mood = _MOODS[traits.variant if traits.variant in _MOODS else ""]
    arc = _arc(mood, duration_s, rng)
    many = spread(traits.intensity, 0.5, 1.0, 1.3) * spread(traits.size, 0.4, 1.0, 1.3)
    group = people(rng, max(2, round(mood.people * many)), children=mood.children)
    hisses: list[_Hiss] = []
    for start, samples in _voices(mood, group, traits, duration_s, hisses, rng, sample_rate=sample_rate):
        yield start, _shaped(samples, arc, start, sample_rate)
    n = int(duration_s * sample_rate)
    stirred = [wander(rng, duration_s, 4.5) for _ in range(8)]
    yield from noise_pieces(rng, _others(mood, arc, many, hisses, stirred), n, sample_rate, hop=512)
    if mood.claps:
        yield from _claps(mood.claps * many, arc, duration_s, rng, sample_rate)
    if mood.whistles:
        yield from _whistles(mood.whistles * many, arc, duration_s, rng, sample_rate)
    if traits.variant == "cafe":
        yield from _cups(duration_s, rng, sample_rate)


def _voices(
    mood: _Mood,
    group: list[Person],
    traits: Traits,
    duration_s: float,
    hisses: list[_Hiss],
    rng: np.random.Generator,
    *,
    sample_rate: int,
) -> Iterator[Piece]:
    """What the people say, ten seconds at a time; each takes up again where the last stretch left them. Puts down in
    `hisses` where their sibilants belong."""
    manner = Manner(spread(traits.speed, 0.78, 1.0, 1.28), spread(traits.intensity, 0.6, 1.0, 1.6))
    pause_s = mood.pause_s / spread(traits.speed, 0.7, 1.0, 1.5)
    next_s = [rng.uniform(-0.6, pause_s + 0.4) if k else 0.0 for k in range(len(group))]
    for start_s, length_s in spans(duration_s):
        said = []
        for k, person in enumerate(group):
            at_s = max(next_s[k], start_s)
            while at_s < start_s + length_s:
                u = mood.say(person, manner, rng, sample_rate)
                said.append(replace(u, start=frames(at_s - start_s, sample_rate) if at_s > start_s else 0))
                long_s = len(u.level) / frames(1.0, sample_rate)
                hisses.extend((at_s + part * long_s, *u.gains.tolist()) for part in u.hisses.tolist())
                at_s += long_s + pause_s * rng.lognormal(0, 0.5)
            next_s[k] = at_s
        if said:
            sound = spoken(said, 2, rng, sample_rate)
            yield int(start_s * sample_rate), sound


def _arc(mood: _Mood, duration_s: float, rng: np.random.Generator) -> Movement:
    """How excited all are over time: an outbreak that ebbs away, or waves without end."""
    waves = wander(rng, duration_s, 0.15)
    rise_s = min(0.5, 0.15 * duration_s)

    def at(times_s: Floats) -> Floats:
        level = np.exp(0.22 * waves(times_s))
        if mood.swells and duration_s < 40:
            level = level * np.clip(times_s / rise_s, 0.0, 1) ** 0.7
            level = level * np.clip((duration_s - times_s) / (0.4 * duration_s), 0.02, 1)
        return np.asarray(level)

    return at


def _shaped(samples: Samples, arc: Movement, start: int, sample_rate: int) -> Samples:
    at = np.arange(0, samples.shape[1] + 512, 512)
    gain = np.interp(np.arange(samples.shape[1]), at, arc((start + at) / sample_rate))
    return np.asarray(samples * gain.astype(np.float32))


def _others(mood: _Mood, arc: Movement, many: float, hisses: list[_Hiss], stirred: list[Movement]) -> Magnitudes:
    """Those who are too far to be told apart: noise of the colour of speech, stirred at the rate of syllables; and the
    sibilants of those who are near."""
    when_s, *loud = np.array(sorted(hisses)).reshape(-1, 3).T
    small = 1.3 if mood.children else 1.0
    high = 1.0 if hisses else 1.4
    bands = ((130.0, 330.0, 0.8), (350.0, 800.0, 1.0), (850.0, 1500.0, 0.5 * high), (1600.0, 3400.0, 0.28 * high))

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        near = slice(*np.searchsorted(when_s, (times_s[0] - 0.2, times_s[-1] + 0.2)))
        bumps = np.exp(-0.5 * ((times_s[:, None] - when_s[None, near]) / 0.032) ** 2)
        ears = []
        for ear in range(2):
            moves = [np.exp(0.35 * stirred[4 * ear + k](times_s)) for k in range(4)]
            out = 0.12 * (bumps * loud[ear][None, near]).sum(axis=1)[:, None] * band(frequencies_hz, 4200, 8500, 3, 2.5)
            for (low_hz, high_hz, share), move in zip(bands, moves, strict=True):
                shape = band(frequencies_hz, small * low_hz, small * high_hz, 2, 2)
                out = out + (0.16 * mood.far * many**0.5 * share * arc(times_s) * move)[:, None] * shape
            clapping = 0.0016 * mood.claps * many * arc(times_s) * moves[0] ** 0.6
            ears.append(out + clapping[:, None] * band(frequencies_hz, 650.0, 2600.0, 1.5, 1.3))
        return np.stack(ears)

    return magnitudes


def _claps(
    count: float, arc: Movement, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """Hands: each pair with its own pace and shape."""
    hands = max(1, round(count))
    rates_hz = rng.uniform(3.0, 5.0, hands)
    shapes_hz = np.where(rng.uniform(size=hands) < 0.4, rng.uniform(550, 1000, hands), rng.uniform(1200, 2600, hands))
    places, near = pans(rng, hands, 0.95), rng.uniform(0.15, 1.0, hands) ** 1.5
    first_s = rng.exponential(0.25, hands)
    for start_s, length_s in spans(duration_s):
        times, who = [], []
        for k in range(hands):
            most = int((length_s + 1) * rates_hz[k]) + 1
            at_s = np.cumsum(rng.normal(1.0, 0.07, most) / rates_hz[k]) + (first_s[k] if start_s == 0 else 0)
            at_s = at_s[at_s < length_s]
            times.append(at_s)
            who.append(np.full(len(at_s), k))
        times_s, whose = np.concatenate(times), np.concatenate(who)
        # who gets tired stops, and the last ones clap softly
        keep = arc(start_s + times_s) > rng.uniform(0.0, 0.8, len(times_s))
        times_s, whose = times_s[keep], whose[keep]
        k = len(times_s)
        n = int(length_s * sample_rate)
        centres_hz = shapes_hz[whose] * rng.lognormal(0, 0.10, k)
        grains = bursts(rng, rng.uniform(0.002, 0.005, k), centres_hz, sample_rate, int(0.022 * sample_rate))
        gains = 0.55 * places[:, whose] * near[whose] * rng.uniform(0.7, 1.0, k) * np.minimum(arc(start_s + times_s), 1)
        starts = (times_s * sample_rate).astype(np.int64)
        yield int(start_s * sample_rate), scatter(n, starts, grains, gains, spill=True)


def _whistles(
    rate_hz: float, arc: Movement, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """Fingers in mouths: a shrill tone that swoops."""
    at_s = rng.exponential(1 / rate_hz)
    while at_s < duration_s - 0.2:
        n = int(rng.uniform(0.35, 0.9) * sample_rate)
        x = np.linspace(0, 1, n)
        hz = rng.uniform(1700, 2900) * (0.85 + 0.3 * np.sin(np.pi * x ** rng.uniform(0.6, 1.6)))
        wave = np.sin(2 * np.pi * np.cumsum(hz) / sample_rate) * np.sin(np.pi * x) ** 0.5
        level = 0.10 * rng.uniform(0.2, 1.0) * float(arc(np.array([at_s]))[0])
        yield int(at_s * sample_rate), (level * pans(rng, 1) * wave).astype(np.float32)
        at_s += rng.exponential(1 / rate_hz)


def _cups(duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """China and spoons, now and then."""
    at_s = rng.exponential(0.7)
    while at_s < duration_s - 0.05:
        china = Hit(
            rng.uniform(1700, 3400),
            (1.0, 1.83, 2.9, 4.3),
            rng.uniform(0.03, 0.09),
            contact_s=0.0001,
            click=0.15,
            click_hz=6000.0,
        )
        for _ in range(int(rng.integers(1, 4))):
            gains = rng.uniform(0.02, 0.14) * pans(rng, 1)
            yield int(at_s * sample_rate), (gains * hit(china, 1.0, rng, sample_rate)).astype(np.float32)
            at_s += rng.uniform(0.05, 0.22)
        at_s += rng.exponential(1.1)


CROWD = Family(
    name="crowd",
    play=play,
    words={
        "crowd": {},
        "chatter": {},
        "talk": {},
        "conversation": {"variant": "talk"},
        "walla": {},
        "audience": {},
        "murmur": {"intensity": -0.4, "speed": -0.2},
        "party": {"intensity": 0.4},
        "market": {"intensity": 0.3},
        "marketplace": {"intensity": 0.3},
        "cafe": {"variant": "cafe"},
        "coffee shop": {"variant": "cafe"},
        "restaurant": {"variant": "cafe"},
        "diner": {"variant": "cafe"},
        "cafeteria": {"variant": "cafe", "intensity": 0.4},
        "pub": {"variant": "cafe", "intensity": 0.3},
        "tavern": {"variant": "cafe", "intensity": 0.3},
        "child": {"variant": "children"},
        "children": {"variant": "children"},
        "kid": {"variant": "children"},
        "playground": {"variant": "playground"},
        "applause": {"variant": "applause"},
        "clap": {"variant": "applause"},
        "ovation": {"variant": "applause", "intensity": 0.5},
        "cheer": {"variant": "cheer"},
        "stadium": {"variant": "stadium"},
        "arena": {"variant": "stadium"},
        "laugh": {"variant": "laugh"},
        "laughter": {"variant": "laugh"},
        "giggle": {"variant": "laugh", "intensity": -0.6, "size": -0.6},
        "boo": {"variant": "boo"},
    },
    level_db=-24.0,
    role="feature",
    sustained=True,
    examples=(
        ("cafe murmur", "ambience"),
        ("crowd cheering", "sfx"),
        ("applause in a hall", "sfx"),
        ("stadium crowd", "ambience"),
    ),
    intensity_db=6.0,
    weak=frozenset(("clap", "murmur", "arena", "market", "party")),
    place="room",
)
