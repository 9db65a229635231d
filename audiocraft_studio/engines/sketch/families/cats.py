"""Cats: meows, purring, hissing, yowls.

A meow opens and closes the mouth over a pitch near 600 Hz (Nicastro, "Perceptual and acoustic evidence for
species-level differences in meow vocalizations", 2004); a purr is a row of 20 to 30 pulses a second that goes on while
the cat breathes out and in (Eklund, Peters and Duthie, "An acoustic analysis of purring in the cheetah and in the
domestic cat", 2010); a hiss is air alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import spans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.blocks.vocal import Call, call, callers, pulsed, tract
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Calls with rests between them until the end; a purr goes on without a rest."""
    if traits.variant == "purr":
        yield from _purr(traits, duration_s, rng, sample_rate)
        return
    for k, cat in enumerate(callers(rng, 2 if traits.repeated and not traits.count else 1)):
        at_s = 0.01 * min(1.0, duration_s) if k == 0 else rng.exponential(0.8) + 0.3
        while at_s < duration_s - 0.03:
            sound = call(_call(traits, cat.pitch, rng), rng, sample_rate)
            yield int(at_s * sample_rate), (cat.gains * sound).astype(np.float32)
            at_s += len(sound) / sample_rate + rng.lognormal(0, 0.5) * spread(traits.speed, 2.4, 1.2, 0.45)


def _call(traits: Traits, voice: float, rng: np.random.Generator) -> Call:
    formants_hz = tract(spread(traits.size, 0.050, 0.075, 0.11) / voice * rng.uniform(0.97, 1.03))
    make = {"hiss": _hiss, "yowl": _yowl}.get(traits.variant, _meow)
    return make(traits, formants_hz, voice, rng)


def _meow(traits: Traits, formants_hz: tuple[float, ...], voice: float, rng: np.random.Generator) -> Call:
    top_hz = spread(traits.size, 1150.0, 640.0, 400.0) * voice * rng.lognormal(0, 0.07)
    opened = rng.uniform(0.3, 0.5)
    return Call(
        length_s=spread(traits.speed, 1.3, 0.85, 0.45) * rng.uniform(0.8, 1.2),
        pitch_hz=(
            (0.0, rng.uniform(0.72, 0.85) * top_hz),
            (rng.uniform(0.25, 0.4), top_hz),
            (0.75, rng.uniform(0.82, 0.95) * top_hz),
            (1.0, rng.uniform(0.6, 0.75) * top_hz),
        ),
        level=((0.0, 0.0), (0.1, 0.35), (opened, 1.0), (0.7, 0.7), (0.92, 0.15), (1.0, 0.0)),
        formants_hz=formants_hz,
        open=((0.0, 0.5), (0.12, 0.55), (opened, 1.0), (0.75, 0.7), (1.0, 0.45)),
        narrow=0.18,
        tilt_db=2.0 / spread(traits.intensity, 0.8, 1.0, 1.4),
        breath=0.05,
        rough=0.12 * max(0.0, traits.intensity),
        jitter=0.006,
        shake_hz=rng.uniform(5.0, 8.0),
        shake=0.008,
    )


def _yowl(traits: Traits, formants_hz: tuple[float, ...], voice: float, rng: np.random.Generator) -> Call:
    low_hz = spread(traits.size, 620.0, 430.0, 300.0) * voice
    bends = [low_hz * rng.uniform(0.9, 1.9) for _ in range(4)]
    return Call(
        length_s=spread(traits.speed, 3.8, 2.6, 1.4) * rng.uniform(0.8, 1.2),
        pitch_hz=((0.0, low_hz), (0.2, bends[0]), (0.45, bends[1]), (0.7, bends[2]), (0.9, bends[3]), (1.0, low_hz)),
        level=((0.0, 0.0), (0.12, 0.6), (0.5, 1.0), (0.85, 0.8), (1.0, 0.0)),
        formants_hz=formants_hz,
        open=((0.0, 0.4), (0.3, rng.uniform(0.6, 1.0)), (0.6, rng.uniform(0.5, 1.0)), (1.0, 0.4)),
        narrow=0.25,
        tilt_db=3.0,
        breath=0.12,
        rough=rng.uniform(0.25, 0.5),
        jitter=0.02,
        shake_hz=rng.uniform(7.0, 12.0),
        shake=0.02,
    )


