"""Horror: stingers, breath in the dark, whispers without words, scrapes, moans of what is no longer alive.

Whispers and breath are noise through the formants of a tract (Fant, 1960), whispers at the four or five syllables a
second of speech. A scrape is friction that sticks and slips at the pitch of what it excites, never steady.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.babble import VOWELS_HZ
from audiocraft_studio.engines.sketch.blocks.envelopes import decay, fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import pans
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement, shaped, wander
from audiocraft_studio.engines.sketch.blocks.vocal import Call, call, formant_gain, tract
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.theory import frequency_hz
from audiocraft_studio.engines.sketch.traits import Traits, spread

_VOWELS = tuple(VOWELS_HZ.values())


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Breath, whispers and moans until the end; stingers and scrapes once, or again where several are asked for."""
    makes = {"breath": _breath, "whisper": _whisper, "scrape": _scrape, "moan": _moan, "monster": _monster}
    make = makes.get(traits.variant, _stinger)
    goes_on = traits.variant in ("breath", "whisper", "moan", "monster") or traits.repeated
    voices = 3 if traits.variant == "whisper" and traits.repeated and not traits.count else 1
    for voice in range(voices):
        side = pans(rng, 1, 0.9 if voices > 1 else 0.3) * (1.0 if voice == 0 else 0.7)
        at_s = min(0.01, 0.1 * duration_s) + (rng.uniform(0.2, 1.0) if voice else 0.0)
        breath = 0
        while duration_s - at_s > 0.04:
            sound = make(traits, duration_s - at_s, breath, rng, sample_rate)
            yield int(at_s * sample_rate), (1.3 * side * sound).astype(np.float32)
            if not goes_on:
                break
            breath += 1
            now = traits.at(at_s / duration_s)
            rest_s = {"breath": 0.28, "whisper": 0.8, "moan": 1.4, "monster": 1.3}.get(traits.variant, 1.6)
            gap_s = sound.shape[1] / sample_rate + rest_s / spread(now.speed, 0.5, 1.0, 2.2) * rng.lognormal(0, 0.3)
            at_s += traits.gap_s(gap_s, duration_s)


