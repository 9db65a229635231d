"""Improvised lines, and second voices."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import Note
from audiocraft_studio.engines.sketch.music.plan import Bar, Plan, Seat, Writer
from audiocraft_studio.engines.sketch.music.players.rhythm import velocity
from audiocraft_studio.engines.sketch.music.players.tunes import Manner, alone, in_range, nearest, stepped, sung
from audiocraft_studio.engines.sketch.theory import chord_scale


def improvised(manner: Manner) -> Writer:
    """A theme where the head is played; in solos, lines of eighths that aim at the chords' thirds and sevenths."""
    theme = sung(manner)

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        solo = [bar for _, bar in plan.playing(seat) if bar.name == "solo" and not bar.last]
        spans = [(bar.start, bar.start + bar.length) for bar in solo]
        notes = [n for n in theme(plan, seat, rng) if not any(a <= n.start < b for a, b in spans)]
        pitch, waits = float(seat.centre), 0.0
        for bar in solo:
            for at in np.arange(0.0, bar.length, 0.5).tolist():
                if waits > 0:
                    waits -= 0.5
                    continue
                tone = _solo_tone(plan, bar, at, pitch, seat.centre, rng)
                long = rng.uniform() < 0.14
                force = velocity(0.45 + 0.3 * rng.uniform(), bar.energy)
                notes.append(Note(bar.start + at, 1.4 if long else 0.46, tone, force))
                pitch = tone
                waits = float(rng.choice([1.0, 1.5, 2.0])) if long else 0.0
        return alone(notes)

    return write


def _solo_tone(plan: Plan, bar: Bar, at: float, pitch: float, centre: int, rng: np.random.Generator) -> int:
    chord = bar.chord_at(at)
    wish = pitch + rng.choice([-1, 1]) * rng.uniform(1, 4) - 0.18 * (pitch - centre)
    if at % 1 == 0:
        guides = [c for c, i in zip(chord.pitch_classes, chord.intervals, strict=True) if i % 12 not in (0, 7)]
        return in_range(nearest(wish, guides if at % 2 == 0 else chord.pitch_classes), centre)
    if rng.uniform() < 0.15:
        return in_range(round(pitch) + int(rng.choice([-1, 1])), centre)
    return in_range(nearest(wish, chord_scale(plan.tonic, plan.mode, chord)), centre)


def counter() -> Writer:
    """A second voice below the first: long tones, thirds and fifths of the chords, moving as little as they can."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        pitch = float(seat.centre)
        for _, bar in plan.playing(seat):
            for offset, length, chord in bar.spans():
                tones = [chord.root] if bar.last else [c for c in chord.pitch_classes if c != chord.root]
                tone = in_range(nearest(pitch + rng.choice([-2.0, 0.0, 2.0]), tones), seat.centre)
                divided = length >= 2 and not bar.last and rng.uniform() < 0.3
                first = length / 2 if divided else length
                notes.append(Note(bar.start + offset, first * 0.97, tone, velocity(0.55, bar.energy)))
                if divided:
                    after = stepped(tone, int(rng.choice([-1, 1])), chord_scale(plan.tonic, plan.mode, chord))
                    notes.append(Note(bar.start + offset + first, first * 0.97, after, velocity(0.5, bar.energy)))
                pitch = tone
        return notes

    return write
