"""Melodies: motifs that come again, changed, and phrases that close."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import Note
from audiocraft_studio.engines.sketch.music.harmony import near
from audiocraft_studio.engines.sketch.music.plan import Bar, Plan, Seat, Writer
from audiocraft_studio.engines.sketch.music.players.rhythm import accent, drawn, velocity, weighted
from audiocraft_studio.engines.sketch.theory import Chord, Metre, chord_scale

# lengths in eighth notes; negative ones are rests
_CELLS: dict[tuple[int, ...], tuple[tuple[int, ...], ...]] = {
    (2, 2, 2, 2): (
        (4, 4), (3, 1, 4), (2, 2, 4), (2, 1, 1, 4), (3, 3, 2), (1, 1, 2, 4), (6, 2), (3, 1, 2, 2), (2, 2, 2, 2),
        (1, 1, 1, 1, 4), (-2, 2, 4), (-1, 1, 2, 4), (2, 4, 2), (3, 1, 3, 1), (3, 2, 3), (1, 2, 1, 4),
    ),
    (2, 2, 2): ((4, 2), (2, 2, 2), (3, 1, 2), (2, 1, 1, 2), (1, 1, 2, 2), (2, 4), (-2, 2, 2), (4, 1, 1)),
    (3, 3): ((3, 3), (2, 1, 2, 1), (1, 1, 1, 3), (2, 1, 3), (3, 2, 1), (3, 1, 1, 1), (-3, 2, 1)),
    (2, 2): ((2, 2), (3, 1), (1, 1, 2), (2, 1, 1)),
    (3,): ((3,), (2, 1), (1, 1, 1)),
    (2,): ((2,), (1, 1)),
}  # fmt: skip


@dataclass(frozen=True)
class Motif:
    """A bar of melody. lengths: in eighths, negative for rests. moves: in steps of the scale, one for each note after
    the first of the sounding ones.
    """

    lengths: tuple[int, ...]
    moves: tuple[int, ...]


@dataclass(frozen=True)
class Manner:
    """How a melody is sung. busy: 0 long notes … 1 short ones. rests: how often a phrase is left out in calm sections.

    length: of the notes, as a part of their place. leaps: how wide it moves. offbeats: how often a bar begins early.
    free: how much each return is changed.
    """

    busy: float = 0.5
    rests: float = 0.3
    length: float = 0.95
    leaps: float = 0.3
    free: float = 0.35
    offbeats: float = 0.0


def sung(manner: Manner) -> Writer:
    """A melody: four-bar phrases of two motifs, the first one twice, closing on a tone of the last chord."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        motifs = {letter: [_motif(plan.metre, manner, rng) for _ in range(3)] for letter in "ABC"}
        starts = {letter: seat.centre + int(rng.integers(-4, 5)) for letter in "ABC"}
        playing = dict(plan.playing(seat))
        notes: list[Note] = []
        for phrase in _phrases(plan):
            bars = [playing[k] for k in phrase if k in playing]
            if len(bars) < len(phrase) or _left_out(bars, manner, rng):
                continue
            letter = bars[0].letter
            free = manner.free * (0.6 if bars[0].turn == 0 and bars[0].nth == 0 else 1.2)
            shape = _phrase_shape(motifs[letter], bars, free, rng)
            notes.extend(_sing(plan, seat, bars, shape, starts[letter], manner, rng))
        return _at_once(notes)

    return write


def _at_once(notes: list[Note]) -> list[Note]:
    """The first note from the start of the piece on: a sound of a moment is no rest."""
    first = min(notes, default=None)
    if first is None or first.start > 4:
        return notes
    return [replace(first, start=0.0, length=first.start + first.length), *(n for n in notes if n is not first)]


def _phrases(plan: Plan) -> list[list[int]]:
    """Indices of the bars, in fours from the start of each section."""
    found: list[list[int]] = []
    for index, bar in enumerate(plan.bars):
        if bar.nth % 4 == 0 or not found:
            found.append([])
        found[-1].append(index)
    return found


def _left_out(bars: Sequence[Bar], manner: Manner, rng: np.random.Generator) -> bool:
    calm = 1.0 - bars[0].energy
    return (len(bars) < 3 and not bars[-1].last and rng.uniform() < manner.rests) or rng.uniform() < manner.rests * calm


