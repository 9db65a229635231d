"""Signing in: a name of one's choice and the studio's password give a signed cookie."""

from __future__ import annotations

import hmac
import html
import secrets
import time
from collections import deque
from pathlib import Path
from urllib.parse import parse_qs

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from assets_db import write_aside
from audiocraft_studio.errors import InputError
from audiocraft_studio.services.checks import name as checked_name
from audiocraft_studio.settings import Settings

COOKIE = "studio_user"
VALID_S = 30 * 24 * 3600
TRIES, TRIES_WINDOW_S = 10, 300.0


class SignIn:
    """Off for a server that only this machine reaches: then everybody is "you"."""

    def __init__(self, settings: Settings) -> None:
        self.asked = settings.asks_sign_in
        self.password = settings.password
        self._signer: URLSafeTimedSerializer | None = None
        self._tries: dict[str, deque[float]] = {}
        if self.asked:
            self._signer = URLSafeTimedSerializer(_kept(settings.data_dir / "cookie-secret", 32), salt=COOKIE)
            self.password = self.password or _kept(settings.data_dir / "password.txt", 9)

    def who_is(self, connection: HTTPConnection) -> str | None:
        """The user that the connection's cookie names; None when nobody is signed in."""
        if self._signer is None:
            return "you"
        try:
            return str(self._signer.loads(connection.cookies.get(COOKIE, ""), max_age=VALID_S))
        except BadSignature:
            return None

    def routes(self) -> list[Route]:
        return [
            Route("/studio/sign-in", self._form, methods=["GET"]),
            Route("/studio/sign-in", self._enter, methods=["POST"]),
            Route("/studio/sign-out", self._leave, methods=["POST"]),
        ]

    async def _form(self, request: Request) -> Response:
        if self._signer is None:
            return RedirectResponse(f"{request.scope.get('root_path', '')}/", 303)
        return HTMLResponse(_page(""))

    async def _enter(self, request: Request) -> Response:
        if self._signer is None:
            return RedirectResponse(f"{request.scope.get('root_path', '')}/", 303)
        if self._too_many(request.client.host if request.client else ""):
            return HTMLResponse(_page("Too many tries. Wait five minutes, then try again."), 429)
        form = parse_qs((await request.body())[:10_000].decode("utf-8", "replace"))
        given = form.get("password", [""])[0]
        if not hmac.compare_digest(given.encode(), self.password.encode()):
            return HTMLResponse(_page("That is not the password. It was printed where the studio was started."), 401)
        try:
            user = checked_name("Name", form.get("name", [""])[0])
        except InputError as error:
            return HTMLResponse(_page(str(error)), 400)
        answer = RedirectResponse(f"{request.scope.get('root_path', '')}/", 303)
        secure = request.url.scheme == "https"
        token = self._signer.dumps(user)
        answer.set_cookie(COOKIE, str(token), max_age=VALID_S, httponly=True, samesite="lax", secure=secure)
        return answer

    async def _leave(self, request: Request) -> Response:
        answer = RedirectResponse(f"{request.scope.get('root_path', '')}/studio/sign-in", 303)
        answer.delete_cookie(COOKIE)
        return answer

    def _too_many(self, address: str) -> bool:
        now = time.monotonic()
        tries = self._tries.setdefault(address, deque(maxlen=TRIES))
        full = len(tries) == TRIES and now - tries[0] < TRIES_WINDOW_S
        if not full:
            tries.append(now)
        return full


def _kept(path: Path, n_bytes: int) -> str:
    """A secret made once and kept in the data folder, readable by its owner only."""
    if not path.exists():
        write_aside(path, secrets.token_urlsafe(n_bytes).encode())
        path.chmod(0o600)
    return path.read_text("utf-8").strip()


def _page(problem: str) -> str:
    told = f'<p role="alert">{html.escape(problem)}</p>' if problem else ""
    return PAGE.replace("<!--problem-->", told)


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Sign in, AudioCraft Studio</title>
<style>
:root{color-scheme:dark}
body{margin:0;min-height:100dvh;display:grid;place-items:center;background:#141516;color:#e7e8e9;
font:13px/1.45 "IBM Plex Sans",ui-sans-serif,system-ui,sans-serif}
form{width:296px;display:grid;gap:12px}h1{font-size:18px;margin:0}
label{display:grid;gap:4px;color:#b0b4ba;font-size:12px}
input{height:44px;border:1px solid #6c7078;border-radius:4px;background:#1b1c1e;color:#e7e8e9;font:inherit;
font-size:16px;padding:0 10px}
button{height:44px;border:0;border-radius:4px;background:#45c4be;color:#06201e;font:inherit;font-weight:700}
:focus-visible{outline:2px solid #45c4be;outline-offset:1px}p{margin:0;color:#f47c78}
</style></head><body><form method="post"><h1>AudioCraft Studio</h1><!--problem-->
<label>Your name, as others will see it<input name="name" autocomplete="nickname" maxlength="80" required></label>
<label>Password of this studio<input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form></body></html>
"""
