"""Running a generation job: batches through an engine, each finished item saved at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from assets_db import Parent
from audiocraft_studio.engines.base import Item, ModelInfo, Request, Take
from audiocraft_studio.engines.pool import Pool
from audiocraft_studio.errors import GenerationFailed, PromptNotUnderstood, StudioError
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.recipe import Conditioning, Recipe
from audiocraft_studio.services.assets import Assets, Draft
from audiocraft_studio.services.guides import Guides
from audiocraft_studio.services.models import SKETCH, Models

BATCH = 8
BATCH_S = 24.0
"""A batch makes at most this much sound: takes appear and are kept as they finish, also when the rest is cancelled."""


@dataclass(frozen=True)
class MadeBy:
    """The part of a recipe that only the loaded model knows."""

    engine_version: str
    weights: str
    precision: str
    device: str


class Producer:
    """What stands between a job and an engine."""

    def __init__(self, models: Models, pool: Pool, assets: Assets, guides: Guides) -> None:
        self._models = models
        self._pool = pool
        self._assets = assets
        self._guides = guides

    def run(self, work: Work) -> None:
        """The handler of "generate" jobs. Items that exist already, from before a restart, are not made again."""
        items = work.payload["items"]
        info = self._models.info(work.payload["model"])
        waiting = [i for i, item in enumerate(items) if not self._assets.knows(item["id"])]
        for i in set(range(len(items))) - set(waiting) - set(work.job.made):
            work.made(i, items[i]["id"])
        first: StudioError | None = None
        size = batch_size(work.job)
        for start in range(0, len(waiting), size):
            batch = waiting[start : start + size]
            try:
                self._make(work, info, batch, len(items) - len(waiting) + start)
            except (PromptNotUnderstood, GenerationFailed) as error:
                # such an error says nothing about the items of the next batch
                first = first or error
                for i in batch:
                    work.failed(i, str(error))
        if first is not None and not any(self._assets.knows(item["id"]) for item in items):
            raise first

    def takes(
        self, work: Work, info: ModelInfo, request: Request, n_done: int = 0, n_total: int = 1
    ) -> tuple[list[Take], MadeBy]:
        """The takes of one batch and what made them, with progress over the whole job."""
        work.message("" if info.procedural else f"Loading {info.name}")
        with self._pool.use(info, work.tick) as model:
            work.message("")
            work.restart_clock()
            n = len(request.items)
            takes = model.generate(request, lambda done, total: work.tick(n_done + n * done / (total or 1), n_total))
            version = self._models.engine_version(info)
            made_by = MadeBy(version, model.weights, model.precision, model.device)
        return takes, made_by

    def again(self, work: Work, recipe: Recipe) -> tuple[Take, Recipe]:
        """A recipe's sound once more, alone, and the recipe of what was really run."""
        info = self._models.info(recipe.model)
        request = Request(
            (Item(recipe.prompt, recipe.seed),),
            recipe.duration_s,
            recipe.params,
            **self._guides.given(recipe.conditioning),
        )
        takes, made_by = self.takes(work, info, request)
        return takes[0], replace(recipe, **asdict(made_by), batch_size=1, batch_index=0)

    def _make(self, work: Work, info: ModelInfo, batch: Sequence[int], n_done: int) -> None:
        payload = work.payload
        conditioning = tuple(Conditioning(**c) for c in payload["conditioning"])
        wanted = [payload["items"][i] for i in batch]
        request = Request(
            tuple(Item(w["prompt"], w["seed"]) for w in wanted),
            payload["duration_s"],
            payload["params"],
            **self._guides.given(conditioning),
        )
        takes, made_by = self.takes(work, info, request, n_done, len(payload["items"]))
        for place, (index, item, take) in enumerate(zip(batch, wanted, takes, strict=True)):
            recipe = Recipe(
                engine=info.engine, model=info.id, prompt=item["prompt"], type=payload["type"], seed=item["seed"],
                duration_s=payload["duration_s"], params=payload["params"], template=payload["template"],
                values=item["values"], conditioning=conditioning, batch_size=len(batch), batch_index=place,
                **asdict(made_by),
            )  # fmt: skip
            self._assets.save(_draft(work, info, item, recipe, take), take.audio)
            work.made(index, item["id"])


def batch_size(job: Job) -> int:
    """How many items of a "generate" job go through the engine together."""
    return 1 if job.lane == SKETCH else max(1, min(BATCH, int(BATCH_S // job.payload["duration_s"])))


def _draft(work: Work, info: ModelInfo, item: Mapping[str, Any], recipe: Recipe, take: Take) -> Draft:
    payload = work.payload
    return Draft(
        id=item["id"], type=payload["type"], project=work.job.project, name=item["name"], recipe=recipe,
        licence=info.licence, created_by=work.job.owner, parents=tuple(Parent.from_dict(p) for p in payload["parents"]),
        tags=tuple(payload["tags"]), category=payload["category"], subcategory=payload["subcategory"],
        sound=payload["sound"], notes=take.notes,
    )  # fmt: skip
