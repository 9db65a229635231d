"""Audio that guides a generation (a melody, a sound to be continued), kept by its hash, as recipes refer to it."""

from __future__ import annotations

from pathlib import Path

from assets_db import write_aside
from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import NotFound
from audiocraft_studio.services.guard import guarded


class Inputs:
    """Content-addressed WAV files in one folder; the same sound is kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, audio: Audio) -> str:
        """The hash under which `audio` can be had back."""
        key = audio.sha256()
        path = self._folder / f"{key}.wav"
        with guarded(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                write_aside(path, audiofile.to_wav(audio))
        return key

    def get(self, key: str) -> Audio:
        """Raises NotFound when the file is gone."""
        path = self._folder / f"{key}.wav"
        if not path.exists():
            raise NotFound("input file", key)
        return audiofile.read(path)
