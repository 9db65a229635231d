"""Reading audio files of any kind that libsndfile knows: WAV, FLAC, OGG (Vorbis, Opus), MP3, AIFF, W64, RF64."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import soundfile

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.audiofile import mp3
from audiocraft_studio.audiofile.damage import cut_off
from audiocraft_studio.errors import DamagedFile

MAX_DURATION_S = 3600.0
MAX_BYTES = 2_000_000_000
SMALL_BYTES = 500_000_000
LOUDEST = 1e6
RATES_HZ = (1_000, 768_000)

NOT_AUDIO = "is not audio that the studio can read. Use a WAV, FLAC, OGG or MP3 file."
CUT_OFF = "is cut off or damaged, so not all of it can be read. Copy it again from where it came from."
TOO_LONG = "is longer than an hour. Cut it first, then try again."
TOO_LARGE = "is larger than 2 GB. Cut it first, then try again."
_UNRECOGNISED = 1  # SF_ERR_UNRECOGNISED_FORMAT
_UNKNOWN = 2**63 - 1  # SF_COUNT_MAX: a FLAC that was written into a pipe


@dataclass(frozen=True, eq=False)
class SoundFile:
    """What a file holds. format, subtype: as libsndfile names them ("WAV", "PCM_24"). metadata: the texts that it
    carries, of title, artist, album, comment, date, genre, copyright, license, software and tracknumber."""

    audio: Audio
    format: str
    subtype: str
    metadata: Mapping[str, str]


def read(path: Path, *, name: str = "") -> Audio:
    """The sound of a whole file; see `read_file`."""
    return read_file(path, name=name, copies=2).audio


def read_file(path: Path, *, name: str = "", copies: int = 6) -> SoundFile:
    """The whole file, with all its channels. `name` is what the user calls it, for the message.

    copies: how much memory must be free for what is to come, in sizes of the samples; measuring takes 5.

    Raises DamagedFile, whose `reason` says it in words, for what is no audio, empty, cut off, longer than an hour or
    larger than 2 GB (as a file or in memory) or than what is free, of a sample rate outside 1 to 768 kHz, or not to be
    opened at all.
    """
    shown = name or path.name
    try:
        _check_size(path)
        return _read(path, copies)
    except _Refused as refused:
        raise DamagedFile(path, f"{shown} {refused}", str(refused)) from refused.__cause__


class _Refused(Exception):
    """Why a file is not read: what follows its name in a sentence."""


def _check_size(path: Path) -> None:
    """Opens it once, since the system says more clearly than libsndfile what is in the way."""
    try:
        with path.open("rb") as file:
            n_bytes = os.fstat(file.fileno()).st_size
    except PermissionError as error:
        raise _Refused("may not be read: its permissions forbid it. Change them, then try again.") from error
    except FileNotFoundError as error:
        raise _Refused("is missing.") from error
    except OSError as error:
        raise _Refused(f"cannot be opened ({error.strerror or error}).") from error
    if not n_bytes:
        raise _Refused("is empty (0 bytes). Copy it again from where it came from.")
    if n_bytes > MAX_BYTES:
        raise _Refused(TOO_LARGE)


def _read(path: Path, copies: int) -> SoundFile:
    try:
        opened = _open(path)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise _Refused(_why_not(error)) from error
    with opened as file:
        limit = _frame_limit(file)
        if file.frames > limit:
            raise _too_much(file)
        _check_memory(4 * file.channels * file.frames * copies)
        try:
            # in one go: soundfile seeks between reads, and an MP3 comes out of a seek with other samples
            samples: Samples = file.read(out=np.empty((file.frames, file.channels), np.float32))
        except (soundfile.LibsndfileError, RuntimeError) as error:
            raise _Refused(CUT_OFF) from error
        if cut_off(path, file, len(samples)):
            raise _Refused(CUT_OFF)
        if not len(samples):
            raise _Refused("holds no sound. Use a file with at least one sample.")
        if not -LOUDEST <= samples.min() <= samples.max() <= LOUDEST:  # false for NaN too
            raise _Refused("holds numbers that are no sound (NaN, infinite or above +120 dB). Export it again.")
        audio = Audio(np.ascontiguousarray(samples.T), file.samplerate)
        return SoundFile(audio, file.format, file.subtype, file.copy_metadata())


def _open(path: Path) -> soundfile.SoundFile:
    file = soundfile.SoundFile(os.fsencode(path))  # bytes, so that a name in another encoding opens too
    counted = mp3.with_length(path) if file.format == "MP3" else None
    if counted:
        file.close()
        file = soundfile.SoundFile(counted)
    return file


def _why_not(error: Exception) -> str:
    if getattr(error, "code", 0) == _UNRECOGNISED:
        return NOT_AUDIO
    told = str(getattr(error, "error_string", error)).rstrip(".")
    return f"cannot be read as audio: it is damaged or of an unusual kind ({told}). Use a WAV, FLAC, OGG or MP3 file."


def _frame_limit(file: soundfile.SoundFile) -> int:
    if file.frames == _UNKNOWN:
        raise _Refused("does not say how long it is. Save it again from an audio editor, then try again.")
    low, high = RATES_HZ
    if not low <= file.samplerate <= high:
        raise _Refused(f"has a sample rate of {file.samplerate} Hz; the studio takes 1 to 768 kHz. Convert it first.")
    return int(min(MAX_DURATION_S * file.samplerate, MAX_BYTES // (4 * file.channels)))


def _check_memory(n_bytes: int) -> None:
    if n_bytes > SMALL_BYTES and n_bytes > psutil.virtual_memory().available:
        raise _Refused(f"takes {n_bytes / 1e9:.1f} GB of memory to take in, more than is free. Cut it first.")


def _too_much(file: soundfile.SoundFile) -> _Refused:
    is_long = MAX_BYTES // (4 * file.channels) > MAX_DURATION_S * file.samplerate
    return _Refused(TOO_LONG if is_long else "takes more than 2 GB of memory. Cut it first, then try again.")
