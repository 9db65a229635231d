"""Chords on an instrument, in the stated key, chords and tempo: every stroke on its beat to the sample."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.progression import Bar, bars
from audiocraft_studio.engines.sketch.theory import frequency_hz, voiced
from audiocraft_studio.engines.sketch.traits import Traits, spread

# strokes of a bar of four beats, in beats, and their weight; every one begins on the beat
_PATTERNS: tuple[tuple[tuple[float, float], ...], ...] = (
    ((0.0, 1.0), (1.0, 0.6), (2.0, 0.8), (3.0, 0.6)),
    ((0.0, 1.0), (2.0, 0.75)),
    ((0.0, 1.0), (1.5, 0.65), (2.0, 0.7), (3.0, 0.6)),
    ((0.0, 1.0), (1.0, 0.55), (2.5, 0.7), (3.0, 0.5)),
)

# instrument: roll-off of its harmonics, decay of the lowest in s at middle C, stretch of the harmonics, attack in s
_INSTRUMENTS: dict[str, tuple[float, float, float, float]] = {
    "piano": (1.15, 1.5, 4e-4, 0.0015),
    "electric": (2.2, 1.3, 0.0, 0.002),
    "pluck": (1.0, 0.55, 5e-5, 0.0006),
    "organ": (1.1, 30.0, 0.0, 0.012),
    "bells": (0.7, 2.2, 0.03, 0.001),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """A chord progression, a bar each, with a bass note under the first stroke."""
    pattern = _PATTERNS[int(rng.integers(len(_PATTERNS)))]
    instrument = (
        traits.variant if traits.variant in _INSTRUMENTS else ("piano", "electric", "pluck")[int(rng.integers(3))]
    )
    notes: tuple[int, ...] = ()
    for bar in bars(traits, duration_s, rng, sample_rate, beats_a_chord=4, neutral_bpm=96.0):
        notes = voiced(bar.chord, notes)
        if traits.variant == "arpeggio":
            yield from _arpeggio(bar, notes, traits, rng, sample_rate)
            continue
        for at, weight in pattern:
            start, length = _on_beat(bar, at), bar.length if instrument == "organ" else bar.length + sample_rate
            played = (36 + bar.chord.root, *notes) if at == 0 else notes
            force = weight * float(rng.normal(1.0, 0.05))
            yield bar.start + start, _stroke(played, force, instrument, traits, length - start, rng, rate=sample_rate)


def _on_beat(bar: Bar, beat: float) -> int:
    """Sample of a beat or half beat within the bar."""
    edges = (*bar.beats, bar.length)
    whole = int(beat)
    return round(edges[whole] + (beat - whole) * (edges[whole + 1] - edges[whole]))


def _arpeggio(
    bar: Bar, notes: tuple[int, ...], traits: Traits, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """The chord's notes one by one in eighths, up and down, an octave added."""
    ladder = sorted({*notes, *(note + 12 for note in notes)})
    ladder = ladder + ladder[-2:0:-1]
    for eighth in range(8):
        start = _on_beat(bar, eighth / 2)
        force = (1.0 if eighth % 4 == 0 else 0.7) * float(rng.normal(1.0, 0.05))
        note = (ladder[eighth % len(ladder)],)
        yield bar.start + start, _stroke(note, force, "pluck", traits, 2 * sample_rate, rng, rate=sample_rate)


def _stroke(
    notes: tuple[int, ...],
    force: float,
    instrument: str,
    traits: Traits,
    n: int,
    rng: np.random.Generator,
    *,
    rate: int,
) -> Samples:
    """Some notes struck at once. Harder strokes are brighter; low notes ring longer; upper harmonics die first."""
    roll_off, decay_s, stretch, attack_s = _INSTRUMENTS[instrument]
    roll_off /= spread(traits.brightness, 0.7, 1.0, 1.4) * spread(force - 1, 0.8, 1.0, 1.15)
    n = min(n, int(6 * rate))
    sound = np.zeros((2, n), np.float32)
    for note in notes:
        f0 = frequency_hz(note)
        k = np.arange(1, int(np.clip(7000.0 / f0, 2, 20)) + 1)
        frequencies_hz = f0 * k * np.sqrt(1 + stretch * (k**2 - 1))
        decays_s = decay_s * (261.6 / f0) ** 0.5 / k**0.7
        level = k**-roll_off * rng.lognormal(0, 0.1, len(k)) * (0.85 if note < 48 else 1.0)
        tone = ring(frequencies_hz, decays_s, level[None], n, rate, rise_s=attack_s)
        # low strings to the left, high ones to the right, as the player sits; the far ear hears it a moment later
        side = float(np.clip((note - 60) / 60, -0.3, 0.3))
        late = int(abs(side) * 0.0006 * rate)
        for ear, gain in enumerate((1 - side, 1 + side)):
            shift = late if (ear == 0) == (side > 0) else 0
            sound[ear, shift:] += np.float32(gain) * tone[0, : n - shift]
    sound *= np.float32(force)
    fade_edges(sound, 0, min(n // 4, rate // 8))
    return sound


CHORDS = Family(
    name="chords",
    play=play,
    words={
        "chord": {},
        "piano": {"variant": "piano"},
        "electric piano": {"variant": "electric"},
        "rhodes": {"variant": "electric"},
        "guitar": {"variant": "pluck"},
        "harp": {"variant": "arpeggio"},
        "pluck": {"variant": "pluck"},
        "organ": {"variant": "organ"},
        "arpeggio": {"variant": "arpeggio"},
        "melody": {"variant": "arpeggio"},
        "tune": {"variant": "arpeggio"},
        "progression": {},
    },
    level_db=-22.0,
    role="music",
    sustained=True,
    examples=(
        ("C major chords at 120 bpm", "music"),
        ("piano chords in A minor", "music"),
        ("arpeggio in G major", "music"),
    ),
    intensity_db=5.0,
    weak=frozenset(
        (
            "song",
            "tune",
            "melody",
        )
    ),
)
