"""Sirens: wail, yelp and two-tone of emergency vehicles, and the slow rise of an air raid siren.

A wail sweeps about 650 to 1500 Hz some 13 times a minute, a yelp three to four times a second (SAE J1849); the two
tones of a European horn lie a fourth apart, near 435 and 580 Hz (DIN 14610); the two rotors of a wartime siren stand in
the ratio 5:6 and turn up to about 460 Hz.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.grains import spans
from audiocraft_studio.engines.sketch.blocks.motion import Path
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement, band, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_PARTIALS = 14


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A siren for the whole duration: somewhere in the streets, or passing by in the middle."""
    passes = traits.variant.endswith("pass")
    kind = traits.variant.removesuffix("pass").strip()
    pitch = _pitch(kind, traits, duration_s, rng)
    voices = [(1.0, 1.0), (1.2, 0.8)] if kind == "raid" else [(1.0, 1.0)]
    colour = _horn(kind, traits, rng)
    path = _way(traits, duration_s, rng)
    sway, turn = wander(rng, duration_s, 0.12), wander(rng, duration_s, 0.05)
    before = [0.0] * len(voices)
    for start_s, length_s in spans(duration_s):
        n = int(length_s * sample_rate)
        times_s = start_s + np.arange(n) / sample_rate
        wave = np.zeros(n, np.float32)
        for k, (ratio, level) in enumerate(voices):

            def heard(at_s: Floats, ratio: float = ratio) -> Floats:
                moved = path.shift(at_s) if passes else 1 + 0.004 * sway(at_s)
                return np.asarray(ratio * pitch(path.sent_s(at_s) if passes else at_s) * moved)

            turned = tones.cycles(heard, start_s, n, sample_rate, before[k])
            before[k] = float(turned[-1]) % 1.0
            wave += np.float32(level) * tones.harmonics(turned, heard, colour(heard), start_s, sample_rate, _PARTIALS)
        ears = path.ears(times_s) if passes else _streets(times_s, sway, turn)
        yield int(start_s * sample_rate), ears * wave


def _pitch(kind: str, traits: Traits, duration_s: float, rng: np.random.Generator) -> Movement:
    size = spread(traits.size, 0.8, 1.0, 1.25) * rng.lognormal(0, 0.03)
    if kind == "raid":
        rise_s = spread(traits.speed, 11.0, 7.0, 4.0)
        drift = wander(rng, duration_s, 0.2)
        return lambda at_s: np.asarray(_spinning(at_s + 0.06 * rise_s * drift(at_s), rise_s) / size)
    starts = rng.uniform(0, 1)
    if kind == "two tone":
        period_s = 1.25 / spread(traits.speed, 0.6, 1.0, 1.6) * rng.uniform(0.95, 1.05)
        return lambda at_s: np.asarray(
            435.0 / size * (4 / 3) ** (0.5 + 0.5 * np.tanh(40 * np.sin(2 * np.pi * (at_s / period_s + starts))))
        )
    neutral_s = 0.29 if kind == "yelp" else 4.6
    period_s = neutral_s / spread(traits.speed, 0.65, 1.0, 1.6) * rng.uniform(0.95, 1.05)
    up = 0.5 if kind == "yelp" else rng.uniform(0.42, 0.55)
    low_hz, high_hz = 650.0 / size, 1480.0 / size

    def sweeping(at_s: Floats) -> Floats:
        x = (np.asarray(at_s) / period_s + starts) % 1.0
        risen = np.where(x < up, x / up, (1 - x) / (1 - up))
        return np.asarray(low_hz * (high_hz / low_hz) ** (0.5 - 0.5 * np.cos(np.pi * risen**0.85)))

    return sweeping


