"""The kitchen: frying, chopping, boiling, kettles, pouring, dishes, and all of it at once.

Frying is the bursting of steam bubbles in fat: thousands of tiny pops a second above 2 kHz. Water warms up with the
collapse of first bubbles, hisses, then rumbles as they grow; a whistle is a pair of plates blown at some 2 kHz
(Henrywood and Agarwal, "The aeroacoustics of a steam kettle", 2013). A vessel that is filled resonates as a quarter
wave, f = c/4(L - h), rising with the water (Cabe and Pittenger, "Human sensitivity to acoustic information from vessel
filling", 2000).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.grains import (
    arrivals,
    bubbling,
    bursts,
    pans,
    power_law,
    scatter,
    spans,
)
from audiocraft_studio.engines.sketch.blocks.hits import BOX, Hit, grit, hit
from audiocraft_studio.engines.sketch.blocks.motors import placed
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One kind of work for the whole duration, or a kitchen where several go on."""
    work = {"sizzle": _sizzle, "chop": _chop, "boil": _boil, "kettle": _kettle, "dishes": _dishes, "pour": _pour}
    if traits.variant in work:
        yield from work[traits.variant](traits, duration_s, rng, sample_rate)
        return
    yield from placed(_sizzle(traits, duration_s, rng, sample_rate), 0.5 * pans(rng, 1, 0.8))
    yield from placed(_chop(traits, duration_s, rng, sample_rate), 0.5 * pans(rng, 1, 0.5))
    yield from placed(_dishes(traits, duration_s, rng, sample_rate), 1.0 * pans(rng, 1, 0.8))


