"""Clocks: ticks exactly on time, chimes, cuckoos, alarms.

The escapement of a clock lets go and locks again a few ms later: that is a tick; the other pallet's is the tock. A wall
clock here beats twice a second, a longcase clock (with its seconds pendulum of 0.994 m) once, a watch five times
(18,000 beats an hour). The chime is that of Westminster; the cuckoo calls a falling third on two stopped pipes.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import bursts, scatter
from audiocraft_studio.engines.sketch.blocks.hits import Hit, bell_modes_hz, hit, rung
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

# variant: (beat in s at low, neutral and high speed, pitch of the case in Hz, level of the ticks)
_BEATS: dict[str, tuple[tuple[float, float, float], float, float]] = {
    "": ((1.0, 0.5, 0.2), 950.0, 1.0),
    "grandfather": ((1.25, 1.0, 0.5), 430.0, 1.0),
    "watch": ((0.25, 0.2, 0.125), 2600.0, 1.0),
    "metronome": ((1.0, 0.5, 0.25), 720.0, 1.0),
    "cuckoo": ((0.6, 0.4, 0.25), 1100.0, 0.35),
    "alarm": ((0.4, 0.25, 0.2), 1900.0, 0.12),
}

# quarters of Westminster: bells 0 (highest) to 3 (lowest) of a rising fourth-and-second figure
_QUARTERS = ((0, 1, 2, 3), (2, 0, 1, 3), (2, 1, 0, 2), (0, 2, 1, 3))
_BELLS_HZ = (415.3, 370.0, 329.6, 246.9)
_ROD = np.array([1.0, 2.76, 5.40, 8.93])


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Ticks until the end, and whatever else the clock does."""
    if traits.variant == "digital":
        yield from _beeps(traits, duration_s, rng, sample_rate)
        return
    if traits.count and traits.variant in ("grandfather", "chime", "cuckoo"):
        strikes = _cuckoo if traits.variant == "cuckoo" else _chime
        yield from strikes(traits, 0.0, duration_s, rng, sample_rate)
        return
    beat, body_hz, level = _BEATS[traits.variant if traits.variant in _BEATS else ""]
    period_s = spread(traits.speed, *beat) if traits.score.bpm is None else 60 / traits.score.bpm
    if traits.variant != "chime":
        yield from _ticking(traits, period_s, body_hz, level, duration_s, rng, rate=sample_rate)
    if traits.variant == "chime" or (traits.variant == "grandfather" and duration_s >= 5):
        yield from _chime(traits, 0.0 if traits.variant == "chime" else 2.0 * period_s, duration_s, rng, sample_rate)
    if traits.variant == "cuckoo":
        yield from _cuckoo(traits, min(0.8, 0.15 * duration_s), duration_s, rng, sample_rate)
    if traits.variant == "alarm":
        yield from _alarm(traits, duration_s, rng, sample_rate)


def _ticking(
    traits: Traits,
    period_s: float,
    body_hz: float,
    level: float,
    duration_s: float,
    rng: np.random.Generator,
    *,
    rate: int,
) -> Iterator[Piece]:
    """Tick, tock: the times are exact to the sample, the sounds never quite the same."""
    body_hz *= rng.lognormal(0, 0.1) / spread(traits.size, 0.5, 1.0, 2.6)
    start_s = min(0.02, 0.1 * duration_s)
    for k in range(int((duration_s - start_s) / period_s) + 1):
        pitch = body_hz * (1.0 if k % 2 == 0 else 0.82)
        yield round((start_s + k * period_s) * rate), np.float32(level) * _tick(pitch, rng, rate)


