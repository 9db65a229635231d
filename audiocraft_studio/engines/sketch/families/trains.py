"""Trains: wheels over rail joints, the roll of steel, horns, steam, a whole train passing by.

A wheel knocks once at every joint, each 25 m (jointed track; welded rail has none), so a bogie of two axles 2.5 m apart
knocks twice, 25 m / speed after the last time. Passing by, the axles of all cars knock on the one joint near the
listener instead. The horn is the five-chime chord of North American engines, near 311, 370, 415, 494 and 622 Hz; a
two-cylinder steam engine puffs four times a turn of its driving wheels (Thompson, "Railway noise and vibration", 2009).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.hits import PLATE, Hit, Pool, hit, pool
from audiocraft_studio.engines.sketch.blocks.motion import Path
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

JOINT_M = 25.0
_AXLES_M = (0.0, 2.5, 17.0, 19.5)
_CAR_M = 25.0
_CHORD_HZ = np.array([311.1, 370.0, 415.3, 493.9, 622.3])
_CHUFFS_A_TURN, _WHEEL_M = 4, 5.7


def speed_m_s(traits: Traits) -> float:
    """How fast the train runs."""
    if traits.variant == "steam":
        return spread(traits.speed, 3.0, 7.5, 18.0)
    return spread(traits.speed, 9.0, 19.0, 42.0)


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A running train for the whole duration, one that passes in the middle of it, or blasts of a horn."""
    if traits.variant == "horn":
        yield from _blasts(traits, duration_s, rng, sample_rate)
    elif traits.variant in ("pass", "horn pass"):
        yield from _passing(traits, duration_s, rng, sample_rate)
    else:
        yield from _riding(traits, duration_s, rng, sample_rate)


def _riding(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """On the train, near the front bogie of a car, or close beside one that keeps its distance."""
    grid_s = np.linspace(0.0, duration_s, 400)
    grid_m_s = np.array([speed_m_s(traits.at(x)) for x in np.linspace(0, 1, 400).tolist()])
    gone_m = np.concatenate([[0.0], np.cumsum(0.5 * (grid_m_s[1:] + grid_m_s[:-1]) * np.diff(grid_s))])

    def speed(at_s: Floats) -> Floats:
        return np.asarray(np.interp(at_s, grid_s, grid_m_s))

    knocks = _knocks(traits, rng, sample_rate)
    welded = {"metro": 0.12, "steam": 0.12}.get(traits.variant, 0.48)
    first = -int(_AXLES_M[-1] / JOINT_M) - 1
    shift_m = rng.uniform(0.05, 0.6) * JOINT_M
    for joint in range(first, int((gone_m[-1] - shift_m) / JOINT_M) + 1):
        loose = rng.lognormal(0, 0.22)
        for axle_m, near in zip(_AXLES_M, (1.0, 0.9, 0.35, 0.3), strict=True):
            at_m = shift_m + joint * JOINT_M + axle_m
            if 0 <= at_m < gone_m[-1]:
                at_s = float(np.interp(at_m, gone_m, grid_s))
                level = welded * loose * near * (float(speed(np.array(at_s))) / 19.0) ** 0.6 * rng.uniform(0.85, 1.0)
                pan = 1 + 0.25 * np.array([[1.0], [-1.0]]) * (1 - near)
                yield int(at_s * sample_rate), (level * pan * knocks.draw(rng)).astype(np.float32)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _roll(traits, speed, duration_s, rng), n, sample_rate)
    if traits.variant == "steam":
        yield from _chuffs(traits, speed, duration_s, rng, sample_rate)
    if traits.variant == "metro":
        yield from _whine(traits, speed, duration_s, rng, sample_rate)


def _knocks(traits: Traits, rng: np.random.Generator, sample_rate: int) -> Pool:
    weight = spread(traits.size, 0.7, 1.0, 1.4)
    knock = Hit(
        base_hz=430.0 / weight,
        ratios=PLATE,
        decay_s=0.030,
        contact_s=0.0007 / spread(traits.intensity, 0.6, 1.0, 1.5),
        modes=0.9,
        click=0.5,
        click_hz=1800.0,
        click_s=0.004,
        thump=0.55 * weight,
        thump_hz=78.0 / weight,
        thump_s=0.022,
    )
    return pool(lambda: hit(knock, rng.uniform(0.8, 1.1), rng, sample_rate))


def _roll(traits: Traits, speed: Movement, duration_s: float, rng: np.random.Generator) -> Magnitudes:
    """Steel on steel: a rumble below, a rush above that rises with speed."""
    sway = [wander(rng, duration_s, rate_hz) for rate_hz in (0.4, 0.4, 2.5)]
    level = 0.10 * spread(traits.intensity, 0.7, 1.0, 1.5)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        fast = speed(times_s)[:, None] / 20.0
        low = 1.6 * band(frequencies_hz, 35.0, 170.0, 2.0, 1.4) + 0.2 * band(frequencies_hz, 250.0, 600.0, 1.5, 1.6)
        middle = 0.35 * band(frequencies_hz, 350.0, 1300.0, 1.5, 1.6)
        high = 0.05 * band(frequencies_hz, 1500.0, 6000.0, 1.0, 1.5)
        shape = fast**0.6 * (low + middle * fast**0.6 + high * fast**1.3)
        ears = [level * np.exp(0.18 * move(times_s) + 0.10 * sway[2](times_s)) for move in sway[:2]]
        return np.stack([ear[:, None] * shape for ear in ears])

    return magnitudes


