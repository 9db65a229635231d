"""Standard MIDI Files of formats 0 and 1, as compositions.

Notes, programs, tempi, the first metre and key, each part's first volume, pan, room and brightness are read; all else
is passed over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from audiocraft_studio.engines.sketch.music.composition import Composition, Note, Part, Tempo
from audiocraft_studio.engines.sketch.music.midi import BRIGHTNESS, DRUM_CHANNEL, PAN, ROOM, VOLUME
from audiocraft_studio.engines.sketch.music.styles import STYLES
from audiocraft_studio.engines.sketch.music.voices import KITS, VOICES
from audiocraft_studio.engines.sketch.theory import METRES, Metre
from audiocraft_studio.errors import InputError

LONGEST_S = 600.0
MOST_NOTES = 100_000
MOST_SOUNDING_S = 40_000.0
"""Of all notes together: ten minutes of 66 at once. More would take minutes to play."""
_FIELD = "MIDI file"
_MIX = {VOLUME: 100, PAN: 64, ROOM: 40, BRIGHTNESS: 64}
"""The controllers that are read, in Part's order, and their values where a file has none."""


def from_midi(data: bytes) -> Composition:
    """The notes of a MIDI file, each track and program a part, on the voice that comes nearest to its program.

    Raises InputError, saying what is wrong and what to do, for anything that is no such file, is cut short, has no
    notes, more than 100,000 of them, too many at once, or lasts longer than ten minutes.
    """
    ticks, chunks = _chunks(data)
    reading = _Reading()
    for index, chunk in enumerate(chunks):
        _read_track(chunk, index, reading)
    if not reading.parts:
        raise InputError(_FIELD, "it has no notes. Export the tracks that hold them.")
    tempi = _tempi(reading.tempi, ticks)
    end = max(note.start + note.length for notes in reading.parts.values() for note in notes)
    parts = tuple(_part(key, notes, reading, ticks) for key, notes in sorted(reading.parts.items()))
    whole = Composition(
        parts, max(end, reading.end) / ticks, tempi, reading.metre or METRES["4/4"], reading.tonic, reading.mode,
        reading.style,
    )  # fmt: skip
    if whole.seconds(end / ticks) > LONGEST_S:
        raise InputError(_FIELD, f"it lasts longer than {LONGEST_S / 60:g} minutes. Export a shorter part of it.")
    if sum(whole.seconds(n.start + n.length) - whole.seconds(n.start) for n in whole.notes) > MOST_SOUNDING_S:
        raise InputError(_FIELD, "too many of its notes sound at once. Export fewer tracks.")
    if whole.duration_s > LONGEST_S:
        return Composition(whole.parts, end / ticks, tempi, whole.metre, whole.tonic, whole.mode, whole.style)
    return whole


_PartKey = tuple[int, int, int]
"""(track, channel, program)."""


@dataclass
class _Reading:
    """What was found so far; times in ticks."""

    parts: dict[_PartKey, list[Note]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    mixes: dict[tuple[int, int, int], int] = field(default_factory=dict)
    programs: dict[int, int] = field(default_factory=dict)
    tempi: dict[int, int] = field(default_factory=dict)
    metre: Metre | None = None
    tonic: int | None = None
    mode: str = ""
    style: str = ""
    end: int = 0
    count: int = 0


def _chunks(data: bytes) -> tuple[int, list[bytes]]:
    """(ticks a quarter, the tracks' bytes)."""
    if data[:4] != b"MThd" or len(data) < 14:
        raise InputError(_FIELD, "this is not a Standard MIDI File (.mid). Export one from your music program.")
    size, kind, _, division = struct.unpack(">IHHH", data[4:14])
    if size < 6 or kind > 1:
        raise InputError(_FIELD, "only files of format 0 and 1 are read. Export it as format 1.")
    if division & 0x8000 or division == 0:
        raise InputError(_FIELD, "its time is counted in film frames. Export it with ticks per quarter note.")
    found, at = [], 8 + size
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "big")
        if at + 8 + length > len(data):
            raise InputError(_FIELD, "it is cut short. Export it again.")
        if data[at : at + 4] == b"MTrk":
            found.append(data[at + 8 : at + 8 + length])
        at += 8 + length
    return division, found


def _read_track(track: bytes, index: int, reading: _Reading) -> None:
    """Files of format 0 and 1 are read alike: all tracks share one time, a part is a track's channel and program."""
    sounding: dict[tuple[int, int], list[tuple[int, int]]] = {}
    now = 0
    for now, status, body in _events(track):
        channel = status & 0x0F
        if status == 0xFF:
            _read_meta(body[0], body[1:], now, index, reading)
        elif status < 0xA0:
            key = (channel, body[0])
            waiting = sounding.setdefault(key, [])
            if status >= 0x90 and body[1]:
                waiting.append((now, body[1]))
            elif waiting:
                _close(waiting.pop(0), now, key, index, reading)
        elif status & 0xF0 == 0xC0:
            reading.programs[channel] = body[0]
        elif status & 0xF0 == 0xB0 and body[0] in _MIX:
            reading.mixes.setdefault((index, channel, body[0]), body[1])
    for key, waiting in sounding.items():
        for begun in waiting:
            _close(begun, now, key, index, reading)
    reading.end = max(reading.end, now)


