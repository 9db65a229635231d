"""Broken chords, ostinatos, and tones that drift by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import Note
from audiocraft_studio.engines.sketch.music.harmony import near, voicing
from audiocraft_studio.engines.sketch.music.plan import Bar, Plan, Seat, Writer
from audiocraft_studio.engines.sketch.music.players.rhythm import accent, drawn, velocity
from audiocraft_studio.engines.sketch.theory import SCALES, chord_scale

# order in which the rungs of a chord's ladder are played, over and over; rungs beyond the top go up an octave
_SHAPES: tuple[tuple[int, ...], ...] = (
    (0, 1, 2, 3), (0, 1, 2, 3, 2, 1), (0, 2, 1, 3), (3, 2, 1, 0), (0, 2, 3, 2), (0, 1, 2, 4, 3, 2, 1, 2),
    (0, 3, 2, 1, 2, 3, 4, 2), (0, 2, 1, 2, 3, 2, 1, 2),
)  # fmt: skip


def broken(step: float = 0.25, *, shapes: Sequence[tuple[int, ...]] = _SHAPES, length: float = 1.0) -> Writer:
    """A chord's tones one by one, a note each `step` quarters; every letter has its shape, later turns vary it.

    length: of the notes, as a part of the step.
    """

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        chosen = {letter: drawn(shapes, rng) for letter in "ABC"}
        notes: list[Note] = []
        previous: tuple[int, ...] = ()
        turned = shape = chosen["A"]
        here: tuple[int, str] = (-1, "")
        for _, bar in plan.playing(seat):
            if (bar.section, bar.letter) != here:
                here = (bar.section, bar.letter)
                shape = chosen[bar.letter] if bar.turn == 0 else _varied(chosen[bar.letter], rng)
            turned = _varied(shape, rng) if bar.nth % 4 == 3 and rng.uniform() < 0.5 else shape
            if bar.last:
                notes.append(Note(bar.start, bar.length, near(bar.chord.root, seat.centre), velocity(0.7, bar.energy)))
                continue
            for k in range(round(bar.length / step)):
                offset = k * step
                previous = voicing(bar.chord_at(offset), previous, seat.centre)
                rung = turned[k % len(turned)]
                pitch = previous[rung % len(previous)] + 12 * (rung // len(previous))
                weight = 0.35 + 0.5 * accent(plan.metre, offset)
                notes.append(Note(bar.start + offset, step * length, pitch, velocity(weight, bar.energy)))
        return notes

    return write


def _varied(shape: tuple[int, ...], rng: np.random.Generator) -> tuple[int, ...]:
    """The shape with one of its rungs replaced."""
    changed = list(shape)
    changed[int(rng.integers(1, len(changed)))] = int(rng.integers(0, max(shape) + 2))
    return tuple(changed)


def ostinato(cells: Sequence[str], *, length: float = 0.7) -> Writer:
    """A short figure that goes on and on, a character for each sixteenth: "0" is the chord's root, "1".."7" the steps
    of the scale above it; capital letters "A".."H" the same, accented; "." a rest.
    """

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        chosen = {letter: drawn(cells, rng) for letter in "ABC"}
        notes: list[Note] = []
        for _, bar in plan.playing(seat):
            root = near(bar.chord.root, seat.centre)
            if bar.last:
                notes.append(Note(bar.start, bar.length, root, velocity(0.9, bar.energy)))
                continue
            cell = chosen[bar.letter]
            scale = chord_scale(plan.tonic, plan.mode, bar.chord)
            for k in range(round(bar.length * 4)):
                sign = cell[k % len(cell)]
                if sign == ".":
                    continue
                step = "ABCDEFGH".index(sign) if sign.isalpha() else int(sign)
                weight = 1.0 if sign.isalpha() else 0.5 + 0.2 * accent(plan.metre, k / 4)
                pitch = _step_above(root, step, scale)
                notes.append(Note(bar.start + k / 4, 0.25 * length, pitch, velocity(weight, bar.energy)))
        return notes

    return write


def _step_above(root: int, step: int, scale: Sequence[int]) -> int:
    """The note `step` scale steps above `root`, which may itself be foreign to the scale."""
    pitch = root
    for _ in range(step):
        pitch += 1
        while pitch % 12 not in scale:
            pitch += 1
    return pitch


def drifting(density: float = 0.5, *, span: int = 12) -> Writer:
    """Single tones of the five-tone scale, here and there, now and then two or three in a row; none is in a hurry."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        pitch = float(seat.centre)
        for _, bar in plan.playing(seat):
            for beat in np.arange(0, bar.length, 0.5).tolist():
                likely = density * (0.35 + 0.65 * bar.energy) * (0.9 if beat == 0 else 0.5 if beat % 1 == 0 else 0.22)
                if (bar.last and beat > 0) or rng.uniform() > likely:
                    continue
                tones = _open_tones(plan, bar, beat)
                pitch = float(np.clip(pitch + rng.normal(0, 4), seat.centre - span / 2, seat.centre + span))
                note = min((near(tone, pitch) for tone in tones), key=lambda p, at=pitch: (abs(p - at), p))  # type: ignore[misc]
                length = float(rng.choice([1.0, 2.0, 3.0]))
                notes.append(Note(bar.start + beat, length, note, velocity(rng.uniform(0.25, 0.75), bar.energy)))
        return notes

    return write


def _open_tones(plan: Plan, bar: Bar, beat: float) -> tuple[int, ...]:
    """The chord's tones, and those of the five-tone scale that rub against none of them."""
    chord = bar.chord_at(beat).pitch_classes
    five = (0, 2, 4, 7, 9) if 4 in SCALES[plan.mode] else (0, 3, 5, 7, 10)
    others = [(plan.tonic + step) % 12 for step in five]
    return (*chord, *(t for t in others if all((t - c) % 12 not in (1, 11) for c in chord)))
