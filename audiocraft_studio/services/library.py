"""Finding, judging and throwing away assets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assets_db import Asset, Catalogue, Facets, Page
from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.peaks import peaks
from audiocraft_studio.dsp.spectrogram import spectrogram
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.edits import edit_of_one
from audiocraft_studio.services.guard import guarded
from audiocraft_studio.services.searches import within


class Library:
    """The catalogue as users meet it."""

    def __init__(self, assets: Assets, catalogue: Catalogue) -> None:
        self._assets = assets
        self._catalogue = catalogue

    def search(
        self, query: str = "", limit: int = 50, offset: int = 0, *, sort: str = "-created_at", project: str = ""
    ) -> Page:
        """Assets that match (see assets_db.parse for the language), one page of them. Raises InputError."""
        limit, offset = checks.whole("Limit", limit, 0, 1000), checks.whole("Offset", offset, 0, 10**9)
        with guarded(self._assets.folder):
            return self._catalogue.search(within(query, project), limit=limit, offset=offset, sort=sort)

    def ids(self, query: str = "", *, project: str = "") -> list[str]:
        """The ids of all that match, newest first. Raises InputError."""
        with guarded(self._assets.folder):
            return self._catalogue.search_ids(within(query, project))

    def facets(self, query: str = "", *, project: str = "") -> Facets:
        """Counts by type, status, tags, project, model, … among what matches. Raises InputError."""
        with guarded(self._assets.folder):
            return self._catalogue.facets(within(query, project))

    def collections(self, project: str = "") -> dict[str, int]:
        """How many sounds are in each collection, by name; the trash left out. Without a sound there is none."""
        counts = self.facets("", project=project).collection
        return dict(sorted(counts.items(), key=lambda item: item[0].casefold()))

    def count(self) -> int:
        return self._catalogue.count()

    def get(self, asset_id: str) -> Asset:
        """Raises NotFound."""
        return self._assets.get(asset_id)

    def audio(self, asset_id: str) -> Audio:
        """The samples. Raises NotFound, or DamagedFile when the file is gone or broken."""
        return self._assets.audio(asset_id)

    def file(self, asset_id: str) -> Path:
        return self._assets.file(self.get(asset_id))

    def peaks(self, asset_id: str, columns: int) -> npt.NDArray[np.float32]:
        return peaks(self.audio(asset_id), checks.whole("Columns", columns, 1, 8192))

    def spectrogram(self, asset_id: str, width: int, height: int) -> npt.NDArray[np.uint8]:
        width, height = checks.whole("Width", width, 1, 4096), checks.whole("Height", height, 1, 1024)
        return spectrogram(self.audio(asset_id), width, height)

    def rate(self, asset_id: str, stars: int | None) -> Asset:
        """1 to 5; None takes the rating away."""
        return self.patch(asset_id, {"rating": stars}, by="script")

    def delete(self, asset_id: str) -> Asset:
        """To the trash: gone from searches, its files untouched until the trash is emptied."""
        return self._assets.change(asset_id, lambda asset: replace(asset, trashed_at=utc_now()))

    def restore(self, asset_id: str) -> Asset:
        return self._assets.change(asset_id, lambda asset: replace(asset, trashed_at=None))

    def patch(self, asset_id: str, changes: Mapping[str, Any], *, by: str) -> Asset:
        """See edits.edit_of_one. All or nothing."""
        return self._assets.change(asset_id, edit_of_one(changes, by=by))
