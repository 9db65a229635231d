"""Routes for making loops of sounds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from audiocraft_studio.dsp.loop import CROSSFADE_S
from audiocraft_studio.services.looping import Looping
from audiocraft_studio.web.calls import Call, route
from audiocraft_studio.web.views import Json, asset_view


class LoopRoutes:
    """Everything under /studio/assets/{id}/loop."""

    def __init__(self, looping: Looping) -> None:
        self._looping = looping

    def routes(self) -> list[Route]:
        one = "/studio/assets/{id}/loop"
        return [
            route("POST", one, self.keep),
            route("POST", f"{one}/preview", self.preview),
            route("POST", f"{one}/sound", self.sound),
        ]

    def keep(self, call: Call) -> Json:
        return asset_view(self._looping.keep(*_asked(call), by=call.user))

    def preview(self, call: Call) -> Json:
        return asdict(self._looping.preview(*_asked(call)))

    def sound(self, call: Call) -> Response:
        return Response(self._looping.wav(*_asked(call)), media_type="audio/wav")


def _asked(call: Call) -> tuple[str, Any, Any]:
    """Asset, length, longest crossfade."""
    return call.path["id"], call.body.get("duration_s"), call.body.get("crossfade_s", CROSSFADE_S)