def _sizzle(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A hiss that breathes, crackle over it, and a fat drop that spits now and then."""
    heat = spread(traits.intensity, 0.4, 1.0, 2.0)
    moves = [wander(rng, duration_s, rate_hz) for rate_hz in (0.7, 7.0, 7.0)]
    size = spread(traits.size, 0.8, 1.0, 1.3)

    def hiss(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        shape = band(frequencies_hz, 2600.0 / size, 9500.0, 1.6, 1.4) + 0.12 * band(frequencies_hz, 400.0, 1800.0)
        shared = 0.055 * heat**0.7 * np.exp(0.18 * moves[0](times_s))
        return np.stack([(shared * np.exp(0.15 * m(times_s)))[:, None] * shape[None, :] for m in moves[1:]])

    yield from noise_pieces(rng, hiss, int(duration_s * sample_rate), sample_rate, hop=512)
    for start_s, length_s in spans(duration_s):
        n = int(length_s * sample_rate)
        for rate_hz, loud, centre_hz, decay_s in ((150.0, 0.5, 5600.0, 0.0006), (5.0, 1.1, 2300.0, 0.0022)):
            times_s = arrivals(rng, rate_hz * heat, length_s)
            k = len(times_s)
            if k:
                centres_hz = np.clip(centre_hz / size * rng.lognormal(0, 0.4, k), 500, 13000)
                decays_s = decay_s * rng.uniform(0.5, 1.8, k)
                pops = bursts(rng, decays_s, centres_hz, sample_rate, int(7 * decay_s * sample_rate))
                gains = loud * power_law(rng, k, 0.06, 1.0, 2.0) * pans(rng, k, 0.7)
                starts = (times_s * sample_rate).astype(np.int64)
                yield int(start_s * sample_rate), scatter(n, starts, pops, gains, spill=True)


def _chop(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """The blade through something crisp and onto the board, a run of cuts, a rest to gather them."""
    gap_s = spread(traits.speed, 0.62, 0.31, 0.14)
    size = spread(traits.size, 0.75, 1.0, 1.5)
    board = Hit(
        300.0 / size, BOX, 0.022, contact_s=0.0006, click=0.8, click_hz=2600.0, click_s=0.0022, thump=0.45,
        thump_hz=150.0 / size, thump_s=0.018,
    )  # fmt: skip
    at_s = min(0.02, 0.1 * duration_s)
    while at_s < duration_s - 0.02:
        for _ in range(int(rng.integers(5, 14))):
            force = spread(traits.intensity, 0.55, 1.0, 1.4) * rng.uniform(0.7, 1.05)
            crunch = np.float32(0.5 * force) * grit(16, 2900.0, 0.0016, 0.022, rng, sample_rate)
            yield int((at_s - 0.012) * sample_rate), crunch
            yield int(at_s * sample_rate), hit(board, force, rng, sample_rate)
            at_s += gap_s * rng.lognormal(0, 0.09)
            if at_s > duration_s:
                return
        at_s += gap_s * rng.uniform(2.0, 4.5)


def _boil(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A rolling boil: big soft bubbles over a rumble, steam above."""
    heat = spread(traits.intensity, 0.4, 1.0, 1.8)
    size = spread(traits.size, 0.7, 1.0, 1.5)
    yield from _bubbles(46.0 * heat, 0.0026 * size, 0.010 * size, duration_s, rng, sample_rate)
    moves = [wander(rng, duration_s, 5.0) for _ in range(2)]

    def water(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        low = band(frequencies_hz, 90.0, 420.0 / size, 1.5, 1.3) + 0.16 * band(frequencies_hz, 2500.0, 8000.0)
        return np.stack([0.10 * heat * np.exp(0.25 * m(times_s))[:, None] * low[None, :] for m in moves])

    yield from noise_pieces(rng, water, int(duration_s * sample_rate), sample_rate)


def _bubbles(
    rate_hz: float, smallest_m: float, largest_m: float, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    for start_s, length_s in spans(duration_s):
        times_s = arrivals(rng, rate_hz, length_s)
        k = len(times_s)
        if k:
            radii_m = power_law(rng, k, smallest_m, largest_m, 1.6)
            gains = 0.16 * (radii_m / smallest_m) ** 0.5 * rng.lognormal(0, 0.4, k) * pans(rng, k, 0.5)
            n, rising = int(length_s * sample_rate), rng.uniform(size=k) < 0.5
            yield (
                int(start_s * sample_rate),
                bubbling(n, sample_rate, times_s, radii_m, gains=gains, rising=rising),
            )


def _kettle(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """From the first hiss to the whistle, within the time there is; a long wait has a long whistle at its end."""
    whistles_s = max(0.35 * duration_s, duration_s - 14.0)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _warming(traits, whistles_s, duration_s, rng), n, sample_rate)
    yield from _bubbles(16.0, 0.0025, 0.007, duration_s, rng, sample_rate)
    top_hz = 2350.0 / spread(traits.size, 0.8, 1.0, 1.35) * rng.lognormal(0, 0.05)
    waver = wander(rng, duration_s, 9.0)
    rise_s = 0.25 * (duration_s - whistles_s) + 0.05

    def blown(at_s: Floats) -> Floats:
        return np.asarray(np.clip((at_s - whistles_s) / rise_s, 0, 1))

    def pitch(at_s: Floats) -> Floats:
        return np.asarray(top_hz * (0.72 + 0.28 * blown(at_s) ** 0.6) * (1 + 0.004 * waver(at_s)))

    def colour(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        strength = blown(times_s) ** 1.5 * (1 + 0.12 * waver(times_s))
        return np.asarray(strength * (frequencies_hz / top_hz) ** -2.6)

    before = 0.0
    for start_s, length_s in spans(duration_s):
        if start_s + length_s > whistles_s:
            turned = tones.cycles(pitch, start_s, int(length_s * sample_rate), sample_rate, before)
            before = float(turned[-1]) % 1.0
            wave = np.float32(0.16) * tones.harmonics(turned, pitch, colour, start_s, sample_rate, 5)
            yield int(start_s * sample_rate), np.stack([wave, 0.9 * wave])


def _warming(traits: Traits, whistles_s: float, duration_s: float, rng: np.random.Generator) -> Magnitudes:
    """The noise of the water: it grows and sinks in pitch until it boils; then steam in the spout."""
    moves = [wander(rng, duration_s, 3.0) for _ in range(2)]
    force = spread(traits.intensity, 0.7, 1.0, 1.4)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = np.clip(times_s / whistles_s, 0, 1)[:, None]
        centre_hz = 1500.0 * (260.0 / 1500.0) ** x
        f = frequencies_hz[None, :]
        water = (0.25 + 0.75 * x) * ((f / centre_hz) ** 2 + (centre_hz / np.maximum(f, 1)) ** 2 + 0.3) ** -0.7
        steam = np.clip((times_s - 0.8 * whistles_s) / (0.2 * whistles_s + 0.1), 0, 1)[:, None]
        out = 0.11 * water + 0.04 * steam * band(f, 1500.0, 7000.0, 1.5, 1.5)
        return np.stack([force * np.exp(0.15 * m(times_s))[:, None] * out for m in moves])

    return magnitudes


def _dishes(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Plates set down and stacked, cutlery between; in clusters, as hands work."""
    size = spread(traits.size, 0.7, 1.0, 1.4)
    lively = spread(traits.intensity, 1.8, 1.0, 0.55) / spread(traits.speed, 0.6, 1.0, 1.7)
    at_s = min(0.02, 0.1 * duration_s)
    while at_s < duration_s - 0.03:
        steel = traits.material == "metal" or (rng.uniform() < 0.35 and traits.material != "glass")
        glass = traits.material == "glass"
        base_hz = (
            rng.uniform(2600, 5200) if steel else rng.uniform(1700, 2900) if glass else rng.uniform(900, 2300)
        ) / size
        piece = Hit(
            base_hz,
            (1.0, 2.71, 5.2) if steel else (1.0, 2.32, 4.25, 6.63) if glass else (1.0, 1.83, 2.9, 4.3, 6.1),
            rng.uniform(0.10, 0.3) if steel or glass else rng.uniform(0.03, 0.11),
            contact_s=0.0001,
            click=0.35,
            click_hz=6000.0,
            click_s=0.001,
            thump=0.0 if steel else 0.12,
            thump_hz=260.0,
            thump_s=0.008,
        )
        place, bounce_s = pans(rng, 1, 0.6), rng.uniform(0.04, 0.13)
        force = rng.uniform(0.3, 1.0)
        for _ in range(int(rng.integers(1, 6))):
            sound = force * place * hit(piece, force, rng, sample_rate)
            yield int(at_s * sample_rate), sound.astype(np.float32)
            at_s += bounce_s * rng.lognormal(0, 0.2)
            bounce_s *= rng.uniform(0.6, 1.2)
            force *= rng.uniform(0.5, 1.0)
        at_s += lively * rng.exponential(0.32) + 0.03


def _pour(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A vessel is filled until the time is over; where it is asked for again, several are."""
    at_s = 0.0
    while at_s < duration_s - 0.04:
        fills_s = spread(traits.speed, 6.0, 3.5, 1.6) * spread(traits.size, 0.7, 1.0, 2.0) * rng.uniform(0.85, 1.15)
        fills_s = min(fills_s, duration_s - at_s) if traits.repeated or duration_s < 20 else duration_s
        for start, samples in _filling(traits, fills_s, rng, sample_rate):
            yield int(at_s * sample_rate) + start, samples
        at_s += fills_s + rng.uniform(0.4, 1.2)
        if not traits.repeated:
            return


def _filling(traits: Traits, fills_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    deep_m = 0.13 * spread(traits.size, 0.55, 1.0, 2.0)
    sharp = {"glass": 9.0, "metal": 11.0, "ceramic": 7.0}.get(traits.material, 6.0)
    moves = [wander(rng, fills_s + 0.1, rate_hz) for rate_hz in (3.0, 9.0, 9.0)]

    def stream(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = np.clip(times_s / fills_s, 0, 1)
        open_m = deep_m * (1 - 0.82 * x) + 0.012
        flow = np.minimum(1, x / 0.04) * np.clip((1 - x) / 0.06, 0, 1) * np.exp(0.2 * moves[0](times_s))
        f = frequencies_hz[None, :]
        out = 0.10 * band(frequencies_hz, 700.0, 5000.0, 1.2, 1.4)[None, :] * np.ones_like(x)[:, None]
        for k, level in ((1, 1.0), (3, 0.45), (5, 0.2)):
            at_hz = (k * 343.0 / 4 / open_m)[:, None]
            out = out + level / (1 + (sharp * np.log2(np.maximum(f, 1) / at_hz) * 2) ** 2) ** 0.75
        return np.stack([(0.22 * flow * np.exp(0.25 * m(times_s)))[:, None] * out for m in moves[1:]])

    yield from noise_pieces(rng, stream, int(fills_s * sample_rate), sample_rate, hop=512)
    rate_hz = 55.0 * spread(traits.intensity, 0.5, 1.0, 1.7)
    wide = spread(traits.size, 0.6, 1.0, 1.7)
    yield from _bubbles(rate_hz, 0.0012 * wide, 0.006 * wide, max(0.03, 0.95 * fills_s), rng, sample_rate)


KITCHEN = Family(
    name="kitchen",
    play=play,
    words={
        "kitchen": {},
        "cooking": {},
        "cook": {},
        "sizzle": {"variant": "sizzle"},
        "fry": {"variant": "sizzle"},
        "frying": {"variant": "sizzle"},
        "frying pan": {"variant": "sizzle"},
        "bacon": {"variant": "sizzle"},
        "barbecue": {"variant": "sizzle", "size": 0.4},
        "chop": {"variant": "chop"},
        "chopping board": {"variant": "chop"},
        "cutting board": {"variant": "chop"},
        "vegetable": {"variant": "chop"},
        "boiling water": {"variant": "boil"},
        "water boil": {"variant": "boil"},
        "boiling pot": {"variant": "boil"},
        "pot boil": {"variant": "boil"},
        "simmer": {"variant": "boil", "intensity": -0.6},
        "cauldron": {"variant": "boil", "size": 0.8},
        "kettle": {"variant": "kettle"},
        "tea kettle": {"variant": "kettle"},
        "teapot": {"variant": "pour", "size": -0.2, "material": "ceramic"},
        "dish": {"variant": "dishes"},
        "dishes": {"variant": "dishes"},
        "crockery": {"variant": "dishes"},
        "cutlery": {"variant": "dishes", "material": "metal"},
        "silverware": {"variant": "dishes", "material": "metal"},
        "clatter": {"variant": "dishes"},
        "pour": {"variant": "pour"},
        "pour water": {"variant": "pour"},
        "pouring water": {"variant": "pour"},
        "water pour": {"variant": "pour"},
        "pour drink": {"variant": "pour"},
        "pouring drink": {"variant": "pour"},
        "drink pour": {"variant": "pour"},
        "pouring tea": {"variant": "pour", "material": "ceramic"},
        "pouring coffee": {"variant": "pour", "material": "ceramic"},
        "pouring wine": {"variant": "pour", "material": "glass"},
        "pouring beer": {"variant": "pour", "material": "glass"},
    },
    level_db=-26.0,
    role="feature",
    sustained=True,
    examples=(
        ("bacon sizzling", "sfx"),
        ("kettle boiling", "sfx"),
        ("chopping vegetables", "sfx"),
        ("pouring water into a glass", "sfx"),
        ("busy kitchen", "ambience"),
    ),
    intensity_db=5.0,
    weak=frozenset(("kitchen", "cook", "cooking", "fry", "dish", "chop", "pour", "clatter")),
)
