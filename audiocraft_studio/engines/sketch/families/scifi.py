"""Things that are not yet: shields and force fields, alarms of ships, teleports, computers that think, scanners."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.envelopes import decay, fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import add_at, bursts, pans, power_law, scatter, spans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement, shaped, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

# variant: (period in s, pitches in Hz in equal parts of it, share of a part that sounds, its glide in octaves)
_ALARMS: dict[str, tuple[float, tuple[float, ...], float, float]] = {
    "alarm": (1.0, (740.0, 494.0), 0.97, 0.0),
    "alarm red": (1.6, (320.0,), 0.80, 1.0),
    "alarm pulse": (0.5, (880.0,), 0.45, 0.0),
    "alarm low": (2.0, (196.0,), 0.65, 0.12),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Fields, alarms and computers for the whole duration; the others once, or again where several are asked for."""
    if traits.variant in _ALARMS:
        yield from _alarm(traits, duration_s, rng, sample_rate)
    elif traits.variant == "field":
        yield from _field(traits, duration_s, rng, sample_rate)
    elif traits.variant == "computer":
        yield from _computer(traits, duration_s, rng, sample_rate)
    else:
        make = {"shield on": _shield, "shield off": _shield, "shield hit": _struck, "scan": _scan}.get(
            traits.variant, _teleport
        )
        at_s = min(0.01, 0.1 * duration_s)
        while duration_s - at_s > 0.04:
            sound = make(traits, duration_s - at_s, rng, sample_rate)
            yield int(at_s * sample_rate), sound
            if not traits.repeated:
                return
            pace = spread(traits.at(at_s / duration_s).speed, 0.6, 1.0, 2.0)
            at_s += traits.gap_s((0.5 * sound.shape[1] / sample_rate + 0.3 * rng.lognormal(0, 0.4)) / pace, duration_s)


