"""What goes on in ships and laboratories that are not yet: their alarms, force fields, computers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import bursts, pans, power_law, scatter, spans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, wander
from audiocraft_studio.engines.sketch.family import Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

# variant: (period in s, pitches in Hz in equal parts of it, share of a part that sounds, its glide in octaves)
ALARMS: dict[str, tuple[float, tuple[float, ...], float, float]] = {
    "alarm": (1.0, (740.0, 494.0), 0.97, 0.0),
    "alarm red": (1.6, (320.0,), 0.80, 1.0),
    "alarm pulse": (0.5, (880.0,), 0.45, 0.0),
    "alarm low": (2.0, (196.0,), 0.65, 0.12),
}


def alarm(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """An alarm keeps its period to the sample: it is a machine. Each call is a little worn in its colour."""
    period_s, pitches_hz, share, glide = ALARMS[traits.variant]
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


def field(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
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


def computer(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
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
