"""The form of a piece: which sections, of how many bars, how lively each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from audiocraft_studio.engines.sketch.theory import Metre, Score, SectionPlan

_FULL = 0.85
"""Energy of a piece too short for a form: everybody plays."""

_SHORTEST_CLOSE = 3
"""Pieces of fewer bars just end."""

# name: (letter of its material, energy at its start, at its end)
SECTIONS: dict[str, tuple[str, float, float]] = {
    "intro": ("A", 0.35, 0.45), "verse": ("A", 0.6, 0.6), "chorus": ("B", 0.92, 0.92), "hook": ("B", 0.9, 0.9),
    "bridge": ("C", 0.5, 0.6), "break": ("A", 0.3, 0.3), "breakdown": ("C", 0.3, 0.4), "build": ("A", 0.4, 0.88),
    "drop": ("B", 1.0, 1.0), "solo": ("C", 0.8, 0.8), "interlude": ("C", 0.4, 0.4), "outro": ("A", 0.45, 0.36),
    "theme": ("A", 0.75, 0.75), "head": ("A", 0.7, 0.7), "climax": ("B", 1.0, 1.0),
    "calm": ("A", 0.3, 0.35), "rise": ("A", 0.5, 0.7), "peak": ("B", 0.9, 0.9), "fall": ("A", 0.5, 0.35),
    "advance": ("A", 0.85, 0.85), "attack": ("B", 1.0, 1.0), "hold": ("C", 0.5, 0.6), "still": ("A", 0.25, 0.3),
}  # fmt: skip

_FORMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "song": (
        ("verse", "chorus"), ("intro", "verse", "chorus"), ("intro", "verse", "chorus", "outro"),
        ("intro", "verse", "chorus", "verse", "chorus"), ("intro", "verse", "chorus", "break", "chorus", "outro"),
        ("intro", "verse", "chorus", "verse", "chorus", "bridge", "chorus"),
    ),
    "arc": (
        ("calm", "rise"), ("calm", "rise", "fall"), ("calm", "rise", "peak", "fall"),
        ("still", "calm", "rise", "peak", "fall"), ("calm", "rise", "peak", "bridge", "peak", "fall"),
        ("calm", "rise", "peak", "bridge", "rise", "peak", "fall"),
    ),
    "theme": (
        ("theme", "climax"), ("calm", "theme", "climax"), ("calm", "theme", "climax", "fall"),
        ("calm", "theme", "bridge", "theme", "climax"), ("calm", "theme", "climax", "bridge", "climax", "fall"),
        ("calm", "theme", "climax", "bridge", "theme", "climax", "fall"),
    ),
    "fight": (
        ("advance", "attack"), ("advance", "attack", "advance"), ("advance", "attack", "hold", "attack"),
        ("build", "attack", "advance", "hold", "attack"), ("build", "attack", "advance", "hold", "build", "attack"),
        ("build", "advance", "attack", "hold", "advance", "build", "attack"),
    ),
    "head": (
        ("head", "solo"), ("head", "solo", "head"), ("intro", "head", "solo", "head"),
        ("intro", "head", "solo", "solo", "head"), ("intro", "head", "head", "solo", "solo", "head"),
        ("intro", "head", "head", "solo", "solo", "bridge", "head"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """A section with its place: `bars` bars of `letter`'s material, the energy going from `low` to `high`."""

    name: str
    letter: str
    bars: int
    low: float
    high: float
    silent: frozenset[str] = frozenset()


def form(
    score: Score, kind: str, metre: Metre, quarter_bpm: float, duration_s: float, *, closes: bool
) -> tuple[Stretch, ...]:
    """The sections that fill `duration_s`: those that the prompt asks for, else those that suit the length.

    closes: the last bar holds a chord; it is long enough to be heard, and takes in what is left of the time.
    """
    bar_s = metre.bar_quarters * 60 / quarter_bpm
    whole = int(duration_s / bar_s + 1e-6)
    left_s = duration_s - whole * bar_s
    enough_s = max(0.9, 0.3 * bar_s) if closes and whole >= _SHORTEST_CLOSE else 1e-3
    bars = max(1, whole + (left_s >= enough_s))
    found = _asked(score.form, bars, bar_s) if score.form else _usual(kind, bars)
    return tuple(replace(s, low=_moved(s.low, score.energy), high=_moved(s.high, score.energy)) for s in found)


