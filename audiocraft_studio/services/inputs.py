"""What guides a generation (a melody, a sound to be continued, notes), kept by its hash, as recipes refer to it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assets_db import write_aside
from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import NotFound
from audiocraft_studio.services.guard import guarded


class Inputs:
    """Content-addressed WAV and MIDI files in one folder; the same sound is kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, audio: Audio) -> str:
        """The hash under which `audio` can be had back."""
        key = audio.sha256()
        path = self._folder / f"{key}.wav"
        if not path.exists():
            self._write(path, audiofile.to_wav(audio))
        return key

    def keep_notes(self, midi: bytes) -> str:
        """The same for a MIDI file; its hash is that of its bytes."""
        key = hashlib.sha256(midi).hexdigest()
        path = self._folder / f"{key}.mid"
        if not path.exists():
            self._write(path, midi)
        return key

    def notes(self, key: str) -> bytes:
        """The MIDI file with this hash. Raises NotFound when it is gone."""
        path = self._folder / f"{key}.mid"
        if not path.exists():
            raise NotFound("MIDI file", key)
        return path.read_bytes()

    def _write(self, path: Path, data: bytes) -> None:
        with guarded(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_aside(path, data)

    def get(self, key: str) -> Audio:
        """Raises NotFound when the file is gone."""
        path = self._folder / f"{key}.wav"
        if not path.exists():
            raise NotFound("input file", key)
        return audiofile.read(path)
