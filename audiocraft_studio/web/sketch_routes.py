"""Routes for sketching: what is understood of a prompt while it is typed, and how it sounds."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response
from starlette.routing import Route

from audiocraft_studio.errors import InputError
from audiocraft_studio.services.sketching import Sketching
from audiocraft_studio.web.calls import Call, route
from audiocraft_studio.web.views import Json


class SketchRoutes:
    """Everything under /studio/sketch."""

    def __init__(self, sketching: Sketching) -> None:
        self._sketching = sketching

    def routes(self) -> list[Route]:
        return [
            route("POST", "/studio/sketch/reading", self.reading),
            route("POST", "/studio/sketch/sound", self.sound),
        ]

    def reading(self, call: Call) -> Json:
        return self._sketching.reading(call.body.get("prompt", ""), _params(call), call.body.get("type", ""))

    def sound(self, call: Call) -> Response:
        said = call.body
        data = self._sketching.wav(
            said.get("prompt", ""), _params(call), said.get("duration_s", 8.0), said.get("seed", 0)
        )
        return Response(data, media_type="audio/wav")


def _params(call: Call) -> Mapping[str, object]:
    given = call.body.get("params") or {}
    if not isinstance(given, Mapping):
        raise InputError("Parameters", "must be an object with named values.")
    return given
