"""A piece of music as notes: what is played when, by whom. How it sounds is the voices' matter."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from audiocraft_studio.engines.sketch.theory import METRES, Metre

TICKS = 960
"""The grid of composed notes: parts of a quarter note. Thirds, fifths and the milliseconds of a player fit into it."""


@dataclass(frozen=True, order=True)
class Note:
    """start, length: in quarter notes. pitch: 0..127 (60 is middle C; in a drum part, General MIDI's key of the drum).
    velocity: 1..127.
    """

    start: float
    length: float
    pitch: int
    velocity: int


@dataclass(frozen=True)
class Part:
    """What one player plays. role: "lead", "chords", "pad", "bass", "arp", "drums" or another word for its place.

    voice: a name from VOICES. volume, pan, room: as MIDI's controllers 7, 10 and 91 have them, 0..127; 64 pans to the
    middle, the gain is (volume/127)². brightness: controller 74, how bright the instrument is played, 64 as it is.
    tilt_db: darker below 0, brighter above; no file holds it.
    """

    role: str
    voice: str
    notes: tuple[Note, ...]
    volume: int = 100
    pan: int = 64
    room: int = 40
    brightness: int = 64
    tilt_db: float = 0.0


@dataclass(frozen=True)
class Tempo:
    """From `start` (in quarter notes) on, `bpm` quarter notes a minute."""

    start: float
    bpm: float


@dataclass(frozen=True)
class Section:
    """A stretch of the form: `start`, `length` in quarter notes, energy 0..1 at its end. name: "verse", …"""

    name: str
    start: float
    length: float
    energy: float


@dataclass(frozen=True)
class Composition:
    """Parts in time. tempi: in order, the first one at 0. length: in quarter notes. tonic: 0..11, None if not known."""

    parts: tuple[Part, ...]
    length: float
    tempi: tuple[Tempo, ...] = (Tempo(0.0, 120.0),)
    metre: Metre = METRES["4/4"]
    tonic: int | None = None
    mode: str = ""
    style: str = ""
    sections: tuple[Section, ...] = ()

    @property
    def bpm(self) -> float:
        """Felt beats a minute at the start: dotted quarters in 6/8, quarters in 4/4."""
        return self.tempi[0].bpm / self.metre.beat_quarters

    @property
    def notes(self) -> tuple[Note, ...]:
        """Those of all parts, in order of time."""
        return tuple(sorted(note for part in self.parts for note in part.notes))

    def seconds(self, quarters: float) -> float:
        """When a place in the music comes: quarters·60/bpm, piece by piece where the tempo changes."""
        k = max(0, bisect_left(self.tempi, quarters, key=lambda tempo: tempo.start) - 1)
        tempo = self.tempi[k]
        return self._changes_s[k] + (quarters - tempo.start) * 60 / tempo.bpm

    def quarters(self, seconds: float) -> float:
        """The place in the music that comes at `seconds`: the inverse of `seconds`."""
        k = max(0, bisect_left(self._changes_s, seconds) - 1)
        return self.tempi[k].start + (seconds - self._changes_s[k]) * self.tempi[k].bpm / 60

    @cached_property
    def _changes_s(self) -> tuple[float, ...]:
        """When each tempo begins."""
        lasts = ((after.start - tempo.start) * 60 / tempo.bpm for tempo, after in pairwise(self.tempi))
        return tuple(accumulate(lasts, initial=0.0))

    @property
    def duration_s(self) -> float:
        return self.seconds(self.length)

    def sample(self, quarters: float, sample_rate: int) -> int:
        """The sample at which a note that starts at `quarters` begins."""
        return round(self.seconds(quarters) * sample_rate)


def on_grid(quarters: float) -> float:
    """The nearest place that a MIDI file of TICKS a quarter can hold."""
    return round(quarters * TICKS) / TICKS
