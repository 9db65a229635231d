"""Importing: sounds that the studio did not make become assets."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from assets_db import Asset
from audiocraft_studio import audiofile
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets, Draft

OWN_LICENCE = "own recording"


class Importing:
    """Reads audio files of the user's and keeps them as assets."""

    def __init__(self, assets: Assets, new_id: Callable[[], str]) -> None:
        self._assets = assets
        self._new_id = new_id

    def add(
        self, path: Path, *, name: str = "", project: str = "default", type: str = "sfx", by: str = "script"
    ) -> Asset:
        """An asset from an audio file; `name` is what the user calls the file. Raises DamagedFile, InputError."""
        name = name or path.name
        audio = audiofile.read(path, name=name)
        title = checks.name("Name", re.sub(r"[/\\:]", " ", Path(name).stem).strip(". ")[: checks.MAX_NAME] or "Import")
        recipe = Recipe("import", "1", "", "", checks.asset_type(type), 0, audio.duration_s)
        draft = Draft(
            id=self._new_id(), type=type, project=checks.name("Project", project), name=title, recipe=recipe,
            licence=OWN_LICENCE, created_by=by,
        )  # fmt: skip
        return self._assets.save(draft, audio)
