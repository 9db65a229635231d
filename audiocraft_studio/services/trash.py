"""Emptying the trash."""

from __future__ import annotations

from assets_db import Catalogue, Search
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.bulk import LANE
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.guard import guarded

AT_ONCE = 100


class Trash:
    """What was thrown away lies in the trash, files and all, until somebody empties it."""

    def __init__(self, assets: Assets, catalogue: Catalogue, jobs: JobQueue) -> None:
        self._assets = assets
        self._catalogue = catalogue
        self._jobs = jobs

    def submit_empty(self, project: str, *, by: str) -> Job:
        """Queues removing, for good, what lies in the trash of a project ("" for all) now.

        Nothing is spared for being part of a scene or of another sound's recipe. Audio that guided a generation stays.
        """
        n_assets = max(1, len(self._found(project)))
        title = f"Emptying the trash{f' of {project}' if project else ''}"
        payload = {"project": project, "until": utc_now()}
        return self._jobs.submit(
            "empty", title=title, owner=by, project=project, lane=LANE, payload=payload, total=n_assets
        )

    def run(self, work: Work) -> None:
        """The handler of "empty" jobs; the result holds removed (how many) and freed_bytes."""
        n_removed, n_bytes = int(work.job.result.get("removed", 0)), int(work.job.result.get("freed_bytes", 0))
        ids = self._found(work.payload["project"])
        try:
            for first in range(0, len(ids), AT_ONCE):
                work.tick(first, len(ids))
                gone, freed_bytes = self._assets.purge(ids[first : first + AT_ONCE], until=work.payload["until"])
                n_removed, n_bytes = n_removed + len(gone), n_bytes + freed_bytes
                work.count(n_removed, work.job.total)
        finally:
            work.result({"removed": n_removed, "freed_bytes": n_bytes})

    def _found(self, project: str) -> list[str]:
        with guarded(self._assets.folder):
            return self._catalogue.search_ids(Search(trashed=True, project=project or None))