def _motif(metre: Metre, manner: Manner, rng: np.random.Generator) -> Motif:
    lengths = _lengths(metre, manner.busy, rng)
    count = sum(length > 0 for length in lengths)
    moves: list[int] = []
    lean = float(rng.choice([-1, 1]))
    for _ in range(max(0, count - 1)):
        if moves and abs(moves[-1]) > 2:
            moves.append(-int(np.sign(moves[-1])))
            continue
        size = weighted(_leap_chances(manner.leaps), rng)
        moves.append(size * (1 if rng.uniform() < 0.5 + 0.25 * lean else -1))
        lean = -lean if rng.uniform() < 0.35 else lean
    return Motif(lengths, tuple(moves))


def _leap_chances(leaps: float) -> list[float]:
    """How likely each size of step is, from 0 to 4."""
    return [0.07, 0.58, 0.18 + 0.1 * leaps, 0.06 + 0.2 * leaps, 0.02 + 0.16 * leaps]


def _lengths(metre: Metre, busy: float, rng: np.random.Generator) -> tuple[int, ...]:
    """A rhythm of one bar, from cells for the whole bar or, where there are none, for each felt beat."""
    cells = _CELLS.get(metre.groups)
    if cells is None:
        half = len(metre.groups) // 2
        halves = (metre.groups[:half], metre.groups[half:])
        if all(part in _CELLS for part in halves):
            return tuple(n for part in halves for n in drawn(_CELLS[part], rng))
        return tuple(n for group in metre.groups for n in drawn(_CELLS[(group,)], rng))
    crowd = [len(cell) for cell in cells]
    wanted = min(crowd) + busy * (max(crowd) - min(crowd))
    return cells[weighted([math.exp(-((n - wanted) ** 2) / 1.2) for n in crowd], rng)]


def _phrase_shape(motifs: Sequence[Motif], bars: Sequence[Bar], free: float, rng: np.random.Generator) -> list[Motif]:
    """The motifs of a phrase's bars: a b a' c, each changed a little where it comes again."""
    order = (0, 1, 0, 2)[: len(bars)]
    return [_changed(motifs[m], rng) if k > 0 and rng.uniform() < free else motifs[m] for k, m in enumerate(order)]