def _spinning(at_s: Floats, rise_s: float) -> Floats:
    """The rotor's pitch: it spins up from rest, then power comes and goes."""
    x = np.maximum(at_s, 0.0) / rise_s
    up = 1 - np.exp(-2.6 * x)
    wail = np.where(x > 1, 0.5 - 0.5 * np.cos(np.pi * (x - 1)), 0.0)
    return np.asarray(25.0 + 435.0 * up * (1 - 0.42 * wail))


def _horn(kind: str, traits: Traits, rng: np.random.Generator) -> Callable[[Movement], tones.Colour]:
    """The colour of a driven horn: a hard, nearly square wave, through a mouth with a few resonances of its own."""
    k = np.arange(1, _PARTIALS + 1)
    drive = spread(traits.intensity, 1.5, 1.1, 0.8)
    of_harmonic = k**-drive * np.where(k % 2 == 1, 1.0, 0.35) * rng.lognormal(0, 0.2, _PARTIALS)
    low_hz, high_hz = (150.0, 2600.0) if kind == "raid" else (550.0, 4200.0)
    bumps_hz = np.geomspace(1.2 * low_hz, high_hz, 5) * rng.lognormal(0, 0.08, 5)

    def of(pitch: Movement) -> tones.Colour:
        levels = tones.levels(of_harmonic, pitch)

        def colour(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
            mouth = 0.4 * band(frequencies_hz, low_hz, high_hz, 2.0, 2.0)
            for bump_hz in bumps_hz:
                mouth = mouth + 0.6 / (1 + (4 * np.log2(np.maximum(frequencies_hz, 1) / bump_hz)) ** 2)
            return np.asarray(levels(times_s, frequencies_hz) * mouth)

        return colour

    return of


def _streets(times_s: Floats, sway: Movement, turn: Movement) -> Samples:
    """Gains of both ears: a vehicle that stays far enough to be somewhere, and moves between houses."""
    coarse_s = np.linspace(times_s[0], times_s[-1] + 1e-3, 20 * int(times_s[-1] - times_s[0] + 1))
    level, angle = np.exp(0.25 * sway(coarse_s)), np.pi / 4 * (1 + 0.6 * np.tanh(turn(coarse_s)))
    gains = [np.interp(times_s, coarse_s, level * side(angle)) for side in (np.cos, np.sin)]
    return np.asarray(np.stack(gains), dtype=np.float32)


def _way(traits: Traits, duration_s: float, rng: np.random.Generator) -> Path:
    """A drive past the listener in the middle of the time."""
    speed_m_s = spread(traits.speed, 14.0, 22.0, 34.0) * rng.choice([-1.0, 1.0]) * rng.uniform(0.9, 1.1)
    return Path(0.5 * duration_s, min(8.0, 0.1 * duration_s * abs(speed_m_s)), speed_m_s)


SIRENS = Family(
    name="siren",
    play=play,
    words={
        "siren": {},
        "police": {},
        "police siren": {},
        "police car": {},
        "ambulance": {"variant": "yelp"},
        "fire truck": {"size": 0.5},
        "fire engine": {"size": 0.5},
        "emergency": {},
        "emergency vehicle": {},
        "wail": {},
        "yelp": {"variant": "yelp"},
        "two tone": {"variant": "two tone"},
        "hi lo": {"variant": "two tone"},
        "european ambulance": {"variant": "two tone"},
        "air raid": {"variant": "raid"},
        "air raid siren": {"variant": "raid"},
        "tornado siren": {"variant": "raid"},
        "civil defense": {"variant": "raid"},
        "siren pass": {"variant": "pass"},
        "passing siren": {"variant": "pass"},
        "police pass": {"variant": "pass"},
        "ambulance pass": {"variant": "two tone pass"},
        "passing ambulance": {"variant": "two tone pass"},
    },
    level_db=-22.0,
    role="feature",
    sustained=True,
    examples=(
        ("distant police siren", "sfx"),
        ("ambulance passing by", "sfx"),
        ("two tone siren", "sfx"),
        ("air raid siren", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("wail", "yelp", "emergency")),
    place="street",
)
