"""Explosions: a shock, a fireball that booms and darkens, debris, and the land that answers.

The shock after Friedlander ("The diffraction of sound pulses", 1946); its length and the swing after it grow with the
size of the charge as in Kinney and Graham ("Explosive shocks in air", 1985).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import add_at, bursts, pans, power_law, scatter
from audiocraft_studio.engines.sketch.blocks.hits import Hit, hit
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread

_DRIVE = 1.6


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One near the start; several, at uneven times, where the prompt asks for more."""
    at_s = min(0.02, 0.1 * duration_s)
    while duration_s - at_s > 0.04:
        yield int(at_s * sample_rate), _blast(traits, duration_s - at_s, rng, sample_rate)
        if not traits.repeated:
            return
        pace = spread(traits.at(at_s / duration_s).speed, 0.5, 1.0, 3.0)
        at_s += traits.gap_s(2.6 / pace * rng.lognormal(0, 0.35), duration_s)


def _blast(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    scale = spread(traits.size, 0.5, 1.0, 2.0) * spread(traits.intensity, 0.8, 1.0, 1.2)
    far = max(0.0, traits.distance)
    length_s = min(left_s, (4.5 + 2.5 * far) * scale**0.6 + 0.4)
    n = int(length_s * sample_rate)
    out = np.zeros((2, n), np.float32)
    for start, piece in noise_pieces(rng, _boom(scale, length_s, far, rng), n, sample_rate, hop=256):
        first, last = max(0, start), min(n, start + piece.shape[1])
        out[:, first:last] += piece[:, first - start : last - start]
    out[:, : int(0.003 * sample_rate)] *= np.linspace(0, 1, int(0.003 * sample_rate), dtype=np.float32)[: n or 1]
    add_at(out, 0.0, _shock(scale, far, n, rng, sample_rate), sample_rate)
    add_at(out, 0.0, _thump(scale, n, rng, sample_rate), sample_rate)
    # microphones and ears give way to the first moments of a blast: the rest is heard the louder
    out *= np.float32(_DRIVE * spread(traits.intensity, 0.7, 1.0, 1.4) * (1 - 0.5 * far))
    np.tanh(out, out=out)
    out /= np.float32(_DRIVE)
    out += _debris(scale, n, rng, sample_rate)
    out += _chunks(scale * (1 - 0.7 * far), n, rng, sample_rate)
    fade_edges(out, 4, n // 3)
    return np.asarray(out, dtype=np.float32)


def _boom(scale: float, length_s: float, far: float, rng: np.random.Generator) -> Magnitudes:
    """Noise under a corner that falls from 6 kHz to some 90 Hz, lower where it is big; it rolls as the air comes back.

    Then the land answers: walls and hills, each after its own time, each dull and a little smeared.
    """
    rolling = [wander(rng, length_s, 5.0) for _ in range(2)]
    count = int(rng.integers(3, 6))
    answers_s = np.cumsum(rng.uniform(0.18, 0.75, count)) * scale**0.4
    answers = [(at_s, rng.uniform(0.35, 0.8) * 0.7**k, rng.uniform(0.4, 1.0, 2)) for k, at_s in enumerate(answers_s)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        t = np.maximum(times_s, 0) / scale**0.6
        clear = (1 - 0.85 * far) / scale**0.3
        corner_hz = 80.0 / scale**0.4 + clear * (6500.0 * np.exp(-t / 0.09) + 800 * np.exp(-t / 0.45))
        level = 0.9 * np.exp(-t / 0.10) + 0.55 * np.exp(-t / 0.55) + 0.25 * np.exp(-t / 1.3)
        f = frequencies_hz[None, :]
        shape = (corner_hz / 300.0)[:, None] ** -0.35 / (1 + (f / corner_hz[:, None]) ** 2)
        # a fireball has its weight below, over the whole range
        low = (f > 22) * (120.0 / (f + 60.0)) ** 0.55
        rolls = [np.clip(1 + 0.35 * np.minimum(t, 1) * roll(times_s), 0.2, 2) for roll in rolling]
        ears = [(level * roll)[:, None] * shape for roll in rolls]
        for at_s, strength, sides in answers:
            since_s = np.maximum(times_s - at_s, 0)
            swell = 0.35 * strength * (1 - np.exp(-since_s / 0.025)) * np.exp(-since_s / (0.16 * scale**0.5))
            dull = 1 / (1 + (f / (420.0 - 45.0 * min(at_s, 5.0))) ** 2)
            ears = [ear + side * swell[:, None] * dull for ear, side in zip(ears, sides, strict=True)]
        return 2.0 * np.stack([ear * low for ear in ears])

    return magnitudes


def _shock(scale: float, far: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The blast wave: a jump, a fall through zero, a slow return (Friedlander), and its echo from the ground."""
    width_s = 0.005 * scale
    n = min(n, int((16 * width_s + 0.012) * sample_rate))
    t = np.arange(n) / sample_rate
    wave = (1 - t / width_s) * np.exp(-t / width_s) * (1 - np.exp(-t / 0.0001))
    out = np.stack([wave, wave])
    for ear in range(2):
        late = int(rng.uniform(0.004, 0.012) * sample_rate)
        if late < n:
            out[ear, late:] += 0.6 * wave[: n - late]
    return np.asarray((1.3 * (1 - 0.8 * far)) * out, dtype=np.float32)


def _thump(scale: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """What is felt more than heard: the hot gas swells past its rest and swings back, slower and slower."""
    low_hz, decay_s = 44.0 / scale**0.35 * rng.uniform(0.9, 1.1), 0.34 * scale**0.6
    t = np.arange(min(n, int(8 * decay_s * sample_rate)), dtype=np.float32) / np.float32(sample_rate)
    turned = low_hz * t + 1.6 * (1 - np.exp(-t / (0.06 * scale**0.5)))
    wave = np.sin(2 * np.pi * turned) * np.exp(-t / decay_s) * (1 - np.exp(-t / 0.004))
    return np.repeat((0.4 * wave).astype(np.float32)[None], 2, axis=0)


def _chunks(scale: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """What was thrown up comes down: a few dull blows of their own weight, the heavy ones first."""
    out = np.zeros((2, n), np.float32)
    for _ in range(int(rng.poisson(7 * scale))):
        at = int((0.5 + rng.gamma(2.0, 0.5 * scale**0.5)) * sample_rate)
        weight = rng.uniform(0.3, 1.0)
        fallen = Hit(
            base_hz=rng.uniform(110, 260) / weight, decay_s=0.02 + 0.03 * weight, contact_s=0.001, click=0.5,
            click_hz=1200.0, click_s=0.006, thump=0.9, thump_hz=60.0 / weight**0.5, thump_s=0.05,
        )  # fmt: skip
        blow = hit(fallen, rng.uniform(0.04, 0.15) * weight, rng, sample_rate) * pans(rng, 1).astype(np.float32)
        last = min(n, at + blow.shape[1])
        if at < last:
            out[:, at:last] += blow[:, : last - at]
    return out


def _debris(scale: float, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    k = int(150 * scale)
    times_s = 0.25 + rng.gamma(2.0, 0.45 * scale**0.5, k)
    loud = power_law(rng, k, 0.02, 0.5, 1.8)
    centres_hz = np.clip(rng.lognormal(np.log(1400), 0.7, k), 200, 9000)
    grains = bursts(rng, rng.uniform(0.002, 0.012, k), centres_hz, sample_rate, int(0.04 * sample_rate))
    return scatter(n, (times_s * sample_rate).astype(np.int64), grains, 0.25 * loud * pans(rng, k))


EXPLOSION = Family(
    name="explosion",
    play=play,
    words={
        "explosion": {},
        "explode": {},
        "blast": {},
        "bomb": {"size": 0.2},
        "boom": {"brightness": -0.2},
        "detonation": {},
        "grenade": {"size": -0.3},
        "cannon": {"size": -0.1, "brightness": -0.2},
        "firework": {"size": -0.4},
    },
    level_db=-17.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(("huge explosion", "sfx"), ("distant explosions", "sfx")),
    intensity_db=4.0,
    weak=frozenset(("blast", "boom")),
)
