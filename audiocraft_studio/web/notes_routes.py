"""Routes for notes: MIDI files in and out, and the tune in them."""

from __future__ import annotations

from dataclasses import asdict

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from audiocraft_studio import audiofile
from audiocraft_studio.errors import InputError
from audiocraft_studio.services.assets import slug
from audiocraft_studio.services.scores import MAX_BYTES
from audiocraft_studio.studio import Studio
from audiocraft_studio.web.calls import Call, error_response, route
from audiocraft_studio.web.views import Json


class NotesRoutes:
    """What has notes is named by `ref`: an asset id, or what POST /studio/notes answered."""

    def __init__(self, studio: Studio) -> None:
        self._scores = studio.scores
        self._library = studio.library

    def routes(self) -> list[Route]:
        return [
            route("GET", "/studio/assets/{id}/midi", self.midi),
            Route("/studio/notes", self.keep, methods=["POST"]),
            route("GET", "/studio/notes", lambda call: self.told(call.text("ref"))),
            route("GET", "/studio/notes/tune", self.tune),
        ]

    def midi(self, call: Call) -> Response:
        asset = self._library.get(call.path["id"])
        headers = {"Content-Disposition": f'attachment; filename="{slug(asset.name)}.mid"'}
        return Response(self._scores.midi(asset.id), media_type="audio/midi", headers=headers)

    async def keep(self, request: Request) -> Response:
        """The body is a MIDI file; it is kept only if it can be played."""
        try:
            midi = bytearray()
            async for chunk in request.stream():
                midi += chunk
                if len(midi) > MAX_BYTES:
                    raise InputError("MIDI file", "is larger than 4 MB. Export fewer tracks.")
            name = request.query_params.get("name", "")
            ref = await run_in_threadpool(self._scores.keep, bytes(midi), name or "MIDI file")
            told = await run_in_threadpool(self.told, ref)
        except Exception as error:
            return error_response(error)
        return JSONResponse(told)

    def told(self, ref: str) -> Json:
        score = self._scores.find(ref)
        return {"ref": ref, "name": score.name, "asset": score.asset_id, **asdict(self._scores.describe(score))}

    def tune(self, call: Call) -> Response:
        audio = self._scores.tune(self._scores.find(call.text("ref")))
        return Response(audiofile.to_wav(audio), media_type="audio/wav")
