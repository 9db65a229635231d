"""Routes for voices out of text."""

from __future__ import annotations

from dataclasses import asdict

from starlette.routing import Route

from audiocraft_studio.services.speaking import Speaking
from audiocraft_studio.web.calls import Call, route
from audiocraft_studio.web.views import Json, asset_view


class SpeechRoutes:
    """Everything under /studio/speech."""

    def __init__(self, speaking: Speaking) -> None:
        self._speaking = speaking

    def routes(self) -> list[Route]:
        return [
            route("GET", "/studio/speech", lambda _: asdict(self._speaking.speakers())),
            route("POST", "/studio/speech", self.say),
        ]

    def say(self, call: Call) -> Json:
        told = {name: call.body[name] for name in ("voice", "words_per_minute", "project") if name in call.body}
        return asset_view(self._speaking.say(call.body.get("text", ""), **told, by=call.user))
