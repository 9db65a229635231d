"""Which chord sounds when, and how its tones are led."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from audiocraft_studio.engines.sketch.music.form import Stretch
from audiocraft_studio.engines.sketch.music.plan import Bar, Style
from audiocraft_studio.engines.sketch.theory import (
    MINOR_LIKE,
    Chord,
    Metre,
    Score,
    chord_scale,
    diatonic_chord,
    numeral_chord,
)

BarChords = tuple[tuple[float, Chord], ...]
_T = TypeVar("_T")
_CLOSING = 0.45
"""Energy of the last chord, at least: the bass and the chords are there."""


def by_mood(options: Sequence[_T], mood: float, rng: np.random.Generator) -> _T:
    """One of `options`, which run from dark to bright: near the place that `mood` (-1..1) names, at random."""
    middle = (len(options) - 1) / 2
    at = middle * (1 + mood) + rng.normal(0, 0.35 + 0.55 * middle * (1 - abs(mood)))
    return options[int(np.clip(round(at), 0, len(options) - 1))]


def bars_of(
    style: Style,
    score: Score,
    stretches: Sequence[Stretch],
    tonic: int,
    mode: str,
    metre: Metre,
    rng: np.random.Generator,
) -> tuple[Bar, ...]:
    """All bars of the piece with their chords: a progression for each letter, a turn home where sections end."""
    given = _given(score, tonic, mode)
    progressions = {letter: given or _drawn(style, score, tonic, mode, metre, rng, letter) for letter in "ABC"}
    if given is None and rng.uniform() < 0.35:
        progressions["C"] = progressions["A"][::-1]
    bars: list[Bar] = []
    turns: dict[str, int] = {}
    for index, stretch in enumerate(stretches):
        # no section is quite as lively as the last one of its name
        livelier = float(rng.uniform(-0.05, 0.05)) if index else 0.0
        for nth in range(stretch.bars):
            progression = progressions[stretch.letter]
            part = (nth + 0.5) / stretch.bars
            bars.append(
                Bar(
                    start=len(bars) * metre.bar_quarters,
                    length=metre.bar_quarters,
                    # given chords go on through all sections, in order
                    chords=progression[(len(bars) if given else nth) % len(progression)],
                    section=index,
                    name=stretch.name,
                    letter=stretch.letter,
                    turn=turns.get(stretch.letter, 0),
                    nth=nth,
                    of=stretch.bars,
                    energy=min(1.0, stretch.low + part * (stretch.high - stretch.low) + livelier),
                    silent=stretch.silent,
                )
            )
        turns[stretch.letter] = turns.get(stretch.letter, 0) + 1
    if given is None:
        _lead_home(bars, style, tonic, mode, rng)
    return tuple(bars)


def _given(score: Score, tonic: int, mode: str) -> tuple[BarChords, ...] | None:
    """The chords that the prompt states, a bar each."""
    chords = score.chords or tuple(diatonic_chord(tonic, mode, degree) for degree in score.degrees)
    return tuple(((0.0, chord),) for chord in chords) or None


def _drawn(
    style: Style, score: Score, tonic: int, mode: str, metre: Metre, rng: np.random.Generator, letter: str
) -> tuple[BarChords, ...]:
    """One of the style's progressions: bars between "|", each shared evenly by its chords."""
    mood = score.mood + (0.3 if letter == "B" else 0.0)
    text = by_mood(style.progressions["minor" if mode in MINOR_LIKE else "major"], mood, rng)
    found = []
    for bar in text.split("|"):
        numerals = bar.split()
        step = metre.bar_quarters / len(numerals)
        # the second chord comes on a felt beat
        places = [max((b for b in metre.beats if b <= k * step + 1e-9), default=0.0) for k in range(len(numerals))]
        found.append(tuple((at, numeral_chord(tonic, mode, n)) for at, n in zip(places, numerals, strict=True)))
    return tuple(found)


