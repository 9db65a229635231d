"""Pads: soft sustained chords in the stated key and tempo, each note a small ensemble."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.voices import harmonics, spread_tones
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.progression import bars
from audiocraft_studio.engines.sketch.theory import frequency_hz, voiced
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Chord after chord, each swelling over the last one's end."""
    notes: tuple[int, ...] = ()
    for bar in bars(traits, duration_s, rng, sample_rate, beats_a_chord=8, neutral_bpm=80.0):
        notes = voiced(bar.chord, notes)
        bass = 36 + (bar.chord.root - 0) % 12
        attack = int(min(spread(traits.speed, 1.6, 0.8, 0.2) * sample_rate, bar.length // 2))
        release = min(int(1.2 * sample_rate), bar.length)
        sound = _chord((bass, *notes), traits, bar.length + release, rng, sample_rate)
        fade_edges(sound, attack, release)
        yield bar.start, sound


def _chord(notes: tuple[int, ...], traits: Traits, n: int, rng: np.random.Generator, sample_rate: int) -> Samples:
    highest_hz = spread(traits.brightness, 900.0, 2600.0, 8000.0) * spread(traits.intensity, 0.7, 1.0, 1.6)
    partials, gains = [], []
    for i, note in enumerate(notes):
        f, g = harmonics(frequency_hz(note), 1.2, highest_hz)
        g = g * rng.lognormal(0, 0.2, len(g)) * np.exp(-f / highest_hz)
        if traits.variant == "choir":
            g = g * _vowel(f)
        partials.append(f)
        gains.append(g * (0.9 if i == 0 else 1.0))
    return spread_tones(
        rng, np.concatenate(partials), np.concatenate(gains), width_cents=9.0, n_samples=n, sample_rate=sample_rate
    )


def _vowel(f: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Formants of an open "ah" (700, 1150, 2800 Hz): what makes a pad sing."""
    gain = np.full_like(f, 0.08)
    for centre_hz, width_hz, level in ((700.0, 130.0, 1.0), (1150.0, 150.0, 0.7), (2800.0, 300.0, 0.35)):
        gain += level * np.exp(-0.5 * ((f - centre_hz) / width_hz) ** 2)
    return gain


PAD = Family(
    name="pad",
    play=play,
    words={
        "pad": {},
        "string": {"brightness": 0.2},
        "choir": {"variant": "choir"},
        "synth": {},
        "ambient music": {"speed": -0.3},
    },
    level_db=-23.0,
    role="music",
    sustained=True,
    examples=(("slow pad in D minor", "music"), ("warm choir pad in G major", "music")),
    intensity_db=5.0,
    weak=frozenset(
        (
            "string",
            "synth",
        )
    ),
)
