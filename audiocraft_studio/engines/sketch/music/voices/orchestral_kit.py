"""Orchestral kit: big drums in a big room, a marching snare, cymbals in pairs."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.percussion import metal, mixed, noise, skin
from audiocraft_studio.engines.sketch.music.voices.voice import Hit, Kit


def _taiko(hz: float) -> Hit:
    """A barrel drum under thick sticks, several players together."""

    def hit(rng: np.random.Generator, rate: int) -> Samples:
        sound = mixed(
            skin(rng, rate, hz=hz, decay_s=0.24 * (60 / hz) ** 0.5, drop=0.5, drop_s=0.03, click=0.5, overtones=0.5),
            0.22 * noise(rng, rate, low_hz=250.0, high_hz=1800.0, decay_s=0.02),
        )
        out = np.zeros((2, sound.shape[1]), np.float32)
        for side in (0.5, 0.3, 0.7):
            late = 0 if side == 0.5 else int(rng.uniform(0.001, 0.008) * rate)
            out[0, late:] += (1 - side) * sound[0, : sound.shape[1] - late]
            out[1, late:] += side * sound[0, : sound.shape[1] - late]
        return mixed(out)

    return hit


def bass_drum(rng: np.random.Generator, rate: int) -> Samples:
    """The great drum: more felt than heard."""
    return mixed(skin(rng, rate, hz=42.0, decay_s=0.42, drop=0.35, drop_s=0.05, click=0.15, overtones=0.35))


def march_snare(rng: np.random.Generator, rate: int) -> Samples:
    """A deep snare, played at the edge."""
    return mixed(0.45 * skin(rng, rate, hz=235.0, decay_s=0.05, drop=0.15, click=0.5, overtones=0.5),
                 noise(rng, rate, low_hz=1600.0, high_hz=8000.0, decay_s=0.085, channels=2))  # fmt: skip


def clashed(rng: np.random.Generator, rate: int) -> Samples:
    """A pair of cymbals."""
    return metal(rng, rate, low_hz=1900.0, decay_s=1.1, stick=0.3)


def swell(rng: np.random.Generator, rate: int) -> Samples:
    """A cymbal under soft mallets, growing."""
    return noise(rng, rate, low_hz=2200.0, high_hz=9000.0, decay_s=0.5, attack_s=0.6, channels=2)


def stick(rng: np.random.Generator, rate: int) -> Samples:
    """Sticks on the rim of a big drum."""
    return mixed(skin(rng, rate, hz=520.0, decay_s=0.03, drop=0.1, click=0.6, overtones=0.7))


HITS: dict[int, Hit] = {
    35: bass_drum, 36: _taiko(62.0), 37: stick, 38: march_snare, 41: _taiko(70.0), 43: _taiko(84.0), 45: _taiko(98.0),
    47: _taiko(116.0), 48: _taiko(138.0), 50: _taiko(160.0), 49: clashed, 51: swell,
}  # fmt: skip
LEVELS_DB = {35: 1.0, 37: -9.0, 38: -7.0, 49: -10.0, 51: -14.0}

KIT = Kit("orchestral kit", 48, HITS, 0.0, LEVELS_DB, {38: -0.2, 49: 0.2, 37: 0.3, 41: -0.3, 45: 0.3, 50: 0.4}, takes=3)
