"""Changing many assets together, and taking that back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from assets_db import Catalogue, Search
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.services.assets import Assets, Edit
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.edits import edit_of_many
from audiocraft_studio.services.guard import guarded
from audiocraft_studio.services.searches import within
from audiocraft_studio.services.undo import Step, Undos, ids_of, restoring

LANE = "library"
AT_ONCE = 1000
"""So many assets are changed while the caller waits, as one write; more of them by a job."""
CHUNK = 250
"""So many does a job change in one write: single changes wait no longer than that takes."""
MOST_IDS = 10_000


@dataclass(frozen=True)
class Piece:
    """One write of a change to `n_assets`.

    make: takes the id of the undo that it becomes a part of; gives the ids changed, and those left alone.
    """

    n_assets: int
    make: Callable[[str], tuple[list[str], list[str]]]


@dataclass(frozen=True)
class Changed:
    """undo: what takes the change back, "" where nothing was changed. ids: of the assets that are not as before.

    skipped: ids of assets of which an undo left something alone, because it was changed since or is gone.
    """

    undo: str
    ids: list[str]
    skipped: list[str]


class Bulk:
    """Changes of up to 1,000 assets happen at once, all of them or none; larger ones are jobs."""

    def __init__(self, assets: Assets, catalogue: Catalogue, jobs: JobQueue, new_id: Callable[[], str]) -> None:
        self._assets = assets
        self._catalogue = catalogue
        self._undos = Undos(catalogue)
        self._jobs = jobs
        self._new_id = new_id

    def change(self, asset_ids: Sequence[str], changes: Mapping[str, Any], *, by: str) -> Changed | Job:
        """See edits.edit_of_many. Raises InputError, NotFound for an id without an asset; nothing is changed then."""
        edit, ids = edit_of_many(changes, by=by), list(dict.fromkeys(asset_ids))
        if len(ids) > MOST_IDS:
            raise InputError("Sounds", f"These are {len(ids):,}; at most {MOST_IDS:,} ids fit. Send a search instead.")
        for asset_id in ids:
            if not self._assets.knows(asset_id):
                raise NotFound("asset", asset_id)
        if len(ids) <= AT_ONCE:
            return self._all(self._pieces(ids, edit, AT_ONCE))
        return self._submit(f"Changing {len(ids):,} sounds", {"ids": ids, "change": dict(changes)}, "", by)

    def change_found(self, query: str, project: str, changes: Mapping[str, Any], *, by: str) -> Changed | Job:
        """`change` of all assets that a search finds; see Library.search. A job leaves out those made since."""
        edit, until = edit_of_many(changes, by=by), utc_now()
        ids = self._found(query, project, until)
        if len(ids) <= AT_ONCE:
            return self._all(self._pieces(ids, edit, AT_ONCE))
        payload = {"query": query, "project": project, "until": until, "change": dict(changes)}
        return self._submit(f"Changing {len(ids):,} sounds", payload, project, by)

    def undo(self, undo_id: str, *, by: str) -> Changed | Job:
        """Gives the fields that a change changed their earlier values, where nobody has changed them since.

        Raises NotFound: the latest 50 changes can be undone, an undo among them.
        """
        n_assets = self._undos.count(undo_id)
        if n_assets > AT_ONCE:
            return self._submit(f"Undoing a change of {n_assets:,} sounds", {"restores": undo_id}, "", by)
        return self._all(self._restorations(undo_id))

    def run(self, work: Work) -> None:
        """The handler of "bulk" jobs. One that runs again finds what its first run did done already."""
        undo_id, n_changed, n_skipped = work.payload["undo"], int(work.job.result.get("changed", 0)), 0
        restores = "restores" in work.payload
        pieces = self._restorations(work.payload["restores"]) if restores else self._changes(work)
        n_done, n_assets = 0, sum(piece.n_assets for piece in pieces)
        try:
            for piece in pieces:
                work.tick(n_done, n_assets)
                changed, skipped = piece.make(undo_id)
                n_changed, n_skipped = n_changed + len(changed), n_skipped + len(skipped)
                n_done += piece.n_assets
                work.count(n_done, n_assets)
        finally:
            result = {"undo": undo_id if n_changed else "", "changed": n_changed}
            work.result({**result, "skipped": n_skipped} if restores else result)

    def _submit(self, title: str, payload: Mapping[str, Any], project: str, by: str) -> Job:
        payload = {**payload, "undo": self._new_id()}
        return self._jobs.submit("bulk", title=title, owner=by, project=project, lane=LANE, payload=payload)

    def _all(self, pieces: Sequence[Piece]) -> Changed:
        undo_id, changed, skipped = self._new_id(), list[str](), list[str]()
        for piece in pieces:
            now_changed, now_skipped = piece.make(undo_id)
            changed += now_changed
            skipped += now_skipped
        return Changed(undo_id if changed else "", changed, skipped)

    def _changes(self, work: Work) -> list[Piece]:
        payload = work.payload
        edit = edit_of_many(payload["change"], by=work.job.owner)
        ids = (
            payload["ids"] if "ids" in payload else self._found(payload["query"], payload["project"], payload["until"])
        )
        return self._pieces(ids, edit, CHUNK)

    def _pieces(self, ids: Sequence[str], edit: Edit, size: int) -> list[Piece]:
        parts = [ids[first : first + size] for first in range(0, len(ids), size)]
        return [Piece(len(part), partial(self._change, part, edit)) for part in parts]

    def _restorations(self, undo_id: str) -> list[Piece]:
        return [Piece(len(ids_of(part)), partial(self._restore, part)) for part in self._undos.parts(undo_id)]

    def _change(self, ids: Sequence[str], edit: Edit, undo_id: str) -> tuple[list[str], list[str]]:
        pairs = self._assets.change_many(ids, edit, first=partial(self._undos.keep, undo_id))
        return [after.id for _, after in pairs], []

    def _restore(self, part: Sequence[Step], undo_id: str) -> tuple[list[str], list[str]]:
        ids = ids_of(part)
        skipped = {asset_id for asset_id in ids if not self._assets.knows(asset_id)}
        changed, _ = self._change(ids, restoring(part, skipped), undo_id)
        return changed, sorted(skipped)

    def _found(self, query: str, project: str, until: str) -> list[str]:
        with guarded(self._assets.folder):
            wanted = within(query, project)
            made_by_then = (Search(created=(None, until)),)
            return self._catalogue.search_ids(replace(wanted, any_of=(*wanted.any_of, made_by_then)))
