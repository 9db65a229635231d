"""Melodies: motifs that come again, changed, and phrases that close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import Note
from audiocraft_studio.engines.sketch.music.harmony import near
from audiocraft_studio.engines.sketch.music.plan import Bar, Plan, Seat, Writer
from audiocraft_studio.engines.sketch.music.players.rhythm import accent, drawn, velocity
from audiocraft_studio.engines.sketch.theory import Metre, chord_scale

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
        return notes

    return write


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
        size = int(rng.choice([0, 1, 2, 3, 4], p=_leap_chances(manner.leaps)))
        moves.append(size * (1 if rng.uniform() < 0.5 + 0.25 * lean else -1))
        lean = -lean if rng.uniform() < 0.35 else lean
    return Motif(lengths, tuple(moves))


def _leap_chances(leaps: float) -> list[float]:
    chances = np.array([0.10, 0.58, 0.18 + 0.1 * leaps, 0.06 + 0.2 * leaps, 0.02 + 0.16 * leaps])
    return list(chances / chances.sum())


def _lengths(metre: Metre, busy: float, rng: np.random.Generator) -> tuple[int, ...]:
    """A rhythm of one bar, from cells for the whole bar or, where there are none, for each felt beat."""
    cells = _CELLS.get(metre.groups)
    if cells is None:
        half = len(metre.groups) // 2
        halves = (metre.groups[:half], metre.groups[half:])
        if all(part in _CELLS for part in halves):
            return tuple(n for part in halves for n in drawn(_CELLS[part], rng))
        return tuple(n for group in metre.groups for n in drawn(_CELLS[(group,)], rng))
    crowd = np.array([len(cell) for cell in cells], float)
    wanted = crowd.min() + busy * (crowd.max() - crowd.min())
    weights = np.exp(-((crowd - wanted) ** 2) / 1.2)
    return cells[int(rng.choice(len(cells), p=weights / weights.sum()))]


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
    """The phrase's notes: motifs laid on the chords, beats on chord tones, the last bar on one that closes."""
    notes: list[Note] = []
    pitch = float(start)
    for k, (bar, motif) in enumerate(zip(bars, shape, strict=True)):
        closing = bar.last or (k == len(bars) - 1 and len(bars) > 2)
        if k % 2 == 0:
            pitch = 0.6 * start + 0.4 * pitch
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
    at, sung_notes = 0.0, 0
    tone = 0
    line: _Line = []
    for eighths in motif.lengths:
        length = abs(eighths) / 2
        if eighths > 0:
            chord = bar.chord_at(at)
            scale = chord_scale(plan.tonic, plan.mode, chord)
            if sung_notes == 0:
                tone = nearest(pitch, chord.pitch_classes)
            else:
                tone = stepped(tone, motif.moves[sung_notes - 1], scale)
                if at in plan.metre.beats and (length >= 1 or at == 0):
                    tone = nearest(tone, chord.pitch_classes)
            tone = in_range(tone, centre)
            line.append((at, length, tone))
            sung_notes += 1
        at += length
    return line


def _closing_line(plan: Plan, bar: Bar, pitch: float, rng: np.random.Generator) -> _Line:
    """Two steps, then a long tone of the chord: the tonic where the chord has it, the more so at the very end."""
    chord = bar.chord
    scale = chord_scale(plan.tonic, plan.mode, chord)
    goals = (
        [plan.tonic]
        if plan.tonic in chord.pitch_classes and (bar.last or rng.uniform() < 0.75)
        else chord.pitch_classes
    )
    goal = nearest(pitch, goals)
    if bar.last:
        return [(0.0, bar.length, goal)]
    side = 1 if pitch >= goal else -1
    beat = plan.metre.beat_quarters
    steps = [(0.0, beat, stepped(goal, 2 * side, scale)), (beat, beat, stepped(goal, side, scale))]
    if len(plan.metre.beats) < 3 or rng.uniform() < 0.35:
        steps = [(0.0, beat, stepped(goal, side, scale))] if len(plan.metre.beats) > 1 else []
    rest = sum(length for _, length, _ in steps)
    return [*steps, (rest, bar.length - rest, goal)]


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
