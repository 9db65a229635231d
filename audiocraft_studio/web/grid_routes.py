"""Routes for variation grids."""

from __future__ import annotations

from dataclasses import asdict, replace

from starlette.responses import Response
from starlette.routing import Route

from assets_db import Parent
from audiocraft_studio.services.assets import slug
from audiocraft_studio.services.checks import sequence, whole
from audiocraft_studio.services.generation import GenerateRequest
from audiocraft_studio.services.grids.cells import Grid
from audiocraft_studio.services.grids.designs import MAX_CELLS, design_from
from audiocraft_studio.studio import Studio
from audiocraft_studio.web.calls import Call, route
from audiocraft_studio.web.files import zipped
from audiocraft_studio.web.grid_views import grid_view, plan_view, summary_view
from audiocraft_studio.web.views import Json, job_view
from audiocraft_studio.web.work_routes import request_from


class GridRoutes:
    """Everything under /studio/grids."""

    def __init__(self, studio: Studio) -> None:
        self._grids = studio.variations
        self._library = studio.library

    def routes(self) -> list[Route]:
        grid = "/studio/grids/{id}"
        cell = f"{grid}/cells/{{index:int}}"
        return [
            route("GET", "/studio/grids", lambda c: [summary_view(g) for g in self._grids.list(c.text("project"))]),
            route("POST", "/studio/grids", self.make),
            route("POST", "/studio/grids/plan", self.plan),
            route("GET", grid, lambda c: grid_view(self._grids.get(c.path["id"]))),
            route("POST", f"{grid}/retry", self.retry),
            route("GET", f"{grid}/learned", lambda c: asdict(self._grids.learned(c.path["id"]))),
            route("POST", f"{grid}/export", self.export),
            route("POST", f"{cell}/regenerate", self.regenerate),
            route("POST", f"{cell}/finer", lambda c: self._grids.finer(c.path["id"], int(c.path["index"]))),
            route("POST", f"{cell}/promote", self.promote),
        ]

    def make(self, call: Call) -> Json:
        request = self._request(call)
        design = design_from(call.body.get("design"), request.count)
        return grid_view(self._grids.create(request, design, owner=call.user))

    def plan(self, call: Call) -> Json:
        return plan_view(self._grids.layouts.plan(request_from(call.body), call.body.get("design")))

    def retry(self, call: Call) -> Json:
        return job_view(self._grids.retry(call.path["id"], _cells(call), owner=call.user))

    def regenerate(self, call: Call) -> Json:
        return job_view(self._grids.regenerate(call.path["id"], int(call.path["index"]), owner=call.user))

    def promote(self, call: Call) -> Json:
        how = str(call.body.get("how", ""))
        made = self._grids.promote(call.path["id"], int(call.path["index"]), how, owner=call.user)
        return grid_view(made) if isinstance(made, Grid) else job_view(made)

    def export(self, call: Call) -> Response:
        cells = _cells(call)
        return zipped(lambda path: f"{slug(self._grids.export(call.path['id'], cells, path).title)}.zip")

    def _request(self, call: Call) -> GenerateRequest:
        request = request_from(call.body)
        if not call.body.get("parent"):
            return request
        parent = self._library.get(str(call.body["parent"]))
        return replace(request, parents=(Parent(id=parent.id, how="variation"),))


def _cells(call: Call) -> list[int] | None:
    """The indices named in the body; None where all are meant."""
    given = call.body.get("cells")
    return None if given is None else [whole("Cell", i, 0, MAX_CELLS - 1) for i in sequence("Cells", given)]
