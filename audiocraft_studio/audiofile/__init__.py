"""Audio files: reading those of any kind that libsndfile knows, and the one form in which the studio keeps sound."""

from __future__ import annotations

from audiocraft_studio.audiofile.reading import MAX_BYTES, SoundFile, read, read_file
from audiocraft_studio.audiofile.writing import to_wav

__all__ = ["MAX_BYTES", "SoundFile", "read", "read_file", "to_wav"]
