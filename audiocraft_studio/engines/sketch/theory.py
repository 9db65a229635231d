"""Notes, scales, chords, metres, and what a prompt fixes of its music."""

from __future__ import annotations

import re
from dataclasses import dataclass

NOTE_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
}
MINOR_LIKE = ("minor", "dorian", "phrygian", "locrian")

CHORD_SUFFIXES: dict[str, tuple[int, ...]] = {
    "maj7": (0, 4, 7, 11), "M7": (0, 4, 7, 11), "m7b5": (0, 3, 6, 10), "m7": (0, 3, 7, 10), "min7": (0, 3, 7, 10),
    "dim7": (0, 3, 6, 9), "dim": (0, 3, 6), "aug": (0, 4, 8), "sus2": (0, 2, 7), "sus4": (0, 5, 7),
    "add9": (0, 4, 7, 14),
    "min": (0, 3, 7), "maj": (0, 4, 7), "m": (0, 3, 7), "6": (0, 4, 7, 9), "9": (0, 4, 7, 10, 14), "7": (0, 4, 7, 10),
    "": (0, 4, 7),
}  # fmt: skip
"""Semitones above the root, by what follows the root in a chord's name."""


@dataclass(frozen=True)
class Chord:
    """A chord: `root` as pitch class 0..11 (C is 0), `intervals` in semitones above it, `name` as on the screen."""

    root: int
    intervals: tuple[int, ...]
    name: str

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        """0..11 each, the root first."""
        return tuple((self.root + interval) % 12 for interval in self.intervals)


@dataclass(frozen=True)
class Metre:
    """A time signature, `count`/`unit`. groups: the lengths of its felt beats, in eighth notes.

    Compound metres are felt in dotted quarters: a tempo counts those.
    """

    count: int
    unit: int
    groups: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.count}/{self.unit}"

    @property
    def bar_quarters(self) -> float:
        """Length of a bar in quarter notes."""
        return 4 * self.count / self.unit

    @property
    def beat_quarters(self) -> float:
        """The beat that a tempo counts, in quarter notes: 1.5 in compound metres, 1 in all others."""
        return 1.5 if set(self.groups) == {3} else 1.0

    @property
    def beats(self) -> tuple[float, ...]:
        """Where the felt beats begin, in quarter notes from the bar line."""
        return tuple(sum(self.groups[:k]) / 2 for k in range(len(self.groups)))


METRES: dict[str, Metre] = {
    str(metre): metre
    for metre in (
        Metre(2, 4, (2, 2)), Metre(3, 4, (2, 2, 2)), Metre(4, 4, (2, 2, 2, 2)), Metre(5, 4, (2, 2, 2, 2, 2)),
        Metre(6, 4, (2,) * 6), Metre(7, 4, (2,) * 7), Metre(3, 8, (3,)), Metre(5, 8, (3, 2)), Metre(6, 8, (3, 3)),
        Metre(7, 8, (2, 2, 3)), Metre(9, 8, (3, 3, 3)), Metre(12, 8, (3, 3, 3, 3)),
    )
}  # fmt: skip


@dataclass(frozen=True)
class SectionPlan:
    """A section that a prompt asks for. bars, start_s, energy (0..1): None where it does not say.

    enter, leave: roles ("drums", "bass", …) that join or stop here. only: roles that play alone, () for no such wish.
    """

    name: str = ""
    bars: int | None = None
    start_s: float | None = None
    energy: float | None = None
    enter: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Player:
    """One instrument that a prompt names. role: "chords", "pad", "bass", "lead", "arp" or "drums"; "" is a whole band.

    voice: an instrument's name, "" leaves it to the style. gain_db, tilt_db: softer or louder, darker or brighter.
    """

    role: str
    voice: str = ""
    gain_db: float = 0.0
    tilt_db: float = 0.0