def _stinger(traits: Traits, left_s: float, breath: int, rng: np.random.Generator, sample_rate: int) -> Samples:  # noqa: ARG001
    """A cluster of strings, bowed hard at once, shaking as it dies; a thump and a scream of metal under it."""
    length_s = spread(traits.speed, 3.2, 2.0, 0.9)
    n = max(512, int(min(left_s, length_s) * sample_rate))
    t = np.arange(n) / sample_rate
    size = round(7 * traits.size)
    out = np.zeros((2, n), np.float32)
    low = 62 + float(rng.integers(0, 6)) - size
    shriek = 700.0 * spread(traits.brightness, 0.5, 1.0, 1.8) * spread(traits.intensity, 0.6, 1.0, 1.5)

    def colour(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        opening = shriek * (1.5 + 5.0 * np.exp(-times_s / (0.25 * length_s)))
        return np.asarray((300.0 / frequencies_hz) ** 0.8 / (1 + (frequencies_hz / opening) ** 2))

    for semitones in (0, 1, 6, 7, 13, 14, 18, 25):
        shake, cents = wander(rng, length_s + 0.1, 7.0), rng.normal(0, 14)

        def pitch(times_s: Floats, semitones: int = semitones, shake: Movement = shake, cents: float = cents) -> Floats:
            slide = 0.5 * np.exp(-np.asarray(times_s) / 0.05)
            return np.asarray(frequency_hz(low + semitones) * 2 ** ((cents + 18 * shake(times_s)) / 1200 + slide / 12))

        turned = tones.cycles(pitch, 0.0, n, sample_rate, rng.uniform())
        wave = tones.harmonics(turned, pitch, colour, 0.0, sample_rate, 24)
        out += pans(rng, 1, 0.9).astype(np.float32) * wave
    out /= np.float32(np.abs(out).max() + 1e-9)
    bow = 1 + 0.4 * np.sin(2 * np.pi * np.cumsum(13 + 3 * wander(rng, length_s, 2.0)(t)) / sample_rate)
    out *= (bow * np.minimum(1, t / 0.006) * np.exp(-t / (0.33 * length_s))).astype(np.float32)
    thump = np.sin(2 * np.pi * (44.0 * t + 1.8 * (1 - np.exp(-t / 0.04)))) * decay(n, 0.3, sample_rate, 0.002)
    out += (0.8 * spread(traits.intensity, 0.5, 1.0, 1.3) * thump).astype(np.float32)
    fade_edges(out, 8, n // 4)
    return out


def _blown(
    formants: Movement,
    level: Movement,
    n: int,
    rng: np.random.Generator,
    sample_rate: int,
    narrow: float,
    low_hz: float,
) -> Samples:
    """Noise through moving formants: (2, n), alike at both ears."""

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        gains = formant_gain(frequencies_hz[None], formants(times_s), narrow)
        return np.asarray((level(times_s)[:, None] * gains * frequencies_hz / (frequencies_hz + low_hz))[None])

    sound = shaped(rng, magnitudes, n, sample_rate, hop=256)
    return np.repeat(sound[:1], 2, axis=0)


def _breath(traits: Traits, left_s: float, breath: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    """In, then out: drawn in higher and sharper, let out lower and longer."""
    out_ward = breath % 2 == 1
    length_s = (1.25 if out_ward else 0.95) / spread(traits.speed, 0.55, 1.0, 2.2) * rng.uniform(0.88, 1.12)
    n = max(256, int(min(left_s, length_s) * sample_rate))
    throat = tract(spread(traits.size, 0.12, 0.165, 0.25) * (1.06 if out_ward else 0.92) * rng.uniform(0.97, 1.03), 7)
    rough = wander(rng, length_s + 0.1, 18.0)
    peak = rng.uniform(0.25, 0.4) if out_ward else rng.uniform(0.55, 0.75)

    def formants(times_s: Floats) -> Floats:
        x = np.clip(times_s / length_s, 0, 1)[:, None]
        return np.asarray(np.array(throat)[None] * (1 + (0.05 if not out_ward else -0.08) * x))

    def level(times_s: Floats) -> Floats:
        x = np.clip(times_s / length_s, 0, 1)
        swell = np.where(x < peak, np.sin(0.5 * np.pi * x / peak), np.cos(0.5 * np.pi * (x - peak) / (1 - peak)))
        shiver = 1 + 0.25 * spread(traits.intensity, 0.4, 1.0, 2.0) * rough(times_s)
        return np.asarray(np.maximum(swell, 0) ** 1.5 * np.clip(shiver, 0.1, 2.5) * (0.8 if out_ward else 1.0))

    sound = _blown(formants, level, n, rng, sample_rate, 0.35, 500.0 if out_ward else 1400.0)
    fade_edges(sound, n // 12, n // 10)
    return sound


def _whisper(traits: Traits, left_s: float, breath: int, rng: np.random.Generator, sample_rate: int) -> Samples:  # noqa: ARG001
    """A phrase of syllables: vowels that move into each other, and the hiss of consonants between them."""
    syllables = int(rng.integers(3, 9))
    each_s = 0.21 / spread(traits.speed, 0.6, 1.0, 1.6)
    lengths_s = each_s * rng.lognormal(0, 0.25, syllables)
    ends_s = np.cumsum(lengths_s)
    length_s = float(ends_s[-1])
    n = max(256, int(min(left_s, length_s) * sample_rate))
    middles_s = ends_s - 0.5 * lengths_s
    throat = spread(traits.size, 0.75, 1.0, 1.35)
    vowels = np.array([(*_VOWELS[int(rng.integers(len(_VOWELS)))], 3500.0, 4500.0) for _ in range(syllables)]) / throat
    force, hiss = rng.uniform(0.5, 1.0, syllables), rng.uniform(0.2, 1.0, syllables)

    def formants(times_s: Floats) -> Floats:
        return np.stack([np.interp(times_s, middles_s, vowels[:, k]) for k in range(5)], axis=-1)

    def level(times_s: Floats) -> Floats:
        near = (times_s[:, None] - middles_s[None]) / (0.30 * lengths_s[None])
        return np.asarray((force * np.exp(-0.5 * near**2)).sum(axis=1))

    sound = _blown(formants, level, n, rng, sample_rate, 0.22, 300.0)

    def consonants(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        near = (times_s[:, None] - (ends_s - lengths_s)[None]) / 0.028
        swell = (hiss * np.exp(-0.5 * near**2)).sum(axis=1)[:, None]
        shape = np.exp(-0.5 * (np.log2(np.maximum(frequencies_hz, 50.0) / 5600.0) / 0.5) ** 2)
        return np.asarray((0.8 * swell * shape[None])[None])

    power = np.sqrt(np.mean(sound**2)) + 1e-9
    sound = np.asarray(0.1 * sound / power + 0.12 * shaped(rng, consonants, n, sample_rate)[:1], dtype=np.float32)
    fade_edges(sound, n // 20, n // 8)
    return sound


def _scrape(traits: Traits, left_s: float, breath: int, rng: np.random.Generator, sample_rate: int) -> Samples:  # noqa: ARG001
    """Metal drawn over something hard: a row of resonances that bend with the pressure, torn by slips."""
    length_s = spread(traits.speed, 3.0, 1.6, 0.6) * rng.uniform(0.9, 1.15)
    n = max(512, int(min(left_s, length_s) * sample_rate))
    press, tear = wander(rng, length_s + 0.1, 2.0), wander(rng, length_s + 0.1, 28.0)
    stone = traits.material in ("stone", "gravel", "wood")
    base_hz = (480.0 if stone else 1050.0) / spread(traits.size, 0.5, 1.0, 2.2) * rng.lognormal(0, 0.1)
    ratios = np.cumsum(rng.uniform(0.35, 0.9, 9)) + 0.6
    gains = rng.uniform(0.4, 1.0, 9) * ratios**-0.3
    narrow = 9.0 if stone else 45.0

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        f = np.maximum(frequencies_hz, 20.0)[None]
        bend = np.exp(0.12 * press(times_s))[:, None]
        shape = 0.10 / (1 + (1.2 * np.log2(f / (3.0 * base_hz))) ** 2)
        for ratio, gain in zip(ratios, gains, strict=True):
            shape = shape + gain / (1 + (narrow * np.log2(f / (base_hz * ratio * bend))) ** 2)
        x = np.clip(times_s / length_s, 0, 1)
        torn = np.clip(0.5 + 0.9 * tear(times_s), 0.02, 3) * np.exp(0.4 * press(times_s)) * np.sin(np.pi * x) ** 0.4
        return np.asarray((torn[:, None] * shape)[None])

    sound = shaped(rng, magnitudes, n, sample_rate, hop=256)
    sound = np.asarray(0.75 * sound[:1] + 0.25 * sound, dtype=np.float32)
    fade_edges(sound, n // 20, n // 12)
    return sound


def _moan(traits: Traits, left_s: float, breath: int, rng: np.random.Generator, sample_rate: int) -> Samples:  # noqa: ARG001
    """A ghost or one of the undead: a long open vowel that bends and gives out."""
    top_hz = spread(traits.size, 330.0, 165.0, 92.0) * rng.lognormal(0, 0.08)
    length_s = max(0.3, min(left_s, spread(traits.speed, 3.2, 2.0, 1.0) * rng.uniform(0.8, 1.2)))
    c = Call(
        length_s=length_s,
        pitch_hz=((0.0, 0.75 * top_hz), (rng.uniform(0.25, 0.5), top_hz), (0.8, 0.7 * top_hz), (1.0, 0.55 * top_hz)),
        level=((0.0, 0.0), (0.25, 0.8), (0.5, 1.0), (0.85, 0.35), (1.0, 0.0)),
        formants_hz=tract(spread(traits.size, 0.13, 0.17, 0.24)),
        open=((0.0, 0.35), (0.4, rng.uniform(0.7, 1.0)), (1.0, 0.3)),
        breath=0.35,
        rough=0.35 * spread(traits.intensity, 0.4, 1.0, 1.8),
        jitter=0.02,
        shake_hz=4.7,
        shake=0.02,
    )
    sound = call(c, rng, sample_rate)[: int(left_s * sample_rate)]
    return np.stack([sound, sound])


def _monster(traits: Traits, left_s: float, breath: int, rng: np.random.Generator, sample_rate: int) -> Samples:  # noqa: ARG001
    """A roar or growl from a tract that no man has, two voices rough against each other."""
    length_s = max(0.3, min(left_s, spread(traits.speed, 2.4, 1.6, 0.8) * rng.uniform(0.85, 1.2)))
    top_hz = spread(traits.size, 190.0, 95.0, 52.0) * rng.lognormal(0, 0.05)
    c = Call(
        length_s=length_s,
        pitch_hz=((0.0, 0.7 * top_hz), (0.3, top_hz), (0.75, 0.85 * top_hz), (1.0, 0.5 * top_hz)),
        level=((0.0, 0.0), (0.12, 0.8), (0.4, 1.0), (0.8, 0.5), (1.0, 0.0)),
        formants_hz=tract(spread(traits.size, 0.17, 0.27, 0.4)),
        open=((0.0, 0.4), (0.35, 1.0), (1.0, 0.35)),
        narrow=0.2,
        tilt_db=4.0,
        breath=0.5 * spread(traits.intensity, 0.6, 1.0, 1.4),
        rough=0.85,
        jitter=0.05,
        shake_hz=23.0,
        shake=0.05,
    )
    voice = call(c, rng, sample_rate)
    # a second throat, larger than the first
    at = np.arange(len(voice)) * rng.uniform(0.68, 0.8)
    other = np.interp(at, np.arange(len(voice)), voice).astype(np.float32)
    sound = np.stack([voice + 0.6 * other, 0.9 * voice + 0.7 * other])[:, : int(left_s * sample_rate)].copy()
    fade_edges(sound, 0, sound.shape[1] // 5)
    return sound


HORROR = Family(
    name="horror effect",
    play=play,
    words={
        "stinger": {},
        "horror stinger": {},
        "horror hit": {},
        "jump scare": {"speed": 0.5, "intensity": 0.4},
        "jumpscare": {"speed": 0.5, "intensity": 0.4},
        "scare": {"speed": 0.4},
        "horror sting": {},
        "breath": {"variant": "breath"},
        "breathe": {"variant": "breath"},
        "heavy breath": {"variant": "breath", "intensity": 0.6, "size": 0.4},
        "creepy breath": {"variant": "breath", "speed": -0.4},
        "panting breath": {"variant": "breath", "speed": 0.8},
        "inhale": {"variant": "breath"},
        "exhale": {"variant": "breath"},
        "gasp": {"variant": "breath", "speed": 0.9},
        "whisper": {"variant": "whisper"},
        "ghost whisper": {"variant": "whisper", "speed": -0.3},
        "creepy whisper": {"variant": "whisper", "speed": -0.3},
        "scrape": {"variant": "scrape"},
        "metal scrape": {"variant": "scrape"},
        "stone scrape": {"variant": "scrape", "size": 0.6},
        "screech": {"variant": "scrape", "size": -0.6, "brightness": 0.3},
        "chalkboard": {"variant": "scrape", "size": -0.8, "brightness": 0.3},
        "knife scrape": {"variant": "scrape", "size": -0.5},
        "chain drag": {"variant": "scrape", "size": 0.2},
        "ghost": {"variant": "moan", "size": -0.4},
        "moan": {"variant": "moan"},
        "ghost moan": {"variant": "moan", "size": -0.4},
        "zombie": {"variant": "moan", "size": 0.2, "intensity": 0.4},
        "undead": {"variant": "moan", "size": 0.2},
        "zombie groan": {"variant": "moan", "size": 0.2, "intensity": 0.4},
        "monster": {"variant": "monster"},
        "monster growl": {"variant": "monster"},
        "monster roar": {"variant": "monster", "intensity": 0.5},
        "creature": {"variant": "monster", "size": -0.2},
        "beast": {"variant": "monster", "size": 0.3},
        "dragon": {"variant": "monster", "size": 0.8},
        "dragon roar": {"variant": "monster", "size": 0.8, "intensity": 0.4},
        "demon": {"variant": "monster", "size": 0.4},
    },
    level_db=-22.0,
    role="feature",
    sustained=False,
    counted=True,
    callers=frozenset(("ghost", "zombie", "monster", "creature", "beast", "dragon", "demon", "undead")),
    paced=True,
    examples=(
        ("horror stinger", "sfx"),
        ("creepy whispers", "sfx"),
        ("slow heavy breathing", "sfx"),
        ("metal scrape", "sfx"),
        ("monster growl", "sfx"),
    ),
    intensity_db=6.0,
    weak=frozenset(("scrape", "screech", "moan", "breath", "scare")),
)  # fmt: skip
