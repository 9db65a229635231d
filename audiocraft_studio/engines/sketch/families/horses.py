"""Horses: hoofbeats in the rhythm of their gait, on the ground they tread, and the voice.

Footfalls of a stride: walk four even beats, trot two diagonal pairs, canter three beats and a rest, gallop four quick
beats and a rest, at about 0.9, 1.4, 1.7 and 2.3 strides a second (Hildebrand, "Symmetrical gaits of horses", 1965;
Robilliard, Pfau and Wilson, "Gait characterisation and classification in horses", 2007). A whinny carries two
fundamentals at once, the lower near 500 to 1000 Hz, the upper near twice that and more, both trembling (Briefer et
al., "Segregation of information about emotional arousal and valence in horse whinnies", 2015).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.hits import BOX, Hit, Pool, grit, hit, pool
from audiocraft_studio.engines.sketch.blocks.vocal import Call, call, callers, tract
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

# gait: (strides a second, when the feet land as parts of a stride, which feet land together)
GAITS: dict[str, tuple[float, tuple[tuple[float, int], ...]]] = {
    "walk": (0.9, ((0.0, 1), (0.26, 1), (0.50, 1), (0.76, 1))),
    "trot": (1.4, ((0.0, 2), (0.5, 2))),
    "canter": (1.7, ((0.0, 1), (0.27, 2), (0.52, 1))),
    "gallop": (2.3, ((0.0, 1), (0.14, 1), (0.32, 1), (0.47, 1))),
}


@dataclass(frozen=True)
class _Ground:
    """What a shod hoof meets: the blow, and `grains` of loose ground around grit_hz, at a level."""

    blow: Hit
    grains: int = 0
    grit_hz: float = 2500.0
    grit_s: float = 0.002
    grit: float = 0.0


_SOIL = Hit(
    190.0, BOX, 0.014, contact_s=0.0025, modes=1.2, click=0.35, click_hz=700.0, click_s=0.004, thump=0.9, thump_s=0.018
)
_HARD = Hit(
    820.0, (1.0, 1.62, 2.4, 3.9, 5.6), 0.022, click=0.8, click_s=0.003, thump=0.3, thump_hz=140.0, thump_s=0.012
)
_PLANKS = Hit(145.0, BOX, 0.07, contact_s=0.0015, modes=1.4, click=0.35, click_hz=1500.0, thump=0.6, thump_s=0.03)
_GROUNDS: dict[str, _Ground] = {
    # the hollow of the hoof over a hard ground is what clops
    "stone": _Ground(_HARD, 6, 4500.0, 0.001, 0.12),
    "wood": _Ground(_PLANKS, 3, 2500.0, 0.002, 0.08),
    "metal": _Ground(Hit(310.0, BOX, 0.2, click=0.6, thump=0.4), 2, 4000.0, 0.001, 0.05),
    "": _Ground(_SOIL, 34, 1700.0, 0.003, 0.4),
    "grass": _Ground(replace(_SOIL, click=0.2), 40, 2400.0, 0.004, 0.36),
    "gravel": _Ground(replace(_SOIL, click=0.2), 70, 3200.0, 0.002, 0.75),
    "sand": _Ground(replace(_SOIL, click=0.1, thump_hz=68.0), 90, 3400.0, 0.0013, 0.35),
    "snow": _Ground(replace(_SOIL, click=0.0, modes=0.2), 110, 1500.0, 0.003, 0.55),
    "leaves": _Ground(_SOIL, 60, 4300.0, 0.003, 0.6),
    "mud": _Ground(replace(_SOIL, click=0.0, thump_s=0.03), 50, 700.0, 0.007, 0.6),
    "water": _Ground(replace(_SOIL, modes=0.2), 110, 2300.0, 0.006, 0.9),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Hoofbeats until the end, or calls with rests between them."""
    if traits.variant in ("whinny", "snort"):
        yield from _voices(traits, duration_s, rng, sample_rate)
        return
    herd = traits.variant == "herd"
    count = int(rng.integers(6, 9)) if herd else int(rng.integers(2, 4)) if traits.repeated else 1
    hooves = _hooves(traits, rng, sample_rate)
    for k, horse in enumerate(callers(rng, count)):
        yield from _ride(traits, horse.gains, k, duration_s, hooves, rng, rate=sample_rate)


