"""Pumps: a motor that drives water, a hand pump at a well, a pumpjack, air pumps and compressors.

A centrifugal pump hums at its turns and at blades times turns, over the rush of the pipe. A hand pump is worked some 40
times a minute: the lever creaks up, and the water comes with the push. A pumpjack makes 6 to 12 strokes a minute; a
small piston compressor 10 to 20 a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import arrivals, bubbling, pans, power_law, spans
from audiocraft_studio.engines.sketch.blocks.hits import BOX, PLATE, Hit, hit, pool
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.blocks.motors import Motor, placed, running
from audiocraft_studio.engines.sketch.blocks.noise import Floats, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_PUMP = Motor(
    24.4,
    ((1.0, 0.25), (2.0, 0.5), (4.0, 0.7), (4.06, 0.25), (6.0, 0.5), (12.0, 0.25), (18.0, 0.12), (30.0, 0.1)),
    4.0, 150.0, 900.0, 0.003,
)  # fmt: skip
_COMPRESSOR = Motor(24.4, ((1.0, 0.3), (2.0, 0.6), (4.0, 0.4), (8.0, 0.2), (17.0, 0.15)), 6.0, 200.0, 2200.0, 0.004)
_JACK = Motor(20.0, ((0.5, 0.3), (1.0, 0.7), (2.0, 0.5), (3.0, 0.25), (7.0, 0.15)), 6.0, 100.0, 800.0, 0.006)


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A pump that works for the whole duration."""
    pumps = {"hand": _hand, "jack": _jack, "air": _air, "compressor": _compressor}
    yield from pumps.get(traits.variant, _water)(traits, duration_s, rng, sample_rate)


def _steady(at_s: Floats) -> Floats:
    return np.ones(np.shape(at_s))


def _sized(motor: Motor, traits: Traits) -> Motor:
    size, speed = spread(traits.size, 0.7, 1.0, 1.4), spread(traits.speed, 0.75, 1.0, 1.3)
    return replace(motor, turns_hz=motor.turns_hz / size * speed)


