"""Sounds of the library in ZIP files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assets_db import Asset
from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import DamagedFile
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.guard import guarded


class SoundArchive:
    """A ZIP that is being written. Audio does not get smaller by compression, so it is stored as it is."""

    def __init__(self, archive: zipfile.ZipFile, assets: Assets) -> None:
        self._archive = archive
        self._assets = assets

    def add(self, asset: Asset, name: str) -> None:
        """The sound's file as it lies in the library, under `name`. Raises DamagedFile where it is missing."""
        source = self._assets.file(asset)
        if not source.is_file():
            reason = f"The audio file of “{asset.name}” is missing. Regenerate it from its recipe."
            raise DamagedFile(source, reason)
        self._archive.write(source, name)

    def add_audio(self, audio: Audio, name: str) -> None:
        """As a WAV of 32-bit floats."""
        self._archive.writestr(name, audiofile.to_wav(audio))

    def add_text(self, text: str, name: str) -> None:
        self._archive.writestr(name, text)


@contextmanager
def sound_archive(path: Path, assets: Assets) -> Iterator[SoundArchive]:
    """Writes a ZIP. Raises DiskFull, DamagedFile."""
    with guarded(path), zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        yield SoundArchive(archive, assets)
