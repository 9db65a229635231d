"""Jobs that turn a scene into assets: its mix, and its stems."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace

import numpy as np

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.limiter import limit
from audiocraft_studio.dsp.mix import CEILING_DB, Mix
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.scenes.mixing import Mixing, Plan
from audiocraft_studio.services.scenes.model import Scene, audible, scene_from
from audiocraft_studio.services.scenes.shelf import Shelf

LANE = "render"


class Rendering:
    """Renders scenes as they are when they are asked for, not as they are when their turn comes."""

    def __init__(self, shelf: Shelf, mixing: Mixing, assets: Assets, jobs: JobQueue, new_id: Callable[[], str]) -> None:
        self._shelf = shelf
        self._mixing = mixing
        self._assets = assets
        self._jobs = jobs
        self._new_id = new_id

    def submit(self, scene_id: str, *, owner: str, stems: bool = False) -> Job:
        """Its first asset is the mix. stems: one more for each audible layer, each as long as the mix."""
        scene = self._shelf.get(scene_id)
        heard = audible(scene.layers)
        if not heard:
            raise InputError("Layers", "No layer can be heard: generate the missing ones, or unmute one.")
        ids = [self._new_id() for _ in heard] if stems else []
        payload = {"scene": asdict(scene), "new_id": self._new_id(), "stems": ids}
        return self._jobs.submit(
            "render", title=scene.name, owner=owner, project=scene.project, lane=LANE, payload=payload,
            total=1 + len(ids), context={"scene": scene_id},
        )  # fmt: skip

    def run(self, work: Work) -> None:
        """The handler of "render" jobs."""
        scene, new_id, stem_ids = scene_from(work.payload["scene"]), work.payload["new_id"], work.payload.get("stems")
        if not all(self._assets.knows(key) for key in (new_id, *(stem_ids or ()))):
            plan = self._mixing.plan(scene.layers, scene.duration_s)
            mixed = self._stems(work, scene, plan, stem_ids) if stem_ids else plan.mix()
            if not self._assets.knows(new_id):
                self._assets.save(self._mixing.mix_draft(scene, plan, mixed, new_id, work.job.owner), mixed.audio)
        for index, key in enumerate((new_id, *(stem_ids or ()))):
            work.made(index, key)
        with suppress(NotFound):  # the scene may have been deleted meanwhile; its render stays
            self._shelf.fill(scene.id, lambda now: replace(now, rendered=new_id))

    def _stems(self, work: Work, scene: Scene, plan: Plan, stem_ids: list[str]) -> Mix:
        """Saves each stem; the mix that is their sum."""
        total = np.zeros((2, round(plan.duration_s * plan.sample_rate)), np.float32)
        for at, stem in enumerate(plan.stems()):
            work.tick(at, len(stem_ids) + 1)
            total += stem.samples
            if not self._assets.knows(stem_ids[at]):
                self._assets.save(self._mixing.stem_draft(scene, plan, at, stem_ids[at], work.job.owner), stem)
            work.made(at + 1, stem_ids[at])
        limited = limit(Audio(total, plan.sample_rate), CEILING_DB)
        return Mix(limited.audio, limited.reduction_db, limited.share)
