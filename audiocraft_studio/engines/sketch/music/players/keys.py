"""Chords: held, or in a rhythm."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import Note
from audiocraft_studio.engines.sketch.music.harmony import enriched, near, voicing
from audiocraft_studio.engines.sketch.music.plan import Bar, Plan, Seat, Writer
from audiocraft_studio.engines.sketch.music.players.rhythm import Patterns, accent, drawn, strokes, velocity
from audiocraft_studio.engines.sketch.theory import Chord, Metre


def held(size: int = 0, *, tied_bars: float = 2.0, weight: float = 0.6) -> Writer:
    """Chords as long as they last; tones that two chords share are held over, up to `tied_bars` bars."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        open_notes: dict[int, Note] = {}
        notes: list[Note] = []
        previous: tuple[int, ...] = ()
        for _, bar in plan.playing(seat):
            for offset, length, chord in bar.spans():
                previous = voicing(chord, previous, seat.centre, size)
                start = bar.start + offset
                following: dict[int, Note] = {}
                for pitch in previous:
                    note = open_notes.pop(pitch, None)
                    tied = note is not None and abs(note.start + note.length - start) < 1e-6
                    if note is not None and tied and note.length + length <= tied_bars * bar.length + 1e-6:
                        following[pitch] = Note(note.start, note.length + length, pitch, note.velocity)
                        continue
                    if note is not None:
                        notes.append(note)
                    force = velocity(weight + 0.08 * rng.standard_normal() * 0.5, bar.energy)
                    following[pitch] = Note(start, length, pitch, force)
                notes.extend(open_notes.values())
                open_notes = following
        return sorted([*notes, *open_notes.values()])

    return write


def comped(patterns: Patterns, size: int = 0, *, bass: bool = False, busy: float = 0.0, rich: bool = False) -> Writer:
    """Chords in a rhythm: each section of new material takes one of the patterns, "1" to "9" being weights.

    bass: with the root below, where no bass plays. busy: how often a bar takes another pattern than its section's.
    rich: with ninths and thirteenths in place of roots and fifths, as players do who leave the root to the bass.
    """

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        options = patterns.get(str(plan.metre)) or plain_patterns(plan.metre)
        chosen = {letter: drawn(options, rng) for letter in "ABC"}

        def coloured(chord: Chord) -> Chord:
            return enriched(chord, plan.tonic, plan.mode) if rich else chord

        notes: list[Note] = []
        previous: tuple[int, ...] = ()
        centre = seat.centre
        for _, bar in plan.playing(seat):
            if bar.nth % 4 == 0:
                # another place on the keyboard, so that the upper tone moves, too
                centre, previous = seat.centre + int(rng.integers(-4, 5)), ()
            previous = voicing(coloured(bar.chord), previous, centre, size)
            if bar.last:
                notes.extend(_struck(bar, 0.0, bar.length, 0.8, _with_bass(previous, bar, bass=bass)))
                continue
            pattern = drawn(options, rng) if rng.uniform() < busy else chosen[bar.letter]
            for stroke in strokes(pattern):
                chord = bar.chord_at(stroke.offset)
                if chord is not bar.chord:
                    previous = voicing(coloured(chord), previous, centre, size)
                low = bass and (stroke.offset == 0 or chord is not bar.chord_at(stroke.offset - 0.25))
                tones = _with_bass(previous, bar, bass=low, root=chord.root)
                weight = int(stroke.sign) / 9 * (0.85 + 0.15 * accent(plan.metre, stroke.offset))
                notes.extend(_struck(bar, stroke.offset, stroke.length, weight, tones))
        return notes

    return write


def _struck(bar: Bar, offset: float, length: float, weight: float, tones: tuple[int, ...]) -> list[Note]:
    force = velocity(weight, bar.energy)
    # the upper tone sings, the inner ones stay behind
    return [
        Note(bar.start + offset, length, tone, force if tone == max(tones) else max(1, force - 8)) for tone in tones
    ]


def _with_bass(tones: tuple[int, ...], bar: Bar, *, bass: bool, root: int | None = None) -> tuple[int, ...]:
    return (near(bar.chord.root if root is None else root, 42), *tones) if bass else tones


def plain_patterns(metre: Metre) -> tuple[str, ...]:
    """A stroke on every felt beat, and one on the first alone."""
    sixteenths = round(metre.bar_quarters * 4)
    on_beats = ["-"] * sixteenths
    for beat in metre.beats:
        on_beats[round(beat * 4)] = "8" if beat == 0 else "5"
    return ("".join(on_beats), "8" + "-" * (sixteenths - 1))
