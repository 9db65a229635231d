"""The server: Gradio's page, our routes around it, and a clean stop."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from pathlib import Path
from types import FrameType

import gradio as gr
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from audiocraft_studio import __version__
from audiocraft_studio.studio import Studio
from audiocraft_studio.ui import shell
from audiocraft_studio.web.asset_routes import AssetRoutes
from audiocraft_studio.web.calls import route
from audiocraft_studio.web.gate import Gate
from audiocraft_studio.web.grid_routes import GridRoutes
from audiocraft_studio.web.head import Head
from audiocraft_studio.web.import_routes import ImportRoutes
from audiocraft_studio.web.library_routes import LibraryRoutes
from audiocraft_studio.web.live import Live
from audiocraft_studio.web.loop_routes import LoopRoutes
from audiocraft_studio.web.notes_routes import NotesRoutes
from audiocraft_studio.web.reverb_routes import reverb
from audiocraft_studio.web.scene_routes import SceneRoutes
from audiocraft_studio.web.signin import SignIn
from audiocraft_studio.web.sketch_routes import SketchRoutes
from audiocraft_studio.web.speech_routes import SpeechRoutes
from audiocraft_studio.web.work_routes import WorkRoutes

STATIC = Path(shell.__file__).parent / "static"


class Server:
    """A running page. `url` is where it is."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._sign_in = SignIn(studio.settings)
        self._page: gr.Blocks = shell.build(studio)
        self.url = ""

    def start(self) -> None:
        """Serves in background threads; returns when the page can be opened."""
        settings = self._studio.settings
        _, self.url, _ = self._page.launch(
            server_name=settings.host,
            server_port=settings.port or _free_port(settings.host),
            root_path=settings.root_path or None,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            ssr_mode=False,
            enable_monitoring=False,
            allowed_paths=[],
            auth_dependency=lambda request: request.scope.get("studio_user"),
            app_kwargs={
                "routes": self._routes(),
                "middleware": self._middleware(),
                "docs_url": None,
                "redoc_url": None,
                "openapi_url": None,
            },
            **shell.page_settings(),
        )

    def announce(self) -> str:
        """What to tell whoever started the studio."""
        lines = [f"AudioCraft Studio is ready: {self.url}"]
        if self._sign_in.asked:
            lines.append(f"It asks for a sign-in. Password: {self._sign_in.password}")
        return "\n".join(lines)

    def stop(self) -> None:
        self._page.close(verbose=False)

    def run(self) -> None:
        """Serves until SIGINT or SIGTERM."""
        stopped = threading.Event()

        def stop(_signal: int, _frame: FrameType | None) -> None:
            stopped.set()

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        self.start()
        self._studio.starter.ensure()
        self._studio.background.start()
        sys.stdout.write(self.announce() + "\n")
        sys.stdout.flush()
        stopped.wait()
        self.stop()

    def _middleware(self) -> list[Middleware]:
        only_local = self._studio.settings.loopback and not self._sign_in.asked
        return [
            Middleware(Gate, who_is=self._sign_in.who_is, only_local=only_local),
            Middleware(Head, html=shell.head()),
        ]

    def _routes(self) -> list[BaseRoute]:
        return [
            route("GET", "/healthz", lambda _: self.health()),
            *self._sign_in.routes(),
            *AssetRoutes(self._studio).routes(),
            *LoopRoutes(self._studio.looping).routes(),
            *LibraryRoutes(self._studio).routes(),
            *ImportRoutes(self._studio).routes(),
            *NotesRoutes(self._studio).routes(),
            *GridRoutes(self._studio).routes(),
            *SceneRoutes(self._studio).routes(),
            route("GET", "/studio/reverb", reverb),
            *WorkRoutes(self._studio).routes(),
            *SketchRoutes(self._studio.sketching).routes(),
            *SpeechRoutes(self._studio.speaking).routes(),
            *Live(self._studio).routes(),
            Mount("/studio/static", StaticFiles(directory=STATIC)),
        ]

    def health(self) -> dict[str, object]:
        """What a health check wants to know; looks at nothing heavy."""
        jobs = self._studio.jobs.all()
        return {
            "status": "ok",
            "version": __version__,
            "torch_loaded": "torch" in sys.modules,
            "assets": self._studio.library.count(),
            "jobs": {state: sum(j.state == state for j in jobs) for state in ("queued", "running")},
        }


def _free_port(host: str) -> int:
    """A port that nobody listens on; the system hands out another one each time."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as probe:
        return int(probe.getsockname()[1])