def _close(begun: tuple[int, int], now: int, key: tuple[int, int], index: int, reading: _Reading) -> None:
    reading.count += 1
    if reading.count > MOST_NOTES:
        raise InputError(_FIELD, f"it has more than {MOST_NOTES:,} notes. Export fewer tracks.")
    start, velocity = begun
    channel, pitch = key
    part = (index, channel, reading.programs.get(channel, 0))
    reading.parts.setdefault(part, []).append(Note(start, max(1, now - start), pitch, velocity))


_LENGTHS = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}


def _events(track: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(ticks from the start, status, data bytes) of each event; of meta events the data begin with their kind."""
    at, now, status = 0, 0, 0
    while at < len(track):
        delta, at = _number(track, at)
        now += delta
        first = _byte(track, at)
        if first >= 0x80:
            at += 1
        if first == 0xFF:
            length, start = _number(track, at + 1)
            body, at = _bytes(track, at, 1) + _bytes(track, start, length), start + length
            yield now, first, body
            if body[0] == 0x2F:
                return
        elif first in (0xF0, 0xF7):
            length, start = _number(track, at)
            _bytes(track, start, length)
            at = start + length
        else:
            status = first if first >= 0x80 else status
            if status & 0xF0 not in _LENGTHS:
                raise InputError(_FIELD, "it is damaged: data without a meaning. Export it again.")
            body = _bytes(track, at, _LENGTHS[status & 0xF0])
            if max(body) > 0x7F:
                raise InputError(_FIELD, "it is damaged: an event is cut short. Export it again.")
            at += len(body)
            yield now, status, body


def _number(track: bytes, at: int) -> tuple[int, int]:
    """(a number in groups of seven bits, the place after it)."""
    value = 0
    for k in range(4):
        byte = _byte(track, at + k)
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + k + 1
    raise InputError(_FIELD, "it is damaged: a number has no end. Export it again.")


def _byte(track: bytes, at: int) -> int:
    return _bytes(track, at, 1)[0]


def _bytes(track: bytes, at: int, count: int) -> bytes:
    if at + count > len(track):
        raise InputError(_FIELD, "it is damaged: a track is cut short. Export it again.")
    return track[at : at + count]


def _read_meta(kind: int, body: bytes, now: int, index: int, reading: _Reading) -> None:
    """The first name, metre and key, and all tempi; what is malformed is passed over."""
    if kind == 0x03:
        name = body.decode("utf-8", "replace")
        reading.names.setdefault(index, name)
        if index == 0 and name in STYLES:
            reading.style = name
    elif kind == 0x51 and len(body) == 3 and any(body):
        reading.tempi[now] = int.from_bytes(body, "big")
    elif kind == 0x58 and len(body) >= 2 and reading.metre is None:
        reading.metre = METRES.get(f"{body[0]}/{2 ** min(body[1], 6)}")
    elif kind == 0x59 and len(body) == 2 and reading.tonic is None:
        accidentals, minor = struct.unpack(">bB", body)
        if -7 <= accidentals <= 7 and minor <= 1:
            reading.mode = "minor" if minor else "major"
            reading.tonic = (accidentals * 7 + (9 if minor else 0)) % 12


def _tempi(found: dict[int, int], ticks: int) -> tuple[Tempo, ...]:
    """In order, the first at 0; 120 beats a minute until a file says something else."""
    places = {0: 500_000, **found}
    return tuple(Tempo(tick / ticks, _bpm(places[tick])) for tick in sorted(places))


def _bpm(micros: int) -> float:
    """The tempo that a file means: the roundest one that it stores as this number of microseconds a quarter."""
    exact = 60e6 / micros
    for digits in range(7):
        rounded = round(exact, digits)
        if rounded > 0 and round(60e6 / rounded) == micros:
            return rounded
    return exact


def _part(key: _PartKey, notes: list[Note], reading: _Reading, ticks: int) -> Part:
    index, channel, program = key
    role, _, named = reading.names.get(index, "").partition(": ")
    drums = channel == DRUM_CHANNEL
    voice = named if named in (KITS if drums else VOICES) else _kit(program) if drums else _voice(program)
    if named not in VOICES and named not in KITS:
        role = "drums" if drums else _role(notes)
    placed = sorted(Note(n.start / ticks, n.length / ticks, n.pitch, n.velocity) for n in notes)
    mix = [reading.mixes.get((index, channel, kind), usual) for kind, usual in _MIX.items()]
    return Part(role, voice, tuple(placed), *mix)


def _role(notes: list[Note]) -> str:
    """What a part without a known name seems to be: low ones are basses, high ones of single notes tunes."""
    middle = sorted(note.pitch for note in notes)[len(notes) // 2]
    if middle < 48:
        return "bass"
    alone = len({note.start for note in notes}) > 0.9 * len(notes)
    return "lead" if alone and middle >= 60 else "chords"


def _kit(program: int) -> str:
    found = [name for name, kit in KITS.items() if kit.program == program]
    return found[0] if found else "standard kit"


_GROUPS = (
    "piano", "vibraphone", "organ", "guitar", "upright bass", "strings", "strings", "brass", "saxophone", "flute",
    "saw lead", "warm pad", "glass bells", "guitar", "marimba", "dark drone",
)  # fmt: skip
"""General MIDI's sixteen groups of eight programs, and the voice that stands in for each."""


def _voice(program: int) -> str:
    """The voice of that very program, else one that stands for its group."""
    found = [name for name, voice in VOICES.items() if voice.program == program]
    return found[0] if found else _GROUPS[program // 8]
