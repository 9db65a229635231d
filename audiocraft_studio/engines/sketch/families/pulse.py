"""Hearts that beat."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Lub and dub: two valves; the second is shorter and a little higher. Breathing makes the rhythm lean."""
    bpm = traits.score.bpm or spread(traits.speed, 48.0, 70.0, 140.0) * spread(traits.intensity, 0.9, 1.0, 1.2)
    at_s, beat = min(0.03, 0.1 * duration_s), 0
    while at_s < duration_s - 0.02:
        for late_s, pitch_hz, force in ((0.0, 52.0, 1.0), (0.31 * (60 / bpm) ** 0.5, 64.0, 0.7)):
            n = int(0.22 * sample_rate)
            t = np.arange(n) / sample_rate
            f = pitch_hz * rng.normal(1.0, 0.03) / spread(traits.size, 0.8, 1.0, 1.3)
            tight, ring_s = 0.35 * rng.lognormal(0, 0.2), 0.045 * rng.lognormal(0, 0.15)
            wave = np.sin(2 * np.pi * (f * t + tight * (1 - np.exp(-t / 0.02)))) * np.exp(-t / ring_s)
            wave *= (1 - np.exp(-t / 0.006)) * force * rng.normal(1.0, 0.05) * np.minimum(1, (t[-1] - t) / 0.05)
            # the valve itself, and the blood that rushes past it
            wave += 0.35 * force * np.sin(2 * np.pi * rng.uniform(2.4, 3.1) * f * t) * np.exp(-t / 0.018)
            rush = np.convolve(rng.standard_normal(n), np.hanning(260), "same") / 10
            wave += (
                0.10 * force * rush * np.exp(-t / 0.05) * np.minimum(1, t / 0.01) * np.minimum(1, (t[-1] - t) / 0.05)
            )
            yield int((at_s + late_s) * sample_rate), np.stack([wave, 0.97 * wave]).astype(np.float32)
        at_s += 60 / bpm * (1 + 0.03 * np.sin(2 * np.pi * beat / 4.3) + rng.normal(0, 0.012))
        beat += 1


PULSE = Family(
    name="pulse",
    play=play,
    words={
        "heartbeat": {},
        "heart": {},
        "pulse": {},
    },
    level_db=-25.0,
    role="feature",
    sustained=True,
    examples=(("slow heartbeat", "sfx"), ("fast heartbeat", "sfx")),
    weak=frozenset(("pulse",)),
)
