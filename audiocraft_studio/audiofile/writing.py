"""The one form in which the studio keeps sound."""

from __future__ import annotations

import io

import soundfile

from audiocraft_studio.audio import Audio
from audiocraft_studio.audiofile import chunks


def to_wav(audio: Audio, ixml: bytes = b"") -> bytes:
    """32-bit float WAV: reading it back gives exactly these samples, beyond full scale too.

    ixml: what is said about the sound (see `ixml.build`), in a chunk after the samples.
    """
    out = io.BytesIO()
    soundfile.write(out, audio.samples.T, audio.sample_rate, format="WAV", subtype="FLOAT")
    if ixml:
        chunks.append(out, b"iXML", ixml)
    return out.getvalue()
