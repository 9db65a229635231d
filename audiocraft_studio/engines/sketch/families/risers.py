"""Risers, downers and hits: what trailers and transitions are cut with.

A riser climbs a set number of octaves to a moment that is known, its noise band, tone and pulse together; a downer is
the way back. A hit is a thump that falls into the bass, a crack on top and a long room; a braam is low brass, detuned.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.envelopes import decay, fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import add_at
from audiocraft_studio.engines.sketch.blocks.hits import PLATE, Hit, hit
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement, shaped, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.theory import frequency_hz
from audiocraft_studio.engines.sketch.traits import Traits, spread

_LONGEST_S = 30.0
_TAIL_S = 0.35


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A riser or downer as long as the sound; hits at the start, again where the prompt asks for several."""
    if traits.variant in ("", "down", "hit after"):
        yield from _whole(traits, duration_s, rng, sample_rate)
        return
    make = {"braam": _braam, "sub": _sub}.get(traits.variant, _hit)
    at_s = min(0.01, 0.1 * duration_s)
    if traits.variant == "whoosh hit":
        # the air comes first, the blow in the middle
        lead_s = min(0.4 * duration_s, spread(traits.speed, 1.6, 0.9, 0.45))
        yield 0, _sweep(traits, lead_s, rng, sample_rate, octaves=2.5)
        at_s = lead_s
    while duration_s - at_s > 0.04:
        yield int(at_s * sample_rate), make(traits, duration_s - at_s, rng, sample_rate)
        if not traits.repeated:
            return
        pace = spread(traits.at(at_s / duration_s).speed, 0.6, 1.0, 2.0)
        at_s += traits.gap_s(2.2 / pace * rng.lognormal(0, 0.15), duration_s)