def _tick(body_hz: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """An escapement: a drop, a lock a few ms later, and the case around them."""
    n = int(0.12 * sample_rate)
    out = np.zeros((2, n), np.float32)
    for at_s, force in ((0.0, 0.6), (rng.uniform(0.007, 0.010), 1.0)):
        start = int(at_s * sample_rate)
        frequencies_hz = body_hz * np.array([1.0, 2.3, 3.9, 5.8, 8.1]) * rng.lognormal(0, 0.01, 5)
        gains = force * np.array([0.5, 1.0, 0.7, 0.5, 0.3]) * rng.uniform(0.8, 1.2, (2, 5))
        decays_s = np.array([0.014, 0.007, 0.005, 0.003, 0.002]) * (950.0 / body_hz) ** 0.5
        out[:, start:] += ring(frequencies_hz, decays_s, gains, n - start, sample_rate)
        click = bursts(rng, np.array([0.0005]), np.array([6000.0]), sample_rate, 200)
        out[:, start:] += scatter(n - start, np.array([0]), click, 0.6 * force * np.ones((2, 1)))
    return out


def _chime(
    traits: Traits, start_s: float, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """As many quarters as there is time for, then the hour."""
    pace_s = 0.72 / spread(traits.speed, 0.75, 1.0, 1.4)
    lower = spread(traits.size, 0.6, 1.0, 1.5) * rng.lognormal(0, 0.02)
    left = duration_s - start_s
    quarters = 0 if traits.count else int(np.clip((left - 2.0) // (5 * pace_s), 0, 4))
    at_s = start_s + min(0.02, 0.1 * duration_s)
    for k in range(quarters):
        for bell in _QUARTERS[k]:
            yield (
                int(at_s * sample_rate),
                _rod(_BELLS_HZ[bell] / lower, 0.7, 2.2, duration_s - at_s, rng, rate=sample_rate),
            )
            at_s += pace_s * rng.normal(1.0, 0.008)
        at_s += pace_s
    for _ in range(traits.count or int(rng.integers(1, 13))):
        if at_s > duration_s - 0.03:
            return
        yield int(at_s * sample_rate), _rod(164.8 / lower, 1.0, 3.2, duration_s - at_s, rng, rate=sample_rate)
        at_s += traits.gap_s(2.4 * pace_s, duration_s)


def _rod(
    base_hz: float, force: float, decay_s: float, left_s: float, rng: np.random.Generator, *, rate: int
) -> Samples:
    """A chime rod under a leather hammer; rods come in pairs that beat a little."""
    ratios = np.concatenate([_ROD, _ROD * rng.uniform(1.001, 1.003)])
    gains = np.tile([1.0, 0.55, 0.25, 0.10], 2) * rng.lognormal(0, 0.12, 8) * rng.uniform(0.9, 1.1, (2, 8))
    n = max(64, int(min(left_s, 3.0 * decay_s) * rate))
    sound = 0.35 * force * ring(base_hz * ratios, decay_s * ratios**-0.8, gains, n, rate, rise_s=0.0015)
    fade_edges(sound, 0, n // 4)
    return np.asarray(sound, dtype=np.float32)


def _cuckoo(
    traits: Traits, at_s: float, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """The door opens, and the bird calls the hour."""
    high_hz = 690.0 / spread(traits.size, 0.75, 1.0, 1.4) * rng.lognormal(0, 0.03)
    third = rng.choice([1.2, 1.25])
    pace = 1 / spread(traits.speed, 0.8, 1.0, 1.3)
    if not traits.count:
        flap = Hit(700.0, decay_s=0.02, click=0.6, click_hz=1800.0, thump=0.4, thump_hz=180.0)
        yield int(max(0.0, at_s - 0.15) * sample_rate), np.float32(0.3) * hit(flap, 1.0, rng, sample_rate)
    for _ in range(traits.count or int(rng.integers(3, 13))):
        if at_s > duration_s - 0.05:
            return
        high, low = (
            _pipe(hz, s, rng, sample_rate) for hz, s in ((high_hz, 0.20 * pace), (high_hz / third, 0.30 * pace))
        )
        later = int(0.30 * pace * sample_rate)
        both = np.zeros((2, later + low.shape[1]), np.float32)
        both[:, : high.shape[1]] = high
        both[:, later:] += low
        yield int(at_s * sample_rate), both
        at_s += traits.gap_s(1.35 * pace, duration_s)


def _pipe(hz: float, long_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A stopped pipe on a bellows: odd harmonics, a chiff, and the wind in it."""
    n = int((long_s + 0.04) * sample_rate)
    t = np.arange(n) / sample_rate
    speaks = 1 - np.exp(-t / 0.018)
    phase = 2 * np.pi * np.cumsum(hz * rng.lognormal(0, 0.002) * (1 - 0.03 * np.exp(-t / 0.02))) / sample_rate
    wave = np.sin(phase) + 0.14 * np.sin(3 * phase) + 0.04 * np.sin(5 * phase)
    wind = np.convolve(rng.standard_normal(n), np.hanning(24) / 12, "same") * (0.04 + 0.20 * np.exp(-t / 0.02))
    gain = speaks * np.clip((t[-1] - t) / 0.04, 0, 1)
    wave = 0.3 * gain * (wave + wind)
    return np.stack([wave, 0.96 * wave]).astype(np.float32)


def _alarm(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Two bells and the hammer between them, some twenty strokes a second, until the spring has run down."""
    size = spread(traits.size, 0.7, 1.0, 1.4)
    blows_s = []
    at_s = min(0.02, 0.1 * duration_s)
    while at_s < min(duration_s, 45.0):
        blows_s.append(at_s)
        at_s += (1 + at_s / 60.0) / (21.0 * spread(traits.speed, 0.75, 1.0, 1.3)) * rng.lognormal(0, 0.03)
    for k, hz in enumerate((1950.0, 2240.0)):
        times_s = np.array(blows_s[k::2])
        forces = 0.36 * rng.uniform(0.8, 1.0, len(times_s))
        if len(times_s):
            bell = _bell(hz / size, rng)
            yield 0, rung(bell, bell_modes_hz(bell, rng), times_s, forces, rng, rate=sample_rate)


def _bell(hz: float, rng: np.random.Generator) -> Hit:
    ratios = (1.0, 1.51, 2.26, 2.61, 3.42, 4.11)
    return Hit(hz * rng.lognormal(0, 0.001), ratios, 0.22, 0.5, 0.00012, click=0.25, click_hz=6500.0, click_s=0.001)


def _beeps(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Four beeps of a piezo and a rest, once a second."""
    hz = 2048.0 / spread(traits.size, 0.6, 1.0, 1.5) * rng.lognormal(0, 0.02)
    cycle_s = 1.0 / spread(traits.speed, 0.7, 1.0, 1.5)
    t = np.arange(int(0.065 * cycle_s * sample_rate)) / sample_rate
    start_s = min(0.01, 0.1 * duration_s)
    for k in range(4 * int(duration_s / cycle_s + 1)):
        at_s = start_s + (k // 4 + 0.125 * (k % 4)) * cycle_s
        phase = 2 * np.pi * hz * t + rng.uniform(0, 2 * np.pi)
        wave = np.sin(phase) + 0.35 * np.sin(3 * phase) + 0.15 * np.sin(5 * phase)
        wave *= 0.3 * np.minimum(1, np.minimum(t, t[-1] - t) / 0.002)
        if at_s < duration_s - 0.01:
            yield int(at_s * sample_rate), np.stack([wave, wave]).astype(np.float32)


CLOCKS = Family(
    name="clock",
    play=play,
    words={
        "clock": {},
        "tick tock": {},
        "wall clock": {},
        "timer": {"speed": 0.3},
        "metronome": {"variant": "metronome"},
        "watch": {"variant": "watch"},
        "pocket watch": {"variant": "watch", "size": 0.3},
        "wristwatch": {"variant": "watch"},
        "stopwatch": {"variant": "watch"},
        "grandfather clock": {"variant": "grandfather"},
        "longcase clock": {"variant": "grandfather"},
        "pendulum clock": {"variant": "grandfather", "size": -0.3},
        "cuckoo clock": {"variant": "cuckoo"},
        "alarm clock": {"variant": "alarm"},
        "digital alarm": {"variant": "digital"},
        "digital clock": {"variant": "digital"},
        "clock chime": {"variant": "chime"},
        "clock strike": {"variant": "chime"},
        "chiming clock": {"variant": "chime"},
        "striking clock": {"variant": "chime"},
    },
    level_db=-25.0,
    role="feature",
    sustained=True,
    examples=(
        ("clock ticking", "sfx"),
        ("grandfather clock", "sfx"),
        ("cuckoo clock", "sfx"),
        ("alarm clock ringing", "sfx"),
    ),
    weak=frozenset(("watch",)),
    counted=True,
)
