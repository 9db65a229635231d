"""The one form in which the studio keeps sound."""

from __future__ import annotations

import io

import soundfile

from audiocraft_studio.audio import Audio


def to_wav(audio: Audio) -> bytes:
    """32-bit float WAV: reading it back gives exactly these samples, beyond full scale too."""
    out = io.BytesIO()
    soundfile.write(out, audio.samples.T, audio.sample_rate, format="WAV", subtype="FLOAT")
    return out.getvalue()