def _whole(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One sweep over all the time but for its end: a riser stops dead, or in a hit."""
    falls = traits.variant == "down"
    tail_s = min(_TAIL_S, 0.15 * duration_s) if traits.variant == "" else 0.0
    if traits.variant == "hit after":
        tail_s = min(2.5, 0.35 * duration_s)
    length_s = min(_LONGEST_S, duration_s - tail_s)
    starts_s = duration_s - tail_s - length_s
    yield int(starts_s * sample_rate), _sweep(traits, length_s, rng, sample_rate, falls=falls)
    if traits.variant == "hit after":
        yield int((duration_s - tail_s) * sample_rate), _hit(traits, tail_s, rng, sample_rate)


def _sweep(
    traits: Traits, length_s: float, rng: np.random.Generator, sample_rate: int, *, falls: bool = False,
    octaves: float = 3.0,
) -> Samples:  # fmt: skip
    """Noise, a tone and a pulse that climb together; for a downer the same with time turned round."""
    n = max(64, int(length_s * sample_rate))
    octaves *= spread(traits.intensity, 0.75, 1.0, 1.25)
    tonic = traits.score.tonic
    base_hz = frequency_hz(36 + tonic) if tonic is not None else 65.0 * rng.lognormal(0, 0.1)
    base_hz /= 2 ** round(traits.size)

    def part(times_s: Floats) -> Floats:
        x = np.clip(np.asarray(times_s) / length_s, 0, 1)
        return 1 - x if falls else x

    noise = _noise(part, length_s, octaves, traits, n, rng, sample_rate=sample_rate)
    tone = _tone(part, base_hz, octaves, n, rng, sample_rate)
    times_s = tones.control_times(0.0, n, sample_rate)
    x = part(times_s)
    # the pulse quickens from two a second to a flutter
    quick_hz = spread(traits.speed, 1.2, 2.0, 3.5) * 2 ** (3.0 * x)
    turned = np.cumsum(quick_hz) * (times_s[1] - times_s[0])
    depth = 0.35 * spread(traits.intensity, 0.5, 1.0, 1.5) * np.minimum(1.0, 2 * x)
    pulse = 1 - depth * (0.5 + 0.5 * np.cos(2 * np.pi * turned))
    out = np.float32(0.75) * noise
    out += np.float32(0.55) * tone
    out *= tones.straight((0.05 + 0.95 * x**1.6) * pulse, n)
    fade_edges(out, max(1, min(n // 8, sample_rate // 20)), max(1, int(0.012 * sample_rate)) if not falls else n // 5)
    return out


def _noise(
    part: Movement,
    length_s: float,
    octaves: float,
    traits: Traits,
    n: int,
    rng: np.random.Generator,
    *,
    sample_rate: int,
) -> Samples:
    low_hz = spread(traits.size, 520.0, 260.0, 140.0)
    stir = [wander(rng, length_s + 0.1, 3.0) for _ in range(2)]

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = part(times_s)
        centre_hz = np.minimum(low_hz * 2 ** (1.6 * octaves * x), 9500.0)[:, None]
        ratio = np.log2(np.maximum(frequencies_hz, 10.0)[None] / centre_hz)
        shape = np.exp(-0.5 * (ratio / np.where(ratio > 0, 0.55, 1.1)) ** 2) / np.sqrt(centre_hz / 400.0)
        return np.stack([np.exp(0.15 * move(times_s))[:, None] * shape for move in stir])

    sound = shaped(rng, magnitudes, n, sample_rate, hop=512)
    return np.asarray(sound * np.float32(2.0))


def _tone(
    part: Movement, base_hz: float, octaves: float, n: int, rng: np.random.Generator, sample_rate: int
) -> Samples:
    """Two detuned saws an octave apart, one more to each side, that climb the octaves exactly."""
    out = np.zeros((2, n), np.float32)

    def colour(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        cutoff_hz = 900.0 * 2 ** (3.4 * part(times_s))
        return np.asarray((60.0 / np.maximum(frequencies_hz, 20.0)) ** 0.7 / (1 + (frequencies_hz / cutoff_hz) ** 2))

    for ear, detune in ((0, -0.006), (1, 0.006)):

        def pitch(times_s: Floats, detune: float = detune) -> Floats:
            return np.asarray(base_hz * (1 + detune) * 2 ** (octaves * part(times_s)))

        turned = tones.cycles(pitch, 0.0, n, sample_rate, rng.uniform())
        out[ear] = tones.harmonics(turned, pitch, colour, 0.0, sample_rate, 24)
    together = 0.3 * out.mean(axis=0)
    return np.asarray((0.7 * out + together) / (np.sqrt(np.mean(out**2)) + 1e-9), dtype=np.float32) * np.float32(0.25)


def _hit(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A cinematic hit: a falling thump, a crack, a metal body and the room that takes it up."""
    size = spread(traits.size, 0.6, 1.0, 1.7)
    force = spread(traits.intensity, 0.7, 1.0, 1.3)
    n = max(256, int(min(left_s, 3.2 * size**0.5) * sample_rate))
    t = np.arange(n) / sample_rate
    low_hz = 42.0 / size**0.5 * rng.uniform(0.92, 1.08)
    turned = low_hz * t + 2.2 * (1 - np.exp(-t / 0.045))
    thump = np.tanh(1.6 * force * np.sin(2 * np.pi * turned) * decay(n, 0.5 * size, sample_rate, 0.002))
    out = np.repeat(0.8 * thump[None].astype(np.float32), 2, axis=0)
    metal = Hit(95.0 / size, PLATE, 0.9 * size, contact_s=0.0015 / force, click=1.2, click_hz=1400.0, click_s=0.010,
                thump=0.8, thump_hz=75.0 / size, thump_s=0.08)  # fmt: skip
    add_at(out, 0.0, 0.7 * hit(metal, force, rng, sample_rate, width=0.5), sample_rate)

    def room(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        corner_hz = (220.0 + 3800.0 * np.exp(-times_s / 0.12) + 700 * np.exp(-times_s / 0.7))[:, None] * force
        level = 0.5 * np.exp(-times_s / 0.06) + 0.10 * np.exp(-times_s / (0.75 * size))
        return np.asarray(
            (level[:, None] / (1 + (frequencies_hz[None] / corner_hz) ** 2) * (frequencies_hz > 30))[None]
        )

    out += shaped(rng, room, n, sample_rate, hop=256)
    fade_edges(out, 2, n // 2)
    return out


def _sub(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A sub drop: one sine that sinks two octaves, with enough overtones to be heard on small speakers."""
    length_s = spread(traits.speed, 3.5, 2.2, 1.1)
    n = max(256, int(min(left_s, length_s) * sample_rate))
    x = np.arange(n) / (length_s * sample_rate)
    pitch_hz = 120.0 / spread(traits.size, 0.75, 1.0, 1.3) * rng.lognormal(0, 0.05) * 4.0 ** -(x**0.6)
    wave = np.sin(2 * np.pi * np.cumsum(pitch_hz) / sample_rate)
    wave = (
        np.tanh(1.8 * spread(traits.intensity, 0.6, 1.0, 1.5) * wave)
        * np.minimum(1, x * length_s / 0.01)
        * (1 - x) ** 1.3
    )
    out = np.stack([wave, wave]).astype(np.float32)
    fade_edges(out, 8, n // 6)
    return np.asarray(out)


def _braam(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Low brass of several players, driven, opening fast and closing slowly, with a hit at its start."""
    length_s = spread(traits.speed, 4.5, 3.2, 1.8)
    n = max(512, int(min(left_s, length_s) * sample_rate))
    tonic = traits.score.tonic
    note = 24 + (float(tonic) if tonic is not None else float(rng.integers(1, 6)))
    base_hz = frequency_hz(note + 12) / 2 ** round(0.8 * traits.size)
    out = np.zeros((2, n), np.float32)

    def colour(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        cutoff_hz = 180.0 + 2300.0 * spread(traits.intensity, 0.5, 1.0, 1.7) * (
            np.minimum(times_s / 0.08, 1) * np.exp(-np.maximum(times_s - 0.08, 0) / (0.4 * length_s))
        )
        return np.asarray((60.0 / frequencies_hz) ** 0.8 / (1 + (frequencies_hz / cutoff_hz) ** 3))

    for octave, voices in ((1.0, 4), (2.0, 2), (0.5, 1)):
        for _ in range(voices):
            drift = wander(rng, length_s + 0.1, 2.5)
            cents = rng.normal(0, 9)

            def pitch(times_s: Floats, octave: float = octave, cents: float = cents, drift: Movement = drift) -> Floats:
                scoop = -0.35 * np.exp(-np.asarray(times_s) / 0.04)
                return np.asarray(base_hz * octave * 2 ** ((cents + 5 * drift(times_s)) / 1200 + scoop / 12))

            turned = tones.cycles(pitch, 0.0, n, sample_rate, rng.uniform())
            wave = tones.harmonics(turned, pitch, colour, 0.0, sample_rate, 32)
            angle = np.pi / 4 * (1 + rng.uniform(-0.8, 0.8))
            out += (
                np.float32(0.5 if octave != 1 else 1.0)
                * np.array([[np.cos(angle)], [np.sin(angle)]], np.float32)
                * wave
            )
    out = np.tanh(1.4 * out / (np.abs(out).max() + 1e-9)).astype(np.float32)
    t = np.arange(n) / sample_rate
    out *= (np.minimum(1, t / 0.035) * np.clip((length_s - t) / (0.55 * length_s), 0, 1) ** 1.2).astype(np.float32)
    add_at(out, 0.0, 0.6 * _hit(traits, min(left_s, 1.5), rng, sample_rate), sample_rate)
    fade_edges(out, 4, n // 8)
    return np.asarray(out)


RISERS = Family(
    name="riser",
    play=play,
    words={
        "riser": {},
        "rise": {},
        "uplifter": {},
        "tension riser": {"brightness": -0.2, "speed": -0.2},
        "white noise riser": {"size": -0.3},
        "noise riser": {"size": -0.3},
        "sweep": {},
        "upsweep": {},
        "build up": {},
        "downer": {"variant": "down"},
        "downlifter": {"variant": "down"},
        "downsweep": {"variant": "down"},
        "fall": {"variant": "down"},
        "riser hit": {"variant": "hit after"},
        "riser impact": {"variant": "hit after"},
        "cinematic hit": {"variant": "hit"},
        "cinematic impact": {"variant": "hit"},
        "cinematic boom": {"variant": "hit", "size": 0.5},
        "trailer hit": {"variant": "hit"},
        "trailer impact": {"variant": "hit"},
        "epic hit": {"variant": "hit", "size": 0.4, "intensity": 0.4},
        "epic impact": {"variant": "hit", "size": 0.4, "intensity": 0.4},
        "bass hit": {"variant": "hit", "size": 0.5, "brightness": -0.3},
        "deep hit": {"variant": "hit", "size": 0.6, "brightness": -0.3},
        "whoosh hit": {"variant": "whoosh hit"},
        "whoosh impact": {"variant": "whoosh hit"},
        "whoosh boom": {"variant": "whoosh hit", "size": 0.4},
        "braam": {"variant": "braam"},
        "brass hit": {"variant": "braam", "speed": 0.4},
        "trailer horn": {"variant": "braam"},
        "sub drop": {"variant": "sub"},
        "bass drop": {"variant": "sub"},
        "sub boom": {"variant": "sub", "size": 0.4},
        "trailer": {"variant": "hit"},
    },
    level_db=-20.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(
        ("dark tension riser", "sfx"),
        ("cinematic hit", "sfx"),
        ("whoosh hit", "sfx"),
        ("deep braam", "sfx"),
        ("sub drop", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("rise", "sweep", "fall", "trailer", "build up")),
)  # fmt: skip
