"""Things that break: the blow, cracks that run, then pieces that fall, ring, bounce and come to rest.

Pieces are as cells about random points are: their areas follow a gamma law of shape 3.6 (Tanemura, "Statistical
distributions of Poisson Voronoi cells", 2003), about a mean that itself varies, since there are dust and slabs. The
lowest mode of a plate goes with thickness over area, so small pieces ring high; each falls freely and bounces with the
restitution of its material.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import add_at, bursts, fade_tails, pans, scatter
from audiocraft_studio.engines.sketch.blocks.hits import BOX, PLATE, Hit, hit
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_GRAVITY_M_S2 = 9.81


@dataclass(frozen=True)
class _Stuff:
    """pieces: how many come off. piece_hz: lowest mode of a middling piece. ring: cycles to 1/e. bounce: restitution.

    body: the blow and what it is struck from. crack: level of the cracks that run, around crack_hz, for crack_s.
    rubble: level of the dull contact noise of each piece. fall_m: how far they fall.
    """

    pieces: int
    piece_hz: float
    ring: float
    bounce: float
    body: Hit
    crack: float
    crack_hz: float
    crack_s: float
    rubble: float
    fall_m: float = 0.9


_STUFF: dict[str, _Stuff] = {
    "glass": _Stuff(170, 3900.0, 75.0, 0.42, Hit(900.0, PLATE, 0.05, contact_s=0.0001, modes=0.7, click=1.0,
                                                 click_hz=6500.0),
                    1.0, 6500.0, 0.035, 0.05),
    "ceramic": _Stuff(75, 2300.0, 34.0, 0.34, Hit(620.0, PLATE, 0.04, contact_s=0.00015, click=1.1, click_hz=3800.0),
                      0.7, 3600.0, 0.020, 0.12),
    "wood": _Stuff(34, 520.0, 6.0, 0.22, Hit(130.0, BOX, 0.05, contact_s=0.0006, click=1.0, click_hz=1500.0, thump=0.8),
                   1.3, 1700.0, 0.11, 0.35),
    "stone": _Stuff(90, 760.0, 5.0, 0.25, Hit(180.0, BOX, 0.03, contact_s=0.0008, click=1.4, click_hz=1400.0,
                                             click_s=0.008, thump=1.2, thump_hz=55.0), 1.2, 1500.0, 0.08, 1.0, 1.3),
    "metal": _Stuff(26, 1150.0, 60.0, 0.38, Hit(190.0, PLATE, 0.35, contact_s=0.0003, click=0.8, thump=0.6),
                    0.35, 3000.0, 0.02, 0.15),
    "snow": _Stuff(60, 2600.0, 9.0, 0.2, Hit(420.0, PLATE, 0.02, contact_s=0.0002, click=1.2, click_hz=5000.0),
                   1.3, 4200.0, 0.09, 0.25, 0.5),
    "bone": _Stuff(5, 900.0, 4.0, 0.1, Hit(310.0, BOX, 0.012, contact_s=0.0004, click=1.0, click_hz=1900.0, thump=0.5),
                   1.4, 1600.0, 0.05, 0.3, 0.2),
    "plastic": _Stuff(22, 1250.0, 4.0, 0.36, Hit(330.0, BOX, 0.02, contact_s=0.0003, click=1.1, click_hz=2600.0),
                      1.0, 2600.0, 0.03, 0.2),
}  # fmt: skip
_SAME = {"gravel": "stone", "mud": "stone", "sand": "stone", "leaves": "wood", "grass": "wood", "water": "glass"}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One near the start; several, at uneven times, where the prompt asks for more."""
    at_s = min(0.01, 0.1 * duration_s)
    while duration_s - at_s > 0.04:
        yield int(at_s * sample_rate), _break(traits, duration_s - at_s, rng, sample_rate)
        if not traits.repeated:
            return
        pace = spread(traits.at(at_s / duration_s).speed, 0.5, 1.0, 2.5)
        at_s += traits.gap_s(1.3 / pace * rng.lognormal(0, 0.35), duration_s)


