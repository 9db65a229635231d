"""Bass lines."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import Note
from audiocraft_studio.engines.sketch.music.harmony import near
from audiocraft_studio.engines.sketch.music.plan import Bar, Plan, Seat, Writer
from audiocraft_studio.engines.sketch.music.players.rhythm import (
    Patterns,
    Stroke,
    accent,
    drawn,
    strokes,
    velocity,
    weighted,
)
from audiocraft_studio.engines.sketch.theory import Chord, Metre, chord_scale


def line(patterns: Patterns, *, length: float = 0.9) -> Writer:
    """Patterns of a bar: "R" the root, "F" the fifth, "O" the octave, "T" the third, "A" a step that leads to the next
    chord. length: of the notes, as a part of their place.
    """

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        options = patterns.get(str(plan.metre)) or plain_patterns(plan.metre)
        chosen = {letter: drawn(options, rng) for letter in "ABC"}
        notes: list[Note] = []
        for index, bar in plan.playing(seat):
            low = near(bar.chord.root, seat.centre)
            if bar.last:
                notes.append(Note(bar.start, bar.length, low, velocity(0.85, bar.energy)))
                continue
            pattern = drawn(options, rng) if bar.nth % 4 == 3 and rng.uniform() < 0.4 else chosen[bar.letter]
            following = plan.bars[min(index + 1, len(plan.bars) - 1)].chord
            for stroke in strokes(pattern):
                pitch = _pitch(plan, bar, stroke, seat.centre, following)
                weight = 0.45 + 0.45 * accent(plan.metre, stroke.offset)
                notes.append(
                    Note(bar.start + stroke.offset, stroke.length * length, pitch, velocity(weight, bar.energy))
                )
        return notes

    return write


def _pitch(plan: Plan, bar: Bar, stroke: Stroke, centre: int, following: Chord) -> int:
    chord = bar.chord_at(stroke.offset)
    root = near(chord.root, centre)
    third, fifth = chord.intervals[1], next((i for i in chord.intervals if i in (6, 7, 8)), 7)
    if stroke.sign == "A":
        return _leading(plan, following, near(following.root, centre), root)
    return root + {"R": 0, "F": fifth if root + fifth < centre + 9 else fifth - 12, "O": 12, "T": third}[stroke.sign]


def _leading(plan: Plan, following: Chord, target: int, origin: int) -> int:
    """The scale's step next to `target`, on the side from which the line comes."""
    scale = chord_scale(plan.tonic, plan.mode, following)
    side = -1 if origin <= target else 1
    pitch = target + side
    while pitch % 12 not in scale:
        pitch += side
    return pitch


def plain_patterns(metre: Metre) -> tuple[str, ...]:
    """The root at the bar line and the fifth half way, or the root alone."""
    sixteenths = round(metre.bar_quarters * 4)
    half = round(metre.beats[(len(metre.beats) + 1) // 2] * 4) if len(metre.beats) > 1 else sixteenths
    two = "R" + "-" * (half - 1) + ("F" + "-" * (sixteenths - half - 1) if half < sixteenths else "")
    return (two, "R" + "-" * (sixteenths - 1))


def walking() -> Writer:
    """A note on every beat: roots where chords change, tones of chord and scale between, a step into the next."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        places = [(bar, beat, bar.chord_at(beat)) for _, bar in plan.playing(seat) for beat in bar_beats(bar)]
        notes: list[Note] = []
        pitch = seat.centre
        for k, (bar, beat, chord) in enumerate(places):
            _, _, after = places[min(k + 1, len(places) - 1)]
            new = k == 0 or places[k - 1][2] != chord or beat == 0
            if bar.last or new:
                pitch = near(chord.root, 0.5 * pitch + 0.5 * seat.centre)
            elif after != chord or (k + 1 < len(places) and places[k + 1][1] == 0):
                target = near(after.root, 0.5 * pitch + 0.5 * seat.centre)
                pitch = target + (-1, 1, -2, 2)[weighted((0.35, 0.3, 0.2, 0.15), rng)]
            else:
                pitch = _walked(plan, chord, pitch, seat.centre, rng)
            length = bar.length if bar.last else 0.92
            notes.append(Note(bar.start + beat, length, pitch, velocity(0.55 + 0.15 * rng.uniform(), bar.energy)))
        return [*notes, *_skips(notes, rng)]

    return write


def bar_beats(bar: Bar) -> list[float]:
    """The quarters of a bar; of the closing one only the first."""
    return [0.0] if bar.last else np.arange(0.0, bar.length, 1.0).tolist()


def _walked(plan: Plan, chord: Chord, pitch: int, centre: int, rng: np.random.Generator) -> int:
    """Another tone of the chord, or a step of its scale, not far away."""
    scale = chord_scale(plan.tonic, plan.mode, chord)
    options = [p for p in range(pitch - 5, pitch + 6) if p % 12 in scale and p != pitch and abs(p - centre) <= 10]
    tones = chord.pitch_classes
    return options[weighted([(3.0 if p % 12 in tones else 1.0) / (1 + abs(p - centre) / 6) for p in options], rng)]


def _skips(notes: list[Note], rng: np.random.Generator) -> list[Note]:
    """Now and then a short note before the next, on the same tone."""
    return [
        Note(round(a.start) + 0.5, 0.4, a.pitch, max(1, a.velocity - 25))
        for a, b in pairwise(notes)
        if rng.uniform() < 0.12 and b.start - a.start == 1.0 and a.start == round(a.start)
    ]


def pedal(length_bars: float = 1.0, *, home: bool = False) -> Writer:
    """Roots, held as long as the chord stays the same. home: the key's tonic and fifth instead."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        for _, bar in plan.playing(seat):
            for offset, length, chord in bar.spans():
                start, root = bar.start + offset, near(plan.tonic if home else chord.root, seat.centre)
                last = notes[-1] if notes else None
                if (
                    last
                    and last.pitch == root
                    and abs(last.start + last.length - start) < 1e-6
                    and last.length + length <= length_bars * bar.length + 1e-6
                ):
                    notes[-1] = Note(last.start, last.length + length, root, last.velocity)
                else:
                    notes.append(Note(start, length, root, velocity(0.6 + 0.05 * rng.standard_normal(), bar.energy)))
        return [*notes, *(Note(n.start, n.length, n.pitch + 7, max(1, n.velocity - 20)) for n in notes if home)]

    return write
