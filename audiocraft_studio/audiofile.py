"""Reading audio files of any kind that libsndfile knows, and the one form in which the studio keeps sound."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import soundfile

from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import DamagedFile

MAX_DURATION_S = 3600.0


def read(path: Path, *, name: str = "") -> Audio:
    """The whole file (WAV, FLAC, OGG, MP3, AIFF). `name` is what the user calls it, for the message.

    Raises DamagedFile when it is not audio, is empty, or is longer than an hour.
    """
    shown = name or path.name
    try:
        with soundfile.SoundFile(path) as file:
            if file.frames > MAX_DURATION_S * file.samplerate:
                raise DamagedFile(path, f"{shown} is longer than an hour. Cut it first, then try again.")
            samples = file.read(dtype="float32", always_2d=True)
            rate = file.samplerate
    except (soundfile.LibsndfileError, OSError, RuntimeError) as error:
        reason = getattr(error, "error_string", str(error)).rstrip(".")  # without the path on the server
        message = f"{shown} cannot be read as audio ({reason}). Use a WAV, FLAC, OGG or MP3 file."
        raise DamagedFile(path, message) from error
    if not len(samples):
        raise DamagedFile(path, f"{shown} holds no sound. Use a file with at least one sample.")
    if not np.isfinite(samples).all():
        raise DamagedFile(path, f"{shown} holds numbers that are no sound (NaN or infinite). Export it again.")
    return Audio(np.ascontiguousarray(samples.T), rate)


def to_wav(audio: Audio) -> bytes:
    """32-bit float WAV: reading it back gives exactly these samples, beyond full scale too."""
    out = io.BytesIO()
    soundfile.write(out, audio.samples.T, audio.sample_rate, format="WAV", subtype="FLOAT")
    return out.getvalue()
