"""One thing meeting another: a contact, a thump, and a few modes. Short, cheap, and never twice the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.grains import bursts, pans, power_law, scatter
from audiocraft_studio.engines.sketch.blocks.modal import ring, ring_on, struck
from audiocraft_studio.engines.sketch.blocks.noise import Floats

BAR = (1.0, 2.756, 5.404, 8.933)
PLATE = (1.0, 1.52, 1.94, 2.71, 3.85, 5.30, 7.40, 10.2)
BOX = (1.0, 1.45, 2.1, 2.8, 3.9, 5.2)


@dataclass(frozen=True)
class Hit:
    """base_hz: lowest mode. ratios: of the modes. decay_s: of the lowest; the others die faster by `damping`.

    contact_s: how hard it is. modes, click, thump: levels. click_hz, click_s: of the dry contact noise. thump_hz,
    thump_s: what moves as a whole.
    """

    base_hz: float
    ratios: tuple[float, ...] = BOX
    decay_s: float = 0.03
    damping: float = 0.6
    contact_s: float = 0.0004
    modes: float = 1.0
    click: float = 0.4
    click_hz: float = 3000.0
    click_s: float = 0.002
    thump: float = 0.0
    thump_hz: float = 80.0
    thump_s: float = 0.04


def hit(h: Hit, force: float, rng: np.random.Generator, sample_rate: int, *, width: float = 0.25) -> Samples:
    """One blow: float32 (2, n). A harder one (force near 1 is the rule) is louder and brighter."""
    frequencies_hz = h.base_hz * np.array(h.ratios) * rng.lognormal(0, 0.015, len(h.ratios))
    decays_s = h.decay_s * (frequencies_hz / h.base_hz) ** -h.damping
    gains = struck(frequencies_hz, h.contact_s / max(force, 0.1) ** 0.5) * rng.lognormal(0, 0.35, len(frequencies_hz))
    gains = h.modes / np.sqrt(len(gains)) * gains * (1 + width * rng.standard_normal((2, len(gains))))
    n = int((5 * max(h.decay_s, h.thump_s if h.thump else 0.0, h.click_s) + 0.005) * sample_rate)
    sound = ring(frequencies_hz, decays_s, gains, n, sample_rate, rise_s=h.contact_s / 2)
    if h.click:
        centres_hz = np.clip(h.click_hz * rng.lognormal(0, 0.35, 3) * force**0.3, 80, 14000)
        grains = bursts(
            rng,
            h.click_s * rng.uniform(0.5, 1.5, 3),
            centres_hz,
            sample_rate,
            min(n, int(7 * h.click_s * sample_rate) + 16),
        )
        starts = (rng.exponential(0.4 * h.click_s, 3) * sample_rate).astype(np.int64)
        levels = h.click * rng.uniform(0.4, 0.9, 3) * (1 + width * rng.standard_normal((2, 3)))
        sound += scatter(n, starts, grains, levels)
    if h.thump:
        t = np.arange(n) / sample_rate
        turned = h.thump_hz * rng.uniform(0.94, 1.06) * t + 0.4 * (1 - np.exp(-t / (0.3 * h.thump_s)))
        wave = np.sin(2 * np.pi * turned) * np.exp(-t / h.thump_s) * (1 - np.exp(-t / (0.05 * h.thump_s)))
        sound += (h.thump * wave).astype(np.float32)
    sound[:, -(n // 8 + 1) :] *= np.linspace(1, 0, n // 8 + 1, dtype=np.float32)
    return np.asarray(np.float32(force) * sound)


def bell_modes_hz(h: Hit, rng: np.random.Generator) -> Floats:
    """The modes of one bell like `h`: (2, modes).

    No bell is quite round, so each mode is two that beat slowly (Fletcher and Rossing, "The Physics of Musical
    Instruments", 1998).
    """
    one_hz = h.base_hz * np.array(h.ratios) * rng.lognormal(0, 0.015, len(h.ratios))
    return np.stack([one_hz, one_hz * (1 + rng.uniform(0.0005, 0.004, len(one_hz)))])


def rung(h: Hit, modes_hz: Floats, times_s: Floats, forces: Floats, rng: np.random.Generator, *, rate: int) -> Samples:
    """A bell under a hammer: float32 (2, n), until the last blow has died away. Clicks and levels are those of `hit`.

    modes_hz: from `bell_modes_hz`. times_s, forces: (blows,), in order. It rings on from blow to blow, and each blow
    wakes its modes in another way.
    """
    blows, modes, width = len(times_s), modes_hz.shape[1], 0.25
    frequencies_hz = modes_hz.ravel()
    decays_s = h.decay_s * (frequencies_hz / h.base_hz) ** -h.damping
    levels = h.modes / np.sqrt(modes) * struck(frequencies_hz, h.contact_s) * (frequencies_hz < 0.45 * rate)
    uneven = rng.lognormal(0, 0.35, (blows, 1, modes)) * (1 + width * rng.standard_normal((blows, 2, modes)))
    halves = np.concatenate([uneven, uneven * rng.uniform(0.5, 1.5, (blows, 1, modes))], axis=2)
    starts = (times_s * rate).astype(np.int64)
    n = int(starts.max(initial=0)) + int((5 * h.decay_s + 0.005) * rate)
    sound = ring_on(frequencies_hz, decays_s, starts, 0.5 * forces[:, None, None] * levels * halves, n, rate)
    centres_hz = np.clip(h.click_hz * rng.lognormal(0, 0.35, 3 * blows), 80, 14000)
    length = int(7 * h.click_s * rate) + 16
    grains = bursts(rng, h.click_s * rng.uniform(0.5, 1.5, 3 * blows), centres_hz, rate, length)
    late = (rng.exponential(0.4 * h.click_s, 3 * blows) * rate).astype(np.int64)
    gains = h.click * rng.uniform(0.4, 0.9, 3 * blows) * (1 + width * rng.standard_normal((2, 3 * blows)))
    sound += scatter(n, np.repeat(starts, 3) + late, grains, np.repeat(forces, 3) * gains)
    last = int(h.decay_s * rate)
    sound[:, -last:] *= np.linspace(1, 0, last, dtype=np.float32)
    return sound


def grit(
    count: int,
    centre_hz: float,
    grain_s: float,
    over_s: float,
    rng: np.random.Generator,
    sample_rate: int,
    *,
    width: float = 0.4,
) -> Samples:
    """`count` loose grains giving way within about `over_s`: float32 (2, n), the loudest near 1."""
    n = int((2.2 * over_s + 8 * grain_s) * sample_rate) + 8
    times_s = rng.gamma(2.0, 0.35 * over_s, count)
    centres_hz = np.clip(centre_hz * rng.lognormal(0, 0.4, count), 80, 14000)
    length = int(8 * grain_s * sample_rate) + 8
    grains = bursts(rng, grain_s * rng.uniform(0.5, 1.5, count), centres_hz, sample_rate, length)
    levels = power_law(rng, count, 0.1, 1.0, 1.8) * pans(rng, count, width)
    return scatter(n, (times_s * sample_rate).astype(np.int64), grains, levels)


def _stretched(sound: Samples, factor: float) -> Samples:
    """Played `factor` times as slowly: float32 (2, n)."""
    at = np.arange(int(sound.shape[1] * factor)) / factor
    # both ears as one complex number: their places are looked up once
    ears = np.interp(at, np.arange(sound.shape[1]), sound[0] + 1j * sound[1].astype(np.float64))
    return np.stack([ears.real, ears.imag]).astype(np.float32)


@dataclass(frozen=True)
class Pool:
    """Blows made beforehand, for machines too fast to make each one anew. sounds: (2, n) each."""

    sounds: tuple[Samples, ...]

    def draw(self, rng: np.random.Generator) -> Samples:
        """One that was never heard: two of them at once, a little higher or lower, each with its share in each ear."""
        a, b = (
            _stretched(self.sounds[int(k)], float(rng.lognormal(0, 0.025)))
            for k in rng.integers(len(self.sounds), size=2)
        )
        n = max(a.shape[1], b.shape[1])
        share = rng.uniform(0.2, 0.8)
        sound = np.zeros((2, n), np.float32)
        sound[:, : a.shape[1]] = (share * rng.uniform(0.85, 1.15, (2, 1))).astype(np.float32) * a
        sound[:, : b.shape[1]] += ((1 - share) * rng.uniform(0.85, 1.15, (2, 1))).astype(np.float32) * b
        return sound


def pool(make: Callable[[], Samples], count: int = 16) -> Pool:
    return Pool(tuple(make() for _ in range(count)))
