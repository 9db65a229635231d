"""Live updates: one WebSocket a page, fed from worker threads, several changes of one thing sent as one."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from assets_db import Asset
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.studio import Studio
from audiocraft_studio.web.views import asset_view, job_view

INTERVAL_S = 0.1


class _Client:
    """What one page has not been told yet, the latest state of each thing."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._pending: dict[str, dict[str, Any]] = {}

    def tell(self, key: str, message: dict[str, Any]) -> None:
        """From any thread."""
        with suppress(RuntimeError):  # the loop may be closing
            self._loop.call_soon_threadsafe(self._put, key, message)

    async def next(self) -> list[dict[str, Any]]:
        await self._news.wait()
        self._news.clear()
        messages, self._pending = list(self._pending.values()), {}
        return messages

    def _put(self, key: str, message: dict[str, Any]) -> None:
        self._pending.pop(key, None)
        self._pending[key] = message
        self._news.set()


class Live:
    """Tells every open page about jobs, assets and models as they change."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._clients: set[_Client] = set()
        self._bulk_number = itertools.count()  # none of these messages stands for an earlier one
        studio.jobs.on_change(self._job_changed)
        studio.assets.on_change(self._asset_changed)
        studio.assets.on_bulk_change(self._assets_changed)
        studio.pool.on_change = self._models_changed

    def routes(self) -> list[WebSocketRoute]:
        return [WebSocketRoute("/studio/live", self._serve)]

    async def _serve(self, socket: WebSocket) -> None:
        await socket.accept()
        client = _Client()
        self._clients.add(client)
        for job in self._studio.jobs.all():
            if not job.state.ended:
                client.tell(job.id, _job_message(job))
        sender = asyncio.create_task(self._send(socket, client))
        try:
            while True:
                await socket.receive_text()  # pages only listen; this notices when they leave
        except WebSocketDisconnect:
            pass
        finally:
            self._clients.discard(client)
            sender.cancel()

    async def _send(self, socket: WebSocket, client: _Client) -> None:
        while True:
            for message in await client.next():
                await socket.send_json(message)
            await asyncio.sleep(INTERVAL_S)

    def _job_changed(self, job: Job) -> None:
        self._tell(job.id, lambda: _job_message(job))

    def _asset_changed(self, asset: Asset) -> None:
        self._tell(asset.id, lambda: {"event": "asset", "asset": asset_view(asset)})

    def _assets_changed(self, ids: list[str]) -> None:
        self._tell(f"assets {next(self._bulk_number)}", lambda: {"event": "assets", "ids": ids})

    def _models_changed(self) -> None:
        self._tell("models", lambda: {"event": "models"})

    def _tell(self, key: str, message: Callable[[], dict[str, Any]]) -> None:
        clients = list(self._clients)
        if clients:
            made = message()
            for client in clients:
                client.tell(key, made)


def _job_message(job: Job) -> dict[str, Any]:
    return {"event": "job", "job": job_view(job)}
