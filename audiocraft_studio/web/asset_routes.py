"""Routes for assets: searching, judging, hearing, seeing."""

from __future__ import annotations

import time
from dataclasses import asdict

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from audiocraft_studio.errors import DamagedFile
from audiocraft_studio.services.assets import slug
from audiocraft_studio.studio import Studio
from audiocraft_studio.web.calls import Call, route
from audiocraft_studio.web.views import Json, asset_view, job_view

FOREVER = {"Cache-Control": "private, max-age=31536000, immutable"}


class AssetRoutes:
    """Everything under /studio/assets."""

    def __init__(self, studio: Studio) -> None:
        self._library = studio.library
        self._regenerations = studio.regenerations

    def routes(self) -> list[Route]:
        one = "/studio/assets/{id}"
        return [
            route("GET", "/studio/assets", self.search),
            route("GET", one, lambda call: asset_view(self._library.get(call.path["id"]))),
            route("PATCH", one, lambda call: asset_view(self._library.patch(call.path["id"], call.body, by=call.user))),
            route("DELETE", one, lambda call: asset_view(self._library.delete(call.path["id"]))),
            route("POST", f"{one}/restore", lambda call: asset_view(self._library.restore(call.path["id"]))),
            route("POST", f"{one}/regenerate", self.regenerate),
            route("GET", f"{one}/audio", self.audio),
            route("GET", f"{one}/peaks", self.peaks),
            route("GET", f"{one}/spectrogram", self.spectrogram),
        ]

    def search(self, call: Call) -> Json:
        started = time.perf_counter()
        query, project = call.text("q"), call.text("project")
        limit, offset, sort = call.number("limit", 50), call.number("offset", 0), call.text("sort", "-created_at")
        page = self._library.search(query, limit, offset, sort=sort, project=project)
        answer: Json = {"total": page.total, "assets": [asset_view(a) for a in page.assets]}
        if call.text("facets"):
            facets = self._library.facets(query, project=project)
            answer["facets"] = {name: counts for name, counts in asdict(facets).items() if name != "total"}
        return {**answer, "took_ms": round(1000 * (time.perf_counter() - started), 1)}

    def regenerate(self, call: Call) -> Json:
        return job_view(self._regenerations.submit(call.path["id"], owner=call.user))

    def audio(self, call: Call) -> Response:
        asset = self._library.get(call.path["id"])
        path = self._library.file(asset.id)
        if not path.is_file():
            raise DamagedFile(path, f"The audio file of “{asset.name}” is missing. Regenerate it from its recipe.")
        name = f"{slug(asset.name)}.wav" if call.text("download") else None
        return FileResponse(path, media_type="audio/wav", filename=name, headers=FOREVER)

    def peaks(self, call: Call) -> Response:
        data = self._library.peaks(call.path["id"], call.number("columns", 1000))
        return Response(data.astype("<f4").tobytes(), media_type="application/octet-stream", headers=FOREVER)

    def spectrogram(self, call: Call) -> Response:
        data = self._library.spectrogram(call.path["id"], call.number("width", 900), call.number("height", 160))
        return Response(data.tobytes(), media_type="application/octet-stream", headers=FOREVER)
