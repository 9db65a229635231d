"""Blades and bows: swords drawn, swung, parried and driven home; a string let go, an arrow's flight and its end.

A blade is a free bar whose modes stand as 1 : 2.76 : 5.4 (Euler and Bernoulli) and ring for long unless a hand damps
them; a swing sheds vortices at a pitch of 0.2·v/d (Strouhal), louder as the sixth power of speed at the tip.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import add_at
from audiocraft_studio.engines.sketch.blocks.hits import BOX, Hit, grit, hit
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.blocks.noise import Floats, shaped, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_BAR = np.array([1.0, 2.756, 5.404, 8.933, 13.34, 18.64])


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One movement near the start; several, at uneven times, where the prompt asks for more or there is a fight."""
    kinds = {
        "draw": _draw, "sheathe": _draw, "clash": _clash, "stab": _stab, "bow": _bow, "arrow hit": _arrow_hit,
        "arrow": _flight,
    }  # fmt: skip
    at_s = min(0.005, 0.1 * duration_s)
    fight = traits.variant == "fight"
    while duration_s - at_s > 0.04:
        make = kinds.get(traits.variant, _swing)
        if fight:
            make = _clash if rng.uniform() < 0.6 else _swing
        sound = make(traits, duration_s - at_s, rng, sample_rate)
        yield int(at_s * sample_rate), sound
        if not (traits.repeated or fight):
            return
        pace = spread(traits.at(at_s / duration_s).speed, 0.5, 1.0, 2.0)
        at_s += traits.gap_s(0.75 / pace * rng.lognormal(0, 0.4) + 0.1, duration_s)


