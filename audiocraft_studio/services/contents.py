"""What an audio file from anywhere holds: its sound, and everything that is written beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assets_db import Asset, Catalogue, Search
from audiocraft_studio import audiofile
from audiocraft_studio.services import embedding
from audiocraft_studio.services.guard import guarded

MAX_TEXT = 4000
_USER = "USER/"


@dataclass(frozen=True)
class Contents:
    """record: of the sound that a studio wrote into the file, which may have been changed since: see `unchanged`.

    metadata: texts by name (title, artist, description …), each once; without those that the record says better.
    """

    file: audiofile.SoundFile
    sha256: str
    record: Asset | None
    metadata: Mapping[str, str]

    @property
    def unchanged(self) -> bool:
        """Whether the samples are those that the record is about."""
        return self.record is not None and self.record.sha256 == self.sha256

    @property
    def description(self) -> str:
        """What the file says of its sound."""
        if self.record:
            return self.record.description or str(self.record.recipe.get("prompt", ""))
        return self.metadata.get("description") or self.metadata.get("comment", "")


def read(path: Path, name: str) -> Contents:
    """The file at `path`, which the user calls `name`. Raises DamagedFile."""
    file = audiofile.read_file(path, name=name)
    texts = audiofile.read_texts(path)
    record = embedding.read(texts.ixml)
    user = {k.removeprefix(_USER).lower(): v for k, v in texts.ixml.items() if k.startswith(_USER) and not record}
    found = {**user, **texts.bext, **file.metadata}
    metadata = {k: v.strip()[:MAX_TEXT] for k, v in found.items() if v.strip() and "/" not in k}
    return Contents(file, file.audio.sha256(), record, metadata)


def twin(catalogue: Catalogue, sha256: str, sample_rate: int, channels: int, *, trash: bool = False) -> Asset | None:
    """The asset with these samples at this rate; one in the trash only if there is no other and with `trash`."""
    search = Search(params={"sha256": sha256})
    alike = (sample_rate, channels)
    with guarded(catalogue.folder):
        for one in (search, replace(search, trashed=True)) if trash else (search,):
            for asset in catalogue.search(one, limit=20).assets:
                if (asset.sample_rate, asset.channels) == alike:
                    return asset
    return None
