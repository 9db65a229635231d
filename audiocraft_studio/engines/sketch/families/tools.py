"""Tools: drills, saws, grinders, ratchets, wrenches, at work and at rest in turn.

What turns whines at multiples of its turns (slots of the motor, teeth of gear and blade) and sinks under load; a saw
blade of 24 teeth at 4700 turns a minute passes 1900 teeth a second; a hammer drill strikes some 45 to 55 times, an
impact wrench 20 to 25 times a second; a hand saw is heard in its strokes, the push louder than the pull.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.hits import BAR, PLATE, Hit, hit, pool
from audiocraft_studio.engines.sketch.blocks.motors import SAW, Motor, Spells, spells, working
from audiocraft_studio.engines.sketch.blocks.noise import (
    Floats,
    Magnitudes,
    Movement,
    band,
    noise_pieces,
    wander,
    white,
)
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_MOTORS: dict[str, Motor] = {
    "drill": Motor(
        310.0, ((0.08, 0.08), (1.0, 0.25), (2.0, 0.3), (3.7, 0.6), (5.0, 0.45), (7.4, 0.3), (11.1, 0.15)),
        14.0, 900.0, 6000.0, 0.008,
    ),
    "saw": SAW,
    "grinder": Motor(
        175.0, ((1.0, 0.2), (2.0, 0.25), (9.0, 0.5), (12.0, 0.6), (18.0, 0.25), (24.0, 0.3), (36.0, 0.12)),
        26.0, 900.0, 8000.0, 0.004,
    ),
    "sander": Motor(190.0, ((1.0, 0.4), (2.0, 0.35), (4.0, 0.15), (10.0, 0.2)), 50.0, 600.0, 6500.0, 0.006),
    "wrench": Motor(260.0, ((1.0, 0.3), (2.0, 0.3), (4.6, 0.5), (9.2, 0.2)), 12.0, 700.0, 6000.0, 0.01),
}  # fmt: skip

# what is worked on: (lowest, highest of its noise in Hz, level)
_CUT: dict[str, tuple[float, float, float]] = {
    "": (500.0, 3600.0, 1.0),
    "wood": (350.0, 3000.0, 1.0),
    "metal": (2200.0, 9500.0, 1.3),
    "stone": (700.0, 6000.0, 1.5),
    "plastic": (600.0, 2600.0, 0.7),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Work with its rests, for the whole duration."""
    if traits.variant == "handsaw":
        yield from _handsaw(traits, duration_s, rng, sample_rate)
    elif traits.variant == "ratchet":
        yield from _ratchet(traits, duration_s, rng, sample_rate)
    else:
        yield from _power(traits, duration_s, rng, sample_rate)


