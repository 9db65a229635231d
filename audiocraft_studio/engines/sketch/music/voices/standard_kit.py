"""Standard kit: an acoustic drum set in a room."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.voices.percussion import metal, mixed, noise, skin
from audiocraft_studio.engines.sketch.music.voices.voice import Hit, Kit


def kick(rng: np.random.Generator, rate: int) -> Samples:
    """A felt beater on a large head."""
    return mixed(skin(rng, rate, hz=54.0, decay_s=0.11, drop=1.9, drop_s=0.016, click=0.5, overtones=0.12),
                 0.06 * noise(rng, rate, low_hz=1800.0, high_hz=5000.0, decay_s=0.004))  # fmt: skip


def snare(rng: np.random.Generator, rate: int) -> Samples:
    """Head at 185 Hz, and the wires under it."""
    return mixed(0.75 * skin(rng, rate, hz=186.0, decay_s=0.06, drop=0.35, drop_s=0.01, click=0.4, overtones=0.5),
                 0.8 * noise(rng, rate, low_hz=1300.0, high_hz=9500.0, decay_s=0.075, channels=2))  # fmt: skip


def rim(rng: np.random.Generator, rate: int) -> Samples:
    """The stick laid across the head, knocking on the rim."""
    return mixed(skin(rng, rate, hz=430.0, decay_s=0.018, drop=0.2, click=0.5, overtones=0.8),
                 0.4 * noise(rng, rate, low_hz=1500.0, high_hz=4500.0, decay_s=0.008))  # fmt: skip


def clap(rng: np.random.Generator, rate: int) -> Samples:
    """A few hands, not quite together."""
    out = 0.9 * noise(rng, rate, low_hz=900.0, high_hz=2600.0, decay_s=0.08, channels=2)
    for late_s in (0.008, 0.017, 0.027):
        one = noise(rng, rate, low_hz=900.0, high_hz=3200.0, decay_s=0.005, channels=2)
        at = int(late_s * rng.uniform(0.85, 1.15) * rate)
        out[:, at : at + one.shape[1]] += one[:, : out.shape[1] - at]
    return mixed(out)


def closed_hat(rng: np.random.Generator, rate: int) -> Samples:
    """Two small cymbals pressed together."""
    return noise(
        rng, rate, low_hz=7500.0, high_hz=15000.0, decay_s=rng.uniform(0.018, 0.026), channels=2, low_order=3.0
    )


def pedal_hat(rng: np.random.Generator, rate: int) -> Samples:
    """Closed by the foot: duller."""
    return noise(rng, rate, low_hz=4500.0, high_hz=9000.0, decay_s=0.022, attack_s=0.002, channels=2)


def open_hat(rng: np.random.Generator, rate: int) -> Samples:
    """Two small cymbals that sizzle."""
    return noise(rng, rate, low_hz=6500.0, high_hz=15000.0, decay_s=0.16, channels=2, low_order=3.0)


def ride(rng: np.random.Generator, rate: int) -> Samples:
    """A tip on a big cymbal: a ping, and a wash below it."""
    pings = (0.05 * skin(rng, rate, hz=hz, decay_s=0.07, drop=0.0, click=0.0) for hz in rng.uniform(3000, 7500, 4))
    return mixed(*pings, 0.5 * metal(rng, rate, low_hz=4200.0, decay_s=0.4, stick=1.0))


def crash(rng: np.random.Generator, rate: int) -> Samples:
    """An edge struck by the shaft."""
    return metal(rng, rate, low_hz=2600.0, decay_s=0.75)


def shaker(rng: np.random.Generator, rate: int) -> Samples:
    """Grains in a tube."""
    return noise(rng, rate, low_hz=5000.0, high_hz=11000.0, decay_s=0.03, attack_s=0.012, channels=2)


def tom(hz: float) -> Hit:
    """A tom tuned to `hz`."""

    def hit(rng: np.random.Generator, rate: int) -> Samples:
        return mixed(skin(rng, rate, hz=hz, decay_s=0.17 * (100 / hz) ** 0.4, drop=0.5, drop_s=0.04, click=0.3,
                          overtones=0.3))  # fmt: skip

    return hit


HITS: dict[int, Hit] = {
    36: kick, 37: rim, 38: snare, 39: clap, 42: closed_hat, 44: pedal_hat, 46: open_hat, 49: crash, 51: ride,
    41: tom(72.0), 43: tom(85.0), 45: tom(102.0), 47: tom(124.0), 48: tom(148.0), 50: tom(180.0), 70: shaker,
}  # fmt: skip
LEVELS_DB = {36: -2.5, 37: -8.0, 38: -1.0, 39: -6.0, 42: -12.0, 44: -14.0, 46: -12.0, 49: -8.0, 51: -11.0, 70: -15.0,
             41: -3.0, 43: -3.0, 45: -3.5, 47: -3.5, 48: -3.5, 50: -3.5}  # fmt: skip
PANS = {42: 0.25, 44: 0.25, 46: 0.25, 49: -0.35, 51: 0.35, 70: -0.4, 41: 0.35, 43: 0.25, 45: 0.1, 47: -0.05, 48: -0.2,
        50: -0.3, 39: 0.1}  # fmt: skip

KIT = Kit("standard kit", 0, HITS, 0.0, LEVELS_DB, PANS)