def _hiss(traits: Traits, formants_hz: tuple[float, ...], voice: float, rng: np.random.Generator) -> Call:
    return Call(
        length_s=spread(traits.speed, 1.5, 0.9, 0.45) * rng.uniform(0.8, 1.2),
        pitch_hz=((0.0, 300.0 * voice),),
        level=((0.0, 0.0), (0.06, 0.9), (0.25, 1.0), (0.6, 0.55), (1.0, 0.0)),
        formants_hz=tuple(2.4 * f for f in formants_hz),
        open=((0.0, 0.7), (0.2, 1.0), (1.0, 0.75)),
        narrow=0.9,
        breath=1.0,
        voice=0.03 * spread(traits.intensity, 0.4, 1.0, 2.5),
    )


def _purr(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Breath after breath: out a little lower and louder, in a little higher and softer, the pulses never stop."""
    rate_hz = spread(traits.size, 29.0, 25.0, 21.0) * rng.uniform(0.97, 1.03)
    drift, breathing = wander(rng, duration_s, 3.0), wander(rng, duration_s, 0.3)
    breath_s = spread(traits.speed, 2.6, 1.8, 1.2)

    def phase(times_s: Floats) -> Floats:
        return np.asarray(np.sin(2 * np.pi * (times_s / breath_s + 0.25 * breathing(times_s))))

    def rate(times_s: Floats) -> Floats:
        return np.asarray(rate_hz * (1 - 0.04 * np.tanh(3 * phase(times_s)) + 0.015 * drift(times_s)))

    formants_hz = tuple(f / spread(traits.size, 0.7, 1.0, 1.4) for f in (88.0, 210.0, 430.0, 900.0, 1750.0))
    turned = 0.0
    for start_s, length_s in spans(duration_s):
        n = int(length_s * sample_rate)
        cycles = tones.cycles(rate, start_s, n, sample_rate, turned)
        times_s = start_s + np.arange(n) / sample_rate
        strengths = rng.lognormal(0, 0.18, int(cycles[-1] - turned) + 2)
        turned = float(cycles[-1])
        parts = [
            pulsed(
                cycles,
                rate(times_s),
                tuple(f * rng.uniform(0.98, 1.02) for f in formants_hz),
                (0.014, 0.010, 0.007, 0.004, 0.002),
                (0.7, 0.9, 0.75, 0.45, 0.25),
                strengths,
            )
            for _ in range(2)
        ]
        coarse_s = np.linspace(times_s[0], times_s[-1], 40 * int(length_s + 1))
        out_louder = np.interp(times_s, coarse_s, 0.72 + 0.28 * np.tanh(2.5 * phase(coarse_s))).astype(np.float32)
        out = np.stack(parts) * out_louder
        fade_edges(out, 16, 16)
        yield int(start_s * sample_rate), out

    def air(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        level = 0.018 * (1 - 0.5 * phase(times_s))
        return np.asarray((level[:, None] * band(frequencies_hz, 350.0, 3500.0, 1.0, 1.5)[None])[None])

    yield from noise_pieces(rng, air, int(duration_s * sample_rate), sample_rate)


CATS = Family(
    name="cats",
    play=play,
    words={
        "cat": {},
        "meow": {},
        "miaow": {},
        "mew": {"size": -0.4, "speed": 0.3},
        "kitten": {"size": -0.8},
        "kitty": {"size": -0.3},
        "tomcat": {"size": 0.4},
        "purr": {"variant": "purr"},
        "hiss": {"variant": "hiss"},
        "yowl": {"variant": "yowl"},
        "caterwaul": {"variant": "yowl", "intensity": 0.4},
        "cat fight": {"variant": "yowl", "intensity": 0.6, "repeated": 1.0},
    },
    level_db=-23.0,
    role="feature",
    sustained=False,
    counted=True,
    callers=frozenset(("cat", "kitten", "kitty", "tomcat", "cat fight")),
    examples=(("cat meowing", "sfx"), ("cat purring", "sfx"), ("cat hissing", "sfx"), ("tiny kitten meow", "sfx")),
    intensity_db=5.0,
    weak=frozenset(("purr", "hiss", "mew", "yowl")),
)
