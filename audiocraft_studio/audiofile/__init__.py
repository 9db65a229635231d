"""Audio files: reading those of any kind that libsndfile knows, and the one form in which the studio keeps sound."""

from __future__ import annotations

from audiocraft_studio.audiofile.reading import MAX_BYTES, SoundFile, read, read_file
from audiocraft_studio.audiofile.texts import read_texts
from audiocraft_studio.audiofile.writing import to_wav

__all__ = ["MAX_BYTES", "SoundFile", "read", "read_file", "read_texts", "to_wav"]
