"""Brass: trombones and horns together, for what must be heard."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import blown, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Three players, each a few cents and milliseconds apart, spread over the stage."""
    k = np.arange(1.0, max(2.0, 0.42 * rate // hz + 1))
    loud = formants(k * hz, ((520.0, 400.0, 1.0), (1300.0, 900.0, 0.5)), 0.2) * k**-0.45 / (1 + (k * hz / 4200) ** 3)
    out = np.zeros((2, n), np.float32)
    for player, side in enumerate((0.5, 0.25, 0.75)):
        late = 0 if player == 0 else min(n, int(rng.uniform(0.002, 0.012) * rate))
        detuned = hz * (1 + 0.0022 * rng.standard_normal())
        sound = blown(detuned, n - late, force, rng, rate, soft=k**-1.9, loud=loud, attack_s=rng.uniform(0.018, 0.03),
                      breath=0.008, vibrato_cents=2.0, scoop_cents=18.0)[0]  # fmt: skip
        out[0, late:] += np.float32(1 - side) * sound
        out[1, late:] += np.float32(side) * sound
    return out


VOICE = Voice("brass", 61, tone, channels=2, level_db=-19.0, release_s=0.13, centre=55)
