"""Compositions as Standard MIDI Files, after "Standard MIDI Files 1.0" (MIDI Manufacturers Association, RP-001).

Format 1: a first track with tempo, metre and key, then one track a part, with General MIDI's programs and the part's
volume, pan, room and brightness.
"""

from __future__ import annotations

import struct

from audiocraft_studio.engines.sketch.music.composition import TICKS, Composition, Part
from audiocraft_studio.engines.sketch.music.voices import KITS, VOICES
from audiocraft_studio.engines.sketch.theory import MINOR_LIKE

DRUM_CHANNEL = 9
VOLUME, PAN, ROOM, BRIGHTNESS = 7, 10, 91, 74
# sharps (above 0) or flats of the major key on each pitch class
_ACCIDENTALS = (0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5)


def to_midi(composition: Composition) -> bytes:
    """The composition as a file of format 1, with 960 ticks a quarter note."""
    pitched = (channel for _ in iter(int, 1) for channel in range(16) if channel != DRUM_CHANNEL)
    end = round(composition.length * TICKS)
    parts = (_track(part, DRUM_CHANNEL if part.voice in KITS else next(pitched), end) for part in composition.parts)
    tracks = [_conductor(composition), *parts]
    header = struct.pack(">4sIHHH", b"MThd", 6, 1, len(tracks), TICKS)
    return header + b"".join(struct.pack(">4sI", b"MTrk", len(track)) + track for track in tracks)


def _conductor(composition: Composition) -> bytes:
    metre = composition.metre
    events = [(0, _meta(0x03, composition.style.encode()))] if composition.style else []
    clicks = round(24 * metre.beat_quarters)
    events.append((0, _meta(0x58, bytes((metre.count, metre.unit.bit_length() - 1, clicks, 8)))))
    if composition.tonic is not None:
        minor = composition.mode in MINOR_LIKE
        accidentals = _ACCIDENTALS[(composition.tonic + (3 if minor else 0)) % 12]
        events.append((0, _meta(0x59, struct.pack(">bB", accidentals, minor))))
    for tempo in composition.tempi:
        micros = min(0xFFFFFF, max(1, round(60e6 / tempo.bpm)))
        events.append((round(tempo.start * TICKS), _meta(0x51, micros.to_bytes(3, "big"))))
    return _packed(events, round(composition.length * TICKS))


def _track(part: Part, channel: int, end: int) -> bytes:
    """Notes that end come before notes that begin at the same time."""
    program = KITS[part.voice].program if part.voice in KITS else VOICES[part.voice].program
    setup = [_meta(0x03, f"{part.role}: {part.voice}".encode()), bytes((0xC0 | channel, program))]
    for controller, value in _mix(part).items():
        setup.append(bytes((0xB0 | channel, controller, value)))
    keyed: list[tuple[int, int, bytes]] = [(0, 0, event) for event in setup]
    for note in part.notes:
        start, stop = round(note.start * TICKS), round((note.start + note.length) * TICKS)
        keyed.append((start, 2, bytes((0x90 | channel, note.pitch, note.velocity))))
        keyed.append((max(stop, start + 1), 1, bytes((0x80 | channel, note.pitch, 64))))
    keyed.sort(key=lambda event: event[:2])
    return _packed([(tick, event) for tick, _, event in keyed], end)


def _mix(part: Part) -> dict[int, int]:
    return {VOLUME: part.volume, PAN: part.pan, ROOM: part.room, BRIGHTNESS: part.brightness}


def _meta(kind: int, data: bytes) -> bytes:
    return bytes((0xFF, kind)) + _varying(len(data)) + data


def _packed(events: list[tuple[int, bytes]], end: int) -> bytes:
    out, now = bytearray(), 0
    for tick, event in [*events, (max([end, *(tick for tick, _ in events)]), _meta(0x2F, b""))]:
        out += _varying(tick - now) + event
        now = tick
    return bytes(out)


def _varying(value: int) -> bytes:
    """A number in groups of seven bits, all but the last with the high bit set."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))
