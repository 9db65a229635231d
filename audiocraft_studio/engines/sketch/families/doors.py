"""Doors: handles and latches, leaves that swing and fall shut, knocks, locks, drawers, sliding doors.

What is heard of a door is a row of small events in their order: the latch bolt drawn, the leaf leaving its frame, the
air it moves, the leaf meeting the frame, the bolt falling back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.hits import BAR, BOX, PLATE, Hit, hit
from audiocraft_studio.engines.sketch.blocks.noise import Floats, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

Event = tuple[float, Samples]
"""(seconds after the start, samples)."""

_LEAVES: dict[str, Hit] = {
    "": Hit(112.0, BOX, 0.045, contact_s=0.0013, click=0.7, click_hz=900.0, click_s=0.006, thump=0.5, thump_hz=68.0),
    "metal": Hit(140.0, PLATE, 0.42, contact_s=0.0007, click=0.6, click_hz=1900.0, thump=0.5, thump_hz=58.0),
    "glass": Hit(230.0, PLATE, 0.08, contact_s=0.0008, click=0.6, click_hz=2200.0, thump=0.35, thump_hz=75.0),
    "stone": Hit(84.0, BOX, 0.06, contact_s=0.003, click=0.9, click_hz=500.0, click_s=0.02, thump=0.9, thump_hz=44.0),
    "plastic": Hit(190.0, BOX, 0.02, contact_s=0.001, click=0.6, click_hz=1700.0, thump=0.25, thump_hz=95.0),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """The movement that the prompt names, or open and shut; again and again where it asks for several."""
    actions = {
        "open": _open,
        "close": _close,
        "slam": _slam,
        "knock": _knock,
        "lock": _lock,
        "slide": _slide,
        "drawer": _drawer,
        "car": _car,
    }
    start_s = min(0.01, 0.1 * duration_s)
    while start_s < duration_s - 0.03:
        events = actions.get(traits.variant, _open_and_shut)(traits, rng, sample_rate)
        knocks = traits.variant == "knock"
        for at_s, samples in events if knocks else [(0.0, _together(events, sample_rate))]:
            yield int((start_s + at_s) * sample_rate), samples
        if not traits.repeated:
            return
        ends_s = max(at_s + samples.shape[1] / sample_rate for at_s, samples in events)
        start_s += traits.gap_s(ends_s + rng.uniform(0.3, 1.4) / spread(traits.speed, 0.6, 1.0, 2.0), duration_s)


def _together(events: list[Event], sample_rate: int) -> Samples:
    """One movement of the door, as one piece."""
    starts = [int(at_s * sample_rate) for at_s, _ in events]
    out = np.zeros((2, max(at + samples.shape[1] for at, (_, samples) in zip(starts, events, strict=True))), np.float32)
    for at, (_, samples) in zip(starts, events, strict=True):
        out[:, at : at + samples.shape[1]] += samples
    return out


def _pace(traits: Traits) -> float:
    return spread(traits.speed, 1.9, 1.0, 0.55)


def _leaf(traits: Traits) -> Hit:
    leaf = _LEAVES.get(traits.material, _LEAVES[""])
    size = spread(traits.size, 0.55, 1.0, 2.0)
    return replace(
        leaf,
        base_hz=leaf.base_hz / size,
        thump_hz=leaf.thump_hz / size**0.5,
        decay_s=leaf.decay_s * size**0.5,
        contact_s=leaf.contact_s / spread(traits.intensity, 0.5, 1.0, 1.8),
        thump_s=0.028 * size**0.6,
    )


def _metal(
    traits: Traits, hz: float, level: float, rng: np.random.Generator, sample_rate: int, decay_s: float = 0.012
) -> Samples:
    """A small part of the lock, as it strikes another."""
    size = spread(traits.size, 0.7, 1.0, 1.5)
    part = Hit(
        hz / size * rng.lognormal(0, 0.1), BAR, decay_s * size, contact_s=0.0001, modes=0.6, click=0.7, click_hz=3800.0,
        click_s=0.0012, thump=0.15, thump_hz=210.0 / size, thump_s=0.01,
    )  # fmt: skip
    return np.asarray(np.float32(level) * hit(part, rng.uniform(0.85, 1.1), rng, sample_rate))


def _handle(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """A spring is pressed, a bolt drawn back."""
    pace = _pace(traits)
    return [
        (0.0, _metal(traits, 1500.0, 0.16, rng, sample_rate)),
        (pace * rng.uniform(0.05, 0.09), _metal(traits, 2300.0, 0.10, rng, sample_rate)),
        (pace * rng.uniform(0.12, 0.18), _metal(traits, 980.0, 0.34, rng, sample_rate, 0.02)),
    ]


def _latch(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """The bolt slides over the strike and snaps in."""
    first = _metal(traits, 1700.0, 0.28, rng, sample_rate)
    return [(0.0, first), (rng.uniform(0.018, 0.035), _metal(traits, 820.0, 0.45, rng, sample_rate, 0.022))]


def _air(seconds: float, level: float, rng: np.random.Generator, sample_rate: int, high_hz: float = 900.0) -> Samples:
    """What a moving leaf does to the air, and its hinges to the ear: soft noise that swells and ebbs."""
    n = max(64, int(seconds * sample_rate))
    rub = wander(rng, seconds + 0.1, 9.0)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = np.clip(times_s / seconds, 0, 1)
        swell = np.sin(np.pi * x) ** 1.3 * np.exp(0.35 * rub(times_s))
        return np.asarray((level * swell[:, None] * band(frequencies_hz, 120.0, high_hz, 1.5, 1.3)[None])[None])

    out = np.zeros((2, n), np.float32)
    for start, piece in noise_pieces(rng, magnitudes, n, sample_rate, hop=256):
        first, last = max(0, start), min(n, start + piece.shape[1])
        out[:, first:last] += piece[:, first - start : last - start]
    out = np.float32(0.6) * out + np.float32(0.4) * out.mean(axis=0)
    fade_edges(out, n // 10, n // 10)
    return np.asarray(out)


def _later(events: list[Event], by_s: float) -> list[Event]:
    return [(at_s + by_s, samples) for at_s, samples in events]


def _open(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """Handle, the leaf coming free of its frame, the swing."""
    pace = _pace(traits)
    free_s = pace * rng.uniform(0.24, 0.32)
    free = np.float32(0.22) * hit(replace(_leaf(traits), contact_s=0.004, click_hz=500.0), 0.5, rng, sample_rate)
    swing = _air(pace * rng.uniform(0.7, 1.0), 0.05, rng, sample_rate)
    return [*_handle(traits, rng, sample_rate), (free_s, free), (free_s + 0.02, swing)]


def _close(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """The swing, the leaf meeting its frame, the bolt."""
    pace = _pace(traits)
    swing_s = pace * rng.uniform(0.45, 0.65)
    force = 0.45 * spread(traits.intensity, 0.5, 1.0, 1.9)
    meets = np.float32(0.8) * hit(_leaf(traits), force, rng, sample_rate)
    swing = _air(swing_s, 0.04, rng, sample_rate)
    snap_s = swing_s + rng.uniform(0.004, 0.02)
    return [(0.0, swing), (swing_s, meets), *_later(_latch(traits, rng, sample_rate), snap_s)]


def _open_and_shut(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    between_s = _pace(traits) * rng.uniform(1.3, 1.9)
    return [*_open(traits, rng, sample_rate), *_later(_close(traits, rng, sample_rate), between_s)]


def _slam(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """A short rush of air, all the weight at once, and what is loose rattles after it."""
    rush_s = rng.uniform(0.10, 0.16)
    events: list[Event] = [(0.0, _air(rush_s, 0.10, rng, sample_rate, 1600.0))]
    force = 1.4 * spread(traits.intensity, 0.7, 1.0, 1.35)
    events.append((rush_s, hit(_leaf(traits), force, rng, sample_rate)))
    frame = replace(_leaf(traits), base_hz=1.7 * _leaf(traits).base_hz, thump=0.3)
    events.append((rush_s + rng.uniform(0.008, 0.02), np.float32(0.5) * hit(frame, force, rng, sample_rate)))
    events += _later(_latch(traits, rng, sample_rate), rush_s + 0.004)
    at_s, level = rush_s + 0.03, 0.22
    while level > 0.02:
        events.append((at_s, _metal(traits, rng.uniform(600, 1600), level, rng, sample_rate, 0.02)))
        at_s += rng.uniform(0.018, 0.05)
        level *= rng.uniform(0.55, 0.85)
    return events


def _knock(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """Knuckles, three or four times."""
    leaf = _leaf(traits)
    knuckles = replace(
        leaf, base_hz=2.2 * leaf.base_hz, contact_s=0.0012, decay_s=0.6 * leaf.decay_s, click_hz=1300.0, thump=0.2
    )
    gap_s = 0.22 * _pace(traits)
    return [
        (k * gap_s * rng.uniform(0.95, 1.05), hit(knuckles, rng.uniform(0.7, 1.0), rng, sample_rate))
        for k in range(traits.count or int(rng.integers(3, 5)))
    ]


def _lock(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """A key over its pins, a turn, a bolt that goes home."""
    pace = _pace(traits)
    events: list[Event] = []
    at_s = 0.0
    for _ in range(int(rng.integers(5, 8))):
        events.append((at_s, _metal(traits, rng.uniform(3200, 5200), rng.uniform(0.05, 0.12), rng, sample_rate, 0.008)))
        at_s += pace * rng.uniform(0.018, 0.05)
    at_s += pace * rng.uniform(0.12, 0.25)
    for hz, level, gap_s in ((2400.0, 0.2, 0.10), (1500.0, 0.3, 0.05), (620.0, 0.8, 0.02), (900.0, 0.25, 0.0)):
        events.append((at_s, _metal(traits, hz, level, rng, sample_rate, 0.025 if hz < 700 else 0.012)))
        at_s += pace * gap_s * rng.uniform(0.8, 1.2)
    bolt = Hit(190.0, BOX, 0.03, click=0.2, thump=0.6, thump_hz=120.0, thump_s=0.02)
    return [*events, (at_s - 0.02 * pace, np.float32(0.35) * hit(bolt, 1.0, rng, sample_rate))]


def _slide(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """Rollers in a rail, and the stop."""
    seconds = _pace(traits) * rng.uniform(0.8, 1.1) * spread(traits.size, 0.8, 1.0, 1.5)
    roll = _air(seconds, 0.16, rng, sample_rate, 1500.0)
    t = np.arange(roll.shape[1]) / sample_rate
    turns = np.cumsum(28.0 * np.sin(np.pi * np.clip(t / seconds, 0, 1)) ** 0.6) / sample_rate
    roll *= (0.65 + 0.35 * np.cos(2 * np.pi * turns)).astype(np.float32)
    stop = np.float32(0.6) * hit(_leaf(traits), 0.6 * spread(traits.intensity, 0.6, 1.0, 1.6), rng, sample_rate)
    return [(0.0, roll), (0.95 * seconds, stop), *_later(_latch(traits, rng, sample_rate), 0.95 * seconds + 0.01)]


def _drawer(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """Wood on wood, out and in again, and what lies in it."""
    small = replace(traits, size=max(-1.0, traits.size - 0.6))
    out_s, in_s = (_pace(traits) * rng.uniform(0.4, 0.6) for _ in range(2))
    events: list[Event] = [(0.0, _air(out_s, 0.14, rng, sample_rate, 2200.0))]
    events.append((0.95 * out_s, np.float32(0.4) * hit(_leaf(small), 0.5, rng, sample_rate)))
    back_s = out_s + rng.uniform(0.3, 0.6)
    events.append((back_s, _air(in_s, 0.14, rng, sample_rate, 2000.0)))
    events.append((back_s + 0.95 * in_s, np.float32(0.8) * hit(_leaf(small), 0.8, rng, sample_rate)))
    stirred_s = (0.8 * out_s, back_s + in_s, back_s + in_s + rng.uniform(0.02, 0.06))
    events += [(at_s, _metal(traits, rng.uniform(2200, 4200), 0.08, rng, sample_rate, 0.03)) for at_s in stirred_s]
    return events


def _car(traits: Traits, rng: np.random.Generator, sample_rate: int) -> list[Event]:
    """Sheet metal full of damping, a rubber seal, and a latch with two catches."""
    body = Hit(118.0, BOX, 0.05, contact_s=0.0025, click=0.5, click_hz=750.0, click_s=0.008, thump=0.7, thump_hz=62.0)
    size = spread(traits.size, 0.7, 1.0, 1.5)
    body = replace(body, base_hz=body.base_hz / size, thump_hz=body.thump_hz / size**0.5)
    force = 0.9 * spread(traits.intensity, 0.6, 1.0, 1.5)
    snap = _metal(traits, 1250.0, 0.30, rng, sample_rate, 0.02)
    catch = _metal(traits, 760.0, 0.35, rng, sample_rate, 0.025)
    rush = _air(0.16, 0.05, rng, sample_rate)
    return [
        (0.0, rush),
        (0.15, hit(body, force, rng, sample_rate)),
        (0.152, snap),
        (0.152 + rng.uniform(0.02, 0.04), catch),
    ]


DOORS = Family(
    name="door",
    play=play,
    words={
        "door": {},
        "door open": {"variant": "open"},
        "open door": {"variant": "open"},
        "opening door": {"variant": "open"},
        "door close": {"variant": "close"},
        "close door": {"variant": "close"},
        "closing door": {"variant": "close"},
        "door shut": {"variant": "close"},
        "door slam": {"variant": "slam"},
        "slam door": {"variant": "slam"},
        "slamming door": {"variant": "slam"},
        "doors slam": {"variant": "slam", "repeated": 1.0},
        "slammed door": {"variant": "slam"},
        "door knock": {"variant": "knock"},
        "door lock": {"variant": "lock"},
        "door unlock": {"variant": "lock"},
        "door latch": {"variant": "close", "size": -0.3},
        "lock": {"variant": "lock"},
        "unlock": {"variant": "lock"},
        "deadbolt": {"variant": "lock", "size": 0.4},
        "padlock": {"variant": "lock", "size": -0.4},
        "sliding door": {"variant": "slide"},
        "door slide": {"variant": "slide"},
        "elevator door": {"variant": "slide", "material": "metal", "speed": -0.4},
        "garage door": {"variant": "slide", "material": "metal", "size": 0.8, "speed": -0.6},
        "car door": {"variant": "car"},
        "dungeon door": {"variant": "slam", "material": "metal", "size": 0.8},
        "prison door": {"variant": "slam", "material": "metal", "size": 0.4},
        "cell door": {"variant": "slam", "material": "metal", "size": 0.4},
        "cupboard": {"size": -0.6},
        "cabinet": {"size": -0.6},
        "drawer": {"variant": "drawer"},
    },
    level_db=-25.0,
    role="feature",
    sustained=False,
    examples=(
        ("wooden door", "sfx"),
        ("heavy wooden door slam", "sfx"),
        ("door lock", "sfx"),
        ("car door", "sfx"),
    ),
    intensity_db=6.0,
    weak=frozenset(("door", "lock")),
    own_material=True,
    counted=True,
)