def gait_of(traits: Traits) -> str:
    """The gait that the prompt names, or that suits the speed it asks for."""
    if traits.variant in GAITS:
        return traits.variant
    if traits.variant == "herd":
        return "gallop"
    return "walk" if traits.speed < -0.3 else "trot" if traits.speed < 0.5 else "gallop"


def _ride(
    traits: Traits, gains: np.ndarray, k: int, duration_s: float, hooves: Pool, rng: np.random.Generator, *, rate: int
) -> Iterator[Piece]:
    """One horse: strides that are nearly even, feet that are not equally strong."""
    legs = spread(traits.size, 1.18, 1.0, 0.88) * (rng.uniform(0.96, 1.04) if k else 1.0)
    feet = rng.uniform(0.75, 1.0, 4)
    at_s = 0.015 * min(1.0, duration_s) if k == 0 else rng.uniform(0, 0.5)
    while at_s < duration_s - 0.03:
        now = traits.at(at_s / duration_s)
        strides_hz, beats = GAITS[gait_of(now)]
        stride_s = 1 / (strides_hz * legs * (spread(now.speed, 0.8, 1.0, 1.2) if traits.variant else 1.0))
        for (part, together), force in zip(beats, feet, strict=False):
            for foot in range(together):
                late_s = part * stride_s + rng.normal(0, 0.006) * stride_s + (rng.uniform(0.004, 0.022) if foot else 0)
                side = 0.15 * rng.choice([-1.0, 1.0])
                sound = hooves.draw(rng) * (gains * force * rng.uniform(0.8, 1.0) * np.array([[1 - side], [1 + side]]))
                yield int((at_s + late_s) * rate), sound.astype(np.float32)
        at_s += stride_s * float(np.clip(rng.normal(1.0, 0.012), 0.96, 1.04))


def _hooves(traits: Traits, rng: np.random.Generator, sample_rate: int) -> Pool:
    ground = _GROUNDS.get(traits.material, _GROUNDS[""])
    weight = spread(traits.size, 0.6, 1.0, 1.6)
    force = spread(traits.intensity, 0.6, 1.0, 1.5) * spread(traits.speed, 0.85, 1.0, 1.2)
    wet = traits.wetness > 0.3 and traits.material != "water"

    def fall() -> Samples:
        pitch = rng.lognormal(0, 0.09) / weight**0.35
        blow = ground.blow
        blow = replace(blow, base_hz=blow.base_hz * pitch, thump_hz=blow.thump_hz * pitch, thump=blow.thump * weight)
        sound = hit(blow, force, rng, sample_rate)
        loose = [(ground.grains, ground.grit_hz, ground.grit_s, ground.grit)]
        loose += [(40, 2300.0, 0.005, 0.6)] if wet else []
        for grains, grit_hz, grit_s, level in loose:
            if not grains:
                continue
            thrown = np.float32(level * force) * grit(grains, grit_hz, grit_s, 0.07, rng, sample_rate)
            longer = np.zeros((2, max(sound.shape[1], thrown.shape[1])), np.float32)
            longer[:, : sound.shape[1]] = sound
            longer[:, : thrown.shape[1]] += thrown
            sound = longer
        return sound

    return pool(fall, 18)


