"""Routes for the library as a whole: changing many assets, and how assets hang together."""

from __future__ import annotations

import time
from typing import Any

from starlette.routing import Route

from audiocraft_studio.errors import InputError
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.services.bulk import Changed
from audiocraft_studio.services.checks import sequence
from audiocraft_studio.studio import Studio
from audiocraft_studio.web.calls import Call, route
from audiocraft_studio.web.views import Json, asset_view, family_view, job_view

SHOWN = 5


class LibraryRoutes:
    """Thin: each route is one call of a service."""

    def __init__(self, studio: Studio) -> None:
        self._library = studio.library
        self._bulk = studio.bulk
        self._trash = studio.trash
        self._lineage = studio.lineage
        self._similarity = studio.similarity

    def routes(self) -> list[Route]:
        return [
            route("POST", "/studio/bulk", self.change),
            route("POST", "/studio/bulk/{undo}/undo", self.undo),
            route("POST", "/studio/trash/empty", self.empty_trash),
            route("GET", "/studio/assets/{id}/similar", self.similar),
            route("GET", "/studio/assets/{id}/lineage", lambda c: family_view(self._lineage.family(c.path["id"]))),
            route("GET", "/studio/assets/{id}/versions", self.versions),
            route("POST", "/studio/dependants", self.dependants),
            route("GET", "/studio/collections", self.collections),
        ]

    def change(self, call: Call) -> Json:
        body, changes = call.body, call.body.get("change")
        if not isinstance(changes, dict):
            raise InputError("Change", "must be an object with named values.")
        if "ids" in body:
            done = self._bulk.change(_ids(body["ids"]), changes, by=call.user)
        elif "query" in body:
            query, project = _text("Search", body["query"]), _text("Project", body.get("project", ""))
            done = self._bulk.change_found(query, project, changes, by=call.user)
        else:
            raise InputError("Sounds", "are not named. Send ids, or a query.")
        return job_view(done) if isinstance(done, Job) else _changed(done)

    def undo(self, call: Call) -> Json:
        done = self._bulk.undo(call.path["undo"], by=call.user)
        return job_view(done) if isinstance(done, Job) else {**_changed(done), "skipped": len(done.skipped)}

    def empty_trash(self, call: Call) -> Json:
        return job_view(self._trash.submit_empty(_text("Project", call.body.get("project", "")), by=call.user))

    def similar(self, call: Call) -> Json:
        started = time.perf_counter()
        found = self._similarity.similar(
            call.path["id"], call.text("q"), project=call.text("project"), limit=call.number("limit", 24)
        )
        assets = [{**asset_view(one.asset), "score": round(one.score, 3)} for one in found]
        return {"assets": assets, "took_ms": round(1000 * (time.perf_counter() - started), 1)}

    def versions(self, call: Call) -> list[Json]:
        return [asset_view(asset) for asset in self._lineage.versions(call.path["id"])]

    def dependants(self, call: Call) -> Json:
        query, project = _text("Search", call.body.get("query", "")), _text("Project", call.body.get("project", ""))
        given = self._library.ids(query, project=project) if "query" in call.body else _ids(call.body.get("ids", ()))
        found = self._lineage.dependants(given)
        return {
            "count": len(found.assets),
            "assets": [asset_view(asset) for asset in found.assets[:SHOWN]],
            "scenes": [{"id": scene.id, "name": scene.name} for scene in found.scenes],
        }

    def collections(self, call: Call) -> list[Json]:
        counts = self._library.collections(call.text("project"))
        return [{"name": name, "assets": n} for name, n in counts.items()]


def _changed(done: Changed) -> Json:
    return {"undo": done.undo, "changed": len(done.ids), "ids": done.ids}


def _ids(value: Any) -> list[str]:
    return [_text("Sounds", one) for one in sequence("Sounds", value)]


def _text(field: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InputError(field, "must be text.")
    return value