def _steel(
    traits: Traits,
    level: float,
    ring_s: float,
    left_s: float,
    rng: np.random.Generator,
    sample_rate: int,
    high: float = 1.0,
) -> Samples:
    """A blade that rings: bending modes in close pairs, the upper ones shorter."""
    base_hz = high * 640.0 / spread(traits.size, 0.5, 1.0, 2.0) * rng.lognormal(0, 0.08)
    ratios = np.concatenate([_BAR, _BAR * rng.uniform(1.006, 1.025, 6)]) * rng.lognormal(0, 0.015, 12)
    decays_s = ring_s * ratios**-0.55 * rng.uniform(0.7, 1.2, 12)
    gains = level * rng.lognormal(0, 0.5, 12) * np.tile([0.35, 0.8, 1.0, 0.8, 0.5, 0.3], 2)
    n = max(64, int(min(left_s, 5 * ring_s) * sample_rate))
    sound = ring(
        base_hz * ratios, decays_s, 0.2 * gains * rng.uniform(0.75, 1.25, (2, 12)), n, sample_rate, rise_s=0.0002
    )
    fade_edges(sound, 0, n // 4)
    return sound


def _swing(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The tip draws an arc; what is near it is fast and high, the rest of the blade below."""
    length_s = spread(traits.speed, 0.65, 0.36, 0.2) * spread(traits.size, 0.75, 1.0, 1.4) * rng.uniform(0.9, 1.15)
    n = max(128, int(min(left_s, length_s) * sample_rate))
    tip_hz = (
        2500.0 / spread(traits.size, 0.55, 1.0, 1.9) * spread(traits.speed, 0.75, 1.0, 1.35) * rng.lognormal(0, 0.1)
    )
    peak, side = rng.uniform(0.45, 0.62), rng.choice([-1.0, 1.0])
    rough = wander(rng, length_s + 0.1, 40.0)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = times_s / length_s
        speed = 0.2 + 0.8 * np.exp(-0.5 * ((x - peak) / np.where(x < peak, 0.20, 0.14)) ** 2)
        f = np.maximum(frequencies_hz, 20.0)[None]
        level = speed**3 * np.clip(1 + 0.25 * rough(times_s), 0.2, 2)
        shape = np.zeros((len(times_s), len(frequencies_hz)))
        for part, gain, narrow in ((1.0, 1.0, 4.5), (0.72, 0.6, 3.5), (0.45, 0.4, 2.5)):
            shape = shape + gain * part / (1 + (narrow * np.log2(f / (part * tip_hz * speed)[:, None])) ** 2)
        place = side * np.tanh(4 * (x - peak))
        return np.stack([(level * np.sqrt(0.5 + sign * 0.4 * place))[:, None] * shape for sign in (-1.0, 1.0)])

    out = shaped(rng, magnitudes, n, sample_rate, hop=128)
    fade_edges(out, n // 8, n // 6)
    if traits.variant == "sing":
        add_at(out, 0.4 * length_s, _steel(traits, 0.12, 0.3, left_s, rng, sample_rate, 1.8), sample_rate)
    return out


def _draw(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Steel along the mouth of the sheath: friction that excites the blade's modes; drawn, it ends free and rings."""
    slide_s = min(0.7 * left_s, spread(traits.speed, 0.85, 0.5, 0.28) * rng.uniform(0.9, 1.1))
    drawn = traits.variant == "draw"
    n = max(256, int(min(left_s, slide_s + (1.3 if drawn else 0.25)) * sample_rate))
    size = spread(traits.size, 0.6, 1.0, 1.7)
    modes_hz = 900.0 / size * _BAR * rng.lognormal(0, 0.03, 6)
    chatter = wander(rng, slide_s + 0.1, 60.0)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = np.clip(times_s / slide_s, 0, 1) if drawn else 1 - np.clip(times_s / slide_s, 0, 1)
        f = np.maximum(frequencies_hz, 20.0)[None]
        # the free end grows shorter or longer, and its modes glide with it
        glide = (1.5 - 0.5 * x)[:, None] if drawn else (1.0 + 0.4 * (1 - x))[:, None]
        shape = 0.12 / (1 + (1.1 * np.log2(f / (4200.0 * glide))) ** 2)
        for k, hz in enumerate(modes_hz):
            shape = shape + 0.7**k / (1 + (30 * np.log2(f / (hz * glide))) ** 2)
        press = (0.3 + 0.7 * x) * np.clip(1 + 0.5 * chatter(times_s), 0.05, 3) * (times_s < slide_s)
        return np.asarray((1.3 * press[:, None] * shape)[None])

    out = shaped(rng, magnitudes, n, sample_rate, hop=128)
    if drawn:
        add_at(out, slide_s, _steel(traits, 0.4, 0.4, left_s, rng, sample_rate, 1.5), sample_rate)
    else:
        guard = Hit(700.0 / size, BOX, 0.03, contact_s=0.0003, click=0.8, click_hz=2600.0, thump=0.4, thump_hz=160.0)
        add_at(out, slide_s, 0.7 * hit(guard, 1.0, rng, sample_rate), sample_rate)
    fade_edges(out, int(0.01 * sample_rate), n // 8)
    return out


def _clash(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Two blades meet: a hard contact, both ring, and often one slides off the other."""
    force = spread(traits.intensity, 0.6, 1.0, 1.3) * rng.uniform(0.8, 1.1)
    n = max(256, int(min(left_s, 2.0) * sample_rate))
    out = np.zeros((2, n), np.float32)
    contact = Hit(
        1500.0, BOX, 0.006, contact_s=0.0001, click=1.2, click_hz=5200.0, click_s=0.0025, thump=0.35, thump_hz=190.0
    )
    add_at(out, 0.0, force * hit(contact, force, rng, sample_rate), sample_rate)
    for high in (1.0, rng.uniform(1.15, 1.5)):
        late_s = rng.uniform(0, 0.002)
        add_at(out, late_s, _steel(traits, force, rng.uniform(0.25, 0.5), left_s, rng, sample_rate, high), sample_rate)
    if rng.uniform() < 0.5:
        slid = _draw(traits, min(0.35, left_s), rng, sample_rate)
        add_at(out, 0.04, 0.35 * slid, sample_rate)
    fade_edges(out, 2, n // 4)
    return out


def _stab(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A thrust, and what it meets: cloth, something soft and wet."""
    swing = _swing(traits, left_s, rng, sample_rate)
    n = max(256, int(min(left_s, 0.9) * sample_rate))
    out = np.zeros((2, n), np.float32)
    add_at(out, 0.0, 0.4 * swing, sample_rate)
    meets_s = 0.55 * swing.shape[1] / sample_rate
    soft = Hit(130.0, BOX, 0.02, contact_s=0.003, click=0.9, click_hz=900.0, click_s=0.008, thump=1.2, thump_hz=85.0)
    add_at(out, meets_s, hit(soft, spread(traits.intensity, 0.6, 1.0, 1.3), rng, sample_rate), sample_rate)
    add_at(out, meets_s, 0.5 * grit(50, 1500.0, 0.004, 0.07, rng, sample_rate), sample_rate)
    fade_edges(out, 8, n // 6)
    return out


def _bow(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The limbs creak as they bend, then the string is let go, strikes and hums; the arrow is away."""
    bend_s = min(0.5 * left_s, spread(traits.speed, 1.0, 0.55, 0.1))
    n = max(256, int(min(left_s, bend_s + 0.9) * sample_rate))
    size = spread(traits.size, 0.7, 1.0, 1.5)
    out = np.zeros((2, n), np.float32)
    add_at(
        out, 0.02, 0.10 * grit(int(60 * bend_s) + 4, 900.0 / size, 0.004, 0.6 * bend_s, rng, sample_rate), sample_rate
    )
    hum_hz = 92.0 / size * rng.lognormal(0, 0.06)
    k = np.arange(1.0, 9.0)
    string = ring(
        hum_hz * k, 0.14 / k**0.5, 0.35 * k**-0.8 * rng.uniform(0.7, 1.3, (2, 8)), n, sample_rate, rise_s=0.0008
    )
    add_at(out, bend_s, string, sample_rate)
    limbs = Hit(
        230.0 / size, BOX, 0.03, contact_s=0.0006, click=0.9, click_hz=2300.0, click_s=0.003, thump=0.5, thump_hz=110.0
    )
    add_at(out, bend_s, hit(limbs, spread(traits.intensity, 0.7, 1.0, 1.3), rng, sample_rate), sample_rate)
    add_at(out, bend_s + 0.01, 0.6 * _flight(traits, left_s, rng, sample_rate), sample_rate)
    fade_edges(out, 8, n // 6)
    return out


def _flight(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A thin hiss with a flutter, falling a little as it passes."""
    length_s = spread(traits.speed, 0.9, 0.5, 0.3)
    n = max(128, int(min(left_s, length_s) * sample_rate))
    hz = 3600.0 / spread(traits.size, 0.7, 1.0, 1.5) * rng.lognormal(0, 0.1)
    flutter_hz, side = rng.uniform(35, 60), rng.choice([-1.0, 1.0])

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = times_s / length_s
        centre_hz = hz * (1 - 0.22 * np.tanh(5 * (x - 0.35)))[:, None]
        f = np.maximum(frequencies_hz, 20.0)[None]
        level = np.exp(-0.5 * ((x - 0.35) / 0.22) ** 2) * (1 + 0.4 * np.sin(2 * np.pi * flutter_hz * times_s))
        shape = 1 / (1 + (7 * np.log2(f / centre_hz)) ** 2) + 0.08 * (f > 1500)
        place = side * np.tanh(4 * (x - 0.35))
        return np.stack([0.5 * (level * np.sqrt(0.5 + sign * 0.45 * place))[:, None] * shape for sign in (-1.0, 1.0)])

    out = shaped(rng, magnitudes, n, sample_rate, hop=128)
    fade_edges(out, n // 8, n // 6)
    return out


def _arrow_hit(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The point goes in, the shaft trembles on."""
    n = max(256, int(min(left_s, 0.9) * sample_rate))
    out = np.zeros((2, n), np.float32)
    soft = traits.material in ("cloth", "mud", "leaves", "grass", "snow", "sand")
    point = Hit(150.0 if soft else 310.0, BOX, 0.02 if soft else 0.035, contact_s=0.002 if soft else 0.0004, click=1.0,
                click_hz=1000.0 if soft else 2900.0, click_s=0.004, thump=0.8, thump_hz=105.0)  # fmt: skip
    add_at(out, 0.0, hit(point, spread(traits.intensity, 0.7, 1.0, 1.3), rng, sample_rate), sample_rate)
    t = np.arange(n) / sample_rate
    shaft_hz = 34.0 / spread(traits.size, 0.8, 1.0, 1.3) * rng.uniform(0.9, 1.15)
    tremble = np.clip(np.sin(2 * np.pi * shaft_hz * t), 0, 1) ** 3 * np.exp(-t / 0.16) * (0.3 if soft else 1.0)
    buzz = sum(np.sin(2 * np.pi * hz * t) / k for k, hz in enumerate((190.0, 410.0, 820.0, 1450.0), 1))
    out += (0.25 * tremble * buzz).astype(np.float32)
    fade_edges(out, 2, n // 4)
    return out


BLADES = Family(
    name="blade",
    play=play,
    words={
        "sword": {},
        "blade": {},
        "sword swing": {},
        "sword whoosh": {},
        "sword slash": {"speed": 0.4},
        "slash": {"speed": 0.4},
        "katana": {"size": -0.2, "speed": 0.3, "variant": "sing"},
        "dagger": {"size": -0.6, "speed": 0.3},
        "knife": {"size": -0.7, "speed": 0.3},
        "knife swing": {"size": -0.7, "speed": 0.3},
        "axe": {"size": 0.4, "speed": -0.2},
        "axe swing": {"size": 0.4, "speed": -0.2},
        "sword hit": {"variant": "clash"},
        "sword clash": {"variant": "clash"},
        "sword parry": {"variant": "clash"},
        "sword block": {"variant": "clash"},
        "sword impact": {"variant": "clash"},
        "blade clash": {"variant": "clash"},
        "swords clash": {"variant": "clash"},
        "sword fight": {"variant": "fight"},
        "swordfight": {"variant": "fight"},
        "sword duel": {"variant": "fight"},
        "unsheathe": {"variant": "draw"},
        "sword unsheathe": {"variant": "draw"},
        "unsheathe sword": {"variant": "draw"},
        "unsheathing sword": {"variant": "draw"},
        "sword draw": {"variant": "draw"},
        "draw sword": {"variant": "draw"},
        "drawing sword": {"variant": "draw"},
        "knife draw": {"variant": "draw", "size": -0.7},
        "sheathe": {"variant": "sheathe"},
        "sword sheathe": {"variant": "sheathe"},
        "stab": {"variant": "stab", "speed": 0.3},
        "sword stab": {"variant": "stab"},
        "knife stab": {"variant": "stab", "size": -0.6, "speed": 0.3},
        "bow": {"variant": "bow"},
        "bow shot": {"variant": "bow"},
        "bow release": {"variant": "bow", "speed": 0.8},
        "bow fire": {"variant": "bow"},
        "archery": {"variant": "bow"},
        "crossbow": {"variant": "bow", "size": -0.4, "speed": 0.8, "intensity": 0.3},
        "arrow": {"variant": "arrow"},
        "arrow fly": {"variant": "arrow"},
        "arrow whoosh": {"variant": "arrow"},
        "arrow hit": {"variant": "arrow hit"},
        "arrow impact": {"variant": "arrow hit"},
    },
    level_db=-20.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(
        ("sword swing", "sfx"),
        ("sword clash", "sfx"),
        ("sword unsheathe", "sfx"),
        ("bow shot", "sfx"),
        ("arrow hitting wood", "sfx"),
    ),
    intensity_db=5.0,
)  # fmt: skip
