"""More like this: sounds whose descriptors lie near each other."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from assets_db import Asset, Catalogue, Similar
from audiocraft_studio.errors import DamagedFile, NotFound
from audiocraft_studio.quality.descriptor import describe
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.guard import guarded
from audiocraft_studio.services.searches import within

AT_ONCE = 32

log = logging.getLogger(__name__)


class Similarity:
    """Every sound gets its descriptor when it is saved; those saved before there were any get theirs here."""

    def __init__(self, assets: Assets, catalogue: Catalogue) -> None:
        self._assets = assets
        self._catalogue = catalogue

    def similar(self, asset_id: str, query: str = "", *, project: str = "", limit: int = 24) -> list[Similar]:
        """The sounds most like one, among those that a search finds; nearest first, scores 0..1, itself left out.

        Raises NotFound, InputError, DamagedFile where its descriptor is missing and its file as well.
        """
        limit = checks.whole("Limit", limit, 1, 200)
        if not self._assets.get(asset_id).descriptor:
            self._describe({asset_id: describe(self._assets.audio(asset_id))})
        with guarded(self._assets.folder):
            return self._catalogue.similar(asset_id, within(query, project), limit=limit)

    def describe_older(self, rest: Callable[[float], bool]) -> int:
        """Gives the sounds without a descriptor theirs, newest first. The number described.

        rest: called with how long the last sound took, in seconds; waits for about that long, so that what people do
        goes first, and gives whether to stop. Stopped anywhere, the next call goes on with what is missing.
        """
        unreadable: set[str] = set()
        n_described, stopped = 0, False
        while not stopped:
            with guarded(self._assets.folder):
                missing = self._catalogue.undescribed(AT_ONCE + len(unreadable))
            waiting = [key for key in missing if key not in unreadable]
            if not waiting:
                break
            found: dict[str, str] = {}
            for key in waiting:
                started = time.monotonic()
                try:
                    found[key] = describe(self._assets.audio(key))
                except (DamagedFile, NotFound) as error:
                    log.info("%s has no descriptor: %s", key, error)
                    unreadable.add(key)
                if stopped := rest(time.monotonic() - started):
                    break
            self._describe(found)
            n_described += len(found)
        return n_described

    def _describe(self, found: dict[str, str]) -> None:
        def described(asset: Asset) -> Asset:
            return replace(asset, descriptor=found[asset.id])

        self._assets.change_many(found, described, tell=False)
