"""One way in for all routes: parameters, body and user in; JSON, bytes or a response out; errors mapped."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from audiocraft_studio import errors

log = logging.getLogger(__name__)

MAX_BODY = 4_000_000
STATUS: tuple[tuple[type[errors.StudioError], int], ...] = (
    (errors.AxisError, 422),
    (errors.InputError, 400),
    (errors.PromptNotUnderstood, 400),
    (errors.DamagedFile, 400),
    (errors.NotFound, 404),
    (errors.UnknownModel, 404),
    (errors.DocumentErrors, 400),
    (errors.Changed, 409),
    (errors.Cancelled, 409),
    (errors.FolderInUse, 409),
    (errors.QueueFull, 429),
    (errors.ModelError, 503),
    (errors.DiskFull, 507),
    (errors.StudioError, 500),
)


@dataclass(frozen=True)
class Call:
    """What a route's function gets. `body`: the JSON object sent, empty if none was. `user`: who is signed in."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    user: str

    def text(self, name: str, default: str = "") -> str:
        return self.query.get(name, default)

    def number(self, name: str, default: int) -> int:
        """A whole number of the query. Raises InputError."""
        given = self.query.get(name)
        try:
            return default if given is None else int(given)
        except ValueError:
            raise errors.InputError(name, f"{given!r} is not a whole number.") from None


Answer = Callable[[Call], Any]


def route(method: str, path: str, answer: Answer) -> Route:
    """`answer` runs in a worker thread; what it returns is sent as JSON unless it is a Response."""

    async def endpoint(request: Request) -> Response:
        try:
            call = Call(request.path_params, request.query_params, await _body(request), user_of(request))
            result = await run_in_threadpool(answer, call)
        except Exception as error:
            return error_response(error)
        return result if isinstance(result, Response) else JSONResponse(result)

    return Route(path, endpoint, methods=[method])


def user_of(request: Request) -> str:
    """Who asks, as the sign-in knows them; "you" where nobody signs in."""
    return str(request.scope.get("studio_user") or "you")


def error_response(error: Exception) -> Response:
    """The error as JSON with the status that fits it."""
    if not isinstance(error, errors.StudioError):
        log.exception("a request failed", exc_info=error)
        error = errors.StudioError(f"Something went wrong inside the studio ({type(error).__name__}). Try again.")
    status = next(code for kind, code in STATUS if isinstance(error, kind))
    told: dict[str, Any] = {"kind": type(error).__name__, "message": str(error), "field": getattr(error, "field", "")}
    if isinstance(error, errors.AxisError):
        told |= {"at": error.at, "end": error.end}
    if isinstance(error, errors.DocumentErrors):
        told["problems"] = [{"path": path, "message": message} for path, message in error.problems]
    if isinstance(error, errors.Changed):
        told |= {"name": error.name, "by": error.by, "you": error.you, "at": error.at}
    if isinstance(error, errors.PromptNotUnderstood):
        told["suggestions"] = list(error.suggestions)
    return JSONResponse({"error": told}, status_code=status)


async def _body(request: Request) -> Mapping[str, Any]:
    if request.method in ("GET", "DELETE") or request.headers.get("content-type", "") != "application/json":
        return {}
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MAX_BODY:
            raise errors.InputError("Request", "is larger than 4 MB. Send less at once.")
    try:
        data = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        raise errors.InputError("Request", "is not JSON.") from None
    if not isinstance(data, dict):
        raise errors.InputError("Request", "must be a JSON object.")
    return data
