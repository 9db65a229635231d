"""Running a generation job: batches through an engine, each finished item saved at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assets_db import Parent
from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Hear, Item, ModelInfo, Request, Take
from audiocraft_studio.engines.pool import Pool
from audiocraft_studio.errors import GenerationFailed, InputError, ModelError, PromptNotUnderstood, StudioError
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.recipe import Conditioning, Recipe
from audiocraft_studio.services.assets import Assets, Draft
from audiocraft_studio.services.batches import Batch, batches, own
from audiocraft_studio.services.early import Early
from audiocraft_studio.services.guides import Guides
from audiocraft_studio.services.models import Models
from audiocraft_studio.services.pace import Pace


@dataclass(frozen=True)
class MadeBy:
    """The part of a recipe that only the loaded model knows."""

    engine_version: str
    weights: str
    precision: str
    device: str


Made = Callable[[int, str], None]
"""Is told of each sound that is saved: its place in the job, its id."""


@dataclass
class _Run:
    """One run of a job: how many of its items are done with, the first error, models that cannot be had and why."""

    work: Work
    n_done: int
    entered: Made
    first: StudioError | None = None
    lost: dict[str, StudioError] = field(default_factory=dict)

    def failed(self, batch: Batch, error: StudioError) -> None:
        self.first = self.first or error
        self.n_done += len(batch.items)
        for i in batch.items:
            self.work.failed(i, str(error))

    def made(self, index: int, asset_id: str) -> None:
        self.entered(index, asset_id)
        self.work.made(index, asset_id)


class Producer:
    """What stands between a job and an engine."""

    def __init__(self, models: Models, pool: Pool, assets: Assets, guides: Guides, pace: Pace, early: Early) -> None:
        self._models = models
        self._pool = pool
        self._assets = assets
        self._guides = guides
        self._pace = pace
        self._early = early

    def run(self, work: Work, entered: Made = lambda *_: None) -> None:
        """The handler of "generate" jobs. Items that exist already, from before a restart, are not made again.

        entered: is called for each, before the job counts it as made; after a crash it may be called again.
        """
        items = work.payload["items"]
        wanted = range(len(items)) if work.job.only is None else work.job.only
        waiting = [i for i in wanted if not self._assets.knows(items[i]["id"])]
        run = _Run(work, len(items) - len(waiting), entered)
        for i, item in enumerate(items):
            if i not in work.job.made and self._assets.knows(item["id"]):
                run.made(i, item["id"])
        for batch in batches(work.payload, waiting):
            self._tried(run, batch)
        for model in {own(work.payload, items[i], "model") for i in waiting}:
            self._pace.keep(model)
        if run.first is not None and not any(self._assets.knows(item["id"]) for item in items):
            raise run.first

    def takes(
        self,
        work: Work,
        info: ModelInfo,
        request: Request,
        n_done: int = 0,
        n_total: int = 1,
        hear: Hear | None = None,
    ) -> tuple[list[Take], MadeBy]:
        """The takes of one batch and what made them, with progress over the whole job."""
        work.message("" if info.procedural else f"Loading {info.name}")
        with self._pool.use(info, work.tick, work.message) as model:
            work.message("")
            work.restart_clock()
            n = len(request.items)
            takes = model.generate(
                request, lambda done, total: work.tick(n_done + n * done / (total or 1), n_total, n_done), hear
            )
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
            precision=recipe.precision,
        )
        takes, made_by = self.takes(work, info, request)
        return takes[0], replace(recipe, **asdict(made_by), batch_size=1, batch_index=0)

    def _tried(self, run: _Run, batch: Batch) -> None:
        """Makes a batch. An error of one item costs that item alone, one of a model everything that needs the model."""
        if batch.model in run.lost:
            run.failed(batch, run.lost[batch.model])
            return
        try:
            self._make(run, batch)
            run.n_done += len(batch.items)
        except (PromptNotUnderstood, GenerationFailed, InputError) as error:
            if len(batch.items) == 1:
                run.failed(batch, error)
            else:
                for i in batch.items:
                    self._tried(run, replace(batch, items=(i,)))
        except ModelError as error:
            run.lost[batch.model] = error
            run.failed(batch, error)

    def _make(self, run: _Run, batch: Batch) -> None:
        work = run.work
        payload, info = work.payload, self._models.info(batch.model)
        conditioning = tuple(Conditioning(**c) for c in payload["conditioning"])
        wanted = [payload["items"][i] for i in batch.items]
        request = Request(
            tuple(Item(w["prompt"], w["seed"]) for w in wanted),
            batch.duration_s,
            batch.params,
            **self._guides.given(conditioning),
        )
        work.began(batch.items)

        def hear(place: int, first_sample: int, piece: Audio) -> None:
            index = batch.items[place]
            work.heard(index, self._early.add(work.job.id, index, first_sample, piece))

        takes, made_by = self.takes(work, info, request, run.n_done, len(payload["items"]), hear)
        for place, (index, item, take) in enumerate(zip(batch.items, wanted, takes, strict=True)):
            recipe = Recipe(
                engine=info.engine, model=info.id, prompt=item["prompt"], type=own(payload, item, "type"),
                seed=item["seed"], duration_s=batch.duration_s, params=batch.params, template=payload["template"],
                values=item["values"], conditioning=conditioning, batch_size=len(batch.items), batch_index=place,
                **asdict(made_by),
            )  # fmt: skip
            self._assets.save(_draft(work, info, item, recipe, take), take.audio)
            run.made(index, item["id"])
            self._early.drop(work.job.id, index)
        self._pace.add(info.id, batch.sound_s, work.elapsed_s)


def _draft(work: Work, info: ModelInfo, item: Mapping[str, Any], recipe: Recipe, take: Take) -> Draft:
    payload = work.payload
    return Draft(
        id=item["id"], type=own(payload, item, "type"), project=work.job.project, name=item["name"], recipe=recipe,
        licence=info.licence, created_by=work.job.owner, parents=tuple(Parent.from_dict(p) for p in payload["parents"]),
        tags=tuple(payload["tags"]), category=payload["category"], subcategory=payload["subcategory"],
        sound=payload["sound"], notes=take.notes,
    )  # fmt: skip
