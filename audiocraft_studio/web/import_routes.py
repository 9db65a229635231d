"""Routes for what comes in from outside: uploads and imports of whole folders."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from audiocraft_studio.errors import InputError
from audiocraft_studio.services.inspecting import Inspection
from audiocraft_studio.services.intake import AUTO, Wanted
from audiocraft_studio.studio import Studio
from audiocraft_studio.web.calls import Call, error_response, route, user_of
from audiocraft_studio.web.views import Json, asset_view, job_view

MAX_UPLOAD = 400_000_000
YES = ("1", "true", "yes")
RECORD_FIELDS = (
    "id", "name", "type", "category", "subcategory", "ucs", "tags", "description", "licence", "created_at", "sha256",
    "parents",
)  # fmt: skip


class ImportRoutes:
    """Files that the studio did not make."""

    def __init__(self, studio: Studio) -> None:
        self._importing = studio.importing

    def routes(self) -> list[Route]:
        return [
            route("GET", "/studio/import", lambda _: self._importing.folders.describe()),
            route("POST", "/studio/import", self.import_folder),
            route("GET", "/studio/ucs", self.cat_ids),
            Route("/studio/upload", self.upload, methods=["POST"]),
            Route("/studio/inspect", self.inspect, methods=["POST"]),
        ]

    def cat_ids(self, _: Call) -> list[Json]:
        listed = self._importing.ucs.listed()
        return [{"id": cat_id, "category": one.name, "subcategory": one.subcategory} for cat_id, one in listed]

    def import_folder(self, call: Call) -> Json:
        body = call.body
        wanted = Wanted(
            body.get("project", "default"), body.get("type", AUTO), body.get("folder_tags", False),
            body.get("collection", ""),
        )  # fmt: skip
        return job_view(self._importing.submit(body.get("folder"), wanted, owner=call.user))

    async def upload(self, request: Request) -> Response:
        """The body is the file; it is streamed to disk and read as audio before anything is kept."""
        try:
            async with received(request) as path:
                asked = request.query_params
                wanted = Wanted(
                    asked.get("project", "default"), asked.get("type", "sfx"), asked.get("folder_tags") in YES,
                    asked.get("collection", ""),
                )  # fmt: skip
                name = asked.get("path") or asked.get("name") or "Import"
                taken = await run_in_threadpool(
                    self._importing.add, path, name=name, wanted=wanted, by=user_of(request)
                )
        except Exception as error:
            return error_response(error)
        return JSONResponse({**asset_view(taken.asset), "known": taken.known})

    async def inspect(self, request: Request) -> Response:
        """The body is the file; nothing of it is kept."""
        try:
            async with received(request) as path:
                name = request.query_params.get("name") or "The file"
                seen = await run_in_threadpool(self._importing.inspect, path, name)
        except Exception as error:
            return error_response(error)
        return JSONResponse(_inspection_view(seen))


def _inspection_view(seen: Inspection) -> Json:
    record = seen.record.to_dict() if seen.record else None
    return {
        "file": dict(seen.file),
        "asset": asset_view(seen.asset) if seen.asset else None,
        "recipe": record["recipe"] if record else None,
        "record": {key: record[key] for key in RECORD_FIELDS} if record else None,
        "changed": seen.changed,
        "quality": seen.quality,
        "metadata": dict(seen.metadata),
    }


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[Path]:
    """The body of `request` as a file that is gone afterwards. Raises InputError beyond 400 MB."""
    with tempfile.TemporaryDirectory() as folder:
        path, size = Path(folder) / "upload", 0
        with path.open("wb") as file:
            async for chunk in request.stream():
                size += len(chunk)
                if size > MAX_UPLOAD:
                    raise InputError("File", "is larger than 400 MB. Cut it first, then try again.")
                file.write(chunk)
        yield path
