"""Voices at work: each note as samples, from tones that are made once."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music.composition import Note, Part
from audiocraft_studio.engines.sketch.music.voices import KITS, VOICES
from audiocraft_studio.engines.sketch.music.voices.voice import Kit, Voice
from audiocraft_studio.engines.sketch.theory import frequency_hz

_LONGEST_S = 60.0
"""No struck or blown tone is longer; held ones have no end."""


class Instrument(Protocol):
    """channels: 1 or 2."""

    channels: int

    def reach(self, note: Note, held: int) -> int:
        """How many samples `note` sounds at most, its end included, with its key down for `held` of them."""

    def play(self, note: Note, held: int) -> Samples:
        """`note`, its key down for `held` samples: float32 (channels, at most reach)."""


def instrument(part: Part, lengths: npt.NDArray[np.int64], rng: np.random.Generator, rate: int) -> Instrument:
    """What `part` is played on. lengths: of its notes, in samples. Raises KeyError for a voice that there is not."""
    if part.voice in KITS:
        return _Drums(KITS[part.voice], part, rng, rate)
    return _Tones(VOICES[part.voice], part, lengths, rng, rate)


def _gain(velocity: int, level_db: float) -> np.float32:
    return np.float32((velocity / 100) ** 1.6 * 10 ** (level_db / 20))


class _Tones:
    """A voice, its tones kept by pitch and force."""

    def __init__(
        self, voice: Voice, part: Part, lengths: npt.NDArray[np.int64], rng: np.random.Generator, rate: int
    ) -> None:
        self._voice, self._rng, self._rate = voice, rng, rate
        self._harder = (part.brightness - 64) / 128
        self._release = max(1, int(voice.release_s * rate))
        self._fall = (np.linspace(1, 0, self._release, dtype=np.float32)) ** 2
        self._tones: dict[tuple[int, float], Samples] = {}
        self._longest: dict[tuple[int, float], int] = {}
        for note, length in zip(part.notes, lengths.tolist(), strict=True):
            key = (note.pitch, self._force(note))
            self._longest[key] = max(self._longest.get(key, 0), length)
        self.channels = voice.channels

    def _force(self, note: Note) -> float:
        played = min(1.0, max(0.0, note.velocity / 127 + self._harder))
        if self._voice.kind == "fresh":
            return played
        return min(self._voice.forces, key=lambda force: abs(force - played))

    def reach(self, note: Note, held: int) -> int:  # noqa: ARG002  (the same for all notes)
        return held + self._release

    def play(self, note: Note, held: int) -> Samples:
        if self._voice.kind == "held":
            sound = self._looped(note, held)
        else:
            held = min(held, int(_LONGEST_S * self._rate))
            sound = self._struck(note, held) if self._voice.kind == "struck" else self._fresh(note, held)
        sound[:, held:] *= self._fall[: sound.shape[1] - held]
        sound *= _gain(note.velocity, self._voice.level_db)
        return sound

    def _fresh(self, note: Note, held: int) -> Samples:
        hz = frequency_hz(note.pitch)
        return self._voice.tone(hz, held + self._release, self._force(note), self._rng, self._rate)

    def _struck(self, note: Note, held: int) -> Samples:
        key = (note.pitch, self._force(note))
        if key not in self._tones:
            n = min(self._longest[key], int(_LONGEST_S * self._rate)) + self._release
            self._tones[key] = self._voice.tone(frequency_hz(note.pitch), n, key[1], self._rng, self._rate)
        return self._tones[key][:, : held + self._release].copy()

    def _looped(self, note: Note, held: int) -> Samples:
        key = (note.pitch, self._force(note))
        if key not in self._tones:
            self._tones[key] = self._voice.tone(frequency_hz(note.pitch), 0, key[1], self._rng, self._rate)
        table = self._tones[key][0]
        n = held + self._release
        first = int(self._rng.integers(len(table)))
        out = np.stack([self._unending(table, first + ear * len(table) // 2, n) for ear in (0, 1)])
        rise = max(1, min(int(self._voice.attack_s * self._rate), max(1, held // 2)))
        out[:, :rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
        return out

    def _unending(self, table: Samples, first: int, n: int) -> Samples:
        """`n` samples of a loop, from `first` on; long ones leap to another place before it has come round."""
        size = len(table)
        fade = size // 4
        out = np.empty(n, np.float32)
        done, ends = 0, np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32))
        while True:
            length = min(size, n - done)
            first %= size
            part = np.concatenate([table[first : first + length], table[: max(0, first + length - size)]])
            if done:
                faded = min(fade, length)
                out[done : done + faded] *= ends[::-1][:faded]
                out[done : done + faded] += part[:faded] * ends[:faded]
                part = part[faded:]
                out[done + faded : done + length] = part
            else:
                out[:length] = part
            if done + length >= n:
                return out
            done += size - fade
            first = int(self._rng.integers(size))


class _Drums:
    """A kit, a few strokes kept of each drum."""

    channels = 2

    def __init__(self, kit: Kit, part: Part, rng: np.random.Generator, rate: int) -> None:
        self._kit, self._rng, self._rate = kit, rng, rate
        keys = dict.fromkeys(nearest_drum(kit, note.pitch) for note in part.notes)
        self._takes = {key: [self._stroke(key)] for key in keys}

    def reach(self, note: Note, held: int) -> int:  # noqa: ARG002  (a drum rings as long as it rings)
        return 2 * int(self._takes[nearest_drum(self._kit, note.pitch)][0].shape[1])

    def play(self, note: Note, held: int) -> Samples:  # noqa: ARG002
        key = nearest_drum(self._kit, note.pitch)
        takes = self._takes[key]
        # long strokes are rare and cost much: two of them will do
        wanted = self._kit.takes if takes[0].shape[1] < self._rate else 2
        if len(takes) < wanted and self._rng.uniform() < 0.5:
            takes.append(self._stroke(key))
        take = takes[int(self._rng.integers(len(takes)))]
        level_db = self._kit.level_db + self._kit.levels_db.get(key, 0.0)
        return np.asarray(take * _gain(note.velocity, level_db), dtype=np.float32)

    def _stroke(self, key: int) -> Samples:
        sound = self._kit.hits[key](self._rng, self._rate)
        angle = np.pi / 4 * (1 + self._kit.pans.get(key, 0.0))
        sides = np.sqrt(2) * np.array([[np.cos(angle)], [np.sin(angle)]])
        return np.asarray(sound * sides, dtype=np.float32)


_SORTS: tuple[tuple[int, ...], ...] = (
    (35, 36), (38, 40, 39), (37, 31, 33, 34, 75, 76, 77, 56, 67, 68),
    (42, 44, 46, 22, 26, 54, 69, 70, 82, 80, 81, 71, 72),
    (41, 43, 45, 47, 48, 50, 60, 61, 62, 63, 64, 65, 66, 78, 79, 58), (49, 57, 55, 52), (51, 53, 59),
)  # fmt: skip
"""Drums that stand in for each other, General MIDI's keys."""


def nearest_drum(kit: Kit, key: int) -> int:
    """The drum of `kit` that a key of General MIDI plays: its own, else one of its sort, else the nearest key."""
    if key in kit.hits:
        return key
    for sort in _SORTS:
        if key in sort:
            known = [k for k in sort if k in kit.hits]
            if known:
                # a clap stands in for no snare
                return min(known, key=lambda k: (k == 39, abs(k - key)))
    return min(kit.hits, key=lambda k: abs(k - key))
