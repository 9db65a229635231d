"""Drum patterns, their fills, and how they build up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import Note
from audiocraft_studio.engines.sketch.music.plan import Bar, Plan, Seat, Writer
from audiocraft_studio.engines.sketch.music.players.rhythm import drawn, velocity
from audiocraft_studio.engines.sketch.theory import Metre

KICK, RIM, SNARE, CLAP, CLOSED, PEDAL, OPEN, CRASH, RIDE, SHAKER = 36, 37, 38, 39, 42, 44, 46, 49, 51, 70
LOW_TOM, MIDDLE_TOM, HIGH_TOM = 43, 47, 50

Groove = Mapping[int, str]
"""Drum → a pattern of one or more bars, "1" to "9" being weights, a character for each sixteenth."""

_ENTERS = {KICK: 0.3, SNARE: 0.5, CLAP: 0.6, CLOSED: 0.4, OPEN: 0.65, RIDE: 0.4, SHAKER: 0.55, RIM: 0.4, PEDAL: 0.3}


@dataclass(frozen=True)
class Drumming:
    """A style of drumming. grooves: metre → grooves, the seed picks one for each letter.

    fill: "toms", "snare", "little", "big" or "none". crashes: at the start of lively sections. enters: the energies
    from which drums play, where they differ from what is usual. ghosts: how often a soft stroke is added to a bar.
    """

    grooves: Mapping[str, Sequence[Groove]]
    fill: str = "toms"
    crashes: bool = True
    enters: Mapping[int, float] = field(default_factory=dict)
    ghosts: float = 0.3


def drummed(drumming: Drumming) -> Writer:
    """A groove for each letter, thinner where the music is calm, with a fill where a section ends."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        options = drumming.grooves.get(str(plan.metre)) or (plain_groove(plan.metre),)
        chosen = {letter: drawn(options, rng) for letter in "ABC"}
        notes: list[Note] = []
        before: Bar | None = None
        for index, bar in plan.playing(seat):
            following = plan.bars[index + 1] if index + 1 < len(plan.bars) else None
            if bar.last:
                notes.extend(_hits(bar, _last_stroke(drumming, bar)))
                continue
            if (
                drumming.crashes
                and bar.nth == 0
                and bar.energy >= 0.7
                and (before is None or before.section != bar.section)
            ):
                notes.extend(_hits(bar, [(0.0, CRASH, 0.75)]))
            fills = (following is not None and bar.nth == bar.of - 1 and bar.of >= 2) or bar.nth % 8 == 7
            played = (
                _building(plan.metre, bar) if bar.name == "build" else _groove(chosen[bar.letter], bar, drumming, rng)
            )
            cut = bar.length
            if fills and drumming.fill != "none" and bar.energy >= 0.45 and bar.name != "build":
                fill = _fill(drumming.fill, plan.metre, rng)
                cut = min(offset for offset, _, _ in fill)
                notes.extend(_hits(bar, fill))
            notes.extend(_hits(bar, [hit for hit in played if hit[0] < cut - 1e-6]))
            before = bar
        return notes

    return write


def _last_stroke(drumming: Drumming, bar: Bar) -> list[_Hit]:
    if bar.energy < 0.5:
        return []
    return [(0.0, KICK, 0.9), *([(0.0, CRASH, 0.8)] if drumming.crashes else [])]


_Hit = tuple[float, int, float]
"""(offset in the bar in quarters, drum, weight 0..1)."""


def _hits(bar: Bar, hits: Sequence[_Hit]) -> list[Note]:
    return [Note(bar.start + offset, 0.25, drum, velocity(weight, bar.energy)) for offset, drum, weight in hits]


def _groove(groove: Groove, bar: Bar, drumming: Drumming, rng: np.random.Generator) -> list[_Hit]:
    steps = round(bar.length * 4)
    hits: list[_Hit] = []
    for drum, pattern in groove.items():
        if bar.energy < drumming.enters.get(drum, _ENTERS.get(drum, 0.5)):
            continue
        first = bar.nth * steps % len(pattern)
        for k, sign in enumerate(pattern[first : first + steps]):
            if sign not in ".-":
                hits.append((k / 4, drum, int(sign) / 9))
    taken = {round(offset * 4) for offset, drum, _ in hits if drum in (SNARE, KICK)}
    if SNARE in groove and hits and rng.uniform() < drumming.ghosts * bar.energy:
        free = [k for k in range(1, steps, 2) if k not in taken]
        hits.append((float(rng.choice(free)) / 4, SNARE, 0.16))
    if KICK in groove and hits and rng.uniform() < 0.5 * drumming.ghosts * bar.energy:
        free = [k for k in range(2, steps, 2) if k not in taken]
        if free:
            hits.append((float(rng.choice(free)) / 4, KICK, 0.55))
    return hits


def _building(metre: Metre, bar: Bar) -> list[_Hit]:
    """A roll that doubles as the section goes on, ever louder."""
    part = bar.nth / max(1, bar.of)
    step = 1.0 if part < 0.5 else 0.5 if part < 0.75 else 0.25
    places = np.arange(0.0, metre.bar_quarters - 1e-6, step).tolist()
    rising = 0.35 + 0.6 * part
    hits = [(at, SNARE, min(1.0, rising + 0.1 * at / bar.length)) for at in places]
    return [*hits, *((beat, KICK, 0.7) for beat in metre.beats if part < 0.75)]


def _fill(kind: str, metre: Metre, rng: np.random.Generator) -> list[_Hit]:
    """Strokes over the last beats of a bar, growing towards the next."""
    beats = 2 if kind != "little" and len(metre.beats) >= 4 and rng.uniform() < 0.7 else 1
    begin = metre.beats[-beats]
    steps = round((metre.bar_quarters - begin) * 4)
    places = [begin + k / 4 for k in range(steps) if k == 0 or rng.uniform() < 0.8]
    down = sorted(rng.choice(4, len(places)).tolist())
    drums = {
        "snare": [SNARE] * 4, "little": [SNARE, SNARE, HIGH_TOM, SNARE],
        "big": [MIDDLE_TOM, MIDDLE_TOM, LOW_TOM, LOW_TOM],
    }.get(kind, [SNARE, HIGH_TOM, MIDDLE_TOM, LOW_TOM])  # fmt: skip
    growth = np.linspace(0.45, 0.95, len(places)).tolist()
    return [(at, drums[d], weight) for at, d, weight in zip(places, down, growth, strict=True)]


def plain_groove(metre: Metre) -> Groove:
    """Kick on the first beat, snare on the others in turn, hats in eighths: for any metre."""
    steps = round(metre.bar_quarters * 4)
    kick, snare, hat = (["."] * steps for _ in range(3))
    for k, beat in enumerate(metre.beats):
        at = round(beat * 4)
        if len(metre.beats) == 3 and metre.unit == 4:
            (kick if k == 0 else snare)[at] = "9" if k == 0 else "5"
        else:
            (kick if k % 2 == 0 else snare)[at] = "9" if k == 0 else "8"
    for k in range(0, steps, 2):
        hat[k] = "7" if k / 4 in metre.beats else "5"
    return {KICK: "".join(kick), SNARE: "".join(snare), CLOSED: "".join(hat)}
