"""What a style is, and the plan that all players of a piece share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from audiocraft_studio.engines.sketch.blocks.space import Room
from audiocraft_studio.engines.sketch.music.composition import Note
from audiocraft_studio.engines.sketch.theory import Chord, Metre


@dataclass(frozen=True)
class Bar:
    """start, length: in quarter notes. chords: (offset in the bar, chord), the first at 0.

    section: index of its section, of which it is bar `nth` of `of`. letter: sections that share one share their
    material; turn: how often this letter has come before. energy: 0..1. last: the piece's closing bar, one held chord.
    """

    start: float
    length: float
    chords: tuple[tuple[float, Chord], ...]
    section: int
    name: str
    letter: str
    turn: int
    nth: int
    of: int
    energy: float
    last: bool = False
    silent: frozenset[str] = frozenset()

    @property
    def chord(self) -> Chord:
        return self.chords[0][1]

    def chord_at(self, offset: float) -> Chord:
        """The chord that sounds `offset` quarter notes into the bar."""
        return [chord for start, chord in self.chords if start <= offset + 1e-9][-1]

    def spans(self) -> Iterator[tuple[float, float, Chord]]:
        """(offset, length, chord) of its chords."""
        edges = [*(start for start, _ in self.chords), self.length]
        for (start, chord), end in zip(self.chords, edges[1:], strict=True):
            yield start, end - start, chord


@dataclass(frozen=True)
class Plan:
    """All that the players agree on."""

    bars: tuple[Bar, ...]
    tonic: int
    mode: str
    metre: Metre
    quarter_bpm: float

    @property
    def length(self) -> float:
        return self.bars[-1].start + self.bars[-1].length

    def playing(self, seat: Seat) -> Iterator[tuple[int, Bar]]:
        """(index, bar) of the bars in which a seat plays."""
        for index, bar in enumerate(self.bars):
            if bar.energy >= seat.enters and bar.energy <= seat.leaves and seat.role not in bar.silent:
                yield index, bar


Writer = Callable[[Plan, "Seat", np.random.Generator], list[Note]]
"""What a player plays, written into the plan."""


@dataclass(frozen=True)
class Seat:
    """A place in a band. voices: the seed picks one. enters, leaves: the energies between which it plays.

    centre: the pitch about which it plays. volume, pan, room, brightness, tilt_db: as in Part.
    """

    role: str
    voices: tuple[str, ...]
    write: Writer
    enters: float = 0.0
    leaves: float = 1.0
    centre: int = 60
    volume: int = 100
    pan: int = 64
    room: int = 40
    brightness: int = 64
    tilt_db: float = 0.0


@dataclass(frozen=True)
class Mix:
    """How a band sounds together. wet: level of the room. duck_db: how far the kick pushes `ducked` roles down.

    echoes: role → (delay in quarter notes, gain of each repeat). dull_hz: all of it through a low-pass, 0 for none.
    surface: level of a record's crackle, 0 for none.
    """

    room: Room
    wet: float = 0.3
    duck_db: float = 0.0
    ducked: tuple[str, ...] = ()
    echoes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    dull_hz: float = 0.0
    surface: float = 0.0


@dataclass(frozen=True)
class Style:
    """A way to make music.

    bpm: slowest, usual, fastest, in felt beats. modes: those it likes, dark ones first. metres: the usual one first.
    progressions: mode ("major", "minor") → bars of Roman numerals, bars divided by "|", dark ones first. dominant:
    mode → the chord that leads home. form: a key of the forms. swing: how late the second of two eighths comes, as a
    part of an eighth (1/3 is a triplet's). loose_ms, loose_velocity: how freely its players play (standard deviations).
    """

    name: str
    bpm: tuple[float, float, float]
    modes: tuple[str, ...]
    progressions: Mapping[str, tuple[str, ...]]
    seats: tuple[Seat, ...]
    mix: Mix
    form: str = "song"
    metres: tuple[str, ...] = ("4/4",)
    dominant: Mapping[str, str] = field(default_factory=lambda: {"major": "V", "minor": "V"})
    home: Mapping[str, str] = field(default_factory=lambda: {"major": "I", "minor": "i"})
    swing: float = 0.0
    loose_ms: float = 5.0
    loose_velocity: float = 5.0
    ends: bool = True