def _water(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Motor, rush, and the bubbles that the wheel tears into the water."""
    yield from placed(running(_sized(_PUMP, traits), _steady, duration_s, rng, sample_rate), 0.1 * np.ones((2, 1)))
    size, force = spread(traits.size, 0.7, 1.0, 1.5), spread(traits.intensity, 0.6, 1.0, 1.5)
    moves = [wander(rng, duration_s, rate_hz) for rate_hz in (1.2, 6.0, 6.0)]

    def rush(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        shape = band(frequencies_hz, 220.0 / size, 1500.0 / size, 1.5, 1.3)
        shape = shape + 0.25 * band(frequencies_hz, 2500.0, 7000.0)
        shared = 0.11 * force * np.exp(0.15 * moves[0](times_s))
        return np.stack([(shared * np.exp(0.15 * m(times_s)))[:, None] * shape[None, :] for m in moves[1:]])

    yield from noise_pieces(rng, rush, int(duration_s * sample_rate), sample_rate)
    for start_s, length_s in spans(duration_s):
        times_s = arrivals(rng, 30.0 * force, length_s)
        k = len(times_s)
        if k:
            radii_m = power_law(rng, k, 0.0015 * size, 0.006 * size, 1.6)
            gains = 0.05 * rng.lognormal(0, 0.5, k) * pans(rng, k, 0.5)
            n, rising = int(length_s * sample_rate), rng.uniform(size=k) < 0.3
            yield int(start_s * sample_rate), bubbling(n, sample_rate, times_s, radii_m, gains=gains, rising=rising)


def _hand(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Up with a creak, down with a clank, and water into the bucket."""
    period_s = spread(traits.speed, 2.2, 1.45, 0.9) * rng.uniform(0.96, 1.04)
    size = spread(traits.size, 0.75, 1.0, 1.4)
    clank = Hit(
        340.0 / size, PLATE, 0.07, contact_s=0.0006, click=0.5, click_hz=1900.0, thump=0.6, thump_hz=85.0 / size
    )
    at_s = 0.02 * min(1.0, duration_s)
    while at_s < duration_s:
        lift_s = 0.40 * period_s * rng.uniform(0.9, 1.1)
        yield int(at_s * sample_rate), _squeal(lift_s, 720.0 / size, 0.12 * rng.uniform(0.6, 1.0), rng, sample_rate)
        top_s = at_s + lift_s
        yield int(top_s * sample_rate), np.float32(0.30) * hit(clank, rng.uniform(0.7, 1.0), rng, sample_rate)
        gush_s = 0.55 * period_s
        yield int((top_s + 0.05) * sample_rate), _gush(traits, gush_s, rng, sample_rate)
        low_s = top_s + 0.45 * period_s
        yield int(low_s * sample_rate), np.float32(0.5) * hit(clank, rng.uniform(0.8, 1.05), rng, sample_rate)
        at_s += period_s * rng.normal(1.0, 0.03)


def _squeal(seconds: float, base_hz: float, level: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A dry joint that sticks and slips, faster in the middle of the stroke: (2, n)."""
    n = max(64, int(seconds * sample_rate))
    x = np.linspace(0, 1, n)
    slips_hz = (
        rng.uniform(90.0, 150.0)
        * (0.3 + np.sin(np.pi * x))
        * np.exp(0.1 * wander(rng, seconds + 0.1, 8.0)(x * seconds))
    )
    turned = np.cumsum(slips_hz) / sample_rate
    train = np.zeros(n, np.float32)
    train[np.flatnonzero(np.diff(np.floor(turned)) > 0)] = 1.0
    train *= rng.lognormal(0, 0.2, n).astype(np.float32)
    frequencies_hz = base_hz * np.array([1.0, 1.47, 2.3, 3.1, 4.4]) * rng.lognormal(0, 0.04, 5)
    body = ring(
        frequencies_hz, 0.012 / (frequencies_hz / base_hz) ** 0.5, np.ones((1, 5)), 2400, sample_rate, rise_s=0.0003
    )
    wave = level * signal.oaconvolve(train, body[0])[:n] * np.sin(np.pi * x) ** 0.5
    out = np.stack([wave, 0.9 * wave]).astype(np.float32)
    fade_edges(out, n // 10, n // 10)
    return out


def _gush(traits: Traits, seconds: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Water that comes with the push, and falls into what is there already: (2, n)."""
    n = max(256, int(seconds * sample_rate))
    force = spread(traits.intensity, 0.6, 1.0, 1.4) * rng.uniform(0.85, 1.1)

    def flow(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = np.clip(times_s / seconds, 0, 1)
        swell = np.minimum(1, x / 0.12) * (1 - x) ** 0.9
        shape = band(frequencies_hz, 450.0, 3200.0, 1.5, 1.3)
        return np.asarray((0.42 * force * swell[:, None] * shape[None, :])[None])

    out = np.zeros((2, n), np.float32)
    for start, piece in noise_pieces(rng, flow, n, sample_rate, hop=256):
        first, last = max(0, start), min(n, start + piece.shape[1])
        out[:, first:last] += np.float32(0.6) * piece[:, first - start : last - start]
    times_s = seconds * rng.beta(1.6, 2.2, 26)
    radii_m = power_law(rng, 26, 0.0013, 0.0065, 1.6)
    gains = 0.2 * force * (radii_m / 0.003) ** 0.5 * rng.lognormal(0, 0.4, 26) * pans(rng, 26, 0.4)
    falls = bubbling(n, sample_rate, times_s, radii_m, gains=gains, rising=rng.uniform(size=26) < 0.4)
    out += falls[:, :n]
    fade_edges(out, 64, n // 8)
    return out


def _jack(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A pumpjack: the motor, the slow beam that groans up and down, gears that take up their play."""
    yield from placed(running(_sized(_JACK, traits), _steady, duration_s, rng, sample_rate), 0.16 * np.ones((2, 1)))
    period_s = spread(traits.speed, 10.0, 6.5, 4.0) * rng.uniform(0.95, 1.05)
    size = spread(traits.size, 0.75, 1.0, 1.4)
    thud = Hit(
        88.0 / size, PLATE, 0.12, contact_s=0.003, click=0.4, click_hz=700.0, click_s=0.008, thump=0.8, thump_hz=48.0
    )
    at_s = rng.uniform(0.05, 0.4) * min(1.0, duration_s)
    k = 0
    while at_s < duration_s:
        groan_s = 0.34 * period_s * rng.uniform(0.8, 1.1)
        groan = _squeal(groan_s, (300.0 if k % 2 else 380.0) / size, 0.20 * rng.uniform(0.5, 1.0), rng, sample_rate)
        yield int(at_s * sample_rate), groan
        yield (
            int((at_s + 0.42 * period_s) * sample_rate),
            np.float32(0.6) * hit(thud, rng.uniform(0.8, 1.05), rng, sample_rate),
        )
        at_s += 0.5 * period_s * rng.normal(1.0, 0.015)
        k += 1


def _air(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A hand pump for tyres: air pressed out with a hiss, drawn in with a gasp."""
    period_s = spread(traits.speed, 1.5, 0.95, 0.6) * rng.uniform(0.96, 1.04)
    size = spread(traits.size, 0.75, 1.0, 1.4)
    stop = Hit(
        260.0 / size, BOX, 0.02, contact_s=0.0015, click=0.5, click_hz=1300.0, thump=0.5, thump_hz=100.0, thump_s=0.02
    )
    at_s = 0.01 * min(1.0, duration_s)
    while at_s < duration_s:
        for part, (low_hz, high_hz, level) in enumerate(((1400.0, 6500.0, 0.32), (500.0, 2200.0, 0.13))):
            stroke_s = (0.42 if part == 0 else 0.40) * period_s * rng.uniform(0.92, 1.05)
            sound = _stroke(
                stroke_s, low_hz / size, high_hz, level * rng.uniform(0.85, 1.1), part == 0, rng, rate=sample_rate
            )
            yield int(at_s * sample_rate), sound
            at_s += stroke_s
            yield int(at_s * sample_rate), np.float32(0.3 if part == 0 else 0.12) * hit(stop, 1.0, rng, sample_rate)
            at_s += 0.09 * period_s * rng.uniform(0.8, 1.2)


def _stroke(
    seconds: float, low_hz: float, high_hz: float, level: float, pressing: bool, rng: np.random.Generator, *, rate: int
) -> Samples:
    """Air through a valve; pressed out, it rises in pitch as the pressure does: (2, n)."""
    n = max(256, int(seconds * rate))

    def flow(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = np.clip(times_s / seconds, 0, 1)[:, None]
        swell = np.sin(np.pi * x) ** 0.7 * (0.5 + 0.5 * x if pressing else 1.0)
        climb = 1 + (0.8 * x if pressing else -0.2 * x)
        return np.asarray((level * swell * band(frequencies_hz[None, :] / climb, low_hz, high_hz, 1.5, 1.5))[None])

    out = np.zeros((2, n), np.float32)
    for start, piece in noise_pieces(rng, flow, n, rate, hop=256):
        first, last = max(0, start), min(n, start + piece.shape[1])
        out[:, first:last] += piece[:, first - start : last - start]
    out = np.float32(0.4) * out + np.float32(0.6) * out.mean(axis=0)
    fade_edges(out, n // 16, n // 16)
    return np.asarray(out)


def _compressor(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A motor and the piston it drives, stroke by stroke."""
    yield from placed(
        running(_sized(_COMPRESSOR, traits), _steady, duration_s, rng, sample_rate), 0.12 * np.ones((2, 1))
    )
    rate_hz = spread(traits.speed, 10.0, 14.0, 19.5) / spread(traits.size, 0.85, 1.0, 1.2)
    chug = Hit(
        115.0,
        BOX,
        0.018,
        contact_s=0.002,
        click=0.6,
        click_hz=1100.0,
        click_s=0.006,
        thump=0.7,
        thump_hz=62.0,
        thump_s=0.02,
    )
    chugs = pool(lambda: hit(chug, rng.uniform(0.85, 1.1), rng, sample_rate, width=0.35), 14)
    force = spread(traits.intensity, 0.7, 1.0, 1.3)
    at_s, k = rng.uniform(0.0, 0.05), 0
    while at_s < duration_s:
        stroke = np.float32(force * (0.5 if k % 2 == 0 else 0.4) * rng.uniform(0.85, 1.0)) * chugs.draw(rng)
        yield int(at_s * sample_rate), stroke
        at_s += rng.normal(1.0, 0.015) / rate_hz
        k += 1


PUMPS = Family(
    name="pump",
    play=play,
    words={
        "pump": {},
        "water pump": {},
        "pool pump": {},
        "sump pump": {},
        "bilge pump": {},
        "hand pump": {"variant": "hand"},
        "well pump": {"variant": "hand"},
        "village pump": {"variant": "hand"},
        "oil pump": {"variant": "jack"},
        "pumpjack": {"variant": "jack"},
        "oil derrick": {"variant": "jack"},
        "air pump": {"variant": "air"},
        "bicycle pump": {"variant": "air"},
        "bike pump": {"variant": "air"},
        "bellows": {"variant": "air", "size": 0.7, "speed": -0.5},
        "compressor": {"variant": "compressor"},
        "air compressor": {"variant": "compressor"},
    },
    level_db=-24.0,
    role="feature",
    sustained=True,
    examples=(
        ("water pump", "ambience"),
        ("old hand pump", "sfx"),
        ("bicycle pump", "sfx"),
        ("air compressor", "sfx"),
    ),
    intensity_db=5.0,
)