@dataclass(frozen=True)
class Score:
    """What a prompt fixes of its music. None and "" leave the choice to the seed or the style.

    tonic: pitch class 0..11. mode: a key of SCALES. bpm: felt beats a minute, 20..400. chords: a progression, a bar
    each. degrees: the same as steps of the scale (0 is the tonic's chord). metre: a key of METRES. form: sections in
    order. players: the instruments that are named. style: a name of a style. mood: dark -1..1 bright. energy: calm
    -1..1 wild. speed: slow -1..1 fast. seed: what the whole band composes from.
    """

    tonic: int | None = None
    mode: str = ""
    bpm: float | None = None
    chords: tuple[Chord, ...] = ()
    degrees: tuple[int, ...] = ()
    metre: str = ""
    form: tuple[SectionPlan, ...] = ()
    players: tuple[Player, ...] = ()
    style: str = ""
    mood: float = 0.0
    energy: float = 0.0
    speed: float = 0.0
    seed: int | None = None


def frequency_hz(midi_note: float) -> float:
    """Equal temperament, A4 (MIDI 69) at 440 Hz."""
    return float(440.0 * 2.0 ** ((midi_note - 69.0) / 12.0))


def diatonic_chord(tonic: int, mode: str, degree: int, seventh: bool = False) -> Chord:
    """The chord on step `degree` (0..6) of the scale, in stacked thirds."""
    scale = SCALES[mode]
    steps = [degree + 2 * k for k in range(4 if seventh else 3)]
    pitches = [scale[s % 7] + 12 * (s // 7) for s in steps]
    intervals = tuple(p - pitches[0] for p in pitches)
    root = (tonic + pitches[0]) % 12
    return Chord(root, intervals, NOTE_NAMES[root] + _quality(intervals))


def _quality(intervals: tuple[int, ...]) -> str:
    triads: dict[tuple[int, ...], str] = {(4, 7): "", (3, 7): "m", (3, 6): "dim", (4, 8): "aug"}
    triad = triads.get(intervals[1:3], "")
    if intervals[3:]:
        return "m7b5" if intervals == (0, 3, 6, 10) else triad + ("maj7" if intervals[3] == 11 else "7")
    return triad


_NUMERAL = re.compile(r"(b|#)?(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)(.*)")
_STEPS = {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5, "vii": 6}


def numeral_chord(tonic: int, mode: str, numeral: str) -> Chord:
    """The chord that a Roman numeral names: capitals major, small letters minor, then a suffix as in chord names.

    In major and minor it is taken as spelled, "VI" in minor being the major chord on the scale's own sixth step; in
    the other modes only its step is, with the chord that the scale has there. Raises ValueError for anything else.
    """
    match = _NUMERAL.fullmatch(numeral)
    if match is None or match[3] not in CHORD_SUFFIXES:
        raise ValueError(f"not a Roman numeral: {numeral!r}")
    step, suffix = _STEPS[match[2].lower()], match[3]
    if mode not in ("major", "minor"):
        return diatonic_chord(tonic, mode, step, seventh=suffix.endswith(("7", "9")))
    root = (tonic + SCALES[mode][step] + {"b": -1, "#": 1}.get(match[1], 0)) % 12
    if match[2].islower() and suffix in ("", "7", "add9", "9", "6"):
        minor = {"": (0, 3, 7), "7": (0, 3, 7, 10), "add9": (0, 3, 7, 14), "9": (0, 3, 7, 10, 14), "6": (0, 3, 7, 9)}
        return Chord(root, minor[suffix], f"{NOTE_NAMES[root]}m{suffix}")
    return Chord(root, CHORD_SUFFIXES[suffix], NOTE_NAMES[root] + suffix)


def chord_scale(tonic: int, mode: str, chord: Chord) -> tuple[int, ...]:
    """Pitch classes that go with `chord`: the scale, bent where the chord is foreign to it; in order from the tonic."""
    scale = {(tonic + step) % 12 for step in SCALES[mode]}
    for interval in chord.intervals:
        pitch_class = (chord.root + interval) % 12
        if pitch_class in scale:
            continue
        # a raised third pushes out the step below it, a lowered tone the one above; the tonic always stays
        sharp = (interval % 12 == 4 and (pitch_class - 1) % 12 != tonic) or (pitch_class + 1) % 12 == tonic
        scale.discard((pitch_class + (-1 if sharp else 1)) % 12)
        scale.add(pitch_class)
    return tuple(sorted(scale, key=lambda p: (p - tonic) % 12))