def _moved(energy: float, by: float) -> float:
    return min(1.0, max(0.1, energy + 0.25 * by))


def _usual(kind: str, bars: int) -> tuple[Stretch, ...]:
    if bars <= 6:
        return (Stretch("theme", "A", bars, _FULL, _FULL),)
    unit = 8 if bars >= 40 else 4
    count = max(2, round(bars / unit))
    forms = _FORMS[kind]
    names = forms[count - 2] if count - 2 < len(forms) else _long(forms[-1], count)
    lengths = [unit] * len(names)
    lengths[-1] += bars - sum(lengths)
    if lengths[-1] < 1:
        lengths[-2:] = [lengths[-2] + lengths[-1] - 1, 1]
    return tuple(_stretch(name, length) for name, length in zip(names, lengths, strict=True))


def _long(names: tuple[str, ...], count: int) -> tuple[str, ...]:
    """A form of `count` sections: the opening, the middle as often as need be, the end."""
    first, middle, last = names[0], names[1:-1], names[-1]
    return (first, *(middle[k % len(middle)] for k in range(count - 2)), last)


def _stretch(name: str, bars: int, energy: float | None = None, silent: frozenset[str] = frozenset()) -> Stretch:
    letter, low, high = SECTIONS.get(name, SECTIONS["theme"])
    if energy is not None:
        low = high = energy
    return Stretch(name, letter, bars, low, high, silent)


def _asked(plans: tuple[SectionPlan, ...], bars: int, bar_s: float) -> tuple[Stretch, ...]:
    """The sections of a prompt, cut or stretched to `bars`. Those without a length share what the others leave."""
    starts = _starts(plans, bars, bar_s)
    ends = [*starts[1:], bars]
    entering = {role for plan in plans for role in plan.enter}
    roles = entering | {role for plan in plans for role in plan.only}
    found = []
    playing: set[str] = set()
    left: set[str] = set()
    for plan, start, end in zip(plans, starts, ends, strict=True):
        playing |= set(plan.enter)
        left = (left | set(plan.leave)) - set(plan.enter)
        silent = (entering - playing) | left
        if plan.only:
            silent |= {"drums", "bass", "chords", "pad", "lead", "arp", "counter"} - set(plan.only)
        if end > start:
            energy = plan.energy
            if energy is None and plan.name not in SECTIONS:
                energy = min(0.9, 0.45 + 0.2 * len(playing)) if roles else 0.7
            found.append(_stretch(plan.name or "theme", end - start, energy, frozenset(silent)))
    return tuple(found) or _usual("song", bars)


def _starts(plans: tuple[SectionPlan, ...], bars: int, bar_s: float) -> list[int]:
    """First bar of each section, never falling, the first one 0."""
    free = bars - sum(plan.bars or 0 for plan in plans)
    open_ones = sum(plan.bars is None and plan.start_s is None for plan in plans)
    share = max(1, free // open_ones) if open_ones else 0
    if share >= 4:
        share -= share % 2
    starts: list[int] = []
    at = 0
    for plan in plans:
        if plan.start_s is not None:
            at = max(at, round(plan.start_s / bar_s))
        starts.append(min(at, bars))
        at += plan.bars or (0 if plan.start_s is not None else share)
    starts[0] = 0
    return starts


def fitting_bpm(score: Score, metre: Metre, usual: float) -> float:
    """A tempo near `usual` at which the times that the prompt names fall on bar lines as well as can be."""
    times = [plan.start_s for plan in score.form if plan.start_s]
    if not times:
        return usual

    def miss(bpm: float) -> float:
        bar_s = metre.bar_quarters / metre.beat_quarters * 60 / bpm
        return max(abs(t / bar_s - round(t / bar_s)) * bar_s for t in times) + 0.002 * abs(bpm - usual)

    return min((round(usual) + step / 2 for step in range(-24, 25)), key=miss)
