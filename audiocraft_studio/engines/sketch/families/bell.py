"""Bells, gongs, bowls and chimes: long modes in the ratios that make a bell a bell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import bursts, scatter
from audiocraft_studio.engines.sketch.blocks.modal import ring, struck
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.theory import frequency_hz
from audiocraft_studio.engines.sketch.traits import Traits, spread

# hum, prime, tierce, quint, nominal and the partials above (Rossing and Perrin, "Vibrations of bells", 1987)
_BELL = np.array([0.5, 1.0, 1.2, 1.5, 2.0, 2.5, 2.67, 3.0, 4.0, 5.33, 6.6])
_BOWL = np.array([1.0, 2.71, 5.15, 8.2, 11.7])
_TUBE = np.array([1.0, 2.756, 5.404, 8.93])
_GONG = np.sort(np.array([1, 1.33, 1.51, 1.83, 2.05, 2.38, 2.61, 2.97, 3.2, 3.64, 4.1, 4.5, 5.2, 5.9, 6.6, 7.7, 9.1]))

# variant: (ratios, pitch in Hz, decay of the lowest in s, contact in s, rise of the sound in s)
_KINDS: dict[str, tuple[Floats, float, float, float, float]] = {
    "": (_BELL, 420.0, 4.5, 0.0004, 0.001),
    "hand": (_BELL, 1500.0, 1.6, 0.0002, 0.0005),
    "bowl": (_BOWL, 230.0, 6.0, 0.004, 0.020),
    "gong": (_GONG, 85.0, 5.5, 0.004, 0.060),
    "chimes": (_TUBE, 1350.0, 1.4, 0.0003, 0.0005),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One stroke that rings out; a church bell tolls on, chimes play as the wind likes."""
    kind = traits.variant if traits.variant in _KINDS else ""
    base_hz = _pitch_hz(traits, kind, rng)
    tubes = base_hz * 2 ** (np.array([0, 2, 4, 7, 9, 12]) / 12)
    at_s = min(0.01, 0.1 * duration_s)
    repeated = (traits.repeated or kind == "chimes" or traits.variant == "toll") and traits.count != 1
    while at_s < duration_s - 0.02:
        force = rng.uniform(0.35, 1.0) if kind == "chimes" else rng.uniform(0.85, 1.0)
        hz = float(rng.choice(tubes)) if kind == "chimes" else base_hz
        yield int(at_s * sample_rate), _stroke(traits, kind, hz, force, duration_s - at_s, rng, rate=sample_rate)
        if not repeated:
            return
        gap_s = rng.exponential(0.45) + 0.05 if kind == "chimes" else 2.6 * rng.normal(1.0, 0.02)
        pace = spread(traits.at(at_s / duration_s).speed, 0.6, 1.0, 2.0)
        at_s += traits.gap_s(gap_s / pace, duration_s)


def _pitch_hz(traits: Traits, kind: str, rng: np.random.Generator) -> float:
    size = spread(traits.size, 0.45, 1.0, 2.2)
    if traits.score.tonic is None:
        return _KINDS[kind][1] / size * rng.lognormal(0, 0.10)
    octave = round(np.log2(_KINDS[kind][1] / size / frequency_hz(60 + traits.score.tonic)))
    return frequency_hz(60 + traits.score.tonic + 12 * octave)


def _stroke(
    traits: Traits, kind: str, base_hz: float, force: float, left_s: float, rng: np.random.Generator, *, rate: int
) -> Samples:
    ratios, _, decay_s, contact_s, rise_s = _KINDS[kind]
    # real bells are not round: each mode is a close pair that beats
    frequencies_hz = base_hz * np.concatenate([ratios, ratios * rng.uniform(1.0008, 1.003, len(ratios))])
    frequencies_hz *= rng.lognormal(0, 0.002, len(frequencies_hz))
    decays_s = decay_s * spread(traits.size, 0.6, 1.0, 1.5) * (frequencies_hz / frequencies_hz.min()) ** -0.75
    strength = struck(frequencies_hz, contact_s * spread(traits.intensity, 2.5, 1.0, 0.6) / force)
    gains = strength * rng.lognormal(0, 0.3, len(frequencies_hz)) * (1 + 0.25 * rng.standard_normal((2, len(strength))))
    n = max(8, int(min(left_s, 6.9 * decays_s.max()) * rate))
    sound = force * ring(frequencies_hz, decays_s, gains, n, rate, rise_s=rise_s)
    sound /= np.float32(np.abs(gains).sum() / 6)
    if kind in ("", "hand"):
        clap = bursts(rng, np.array([0.002, 0.004]), np.array([5000.0, 2500.0]), rate, 800)
        sound += scatter(n, np.array([0, 30]), clap, 0.12 * force * np.ones((2, 2)))
    fade_edges(sound, 0, min(n // 4, rate))
    return sound


BELL = Family(
    name="bell",
    play=play,
    words={
        "bell": {},
        "church bell": {"size": 0.7, "variant": "toll"},
        "toll": {"size": 0.6, "variant": "toll"},
        "handbell": {"variant": "hand"},
        "doorbell": {"variant": "hand"},
        "gong": {"variant": "gong"},
        "singing bowl": {"variant": "bowl"},
        "bowl": {"variant": "bowl"},
        "wind chime": {"variant": "chimes"},
        "chimes": {"variant": "chimes"},
        "tubular bell": {"variant": "chimes", "size": 0.8},
    },
    level_db=-22.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(("church bell", "sfx"), ("singing bowl", "music"), ("wind chimes", "ambience"), ("deep gong", "sfx")),
    weak=frozenset(("toll", "bowl")),
)
