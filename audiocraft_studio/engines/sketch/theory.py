"""Notes, scales and chords: what makes key and tempo exact."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Chord:
    """A chord: `root` as pitch class 0..11 (C is 0), `intervals` in semitones above it, `name` as on the screen."""

    root: int
    intervals: tuple[int, ...]
    name: str


@dataclass(frozen=True)
class Score:
    """What a prompt fixes of its music. None and "" leave the choice to the seed.

    tonic: pitch class 0..11. mode: a key of SCALES. bpm: beats a minute, 20..400. chords: a progression, a bar each.
    degrees: the same as steps of the scale (0 is the tonic's chord). beats_a_chord: 0 leaves it to the instrument.
    """

    tonic: int | None = None
    mode: str = ""
    bpm: float | None = None
    chords: tuple[Chord, ...] = ()
    degrees: tuple[int, ...] = ()
    beats_a_chord: int = 0


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
    return triad + ("maj7" if intervals[3:] == (11,) else "7" if len(intervals) > 3 else "")


def voiced(chord: Chord, previous: tuple[int, ...], centre: int = 60) -> tuple[int, ...]:
    """MIDI notes of `chord`, each pitch class at the octave nearest to the notes before: smooth voice leading.

    The first chord (previous empty) lies around `centre`.
    """
    middle = sum(previous) / len(previous) if previous else float(centre)
    middle += 0.3 * (centre - middle)
    notes = []
    for interval in chord.intervals:
        pitch_class = (chord.root + interval) % 12
        octave = round((middle - pitch_class) / 12)
        notes.append(pitch_class + 12 * octave)
    return tuple(sorted(notes))
