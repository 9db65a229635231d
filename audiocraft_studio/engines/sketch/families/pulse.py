"""What keeps its own time: clocks that tick and tock, hearts that beat."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.grains import bursts, scatter
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Beats until the end: a clock's exactly on time, a heart's nearly."""
    if traits.variant == "heart":
        yield from _heart(traits, duration_s, rng, sample_rate)
        return
    period_s = spread(traits.speed, 1.0, 0.5, 0.2) if traits.score.bpm is None else 60 / traits.score.bpm
    body_hz = 950.0 / spread(traits.size, 0.5, 1.0, 2.6) * rng.lognormal(0, 0.1)
    start_s = min(0.02, 0.1 * duration_s)
    for k in range(int((duration_s - start_s) / period_s) + 1):
        pitch = body_hz * (1.0 if k % 2 == 0 else 0.82)
        yield round((start_s + k * period_s) * sample_rate), _tick(pitch, rng, sample_rate)


def _tick(body_hz: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """An escapement: a drop, a lock a few ms later, and the case around them."""
    n = int(0.12 * sample_rate)
    out = np.zeros((2, n), np.float32)
    for at_s, force in ((0.0, 0.6), (rng.uniform(0.007, 0.010), 1.0)):
        start = int(at_s * sample_rate)
        frequencies_hz = body_hz * np.array([1.0, 2.3, 3.9, 5.8, 8.1]) * rng.lognormal(0, 0.01, 5)
        gains = force * np.array([0.5, 1.0, 0.7, 0.5, 0.3]) * rng.uniform(0.8, 1.2, (2, 5))
        decays_s = np.array([0.014, 0.007, 0.005, 0.003, 0.002])
        out[:, start:] += ring(frequencies_hz, decays_s, gains, n - start, sample_rate)
        click = bursts(rng, np.array([0.0005]), np.array([6000.0]), sample_rate, 200)
        out[:, start:] += scatter(n - start, np.array([0]), click, 0.6 * force * np.ones((2, 1)))
    return out


def _heart(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Lub and dub: two valves; the second is shorter and a little higher. Breathing makes the rhythm lean."""
    bpm = traits.score.bpm or spread(traits.speed, 48.0, 70.0, 140.0) * spread(traits.intensity, 0.9, 1.0, 1.2)
    at_s, beat = min(0.03, 0.1 * duration_s), 0
    while at_s < duration_s - 0.02:
        for late_s, pitch_hz, force in ((0.0, 52.0, 1.0), (0.31 * (60 / bpm) ** 0.5, 64.0, 0.7)):
            n = int(0.22 * sample_rate)
            t = np.arange(n) / sample_rate
            f = pitch_hz * rng.normal(1.0, 0.02) / spread(traits.size, 0.8, 1.0, 1.3)
            wave = np.sin(2 * np.pi * (f * t + 0.35 * (1 - np.exp(-t / 0.02)))) * np.exp(-t / 0.045)
            wave *= (1 - np.exp(-t / 0.006)) * force * rng.normal(1.0, 0.05) * np.minimum(1, (t[-1] - t) / 0.05)
            wave += 0.35 * force * np.sin(2 * np.pi * 2.7 * f * t) * np.exp(-t / 0.018)
            yield int((at_s + late_s) * sample_rate), np.stack([wave, 0.97 * wave]).astype(np.float32)
        at_s += 60 / bpm * (1 + 0.03 * np.sin(2 * np.pi * beat / 4.3) + rng.normal(0, 0.012))
        beat += 1


PULSE = Family(
    name="pulse",
    play=play,
    words={
        "clock": {},
        "metronome": {},
        "timer": {"speed": 0.3},
        "watch": {"size": -0.7, "speed": 0.6},
        "grandfather clock": {"size": 0.8, "speed": -0.9},
        "heartbeat": {"variant": "heart"},
        "heart": {"variant": "heart"},
        "pulse": {"variant": "heart"},
    },
    level_db=-25.0,
    role="feature",
    sustained=True,
    examples=(("clock ticking", "sfx"), ("slow heartbeat", "sfx")),
    weak=frozenset(("pulse", "watch")),
)