def _power(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A motor in spells, and in each spell the bite into the material."""
    kind = traits.variant if traits.variant in _MOTORS else "drill"
    size, speed = spread(traits.size, 0.75, 1.0, 1.35), spread(traits.speed, 0.75, 1.0, 1.3)
    motor = replace(_MOTORS[kind], turns_hz=_MOTORS[kind].turns_hz / size * speed)
    up_s, down_s = {"saw": (0.35, 1.5), "grinder": (0.7, 2.2), "sander": (0.3, 0.8)}.get(kind, (0.10, 0.25))
    on_s = (0.7, 1.8) if kind == "wrench" else (1.2, 3.0)
    up_s, down_s = min(up_s, 0.15 * duration_s), min(down_s, 0.3 * duration_s)
    work = spells(rng, duration_s, on_s, (0.3, 1.0), up_s=up_s, down_s=down_s)
    bite = _bite(work, up_s, down_s, rng)
    loaded = Spells(work.times_s, lambda at_s: work.speed(at_s) * (1 - 0.16 * bite(at_s)))
    yield from working(motor, loaded, duration_s, rng, sample_rate)
    for start_s, length_s, _ in work.within(duration_s):
        cut = _cut(kind, traits, lambda at_s, since=start_s: bite(since + at_s), length_s, rng)  # type: ignore[misc]
        for start, samples in noise_pieces(rng, cut, int(length_s * sample_rate), sample_rate, hop=512):
            yield int(start_s * sample_rate) + start, samples
    blows_hz = 22.0 if kind == "wrench" else 50.0 if kind == "drill" and traits.material == "stone" else 0.0
    if blows_hz:
        yield from _blows(kind, blows_hz * speed, bite, work, duration_s, rng, rate=sample_rate)


def _bite(work: Spells, up_s: float, down_s: float, rng: np.random.Generator) -> Movement:
    """How hard the tool is pressed on, 0..1: it is let run first, then set to work, then lifted."""
    points: list[tuple[float, float]] = [(-1.0, 0.0)]
    for start_s, end_s in work.times_s:
        set_s, lift_s = start_s + 1.2 * up_s + 0.08, end_s - 1.05 * down_s - 0.05
        if lift_s - set_s > 0.15:
            press = rng.uniform(0.7, 1.0)
            points += [
                (set_s, 0.0),
                (set_s + 0.12, press),
                (lift_s - 0.06, press * rng.uniform(0.8, 1.0)),
                (lift_s, 0.0),
            ]
    x, y = np.array(points).T
    return lambda at_s: np.asarray(np.interp(at_s, x, y))


def _cut(kind: str, traits: Traits, bite: Movement, length_s: float, rng: np.random.Generator) -> Magnitudes:
    """The noise of the material as it gives way; a grinder throws sparks."""
    low_hz, high_hz, level = _CUT.get(traits.material or ("metal" if kind == "grinder" else ""), _CUT[""])
    force = 0.45 * level * {"saw": 2.6, "grinder": 1.6, "wrench": 0.1}.get(kind, 1.0)
    force *= spread(traits.intensity, 0.6, 1.0, 1.5)
    rough = [wander(rng, length_s + 0.1, rate_hz) for rate_hz in (14.0, 14.0, 3.0)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        shape = band(frequencies_hz, low_hz, high_hz, 1.5, 1.5)
        shared = force * bite(times_s) * np.exp(0.2 * rough[2](times_s))
        return np.stack([(shared * np.exp(0.25 * r(times_s)))[:, None] * shape[None, :] for r in rough[:2]])

    return magnitudes


def _blows(
    kind: str, rate_hz: float, bite: Movement, work: Spells, duration_s: float, rng: np.random.Generator, *, rate: int
) -> Iterator[Piece]:
    """The hammer inside the tool, while it is pressed on."""
    if kind == "wrench":
        struck = Hit(
            780.0, PLATE, 0.05, contact_s=0.0002, click=0.9, click_hz=3200.0, click_s=0.002, thump=0.3, thump_s=0.015
        )
    else:
        struck = Hit(
            900.0, BAR, 0.008, contact_s=0.0003, click=1.0, click_hz=2600.0, thump=0.5, thump_hz=120.0, thump_s=0.01
        )
    blows = pool(lambda: hit(struck, rng.uniform(0.85, 1.1), rng, rate), 16)
    for start_s, length_s, _ in work.within(duration_s):
        at_s = start_s
        while at_s < start_s + length_s:
            force = float(bite(np.array([at_s]))[0])
            if force > 0.2:
                yield int(at_s * rate), np.float32(1.7 * force * rng.uniform(0.8, 1.0)) * blows.draw(rng)
            at_s += rng.normal(1.0, 0.03) / rate_hz


def _handsaw(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Push and pull, a dozen strokes, a breath."""
    stroke_s = spread(traits.speed, 0.48, 0.30, 0.19)
    at_s = min(0.01, 0.1 * duration_s)
    while at_s < duration_s - 0.03:
        for k in range(2 * int(rng.integers(5, 12))):
            long_s = stroke_s * rng.lognormal(0, 0.06)
            force = (1.0 if k % 2 == 0 else 0.55) * rng.uniform(0.85, 1.05)
            yield int(at_s * sample_rate), _stroke(traits, long_s, np.float32(force), rng, sample_rate)
            at_s += long_s * rng.uniform(1.0, 1.12)
            if at_s > duration_s:
                return
        at_s += rng.uniform(0.5, 1.4)


def _stroke(traits: Traits, long_s: float, force: np.float32, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Tooth after tooth through the grain, fastest in the middle: (2, n)."""
    n = max(64, int(long_s * sample_rate))
    x = np.linspace(0, 1, n)
    speed = np.sin(np.pi * x) ** 0.6
    size = spread(traits.size, 0.75, 1.0, 1.4)
    turned = np.cumsum(rng.uniform(330.0, 400.0) / size * speed / long_s * 0.3) / sample_rate
    tooth = 0.45 + 0.55 * (1 - (turned % 1.0)) ** 2
    low_hz, high_hz, level = _CUT.get(traits.material or "wood", _CUT["wood"])
    cutoff = [low_hz / size, min(1.6 * high_hz / size, 0.4 * sample_rate)]
    colour = signal.butter(1, cutoff, "bandpass", fs=sample_rate, output="sos")
    noise = signal.sosfilt(colour, 0.8 * white(rng, n, 1) + 0.25 * white(rng, n, 2), axis=1)
    sound = (0.6 * level * force * noise * tooth * speed**1.4).astype(np.float32)
    fade_edges(sound, n // 12, n // 12)
    return np.asarray(sound)


def _ratchet(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """The handle swung back over its pawl, click by click, then pulled in silence."""
    size = spread(traits.size, 0.7, 1.0, 1.5)
    pawl = Hit(
        2100.0 / size,
        BAR,
        0.010,
        contact_s=0.0001,
        modes=0.8,
        click=0.9,
        click_hz=4200.0,
        click_s=0.0010,
        thump=0.1,
        thump_hz=300.0,
    )
    clicks = pool(lambda: hit(pawl, rng.uniform(0.85, 1.1), rng, sample_rate), 16)
    pace = spread(traits.speed, 0.6, 1.0, 1.6)
    at_s = min(0.01, 0.1 * duration_s)
    while at_s < duration_s - 0.02:
        teeth = int(rng.integers(9, 20))
        for k in range(teeth):
            swing = np.sin(np.pi * (k + 0.7) / (teeth + 0.4))
            yield int(at_s * sample_rate), np.float32(0.45 + 0.5 * swing) * clicks.draw(rng)
            at_s += rng.lognormal(0, 0.05) / (pace * 38.0 * (0.45 + 0.55 * swing))
            if at_s > duration_s - 0.02:
                return
        at_s += rng.uniform(0.22, 0.42) / pace


TOOLS = Family(
    name="tool",
    play=play,
    words={
        "tool": {},
        "power tool": {},
        "drill": {"variant": "drill"},
        "power drill": {"variant": "drill"},
        "electric drill": {"variant": "drill"},
        "cordless drill": {"variant": "drill"},
        "hammer drill": {"variant": "drill", "material": "stone"},
        "screwdriver": {"variant": "drill", "speed": -0.8, "intensity": -0.3},
        "saw": {"variant": "handsaw"},
        "hand saw": {"variant": "handsaw"},
        "handsaw": {"variant": "handsaw"},
        "hacksaw": {"variant": "handsaw", "material": "metal", "size": -0.4},
        "circular saw": {"variant": "saw"},
        "table saw": {"variant": "saw", "size": 0.3},
        "power saw": {"variant": "saw"},
        "buzz saw": {"variant": "saw"},
        "sawmill": {"variant": "saw", "size": 0.7},
        "grinder": {"variant": "grinder"},
        "angle grinder": {"variant": "grinder"},
        "sander": {"variant": "sander"},
        "sanding": {"variant": "sander"},
        "ratchet": {"variant": "ratchet"},
        "socket wrench": {"variant": "ratchet"},
        "winch": {"variant": "ratchet", "size": 0.6, "speed": -0.5},
        "wrench": {"variant": "ratchet"},
        "impact wrench": {"variant": "wrench"},
        "impact driver": {"variant": "wrench", "size": -0.3},
        "workshop": {"variant": "drill"},
    },
    level_db=-26.0,
    role="feature",
    sustained=True,
    examples=(
        ("power drill", "sfx"),
        ("circular saw through wood", "sfx"),
        ("hand saw", "sfx"),
        ("ratchet", "sfx"),
        ("angle grinder on metal", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("workshop",)),
)
