"""What every request passes: same origin, signed in where asked for, no file but by id, no call to an outside host."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "connect-src 'self' ws: wss: data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'"
)
OPEN_PATHS = ("/healthz", "/studio/sign-in", "/gradio_api/startup-events")

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")

WhoIs = Callable[[HTTPConnection], str | None]
"""The user that a connection's cookie names, None when nobody is signed in."""


class Gate:
    """ASGI middleware around the whole application, Gradio's own routes included.

    only_local: nobody signs in, so the server answers to this machine's own names alone: a page elsewhere whose name
    was pointed at this machine (DNS rebinding) carries its own name as Host, and is refused.
    """

    def __init__(self, app: ASGIApp, who_is: WhoIs, only_local: bool) -> None:
        self._app = app
        self._who_is = who_is
        self._only_local = only_local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is None:
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403})
        else:
            await refused(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        """Why this request goes no further; None lets it pass and notes who asks."""
        headers, path = Headers(scope=scope), scope["path"]
        origin = headers.get("origin")
        if origin and origin != "null" and urlsplit(origin).netloc != headers.get("host"):
            return _error(403, "Requests from another site are refused. Open the studio's own page.")
        if self._only_local and urlsplit(f"//{headers.get('host', '')}").hostname not in LOCAL_NAMES:
            return _error(403, "This studio answers on this machine only. Open it by 127.0.0.1 or localhost.")
        if "/file=" in path or path.startswith(("/gradio_api/proxy=", "/proxy=")):
            return _error(404, "Files are served by their id only.")
        if path in OPEN_PATHS:
            return None
        user = self._who_is(HTTPConnection(scope))
        if user is None:
            wants_page = (
                scope["type"] == "http" and scope["method"] == "GET" and "text/html" in headers.get("accept", "")
            )
            root = scope.get("root_path", "")
            return RedirectResponse(f"{root}/studio/sign-in", 303) if wants_page else _error(401, "Sign in first.")
        scope["studio_user"] = user
        return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = POLICY
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "same-origin"
        await send(message)

    return sending


def _error(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": {"kind": "Refused", "message": message, "field": ""}}, status_code=status)
