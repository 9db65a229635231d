"""Making an asset again from its record, and saying whether it came out the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assets_db import Asset, Parent
from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Take
from audiocraft_studio.errors import DamagedFile, InputError
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.quality.difference import compare
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services.assets import Assets, Draft

CLOSE_DB = -40.0

Maker = Callable[[Work, Recipe], tuple[Take, Recipe]]
"""Runs a recipe again: the take, and the recipe of what was really run."""


@dataclass(frozen=True)
class Regeneration:
    """verdict: "identical" (same samples), "close" (difference under -40 dB) or "different".

    asset: the original when identical, else the new asset made from the same recipe. difference_db: energy of the
    difference against the original's; -inf when identical.
    """

    verdict: str
    asset: Asset
    difference_db: float


class Regenerations:
    """makers: who can run a recipe again, by the recipe's engine. lanes: the queue lane of each."""

    def __init__(
        self,
        jobs: JobQueue,
        assets: Assets,
        makers: Mapping[str, Maker],
        lane: Callable[[Recipe], str],
        new_id: Callable[[], str],
    ) -> None:
        self._jobs = jobs
        self._assets = assets
        self._makers = makers
        self._lane = lane
        self._new_id = new_id

    def regenerate(self, asset_id: str, *, owner: str = "script") -> Regeneration:
        """Blocks until done. Raises NotFound, InputError (an imported sound), ModelError."""
        result = self._jobs.wait(self.submit(asset_id, owner=owner).id).result
        difference = result["difference_db"]
        return Regeneration(
            result["verdict"], self._assets.get(result["asset"]), -np.inf if difference is None else difference
        )

    def submit(self, asset_id: str, *, owner: str) -> Job:
        """Queues it; the job's result holds verdict, difference_db (None when identical), asset, and where the two are
        not identical, difference: the rest of quality.difference.Difference."""
        asset = self._assets.get(asset_id)
        recipe = Recipe.from_dict(asset.recipe)
        if recipe.engine not in self._makers:
            raise InputError("Regenerate", f"“{asset.name}” was imported, so there is no recipe to run.")
        return self._jobs.submit(
            "regenerate", title=f"{asset.name}, again", owner=owner, project=asset.project, lane=self._lane(recipe),
            payload={"asset": asset_id, "new_id": self._new_id()},
        )  # fmt: skip

    def run(self, work: Work) -> None:
        """The handler of "regenerate" jobs."""
        original, new_id = self._assets.get(work.payload["asset"]), work.payload["new_id"]
        recipe = Recipe.from_dict(original.recipe)
        take, run_now = self._makers[recipe.engine](work, recipe)
        if take.audio.sha256() == original.sha256:
            self._assets.mend(original, take.audio)
            work.result({"verdict": "identical", "difference_db": None, "asset": original.id})
            return
        if not self._assets.knows(new_id):
            draft = Draft(
                id=new_id, type=original.type, project=original.project, name=f"{original.name}, again",
                recipe=replace(run_now, post=recipe.post), licence=original.licence, created_by=work.job.owner,
                parents=(Parent(id=original.id, how="regenerated"),), tags=original.tags, category=original.category,
                subcategory=original.subcategory, sound=original.sound, notes=take.notes,
            )  # fmt: skip
            self._assets.save(draft, take.audio)
        work.made(0, new_id)
        work.result({**self._compared(original, take.audio), "asset": new_id})

    def _compared(self, original: Asset, audio: Audio) -> dict[str, Any]:
        """Verdict, difference_db and difference of samples that are not those of the record."""
        try:
            told = compare(self._assets.audio(original.id), audio).to_dict()
        except DamagedFile:  # the new sound is kept all the same; how far it is from the old one nobody can say
            return {"verdict": "different", "difference_db": 0.0, "difference": None}
        difference_db = told.pop("difference_db")
        verdict = "close" if difference_db <= CLOSE_DB else "different"
        return {"verdict": verdict, "difference_db": difference_db, "difference": told}