def _changed(motif: Motif, rng: np.random.Generator) -> Motif:
    """A small change: another last step, the same turned over, or its longest note divided."""
    kind = int(rng.integers(3))
    if kind == 0 and motif.moves:
        return replace(motif, moves=(*motif.moves[:-1], motif.moves[-1] + int(rng.choice([-1, 1]))))
    if kind == 1:
        return replace(motif, moves=tuple(-m for m in motif.moves))
    longest = max(range(len(motif.lengths)), key=lambda k: motif.lengths[k])
    length = motif.lengths[longest]
    if length < 2:
        return motif
    sounding = sum(n > 0 for n in motif.lengths[:longest])
    lengths = (*motif.lengths[:longest], length - length // 2, length // 2, *motif.lengths[longest + 1 :])
    moves = (*motif.moves[:sounding], int(rng.choice([-1, 1])), *motif.moves[sounding:])
    return Motif(lengths, moves)


def _sing(
    plan: Plan,
    seat: Seat,
    bars: Sequence[Bar],
    shape: Sequence[Motif],
    start: int,
    manner: Manner,
    rng: np.random.Generator,
) -> list[Note]:
    """The phrase's notes: motifs laid on the chords, the third bar from another place, the last one closing."""
    notes: list[Note] = []
    pitch = float(start)
    lifted = start + int(rng.choice([-3, 0, 2, 3, 4, 5]))
    for k, (bar, motif) in enumerate(zip(bars, shape, strict=True)):
        closing = bar.last or (k == len(bars) - 1 and len(bars) > 2)
        if k == 2:
            pitch = lifted
        arch = 0.12 * np.sin(np.pi * (k + 0.5) / len(bars))
        line = _closing_line(plan, bar, pitch, rng) if closing else _line(plan, bar, motif, pitch, seat.centre)
        for offset, length, tone in line:
            weight = 0.5 + arch + 0.25 * accent(plan.metre, offset)
            early = 0.5 if offset == 0 and k > 0 and rng.uniform() < manner.offbeats else 0.0
            notes.append(
                Note(bar.start + offset - early, (length + early) * manner.length, tone, velocity(weight, bar.energy))
            )
            pitch = tone
    return alone(notes)


def alone(notes: Sequence[Note]) -> list[Note]:
    """One voice sings one note at a time."""
    kept: list[Note] = []
    for note in sorted(notes):
        if kept and kept[-1].start + kept[-1].length > note.start:
            if note.start - kept[-1].start < 0.1:
                kept.pop()
            else:
                kept[-1] = replace(kept[-1], length=note.start - kept[-1].start)
        kept.append(note)
    return kept


_Line = list[tuple[float, float, int]]
"""(offset in the bar, length, pitch)."""


def _line(plan: Plan, bar: Bar, motif: Motif, pitch: float, centre: int) -> _Line:
    """The motif from the chord tone nearest to `pitch`; where the bar is heavy, on tones of its chord."""
    at, moves = 0.0, iter(motif.moves)
    tone: int | None = None
    line: _Line = []
    for eighths in motif.lengths:
        length = abs(eighths) / 2
        if eighths > 0:
            chord = bar.chord_at(at)
            if tone is None:
                tone = nearest(pitch, chord.pitch_classes)
            else:
                move = next(moves)
                before, tone = tone, stepped(tone, move, chord_scale(plan.tonic, plan.mode, chord))
                if _heavy(plan.metre, at) or length >= 1.5:
                    tone = _on_chord(tone, before, move, chord)
            tone = in_range(tone, centre)
            line.append((at, length, tone))
        at += length
    return line


def _heavy(metre: Metre, offset: float) -> bool:
    """Whether a place is the bar's first or its middle beat."""
    half = metre.beats[len(metre.beats) // 2] if len(metre.beats) % 2 == 0 else 0.0
    return offset in (0.0, half)


def _on_chord(tone: int, before: int, move: int, chord: Chord) -> int:
    """The tone of `chord` nearest to `tone`, on the side to which the line moves: a move stays a move."""
    options = [near(c, tone + 12 * octave) for c in chord.pitch_classes for octave in (-1, 0, 1)]
    if move:
        options = [p for p in options if (p - before) * move > 0]
    return min(options, key=lambda p: (abs(p - tone), p))


# how phrases close: (steps of the scale above the goal, part of the bar) of the notes before the long one
_CLOSES: tuple[tuple[tuple[int, float], ...], ...] = (
    ((2, 0.25), (1, 0.25)), ((1, 0.25), (-1, 0.25)), ((-1, 0.25),), ((1, 0.5),), ((4, 0.25), (1, 0.25)),
    ((2, 0.125), (3, 0.125), (1, 0.25)), ((-2, 0.25), (-1, 0.25)), ((0, 0.25), (1, 0.125), (-1, 0.125)), (),
    ((3, 0.375), (1, 0.125)), ((-3, 0.25), (-1, 0.25)),
)  # fmt: skip


def _closing_line(plan: Plan, bar: Bar, pitch: float, rng: np.random.Generator) -> _Line:
    """A turn, then a long tone of the chord: the tonic where the chord has it, the more so at the very end."""
    chord = bar.chord
    scale = chord_scale(plan.tonic, plan.mode, chord)
    tonic = plan.tonic in chord.pitch_classes and (bar.last or rng.uniform() < 0.75)
    goal = nearest(pitch, [plan.tonic] if tonic else chord.pitch_classes)
    if bar.last:
        return [(0.0, bar.length, goal)]
    line: _Line = []
    at = 0.0
    for steps, part in drawn(_CLOSES, rng):
        # a bar has as many eighths as it has; the turn takes whole ones
        length = max(0.5, round(2 * part * bar.length) / 2)
        line.append((at, length, stepped(goal, steps, scale)))
        at += length
    return [*line, (at, bar.length - at, goal)]


def nearest(pitch: float, pitch_classes: Sequence[int]) -> int:
    """The note of one of `pitch_classes` that lies nearest to `pitch`."""
    return min((near(c, pitch) for c in pitch_classes), key=lambda p: (abs(p - pitch), p))


def stepped(tone: int, steps: int, scale: Sequence[int]) -> int:
    """`steps` steps of the scale from `tone`."""
    for _ in range(abs(steps)):
        tone += 1 if steps > 0 else -1
        while tone % 12 not in scale:
            tone += 1 if steps > 0 else -1
    return tone


def in_range(tone: int, centre: int) -> int:
    """`tone`, by octaves, about an octave around `centre`."""
    while tone > centre + 12:
        tone -= 12
    while tone < centre - 10:
        tone += 12
    return tone
