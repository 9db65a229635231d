"""MP3 files that do not say how long they are: libsndfile would guess from the first frame's bit rate, and stop there.

A frame's header is that of ISO 11172-3, 2.4.1.3 (and 13818-3 for the lower rates): 11 bits of sync, 2 of version, 2 of
layer, 1 of protection, 4 of bit rate, 2 of sample rate, 1 of padding. What decoders take for the number of frames is
the Xing header inside the first frame: "Xing", flags whose last bit says that the number follows, the number.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

_RATES_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KBPS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
MAX_BYTES = 200_000_000  # 83 minutes at 320 kbit/s
_LAYER_3 = 1
_ROOMY = 9  # a bit rate at which a Xing header fits into a frame of any version


@dataclass(frozen=True)
class _Header:
    version: int  # 3 for MPEG-1, 2 for MPEG-2, 0 for MPEG-2.5
    rate_hz: int
    n_bytes: int

    @property
    def kind(self) -> tuple[int, int]:
        """What all frames of a file share."""
        return self.version, self.rate_hz


def with_length(path: Path) -> io.BytesIO | None:
    """The file with a Xing header before its first frame; None where it has one already, is no MPEG layer III, or is so
    large that at the highest bit rate it is far longer than the studio takes."""
    if path.stat().st_size > MAX_BYTES:
        return None
    data = path.read_bytes()
    start = _after_tag(data)
    if _says_length(data[start : start + 256]):
        return None
    places = _frames(data, start)
    if not places:
        return None
    first = places[0]
    return io.BytesIO(data[:start] + _xing_frame(data[first : first + 4], len(places)) + data[first:])


def _after_tag(data: bytes) -> int:
    """The place after the ID3v2 tag, whose size is in four bytes of seven bits."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    return 10 + sum((byte & 127) << (7 * place) for place, byte in enumerate(reversed(data[6:10])))


def _says_length(first_frame: bytes) -> bool:
    place = max(first_frame.find(b"Xing"), first_frame.find(b"Info"))
    return place >= 0 and len(first_frame) > place + 7 and bool(first_frame[place + 7] & 1)


def _header(data: bytes, place: int) -> _Header | None:
    if place + 4 > len(data) or data[place] != 0xFF or data[place + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[place + 1] >> 3 & 3, data[place + 1] >> 1 & 3
    bit_rate, rate, padding = data[place + 2] >> 4, data[place + 2] >> 2 & 3, data[place + 2] >> 1 & 1
    if version == 1 or layer != _LAYER_3 or rate == 3 or not 0 < bit_rate < 15:
        return None
    kbps, factor = (_KBPS_1, 144_000) if version == 3 else (_KBPS_2, 72_000)
    rate_hz = _RATES_HZ[version][rate]
    return _Header(version, rate_hz, factor * kbps[bit_rate] // rate_hz + padding)


def _frames(data: bytes, start: int) -> list[int]:
    """Where the frames begin. The first is one that another of its kind follows; what lies between is skipped."""
    places: list[int] = []
    kind: tuple[int, int] | None = None
    place = start
    while place >= 0:
        header = _header(data, place)
        if header and (header.kind == kind or (kind is None and _kind(data, place + header.n_bytes) == header.kind)):
            kind = header.kind
            places.append(place)
            place += header.n_bytes
        else:
            place = data.find(b"\xff", place + 1)
    return places


def _kind(data: bytes, place: int) -> tuple[int, int] | None:
    header = _header(data, place)
    return header.kind if header else None


def _xing_frame(first: bytes, n_frames: int) -> bytes:
    """A silent frame of the kind of `first`, the header of another, with the number of frames in it."""
    head = bytes([first[0], first[1] | 1, _ROOMY << 4 | first[2] & 0x0C, first[3]])
    header = _header(head, 0)
    mono = first[3] >> 6 == 3
    if header is None:  # it is that of a frame, with another bit rate
        return b""
    side = (17 if mono else 32) if header.version == 3 else (9 if mono else 17)
    return (head + bytes(side) + b"Xing" + (1).to_bytes(4) + n_frames.to_bytes(4)).ljust(header.n_bytes, b"\0")
