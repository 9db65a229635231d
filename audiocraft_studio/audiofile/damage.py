"""Telling whether the end of an audio file is missing, which libsndfile reads over without a word."""

from __future__ import annotations

import re
from pathlib import Path

import soundfile

SLACK_BYTES = 64
UNKNOWN_LENGTH = 0x7FFFFF00
"""Programs that write into a pipe put a length from here up into the header, meaning "until the end"."""

_SHORTER = re.compile(r"^\s*(data|SSND|Data Size|Riff size|riff)\s*: (\d+) \(should be (\d+)\)", re.MULTILINE)
_MP3_SLACK_FRAMES = 2 * 1152
_TAIL_BYTES = 66_000  # an OGG page has at most 65,307


def cut_off(path: Path, file: soundfile.SoundFile, n_frames: int) -> bool:
    """Whether the file `path`, opened as `file`, ends before its header says; `n_frames`: how many could be read."""
    if file.format == "MP3":
        return bool(n_frames + _MP3_SLACK_FRAMES < file.frames)
    if file.format == "OGG":
        return not _ends_with_a_whole_page(path)
    return any(
        int(is_there) + SLACK_BYTES < int(said) < UNKNOWN_LENGTH
        for _, said, is_there in _SHORTER.findall(file.extra_info)
    )


def _ends_with_a_whole_page(path: Path) -> bool:
    """RFC 3533, section 6: byte 26 of a page is the number of segments, whose lengths follow."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
    page = tail[tail.rfind(b"OggS") :]
    if len(page) < 27 or len(page) < 27 + page[26]:
        return False
    return len(page) >= 27 + page[26] + sum(page[27 : 27 + page[26]])
