"""Glass bells: slow, clear, high; for what hangs in the air."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import struck
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """Harmonic partials that hold the pitch, a few foreign ones that make the strike; each ear's beat on its own."""
    ratios = np.array([1.0, 2.0, 3.0, 4.2, 5.43, 8.1])
    gains = np.array([1.0, 0.35, 0.12, 0.16 * force, 0.12 * force, 0.06 * force])
    decays_s = np.array([3.0, 2.0, 1.2, 0.7, 0.4, 0.15]) * (523 / hz) ** 0.35
    ears = []
    for _ in range(2):
        beats = ratios * (1 + rng.uniform(4e-4, 1.6e-3, len(ratios)))
        ears.append(struck(hz, n, rate, np.concatenate([ratios, beats]), np.concatenate([gains, 0.6 * gains]),
                           np.concatenate([decays_s, decays_s]))[0])  # fmt: skip
    # a soft mallet: the first milliseconds swell
    risen = min(n, int(0.05 * rate))
    out = np.stack(ears)
    out[:, :risen] *= 1 - np.exp(-np.arange(risen, dtype=np.float32) / (0.006 * rate))
    return out


VOICE = Voice("glass bells", 98, tone, channels=2, level_db=-14.0, release_s=2.0, centre=76, forces=(0.5,))