def _whine(
    traits: Traits, speed: Movement, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """The inverter of an electric train: a chord of steps that follows the speed."""
    hz_per_m_s = 22.0 * rng.uniform(0.9, 1.1) / spread(traits.size, 0.8, 1.0, 1.2)
    moves = wander(rng, duration_s, 0.12)

    def pitch(times_s: Floats) -> Floats:
        return np.asarray(hz_per_m_s * speed(times_s) * np.exp(0.10 * moves(times_s)))

    before = 0.0
    for start_s in np.arange(0.0, duration_s, 10.0).tolist():
        n = int(min(10.0, duration_s - start_s) * sample_rate)
        turned = tones.cycles(pitch, start_s, n, sample_rate, before)
        before = float(turned[-1]) % 1.0 if n else before
        colour = tones.levels(np.array([1.0, 0.25, 0.5, 0.1, 0.22, 0.05, 0.1]), pitch)
        wave = np.float32(0.016) * tones.harmonics(turned, pitch, colour, start_s, sample_rate, 7)
        yield int(start_s * sample_rate), np.stack([wave, 0.8 * wave])


def _chuffs(
    traits: Traits, speed: Movement, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """Steam leaving the chimney, four puffs a turn, the first of them strongest."""
    turn = rng.uniform(0.6, 1.0, _CHUFFS_A_TURN)
    turn[0] = 1.15
    at_s, k = 0.02 * min(1.0, duration_s), 0
    while at_s < duration_s:
        gap_s = _WHEEL_M / _CHUFFS_A_TURN / float(speed(np.array(at_s)))
        length_s = min(0.9 * gap_s + 0.05, 0.30)
        n = int(length_s * sample_rate)
        low_hz = 130.0 / spread(traits.size, 0.8, 1.0, 1.3) * rng.uniform(0.9, 1.1)
        level = 0.9 * turn[k % _CHUFFS_A_TURN] * rng.uniform(0.85, 1.1)
        puff = np.zeros((2, n), np.float32)

        def magnitudes(
            times_s: Floats, frequencies_hz: Floats, length_s: float = length_s, low_hz: float = low_hz
        ) -> npt.NDArray[np.floating]:
            x = np.maximum(times_s, 0) / length_s
            swell = np.minimum(1, x / 0.12) * np.exp(-3.2 * x)
            shape = band(frequencies_hz, low_hz, 480.0, 2.0, 0.8)
            return np.asarray((swell[:, None] * shape[None, :])[None])

        for start, piece in noise_pieces(rng, magnitudes, n, sample_rate, hop=256):
            first, last = max(0, start), min(n, start + piece.shape[1])
            puff[:, first:last] += piece[:, first - start : last - start]
        middle = puff.mean(axis=0)
        puff = np.float32(0.5 * level) * (0.5 * puff + middle)
        fade_edges(puff, 64, n // 6)
        yield int(at_s * sample_rate), puff
        at_s += gap_s * rng.normal(1.0, 0.012)
        k += 1


def _passing(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """The engine, then car after car past the listener, over one joint beside the platform."""
    v = speed_m_s(traits)
    cars = int(np.clip(0.45 * duration_s * v / _CAR_M, 2, spread(traits.size, 4.0, 9.0, 22.0)))
    way = float(rng.choice([-1.0, 1.0]))
    nearest_m = float(np.clip(0.06 * duration_s * v, 2.0, 6.0))
    head_s = 0.5 * duration_s - 0.5 * cars * _CAR_M / v
    paths = [Path(head_s + (k + 0.5) * _CAR_M / v, nearest_m, way * v) for k in range(cars)]
    knocks = _knocks(traits, rng, sample_rate)
    for joint_m, near in ((0.0, 1.0), (JOINT_M, 0.2), (-JOINT_M, 0.2)):
        loose = rng.lognormal(0, 0.15)
        side = np.array([[1.0], [1.0]]) + 0.7 * np.sign(way * joint_m) * np.array([[-1.0], [1.0]])
        for car in range(cars):
            for axle_m in _AXLES_M:
                at_s = head_s + (car * _CAR_M + 3.0 + axle_m + joint_m) / v
                if 0 <= at_s < duration_s:
                    sound = 0.5 * near * loose * rng.uniform(0.8, 1.0) * side * knocks.draw(rng)
                    yield int(at_s * sample_rate), sound.astype(np.float32)
    n = int(duration_s * sample_rate)
    yield from noise_pieces(rng, _rushing(traits, v, paths), n, sample_rate, hop=512)
    if traits.variant == "horn pass" or duration_s > 6:
        yield from _horn_on_the_way(Path(head_s, nearest_m, way * v), traits, duration_s, rng, sample_rate)


def _rushing(traits: Traits, v: float, paths: list[Path]) -> Magnitudes:
    level = 0.24 * (v / 20.0) ** 0.8 * spread(traits.intensity, 0.7, 1.0, 1.5)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        power = sum(path.ears(times_s).astype(np.float64) ** 2 for path in paths)
        clear = max((path.clearness(times_s) for path in paths), key=lambda c: float(c.sum()))
        low = 1.3 * band(frequencies_hz, 40.0, 240.0, 2.0, 1.3) + 0.5 * band(frequencies_hz, 400.0, 1400.0, 1.5, 1.4)
        high = 0.16 * band(frequencies_hz, 1800.0, 6500.0, 1.5, 1.5)
        shape = low[None, :] + clear[:, None] * high[None, :]
        return np.asarray(level * np.sqrt(power)[:, :, None] * shape[None])

    return magnitudes


def _horn_on_the_way(
    path: Path, traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """A warning as the engine comes, heard to fall as it passes."""
    length_s = min(3.2, 0.4 * duration_s)
    start_s = max(0.0, path.nearest_s - 0.62 * length_s)
    n = int(length_s * sample_rate)
    times_s = start_s + np.arange(n) / sample_rate
    wave = _chord(lambda at_s: path.shift(start_s + at_s), traits, length_s, rng, sample_rate)
    yield int(start_s * sample_rate), np.float32(0.5) * path.ears(times_s) * wave


def _blasts(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """The signal of a level crossing: long, long, short, long; then silence."""
    at_s = 0.01 * min(1.0, duration_s)
    pace = spread(traits.speed, 1.4, 1.0, 0.6)
    while at_s < duration_s - 0.03:
        for length_s, gap_s in ((2.2, 0.8), (2.0, 0.8), (0.7, 0.6), (3.0, 5.0)):
            blown_s = min(length_s * pace * rng.uniform(0.9, 1.1), duration_s - at_s)
            wave = _chord(lambda at_s: np.ones(np.shape(at_s)), traits, blown_s, rng, sample_rate)
            yield int(at_s * sample_rate), np.stack([wave, wave])
            at_s += blown_s + pace * gap_s * rng.uniform(0.85, 1.15)
            if at_s > duration_s - 0.05:
                return


def _chord(shift: Movement, traits: Traits, length_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Five horns that speak not quite at once: float32 (n,)."""
    n = int(length_s * sample_rate)
    x = np.arange(n) / sample_rate
    wave = np.zeros(n, np.float32)
    size = spread(traits.size, 0.75, 1.0, 1.2)
    for hz in _CHORD_HZ * rng.lognormal(0, 0.006, 5) / size:
        late_s, bend = rng.uniform(0.0, 0.06) * min(1.0, length_s), rng.uniform(0.02, 0.05)

        def pitch(at_s: Floats, hz: float = hz, late_s: float = late_s, bend: float = bend) -> Floats:
            risen = 1 - bend * np.exp(-np.maximum(at_s - late_s, 0) / 0.06) - bend * np.exp((at_s - length_s) / 0.08)
            return np.asarray(hz * risen * shift(at_s))

        turned = tones.cycles(pitch, 0.0, n, sample_rate, rng.uniform())
        k = np.arange(1, 13)
        of_harmonic = k**-0.9 * rng.lognormal(0, 0.25, 12) * np.exp(-((k * hz / 4200.0) ** 2))
        voice = tones.harmonics(turned, pitch, tones.levels(of_harmonic, pitch), 0.0, sample_rate, 12)
        voice *= (1 - np.exp(-np.maximum(x - late_s, 0) / min(0.035, 0.3 * length_s))).astype(np.float32)
        wave += np.float32(rng.uniform(0.8, 1.0)) * voice
    wave *= np.minimum(1, (length_s - x) / min(0.14, 0.2 * length_s)).astype(np.float32) ** 2
    return np.asarray(wave / np.float32(4.0))


TRAINS = Family(
    name="train",
    play=play,
    words={
        "train": {},
        "train ride": {},
        "railway": {},
        "rail": {},
        "railroad": {},
        "locomotive": {},
        "freight train": {"size": 0.7, "speed": -0.3},
        "steam train": {"variant": "steam"},
        "steam locomotive": {"variant": "steam"},
        "subway": {"variant": "metro"},
        "metro": {"variant": "metro"},
        "tram": {"variant": "metro", "size": -0.4, "speed": -0.3},
        "train pass": {"variant": "pass"},
        "passing train": {"variant": "pass"},
        "train station": {"variant": "pass"},
        "train horn": {"variant": "horn"},
        "train whistle": {"variant": "horn", "size": -0.3},
    },
    level_db=-26.0,
    role="bed",
    sustained=True,
    paced=True,
    examples=(
        ("train ride", "ambience"),
        ("fast train passing by", "sfx"),
        ("distant train horn", "sfx"),
        ("slow steam train", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("rail",)),
)
