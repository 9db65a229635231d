"""Piano: stiff strings in pairs, struck by felt."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import struck
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Harmonics stretched by stiffness, f·k·√(1 + B·k²), B about 0.0004 at middle C (Fletcher, 1964).

    The felt is softer in soft strokes; the two strings of a note beat and leave a softer, longer second sound.
    """
    k = np.arange(1.0, max(3, min(20, int(9000 / hz))) + 1)
    stiffness = 4e-4 * (hz / 261.6) ** 1.2
    ratios = k * np.sqrt(1 + stiffness * k**2)
    corner_hz = 700 + 4000 * force
    gains = np.abs(np.sin(np.pi * k / 8.3)) * k**-0.55 / (1 + (k * hz / corner_hz) ** 2) * rng.lognormal(0, 0.1, len(k))
    decays_s = 1.3 * (261.6 / hz) ** 0.55 / k**0.5
    pair = slice(0, 7)
    beats = ratios[pair] * (1 + rng.uniform(2e-4, 8e-4, len(k[pair])))
    return struck(
        hz,
        n,
        rate,
        np.concatenate([ratios, beats]),
        np.concatenate([gains, 0.45 * gains[pair]]),
        np.concatenate([decays_s, 2.2 * decays_s[pair]]),
        knock=0.03 * force,
        rng=rng,
    )


VOICE = Voice("piano", 0, tone, level_db=-10.0, release_s=0.22, centre=62)