def _voices(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    make = _snort if traits.variant == "snort" else _whinny
    for k, horse in enumerate(callers(rng, int(rng.integers(2, 4)) if traits.repeated else 1)):
        at_s = 0.01 * min(1.0, duration_s) if k == 0 else rng.exponential(1.5) + 0.4
        while at_s < duration_s - 0.03:
            sound = make(traits, horse.pitch, rng, sample_rate)
            yield int(at_s * sample_rate), (horse.gains * sound).astype(np.float32)
            at_s += len(sound) / sample_rate + rng.lognormal(0, 0.4) * spread(traits.speed, 4.0, 2.2, 1.0)


def _whinny(traits: Traits, voice: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Two trembling tones from one throat: up at once, then down in steps."""
    low_hz = spread(traits.size, 900.0, 640.0, 480.0) * voice * rng.lognormal(0, 0.06)
    length_s = spread(traits.speed, 2.5, 1.8, 1.1) * rng.uniform(0.85, 1.15)
    shake_hz, peak = rng.uniform(11, 15), rng.uniform(0.1, 0.2)
    lower = Call(
        length_s=length_s,
        pitch_hz=((0.0, 0.7 * low_hz), (peak, 1.25 * low_hz), (0.5, low_hz), (0.85, 0.6 * low_hz), (1.0, 0.3 * low_hz)),
        level=((0.0, 0.0), (0.06, 0.7), (peak, 1.0), (0.6, 0.7), (0.9, 0.35), (1.0, 0.0)),
        formants_hz=tract(0.21 * spread(traits.size, 0.75, 1.0, 1.2)),
        open=((0.0, 0.6), (peak, 1.0), (0.7, 0.8), (1.0, 0.5)),
        narrow=0.25,
        tilt_db=3.0,
        breath=0.15,
        rough=0.15,
        jitter=0.012,
        shake_hz=shake_hz,
        shake=0.05,
    )
    upper = replace(
        lower,
        pitch_hz=tuple((x, rng.uniform(2.1, 2.3) * hz if x < 0.8 else 2.0 * hz) for x, hz in lower.pitch_hz),
        level=((0.0, 0.0), (0.08, 0.9), (0.3, 1.0), (0.55, 0.3), (0.75, 0.0)),
        rough=0.0,
    )
    sound = call(lower, rng, sample_rate) + np.float32(0.4) * call(upper, rng, sample_rate)
    t = np.arange(len(sound)) / sample_rate
    sound *= (1 - 0.35 * (0.5 + 0.5 * np.sin(2 * np.pi * shake_hz * t))).astype(np.float32)
    return np.asarray(sound)


def _snort(traits: Traits, voice: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Air that makes the nostrils flutter."""
    sound = call(
        Call(
            length_s=rng.uniform(0.5, 0.9) * spread(traits.speed, 1.3, 1.0, 0.7),
            pitch_hz=((0.0, 95.0 * voice),),
            level=((0.0, 0.0), (0.05, 1.0), (0.4, 0.6), (1.0, 0.0)),
            formants_hz=tract(0.24 * spread(traits.size, 0.75, 1.0, 1.2)),
            narrow=0.4,
            breath=1.0,
            voice=0.12,
        ),
        rng,
        sample_rate,
    )
    t = np.arange(len(sound)) / sample_rate
    flutter_hz = rng.uniform(20, 27) * np.exp(-0.5 * t)
    deep = np.minimum(1.0, t / 0.1)
    return np.asarray(
        sound * (1 - 0.75 * deep * (0.5 - 0.5 * np.cos(2 * np.pi * np.cumsum(flutter_hz) / sample_rate))),
        dtype=np.float32,
    )


HORSES = Family(
    name="horses",
    play=play,
    words={
        "horse": {},
        "pony": {"size": -0.5},
        "stallion": {"size": 0.4},
        "hoof": {},
        "hoofbeat": {},
        "clip clop": {"variant": "walk", "material": "stone"},
        "gallop": {"variant": "gallop"},
        "canter": {"variant": "canter"},
        "trot": {"variant": "trot"},
        "horse walk": {"variant": "walk"},
        "horses walk": {"variant": "walk", "repeated": 1.0},
        "walking horse": {"variant": "walk"},
        "horse run": {"variant": "gallop"},
        "horses run": {"variant": "gallop", "repeated": 1.0},
        "running horse": {"variant": "gallop"},
        "carriage": {"variant": "trot", "material": "stone", "repeated": 1.0},
        "stampede": {"variant": "herd"},
        "cavalry": {"variant": "herd", "repeated": 1.0},
        "whinny": {"variant": "whinny"},
        "neigh": {"variant": "whinny"},
        "snort": {"variant": "snort"},
    },
    level_db=-25.0,
    role="feature",
    sustained=True,
    paced=True,
    examples=(
        ("horse galloping on grass", "sfx"),
        ("horse walking on cobblestone", "sfx"),
        ("distant horses trotting", "sfx"),
        ("horse whinny", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("snort", "canter", "trot")),
)
