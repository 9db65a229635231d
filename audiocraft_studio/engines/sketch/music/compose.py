"""Composing: from what a prompt fixes to a piece for a band."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import Composition, Part, Section, Tempo
from audiocraft_studio.engines.sketch.music.feel import humanised, swung, tidied
from audiocraft_studio.engines.sketch.music.form import Stretch, fitting_bpm, form
from audiocraft_studio.engines.sketch.music.harmony import bars_of, by_mood
from audiocraft_studio.engines.sketch.music.plan import Bar, Plan, Seat, Style
from audiocraft_studio.engines.sketch.music.seating import seated
from audiocraft_studio.engines.sketch.music.styles import STYLES, USUAL
from audiocraft_studio.engines.sketch.theory import METRES, Metre, Score


def compose(
    score: Score, style: str, duration_s: float, rng: np.random.Generator, *, played: bool = True
) -> Composition:
    """A piece of exactly `duration_s` seconds.

    What the score leaves open is drawn from what suits the style ("" is the usual one; raises KeyError for a name not
    in STYLES). played: with a player's freedom in time and force, and the style's swing; else every note on its grid.
    The same arguments and the same state of `rng` give the same piece.
    """
    _, _, casting, feeling = streams = rng.spawn(4)
    manner, plan, sketch = _laid_out(score, style, duration_s, streams)
    seats = seated(manner, score, casting)
    parts = []
    for seat, writing, playing in zip(seats, casting.spawn(len(seats)), feeling.spawn(len(seats)), strict=True):
        part = _part(plan, seat, sketch.length, writing)
        if played:
            part = _played(part, manner, plan, sketch.length, playing)
        parts.append(part)
    return replace(sketch, parts=tuple(part for part in parts if part.notes))


def outline(score: Score, style: str, duration_s: float, rng: np.random.Generator) -> Composition:
    """What `compose` makes of the same arguments, without the notes: key, tempo, metre and sections."""
    return _laid_out(score, style, duration_s, rng.spawn(4))[2]


def _laid_out(
    score: Score, style: str, duration_s: float, streams: list[np.random.Generator]
) -> tuple[Style, Plan, Composition]:
    manner = STYLES[style] if style else USUAL
    forming, harmonising, *_ = streams
    metre = METRES[score.metre or _drawn_metre(manner, forming)]
    tonic, mode = key(score, style, forming)
    quarter_bpm = _tempo(score, manner, metre, forming) * metre.beat_quarters
    length = duration_s * quarter_bpm / 60
    closes = manner.ends and not (score.chords or score.degrees)
    stretches = form(score, manner.form, metre, quarter_bpm, duration_s, closes=closes)
    bars = bars_of(manner, score, stretches, tonic, mode, metre, harmonising)
    last = replace(bars[-1], length=max(bars[-1].length, length - bars[-1].start)) if bars[-1].last else bars[-1]
    plan = Plan((*bars[:-1], last), tonic, mode, metre, quarter_bpm)
    sketch = Composition(
        (), length, (Tempo(0.0, quarter_bpm),), metre, tonic, mode, manner.name,
        _sections(plan.bars, stretches, length),
    )  # fmt: skip
    return manner, plan, sketch


def _played(part: Part, style: Style, plan: Plan, length: float, rng: np.random.Generator) -> Part:
    part = swung(part, style.swing) if plan.metre.beat_quarters == 1 else part
    part = humanised(
        part, rng, loose_ms=style.loose_ms, loose_velocity=style.loose_velocity, quarter_bpm=plan.quarter_bpm
    )
    return replace(part, notes=tidied(list(part.notes), length))


def _part(plan: Plan, seat: Seat, length: float, rng: np.random.Generator) -> Part:
    notes = tidied(seat.write(plan, seat, rng), length)
    return Part(seat.role, seat.voices[0], notes, seat.volume, seat.pan, seat.room, seat.brightness, seat.tilt_db)


def _drawn_metre(style: Style, rng: np.random.Generator) -> str:
    return style.metres[int(rng.integers(len(style.metres)))]


def key(score: Score, style: str, rng: np.random.Generator) -> tuple[int, str]:
    """(tonic, mode): as stated, else drawn from what the style likes, by the mood."""
    manner = STYLES[style] if style else USUAL
    tonic, mode = int(rng.integers(12)), by_mood(manner.modes, score.mood, rng)
    return (tonic if score.tonic is None else score.tonic), score.mode or mode


def _tempo(score: Score, style: Style, metre: Metre, rng: np.random.Generator) -> float:
    """Felt beats a minute: stated, or the style's, by the words for fast and slow, a little different for each seed."""
    drawn = rng.normal(0, 0.03)
    if score.bpm is not None:
        return score.bpm
    slow, usual, fast = style.bpm
    end = fast if score.speed > 0 else slow
    bpm = usual * (end / usual) ** abs(score.speed) * (1 + drawn)
    if metre.beat_quarters > 1:
        bpm *= 0.75
    return float(round(fitting_bpm(score, metre, round(bpm)), 1))


def _sections(bars: tuple[Bar, ...], stretches: tuple[Stretch, ...], length: float) -> tuple[Section, ...]:
    found = []
    for index, stretch in enumerate(stretches):
        own = [bar for bar in bars if bar.section == index]
        if own and own[0].start < length:
            end = min(length, own[-1].start + own[-1].length)
            found.append(Section(stretch.name, own[0].start, end - own[0].start, own[-1].energy))
    return tuple(found)
