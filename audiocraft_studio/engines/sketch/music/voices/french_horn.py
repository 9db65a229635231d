"""French horn: brass from afar, round and dark."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.bodies import blown, formants
from audiocraft_studio.engines.sketch.music.voices.voice import Voice


def tone(hz: float, n: int, force: float, rng: np.random.Generator, rate: int) -> Samples:
    """A formant near 340 Hz (Meyer, 3); the bell points away."""
    k = np.arange(1.0, max(2.0, 0.42 * rate // hz + 1))
    soft = k**-2.2
    loud = formants(k * hz, ((340.0, 220.0, 1.0), (750.0, 350.0, 0.4)), 0.12) * k**-0.5 / (1 + (k * hz / 1900) ** 3)
    return blown(
        hz, n, force, rng, rate, soft=soft, loud=loud, attack_s=0.045, breath=0.008, vibrato_cents=2.0, scoop_cents=15.0
    )


VOICE = Voice("french horn", 60, tone, level_db=-13.0, release_s=0.16, kind="fresh", centre=57)
