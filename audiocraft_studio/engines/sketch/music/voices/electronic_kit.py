"""Electronic kit: a drum machine's short kick, and a snare in a big gated room."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices import standard_kit
from audiocraft_studio.engines.sketch.music.voices.percussion import ended, mixed, noise, skin
from audiocraft_studio.engines.sketch.music.voices.voice import Hit, Kit


def kick(rng: np.random.Generator, rate: int) -> Samples:
    """A sine that dives."""
    return mixed(skin(rng, rate, hz=50.0, decay_s=0.13, drop=3.5, drop_s=0.014, click=0.25))


def snare(rng: np.random.Generator, rate: int) -> Samples:
    """Tone, noise, and a burst of room that is cut off after a fifth of a second."""
    room = noise(rng, rate, low_hz=450.0, high_hz=6500.0, decay_s=0.3, attack_s=0.006, channels=2)
    gate = min(room.shape[1], int(0.21 * rate))
    return mixed(0.7 * skin(rng, rate, hz=178.0, decay_s=0.07, drop=0.6, drop_s=0.012, click=0.2, overtones=0.2),
                 0.65 * noise(rng, rate, low_hz=900.0, high_hz=8500.0, decay_s=0.07, channels=2),
                 0.5 * ended(room[:, :gate].copy(), rate))  # fmt: skip


def closed_hat(rng: np.random.Generator, rate: int) -> Samples:
    """High and very short."""
    return noise(rng, rate, low_hz=8500.0, high_hz=16000.0, decay_s=0.016, channels=2, low_order=3.0)


def tom(hz: float) -> Hit:
    """A synthetic tom: a long dive."""

    def hit(rng: np.random.Generator, rate: int) -> Samples:
        return mixed(skin(rng, rate, hz=hz, decay_s=0.18, drop=0.9, drop_s=0.07, click=0.1),
                     0.15 * noise(rng, rate, low_hz=400.0, high_hz=3000.0, decay_s=0.05))  # fmt: skip

    return hit


HITS: dict[int, Hit] = {
    **standard_kit.HITS, 36: kick, 38: snare, 42: closed_hat,
    41: tom(68.0), 43: tom(82.0), 45: tom(99.0), 47: tom(120.0), 48: tom(146.0), 50: tom(176.0),
}  # fmt: skip

KIT = Kit(
    "electronic kit",
    24,
    HITS,
    0.0,
    {**standard_kit.LEVELS_DB, 36: -3.0, 38: -2.0, 42: -12.5},
    standard_kit.PANS,
    takes=2,
)