def _alarm(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """An alarm keeps its period to the sample: it is a machine. Each call is a little worn in its colour."""
    period_s, pitches_hz, share, glide = _ALARMS[traits.variant]
    period_s = period_s / spread(traits.speed, 0.6, 1.0, 1.7) if traits.score.bpm is None else 60 / traits.score.bpm
    size = spread(traits.size, 0.75, 1.0, 1.5)
    part_s = period_s / len(pitches_hz)
    edge = spread(traits.intensity, 1.5, 1.1, 0.8)
    for k in range(int(duration_s / part_s) + 1):
        at_s = k * part_s
        if at_s > duration_s - 0.005:
            return
        base_hz = pitches_hz[k % len(pitches_hz)] / size
        n = max(32, int(share * part_s * sample_rate))
        rough = rng.lognormal(0, 0.08)

        def pitch(times_s: Floats, base_hz: float = base_hz) -> Floats:
            return np.asarray(base_hz * 2 ** (glide * np.clip(np.asarray(times_s) / (share * part_s), 0, 1)))

        def colour(times_s: Floats, frequencies_hz: Floats, rough: float = rough) -> npt.NDArray[np.floating]:
            horn = 1 / (1 + (frequencies_hz / (2600.0 * rough)) ** 4) + 0.0 * times_s
            return np.asarray((frequencies_hz / 400.0) ** -edge * horn)

        turned = tones.cycles(pitch, 0.0, n, sample_rate)
        horn = tones.harmonics(turned, pitch, colour, 0.0, sample_rate, 20)
        wave = np.stack([horn, horn]) * rng.uniform(0.94, 1.06, (2, 1)).astype(np.float32)
        fade_edges(wave, int(0.004 * sample_rate), int(0.012 * sample_rate))
        yield round(at_s * sample_rate), wave


def _field(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A force field: a hum that beats against itself, resonances that wander through it, sparks on its skin."""
    base_hz = spread(traits.size, 140.0, 82.0, 46.0) * rng.lognormal(0, 0.06)
    beat = wander(rng, duration_s, 0.3)
    gliding = [wander(rng, duration_s, 0.25) for _ in range(3)]
    before = [0.0, 0.0]
    throb_hz = spread(traits.speed, 1.2, 3.1, 8.0)

    def colour(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        gain = (frequencies_hz / 80.0) ** -1.1
        for k, glide in enumerate(gliding):
            centre_hz = (420.0, 1150.0, 2900.0)[k] * np.exp(0.35 * glide(times_s))
            gain = gain * (1 + 5.0 / (1 + (9 * np.log2(frequencies_hz / centre_hz)) ** 2))
        return np.asarray(gain)

    for start_s, length_s in spans(duration_s):
        n = int(length_s * sample_rate)
        times_s = start_s + np.arange(n) / sample_rate
        out = np.zeros((2, n), np.float32)
        for ear, away in ((0, -1.0), (1, 1.0)):

            def pitch(at_s: Floats, away: float = away) -> Floats:
                return np.asarray(base_hz * (1 + away * 0.004 + 0.003 * beat(at_s)))

            turned = tones.cycles(pitch, start_s, n, sample_rate, before[ear])
            before[ear] = float(turned[-1]) % 1.0 if n else 0.0
            out[ear] = tones.harmonics(turned, pitch, colour, start_s, sample_rate, 40)
        throb = 1 + 0.22 * np.sin(
            2 * np.pi * throb_hz * times_s + 3 * np.interp(times_s, times_s[::512], beat(times_s[::512]))
        )
        out *= throb.astype(np.float32)
        k = rng.poisson(length_s * spread(traits.intensity, 2.0, 9.0, 40.0))
        sparks = bursts(rng, rng.uniform(0.0008, 0.006, k), rng.uniform(2500, 9000, k), sample_rate, 1200)
        loud = power_law(rng, k, 0.05, 0.8, 1.6) * pans(rng, k, 0.9)
        out += scatter(n, (rng.uniform(0, length_s, k) * sample_rate).astype(np.int64), sparks, loud)
        yield int(start_s * sample_rate), out


def _computer(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A computer of the films: runs of short tones from a few pitches, ticks, now and then a trill, with rests."""
    base_hz = 1050.0 / spread(traits.size, 0.6, 1.0, 1.8)
    steps = base_hz * 2 ** (np.array([0, 2, 4, 7, 9, 12, 16, 19, 24]) / 12)
    at_s = 0.01 * min(1.0, duration_s)
    while at_s < duration_s - 0.02:
        kind = rng.choice(["run", "chirp", "data", "long"], p=[0.45, 0.2, 0.25, 0.1])
        pace = spread(traits.at(at_s / duration_s).speed, 0.6, 1.0, 1.8)
        notes = int(rng.integers(2, 9)) if kind == "run" else int(rng.integers(8, 26)) if kind == "data" else 1
        note_s = {"run": 0.075, "chirp": 0.12, "data": 0.032, "long": 0.35}[str(kind)] / pace * rng.uniform(0.8, 1.2)
        side = 1.2 * pans(rng, 1, 0.7) * rng.uniform(0.4, 1.0)
        for _ in range(notes):
            n = max(64, int(rng.choice([0.7, 0.85]) * note_s * sample_rate))
            t = np.arange(n) / sample_rate
            hz = float(rng.choice(steps)) * (2.0 if kind == "data" else 1.0) * rng.normal(1.0, 0.002)
            bend = rng.choice([-1.0, 1.0]) * 0.8 if kind == "chirp" else 0.0
            phase = 2 * np.pi * np.cumsum(hz * 2 ** (bend * t / t[-1])) / sample_rate
            wave = np.sin(phase + rng.uniform(0.2, 0.9) * np.sin(2 * phase)) * np.exp(-t / (1.2 * note_s))
            sound = (0.3 * side * wave).astype(np.float32)
            fade_edges(sound, 40, n // 4)
            yield int(at_s * sample_rate), sound
            at_s += note_s
        at_s += rng.exponential(0.28 / spread(traits.intensity, 0.4, 1.0, 2.5)) / pace + 0.03


def _gliding(start_hz: float, end_hz: float, seconds: float, bend: float = 1.0) -> Movement:
    return lambda at_s: np.asarray(
        start_hz * (end_hz / start_hz) ** (np.clip(np.asarray(at_s) / seconds, 0, 1) ** bend)
    )


def _swept(
    pitch: Movement, seconds: float, n: int, rng: np.random.Generator, sample_rate: int, narrow: float = 3.0
) -> Samples:
    """Noise around a gliding pitch: (2, n)."""

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        ratio = np.log2(np.maximum(frequencies_hz, 20.0)[None] / pitch(times_s)[:, None])
        x = np.clip(times_s / seconds, 0, 1)[:, None]
        return np.asarray((np.sin(np.pi * x) ** 0.7 / (1 + (narrow * ratio) ** 2))[None])

    return shaped(rng, magnitudes, n, sample_rate, hop=256)


def _shield(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A shield goes up: from a thump a chord of beating tones opens; going down it is the other way round."""
    length_s = spread(traits.speed, 2.0, 1.3, 0.7)
    n = max(256, int(min(left_s, length_s) * sample_rate))
    size = spread(traits.size, 0.6, 1.0, 1.8)
    falls = traits.variant == "shield off"
    t = np.arange(n) / sample_rate
    low_hz, high_hz = 85.0 / size, 340.0 / size
    pitch = _gliding(high_hz, low_hz, length_s, 0.7) if falls else _gliding(low_hz, high_hz, length_s, 0.6)
    turned = np.cumsum(pitch(t)) / sample_rate
    out = np.zeros((2, n), np.float32)
    for ratio in (1.0, 1.5, 2.0, 3.01, 4.03, 6.05):
        for ear in range(2):
            beat = ratio * (1 + rng.normal(0, 0.004))
            out[ear] += (np.sin(2 * np.pi * beat * turned + rng.uniform(0, 6)) / ratio**0.7).astype(np.float32)
    out *= (0.16 * np.sin(np.pi * np.minimum(1, t / length_s)) ** 0.6).astype(np.float32)
    out += np.float32(0.25) * _swept(lambda at_s: 6 * pitch(at_s), length_s, n, rng, sample_rate)
    thump = np.sin(2 * np.pi * (52.0 / size * t + 1.1 * (1 - np.exp(-t / 0.03)))) * decay(n, 0.18, sample_rate, 0.003)
    out += (0.5 * (0.5 if falls else 1.0) * thump).astype(np.float32)
    fade_edges(out, 64, n // 4)
    return out


def _struck(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Something strikes a shield: a spark, and a membrane that rings downward in beating partials."""
    length_s = spread(traits.size, 0.6, 1.0, 1.7)
    n = max(256, int(min(left_s, length_s) * sample_rate))
    t = np.arange(n) / sample_rate
    fall_hz = 420.0 / spread(traits.size, 0.6, 1.0, 1.8) * rng.lognormal(0, 0.1) * (0.55 + 0.45 * np.exp(-t / 0.09))
    turned = np.cumsum(fall_hz) / sample_rate
    out = np.zeros((2, n), np.float32)
    for ratio in (1.0, 1.59, 2.14, 2.30, 2.65, 3.16, 3.6):
        for ear in range(2):
            level = rng.uniform(0.5, 1.0) / ratio**0.6 * np.exp(-t * ratio**0.5 / (0.28 * length_s))
            out[ear] += (level * np.sin(2 * np.pi * ratio * (1 + rng.normal(0, 0.004)) * turned)).astype(np.float32)
    out *= np.float32(0.28)
    k = int(40 * spread(traits.intensity, 0.5, 1.0, 2.0))
    sparks = bursts(rng, rng.uniform(0.001, 0.008, k), rng.uniform(1800, 9000, k), sample_rate, 1600)
    times = (rng.exponential(0.05, k) * sample_rate).astype(np.int64)
    out += scatter(n, times, sparks, power_law(rng, k, 0.05, 0.8, 1.5) * pans(rng, k, 0.8))
    fade_edges(out, 8, n // 3)
    return out


def _scan(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A beam that goes up and down once, with a shimmer in its wake."""
    length_s = spread(traits.speed, 2.2, 1.3, 0.6)
    n = max(256, int(min(left_s, length_s) * sample_rate))
    t = np.arange(n) / sample_rate
    low_hz = 380.0 / spread(traits.size, 0.6, 1.0, 1.8)
    arc = np.sin(np.pi * np.clip(t / length_s, 0, 1))
    pitch_hz = low_hz * 4.0**arc
    turned = np.cumsum(pitch_hz) / sample_rate
    flutter = 0.5 + 0.5 * np.sin(2 * np.pi * rng.uniform(22, 34) * t)
    ears = [
        np.sin(2 * np.pi * turned * d + 0.9 * np.sin(2 * np.pi * 2.0 * turned)) * (0.35 + 0.65 * flutter)
        for d in (0.998, 1.002)
    ]
    out = np.asarray(0.25 * np.stack(ears) * arc**0.5, dtype=np.float32)

    def above(at_s: Floats) -> Floats:
        return np.asarray(3 * low_hz * 4.0 ** np.sin(np.pi * np.clip(np.asarray(at_s) / length_s, 0, 1)))

    out += np.float32(0.22) * _swept(above, length_s, n, rng, sample_rate, narrow=5.0)
    fade_edges(out, 200, n // 6)
    return out


def _teleport(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A body comes apart: grains of tone that climb and crowd, a rush of air, a thump of air closing in, a shimmer."""
    length_s = spread(traits.speed, 2.2, 1.3, 0.7)
    n = max(256, int(min(left_s, 1.7 * length_s) * sample_rate))
    size = spread(traits.size, 0.6, 1.0, 1.7)
    out = np.zeros((2, n), np.float32)
    k = int(150 * spread(traits.intensity, 0.6, 1.0, 1.6))
    x = rng.beta(2.2, 1.2, k)
    t = (np.arange(int(0.16 * sample_rate)) / sample_rate).astype(np.float32)[None]
    hz = (420.0 / size * 2 ** (3.2 * x) * rng.choice([1.0, 1.25, 1.5, 2.0], k) * rng.lognormal(0, 0.01, k))[:, None]
    rise = (1 + 0.6 * t).astype(np.float32)
    grains = (
        np.sin(np.float32(2 * np.pi) * hz.astype(np.float32) * t * rise) * np.exp(-t / 0.045) * (1 - np.exp(-t / 0.004))
    )
    levels = (0.05 + 0.13 * x) * pans(rng, k, 0.95)
    out += scatter(n, (x * length_s * sample_rate).astype(np.int64), grains.astype(np.float32), levels)
    rush = int(min(n, length_s * sample_rate))
    out[:, :rush] += np.float32(0.35) * _swept(
        _gliding(300.0 / size, 5200.0 / size, length_s, 1.4), length_s, rush, rng, sample_rate, 1.6
    )
    m = n - rush
    if m > 256:
        after_s = np.arange(m) / sample_rate
        thump = np.sin(2 * np.pi * (48.0 / size * after_s + 1.6 * (1 - np.exp(-after_s / 0.035)))) * decay(
            m, 0.22, sample_rate, 0.001
        )
        late = np.repeat((0.8 * thump)[None].astype(np.float32), 2, axis=0)
        late += np.float32(0.25) * _swept(
            _gliding(4200.0 / size, 900.0 / size, m / sample_rate), m / sample_rate, m, rng, sample_rate, 1.2
        )
        add_at(out, rush / sample_rate, late, sample_rate)
    fade_edges(out, 64, n // 5)
    return out


SCIFI = Family(
    name="sci-fi",
    play=play,
    words={
        "teleport": {},
        "teleporter": {},
        "teleportation": {},
        "warp": {"size": 0.4},
        "transporter": {"speed": -0.3},
        "beam up": {"speed": -0.3},
        "portal": {"size": 0.5, "speed": -0.4},
        "force field": {"variant": "field"},
        "forcefield": {"variant": "field"},
        "energy field": {"variant": "field"},
        "energy shield": {"variant": "field"},
        "plasma": {"variant": "field", "intensity": 0.4},
        "lightsaber": {"variant": "field", "size": -0.1, "speed": 0.3},
        "energy sword": {"variant": "field", "speed": 0.3},
        "shield": {"variant": "shield on"},
        "shield up": {"variant": "shield on"},
        "shields up": {"variant": "shield on"},
        "shield activate": {"variant": "shield on"},
        "shield activation": {"variant": "shield on"},
        "shield down": {"variant": "shield off"},
        "shields down": {"variant": "shield off"},
        "shield hit": {"variant": "shield hit"},
        "shield impact": {"variant": "shield hit"},
        "sci fi alarm": {"variant": "alarm"},
        "spaceship alarm": {"variant": "alarm"},
        "space alarm": {"variant": "alarm"},
        "scifi alarm": {"variant": "alarm"},
        "fi alarm": {"variant": "alarm"},
        "klaxon": {"variant": "alarm low"},
        "red alert": {"variant": "alarm red"},
        "reactor alarm": {"variant": "alarm low"},
        "proximity alarm": {"variant": "alarm pulse"},
        "scanner": {"variant": "scan"},
        "scan": {"variant": "scan"},
        "tricorder": {"variant": "scan", "size": -0.5},
        "computer beep": {"variant": "computer"},
        "computer process": {"variant": "computer"},
        "computer processing": {"variant": "computer"},
        "computer calculate": {"variant": "computer", "speed": 0.4},
        "computer data": {"variant": "computer", "speed": 0.4},
        "fi computer": {"variant": "computer"},
        "scifi computer": {"variant": "computer"},
        "robot": {"variant": "computer", "speed": -0.2},
        "droid": {"variant": "computer", "speed": -0.2},
        "telemetry": {"variant": "computer", "speed": 0.5},
    },
    level_db=-22.0,
    role="feature",
    sustained=True,
    counted=True,
    callers=frozenset(("force field", "forcefield", "robot", "droid")),
    paced=True,
    examples=(
        ("force field", "ambience"),
        ("spaceship alarm", "sfx"),
        ("teleport", "sfx"),
        ("shields up", "sfx"),
        ("computer processing", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("scan", "shield")),
)  # fmt: skip