def _lead_home(bars: list[Bar], style: Style, tonic: int, mode: str, rng: np.random.Generator) -> None:
    """Before a section that begins on the tonic, now and then the dominant; before the close, always."""
    kind = "minor" if mode in MINOR_LIKE else "major"
    home = numeral_chord(tonic, mode, style.home[kind])
    dominant = numeral_chord(tonic, mode, style.dominant[kind])
    for k in range(len(bars) - 1):
        at_seam = bars[k].nth == bars[k].of - 1 and bars[k].of >= 4 and bars[k + 1].chord.root == tonic
        if at_seam and rng.uniform() < 0.45:
            bars[k] = _with_chord(bars[k], dominant)
    if not style.ends or len(bars) < 3:
        return
    bars[-1] = replace(_with_chord(bars[-1], home, last=True), energy=max(bars[-1].energy, _CLOSING))
    bars[-2] = _with_chord(bars[-2], dominant)


def _with_chord(bar: Bar, chord: Chord, *, last: bool = False) -> Bar:
    return replace(bar, chords=((0.0, chord),), last=last)


def voicing(chord: Chord, previous: Sequence[int], centre: int, size: int = 0) -> tuple[int, ...]:
    """MIDI notes of `chord` about `centre`, as close to the notes before as they get: smooth voice leading.

    Of all close and open positions near the centre, the one whose tones move least from `previous` (any number of
    them) and lie best. size: how many tones, 0 for one a chord tone; fewer leave out the fifth, then the root; more
    double from the bottom.
    """
    tones = list(dict.fromkeys(chord.pitch_classes))
    for left_out in ((chord.root + 7) % 12, chord.root):
        if size and len(tones) > size and left_out in tones:
            tones.remove(left_out)
    candidates = []
    for first in range(len(tones)):
        order = tones[first:] + tones[:first]
        while size and len(order) < size:
            order = [*order, order[len(order) - len(tones)]]
        for octave in (-2, -1, 0, 1):
            low = order[0] + 12 * (centre // 12 + octave)
            notes = [low]
            for tone in order[1:]:
                notes.append(notes[-1] + ((tone - notes[-1]) % 12 or 12))
            candidates.append(tuple(notes))
            if len(notes) >= 4:
                candidates.append(tuple(sorted((*notes[:-2], notes[-2] - 12, notes[-1]))))
    return min(candidates, key=lambda notes: (_cost(notes, previous, centre), notes))


def _cost(notes: Sequence[int], previous: Sequence[int], centre: int) -> float:
    away = abs(sum(notes) / len(notes) - centre)
    if not previous:
        return away
    moved = sum(min(abs(note - p) for p in previous) for note in notes) / len(notes)
    top = abs(max(notes) - max(previous))
    return moved + 0.3 * top + 0.12 * away * away / 4


_COLOURS: dict[tuple[int, ...], tuple[int, ...]] = {
    (0, 4, 7, 11): (4, 7, 11, 14), (0, 3, 7, 10): (3, 7, 10, 14), (0, 4, 7, 10): (4, 9, 10, 14),
    (0, 4, 7, 10, 14): (4, 9, 10, 14), (0, 3, 7, 10, 14): (3, 7, 10, 14),
}  # fmt: skip


def enriched(chord: Chord, tonic: int, mode: str) -> Chord:
    """The chord as jazz pianists play it above a bass: third, seventh, ninth, thirteenth; no root but home's.

    Ninths and thirteenths that the key does not have are flattened, as over the dominant in minor.
    """
    if chord.root == tonic:
        return chord
    scale = chord_scale(tonic, mode, chord)
    colours = _COLOURS.get(chord.intervals, chord.intervals)
    return replace(chord, intervals=tuple(i if (chord.root + i) % 12 in scale else i - 1 for i in colours))


def near(pitch_class: int, pitch: float) -> int:
    """The note of `pitch_class` nearest to `pitch`."""
    return int(pitch_class + 12 * round((pitch - pitch_class) / 12))
