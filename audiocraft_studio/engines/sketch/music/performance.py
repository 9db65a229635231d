"""Playing a composition: notes become tones, tones a mix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import fft

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.engines.sketch.blocks import filters, space
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.level import hold_below_ceiling, loudness_db
from audiocraft_studio.engines.sketch.family import Piece
from audiocraft_studio.engines.sketch.music.composition import Composition, Note, Part
from audiocraft_studio.engines.sketch.music.instruments import Instrument, instrument
from audiocraft_studio.engines.sketch.music.plan import Mix
from audiocraft_studio.engines.sketch.music.styles import STYLES, USUAL
from audiocraft_studio.engines.sketch.music.surface import crackle
from audiocraft_studio.engines.sketch.music.voices import KITS
from audiocraft_studio.engines.sketch.theory import METRES

Ints = npt.NDArray[np.int64]

_SPAN_S = 10.0
_LOUDNESS_DB = -18.0
_KICKS = (35, 36)


def perform(composition: Composition, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """The piece in stretches of about 10 s, each with all that its notes leave ringing; at no particular level.

    A note that starts at b quarters begins at sample round(seconds(b)·sample_rate), whatever came before.
    """
    style = STYLES.get(composition.style, USUAL)
    desk = _Desk(composition, style.mix, rng, sample_rate)
    for first in range(0, max(1, round(composition.duration_s * sample_rate)), round(_SPAN_S * sample_rate)):
        yield from desk.stretch(first, first + round(_SPAN_S * sample_rate))


def render(composition: Composition, rng: np.random.Generator, sample_rate: int = 44_100) -> Audio:
    """The whole piece, as long as its duration_s, at a common loudness and without clipping. An empty one is silent."""
    n = max(1, round(composition.duration_s * sample_rate))
    out = np.zeros((2, n), np.float32)
    for start, samples in perform(composition, rng, sample_rate):
        end = min(n, start + samples.shape[1])
        out[:, start:end] += samples[:, : end - start]
    filters.filter_in_place(out, filters.low_cut(22.0, sample_rate))
    loudness = loudness_db(out, sample_rate)
    if np.isfinite(loudness):
        out *= np.float32(10 ** ((_LOUDNESS_DB - loudness) / 20))
    hold_below_ceiling(out)
    fade_edges(out, 0, min(n // 4, sample_rate // 4))
    return Audio(out, sample_rate)


class _Desk:
    """A mixing desk with a player at every channel."""

    def __init__(self, composition: Composition, mix: Mix, rng: np.random.Generator, rate: int) -> None:
        self._composition, self._mix, self._rate = composition, mix, rate
        room, self._surface, playing = rng.spawn(3)
        self._room = space.impulse_response(mix.room, room, rate // 2) if mix.wet else None
        self._channels = []
        for part, own in zip(composition.parts, playing.spawn(len(composition.parts)), strict=True):
            starts = np.array([composition.sample(note.start, rate) for note in part.notes], dtype=np.int64)
            ends = np.array([composition.sample(note.start + note.length, rate) for note in part.notes], dtype=np.int64)
            lengths = np.maximum(ends - starts, 1)
            self._channels.append(_Channel(part, starts, lengths, instrument(part, lengths, own, rate)))

    def stretch(self, first: int, end: int) -> Iterator[Piece]:
        """What the notes that start within first..end (in samples) leave, from `first` on."""
        playing = [(channel, channel.within(first, end)) for channel in self._channels]
        length = max([end - first, *(channel.reach(notes) - first for channel, notes in playing if len(notes))])
        dry = np.zeros((2, length + self._longest_echo()), np.float32)
        send = np.zeros(dry.shape[1], np.float32)
        duck = self._ducking(first, dry.shape[1])
        for channel, notes in playing:
            if len(notes):
                self._add(channel, channel.sound(notes, first, dry.shape[1]), duck, dry, send)
        if self._mix.surface and self._composition.parts:
            dry[:, : end - first] += np.float32(self._mix.surface) * crackle(self._surface, end - first, self._rate)
        if self._mix.dull_hz:
            filters.filter_in_place(dry, filters.high_cut(self._mix.dull_hz, self._rate))
        yield first, dry
        if self._room is not None and send.any():
            yield first, _reflected(send, self._room)

    def _add(self, channel: _Channel, sound: Samples, duck: Samples | None, dry: Samples, send: Samples) -> None:
        part = channel.part
        if part.tilt_db:
            filters.filter_in_place(sound, filters.tilt(part.tilt_db, 1200.0, self._rate))
        if duck is not None and part.role in self._mix.ducked:
            sound *= duck
        delay, again = self._mix.echoes.get(part.role, (0.0, 0.0))
        level = (part.volume / 127) ** 2
        wet = 0.5 * self._mix.wet * part.room / 127
        scaled = np.empty_like(send)
        for ear, gain in enumerate(_sides(part.pan)):
            source = sound[min(ear, len(sound) - 1)]
            dry[ear] += np.multiply(source, np.float32(gain * level), out=scaled)
            if wet:
                send += np.multiply(source, np.float32(gain * level * wet), out=scaled)
        if again:
            self._repeat(sound.mean(axis=0) * np.float32(level), delay, again, dry)

    def _repeat(self, mono: Samples, quarters: float, gain: float, dry: Samples) -> None:
        """Three echoes, from side to side."""
        step = self._composition.sample(quarters, self._rate)
        for k in (1, 2, 3):
            late = k * step
            echo = mono[: max(0, len(mono) - late)] * np.float32(gain**k)
            dry[k % 2, late : late + len(echo)] += echo
            dry[1 - k % 2, late : late + len(echo)] += np.float32(0.3) * echo

    def _longest_echo(self) -> int:
        used = [self._mix.echoes[part.role][0] for part in self._composition.parts if part.role in self._mix.echoes]
        return 3 * self._composition.sample(max(used), self._rate) if used else 0

    def _ducking(self, first: int, n: int) -> Samples | None:
        """The gain of what the kick pushes aside: down at each stroke, back within a fifth of a second."""
        if not self._mix.duck_db:
            return None
        gain = np.ones(n, np.float32)
        dip = int(0.22 * self._rate)
        shape = 1 - (1 - 10 ** (-self._mix.duck_db / 20)) * np.cos(np.linspace(0, np.pi / 2, dip)) ** 2
        rise = min(dip, int(0.004 * self._rate))
        shape[:rise] = np.linspace(1, shape[rise], rise)
        for channel in self._channels:
            if channel.part.voice in KITS:
                for start, note in zip(channel.starts.tolist(), channel.part.notes, strict=True):
                    if note.pitch in _KICKS and first - dip < start < first + n:
                        low, high = max(0, start - first), min(n, start - first + dip)
                        part = shape[low - start + first : high - start + first].astype(np.float32)
                        gain[low:high] = np.minimum(gain[low:high], part)
        return gain


class _Channel:
    """One part and its instrument."""

    def __init__(self, part: Part, starts: Ints, lengths: Ints, played_on: Instrument) -> None:
        self.part, self.starts, self.lengths = part, starts, lengths
        self._instrument = played_on

    def within(self, first: int, end: int) -> list[int]:
        return np.flatnonzero((self.starts >= first) & (self.starts < end)).tolist()

    def reach(self, notes: Sequence[int]) -> int:
        """The sample at which the last of these notes is silent, at the latest."""
        return max(
            int(self.starts[k]) + self._instrument.reach(self.part.notes[k], int(self.lengths[k])) for k in notes
        )

    def sound(self, notes: Sequence[int], first: int, n: int) -> Samples:
        out = np.zeros((self._instrument.channels, n), np.float32)
        for index in notes:
            tone = self._instrument.play(self.part.notes[index], int(self.lengths[index]))
            at = int(self.starts[index]) - first
            length = min(tone.shape[1], n - at)
            out[:, at : at + length] += tone[:, :length]
        return out


def _reflected(send: Samples, room: Samples) -> Samples:
    """send ∗ room, for a room at half the rate of `send`: float32 (2, …).

    A room's sound is dull: half the rate holds it, and what folds or mirrors about it lies far below.
    """
    half = len(send) // 2
    even, odd = send[: 2 * half : 2], send[1 : 2 * half : 2]
    low = 0.5 * even + 0.25 * odd
    low[1:] += 0.25 * odd[:-1]
    n = half + room.shape[1] - 1
    size = fft.next_fast_len(n, real=True)
    spectrum = fft.rfft(room, n=size)
    spectrum *= fft.rfft(low, n=size)
    rung = fft.irfft(spectrum, n=size)[:, :n]
    out = np.empty((2, 2 * n), np.float32)
    out[:, ::2] = rung
    out[:, 1:-1:2] = 0.5 * (rung[:, :-1] + rung[:, 1:])
    out[:, -1] = 0.5 * rung[:, -1]
    return out


def _sides(pan: int) -> tuple[float, float]:
    """Equal-power gains of both ears, 1 in the middle."""
    angle = np.pi / 4 * (1 + (pan - 64) / 64)
    return float(np.sqrt(2) * np.cos(angle)), float(np.sqrt(2) * np.sin(angle))


def melody_audio(composition: Composition, rng: np.random.Generator, sample_rate: int = 44_100) -> Audio:
    """The tune alone, mono, dry, on a plain voice: what a model that follows melodies needs.

    The lead's notes; without a lead the highest notes of what has pitch. Silence if nothing has.
    """
    part = Part("lead", "flute", melody(composition), room=0)
    bare = Composition(
        (part,) if part.notes else (), composition.length, composition.tempi, METRES["4/4"], style="chiptune"
    )
    audio = render(bare, rng, sample_rate)
    return Audio(np.ascontiguousarray(audio.samples.mean(axis=0, keepdims=True)), sample_rate)


def melody(composition: Composition) -> tuple[Note, ...]:
    """The tune of a piece, one note at a time: that of its leads, else the highest line there is."""
    tuned = [part for part in composition.parts if part.voice not in KITS]
    leads = [part for part in tuned if part.role == "lead"] or [p for p in tuned if p.role != "bass"] or tuned
    notes = sorted((note for part in leads for note in part.notes), key=lambda n: (n.start, -n.pitch))
    line: list[Note] = []
    for note in notes:
        if line and note.start < line[-1].start + line[-1].length - 1e-6:
            if note.pitch <= line[-1].pitch or note.start - line[-1].start < 1e-6:
                continue
            line[-1] = Note(line[-1].start, note.start - line[-1].start, line[-1].pitch, line[-1].velocity)
        line.append(note)
    return tuple(line)