def _break(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    cracks = traits.variant.endswith("crack")
    made_of = traits.variant.removesuffix("crack").strip() or traits.material
    stuff = _STUFF.get(_SAME.get(made_of, made_of), _STUFF["glass"])
    size = spread(traits.size, 0.5, 1.0, 2.0)
    force = spread(traits.intensity, 0.7, 1.0, 1.3)
    n = max(256, int(min(left_s, 1.3 + 1.0 * size) * sample_rate))
    out = np.zeros((2, n), np.float32)
    blow = replace(stuff.body, base_hz=stuff.body.base_hz / size, thump_hz=stuff.body.thump_hz / size**0.4)
    if cracks:
        # nothing strikes it: it gives way
        blow = replace(blow, base_hz=2.2 * blow.base_hz, decay_s=0.4 * blow.decay_s, thump=0.3 * blow.thump)
    add_at(out, 0.0, hit(blow, force, rng, sample_rate), sample_rate)
    out += _cracks(stuff, size, force, n, rng, sample_rate)
    if not cracks:
        _cascade(out, stuff, size, force, rng, sample_rate)
    fade_edges(out, 2, n // 5)
    return out


def _cracks(stuff: _Stuff, size: float, force: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Cracks that run and branch: clicks in avalanches, dense at first."""
    over_s = stuff.crack_s * size**0.5
    branches = int(rng.integers(2, 5))
    count = int(34 * size**0.5 * force)
    times_s = np.concatenate([
        rng.uniform(0, 1.2 * over_s) * (k > 0) + rng.exponential(0.35 * over_s, count // branches + 1)
        for k in range(branches)
    ])  # fmt: skip
    m = len(times_s)
    centres_hz = np.clip(stuff.crack_hz / size**0.3 * rng.lognormal(0, 0.45, m), 150, 15000)
    decays_s = rng.uniform(1.5, 6.0, m) / centres_hz + 0.0004
    grains = bursts(rng, decays_s, centres_hz, sample_rate, int(0.02 * sample_rate))
    levels = stuff.crack * force * rng.pareto(2.2, m).clip(0.1, 3.0) * np.exp(-times_s / over_s)
    return scatter(n, (times_s * sample_rate).astype(np.int64), grains, 0.5 * levels * pans(rng, m, 0.5))


def _cascade(
    out: Samples, stuff: _Stuff, size: float, force: float, rng: np.random.Generator, sample_rate: int
) -> None:
    """The pieces land, bounce and settle: (2, n) in place."""
    count = max(3, int(stuff.pieces * size * force * rng.uniform(0.85, 1.15)))
    area = rng.gamma(3.6, 1 / 3.6, count) * rng.lognormal(-0.4, 0.75, count)
    f = np.clip(stuff.piece_hz / size**0.35 / area**0.6, 120.0, 15000.0)
    falls_s = np.sqrt(2 * stuff.fall_m * size**0.5 * rng.uniform(0.25, 1.2, count) / _GRAVITY_M_S2)
    # pieces leave one after another: the last ones hang on for a while
    lands_s = 0.35 * falls_s + rng.exponential(0.16 * size**0.5, count) + 0.02
    speed = _GRAVITY_M_S2 * falls_s / 4
    places = pans(rng, count, 0.9)
    level = 0.28 * np.clip(area, 0.05, 3.0) ** 0.55
    for bounce in range(4):
        strength = stuff.bounce**bounce
        heard = np.flatnonzero(level * speed * strength > 0.012)
        if not len(heard):
            return
        gains = (level * strength * speed * rng.lognormal(0, 0.3, count))[heard] * places[:, heard]
        _ring_all(out, lands_s[heard], f[heard] * rng.lognormal(0, 0.03, len(heard)), gains, stuff, rng, sample_rate)
        lands_s = lands_s + 2 * stuff.bounce ** (bounce + 1) * falls_s * rng.uniform(0.6, 1.2, count)


def _ring_all(
    out: Samples, times_s: Floats, f: Floats, gains: Floats, stuff: _Stuff, rng: np.random.Generator, sample_rate: int
) -> None:
    """Pieces striking the ground: three modes each, and a tick. In groups of like pitch: high ones cost little."""
    n = out.shape[1]
    starts = (times_s * sample_rate).astype(np.int64)
    order = np.argsort(f)
    for group in np.array_split(order, 5):
        if not len(group):
            continue
        length = int(min(0.35, 4.5 * stuff.ring / np.pi / f[group[0]] + 0.004) * sample_rate)
        t = (np.arange(length) / sample_rate).astype(np.float32)[None]
        grains = np.zeros((len(group), length), np.float32)
        for ratio, part in ((1.0, 1.0), (1.73, 0.6), (2.61, 0.4)):
            mode_hz = (f[group] * ratio * rng.lognormal(0, 0.05, len(group)))[:, None].astype(np.float32)
            share = (part * rng.uniform(0.3, 1.0, len(group)) * (mode_hz[:, 0] < 0.45 * sample_rate))[:, None]
            fall = np.exp(-t * mode_hz * np.float32(np.pi / stuff.ring) * np.float32(ratio**0.3))
            grains += share.astype(np.float32) * np.sin(np.float32(2 * np.pi) * mode_hz * t) * fall
        fade_tails(grains)
        out += scatter(n, starts[group], grains, gains[:, group])
    ticks = bursts(
        rng, np.clip(2.5 / f, 0.0004, 0.01), np.clip(1.3 * f * rng.lognormal(0, 0.3, len(f)), 200, 14000), sample_rate,
        int((0.004 if stuff.rubble < 0.2 else 0.03) * sample_rate),
    )  # fmt: skip
    out += scatter(n, starts, ticks, (0.3 + 1.6 * stuff.rubble) * gains)


BREAKS = Family(
    name="break",
    play=play,
    words={
        "break": {},
        "breakage": {},
        "shatter": {},
        "smash": {"intensity": 0.3},
        "crack": {"variant": "crack"},
        "snap": {"variant": "crack", "material": "wood", "size": -0.4},
        "splinter": {"material": "wood"},
        "glass break": {"variant": "glass"},
        "glass shatter": {"variant": "glass"},
        "glass smash": {"variant": "glass", "intensity": 0.3},
        "broken glass": {"variant": "glass"},
        "window break": {"variant": "glass", "size": 0.5},
        "window smash": {"variant": "glass", "size": 0.5, "intensity": 0.3},
        "window shatter": {"variant": "glass", "size": 0.5},
        "bottle break": {"variant": "glass", "size": -0.3},
        "bottle smash": {"variant": "glass", "size": -0.3, "intensity": 0.3},
        "plate break": {"variant": "ceramic"},
        "plate smash": {"variant": "ceramic", "intensity": 0.3},
        "vase break": {"variant": "ceramic", "size": 0.3},
        "vase": {"variant": "ceramic", "size": 0.3},
        "wood break": {"variant": "wood"},
        "wood snap": {"variant": "wood crack"},
        "wood crack": {"variant": "wood crack"},
        "branch break": {"variant": "wood crack", "size": -0.3},
        "branch snap": {"variant": "wood crack", "size": -0.4},
        "twig snap": {"variant": "wood crack", "size": -0.8},
        "bone break": {"variant": "bone"},
        "bone crack": {"variant": "bone", "size": -0.2},
        "bone": {"variant": "bone"},
        "rock break": {"variant": "stone"},
        "wall break": {"variant": "stone", "size": 0.7},
        "ice crack": {"variant": "snow crack"},
        "ice break": {"variant": "snow"},
        "rubble": {"variant": "stone", "size": 0.3},
        "collapse": {"variant": "stone", "size": 0.9, "intensity": 0.4},
        "debris": {"variant": "stone", "intensity": -0.3},
    },
    level_db=-19.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(
        ("glass shattering", "sfx"),
        ("wood breaking", "sfx"),
        ("a plate breaking on stone", "sfx"),
        ("twig snap", "sfx"),
    ),
    intensity_db=5.0,
    own_material=True,
    weak=frozenset(("break", "smash", "crack", "snap", "collapse")),
)  # fmt: skip
