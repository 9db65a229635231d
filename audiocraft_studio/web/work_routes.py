"""Routes for what makes sounds: models, generation, jobs, the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from audiocraft_studio.errors import InputError
from audiocraft_studio.services.checks import sequence
from audiocraft_studio.services.generation import GenerateRequest
from audiocraft_studio.services.plan import Sound
from audiocraft_studio.studio import Studio
from audiocraft_studio.web.calls import Call, route
from audiocraft_studio.web.views import Json, job_view, model_view, sound_view

ASKED = (
    "prompt",
    "type",
    "model",
    "duration_s",
    "seed",
    "count",
    "project",
    "params",
    "melody",
    "continue_from",
    "notes",
    "name",
)


class WorkRoutes:
    """Thin: each route is one call of a service."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def routes(self) -> list[Route]:
        s = self._studio
        sound, job = (f"/studio/{k}/{{id}}" for k in ("sounds", "jobs"))
        return [
            route("GET", "/studio/me", lambda c: {"name": c.user, "sign_in": s.settings.asks_sign_in}),
            route("GET", "/studio/models", self.models),
            route("POST", "/studio/models/load", lambda c: job_view(s.models.load(s.jobs, _id(c), c.user))),
            route("POST", "/studio/models/unload", self.unload),
            route("POST", "/studio/models/precision", self.choose_mode),
            route("GET", "/studio/projects", self.projects),
            route("POST", "/studio/projects", lambda c: {"name": s.projects.add(c.body.get("name", ""))}),
            route("POST", "/studio/generate", self.generate),
            route("GET", "/studio/jobs", lambda _: [job_view(j) for j in s.jobs.all()]),
            route("GET", job, lambda c: job_view(s.jobs.get(c.path["id"]))),
            route("GET", f"{job}/sound", self.early_sound),
            route("POST", f"{job}/cancel", lambda c: job_view(s.jobs.cancel(c.path["id"]))),
            route("POST", f"{job}/retry", lambda c: job_view(s.jobs.retry(c.path["id"]))),
            route("GET", "/studio/plan", self.plan),
            route("GET", "/studio/plan/export", self.export_plan),
            route("POST", "/studio/sounds", lambda c: self._sound(replace(_sound(c.body), id=""))),
            route("PUT", sound, self.change_sound),
            route("DELETE", sound, self.remove_sound),
            route("POST", f"{sound}/generate", self.generate_sound),
        ]

    def models(self, _: Call) -> Json:
        service = self._studio.models
        return {
            "device": service.device(self._studio.settings.device),
            "memory_bytes": service.memory_bytes,
            "memory_limit_bytes": service.memory_limit_bytes,
            "models": [model_view(v) for v in service.list()],
        }

    def unload(self, call: Call) -> Json:
        self._studio.models.unload(_id(call))
        return {}

    def choose_mode(self, call: Call) -> Json:
        self._studio.models.choose(_id(call), call.body.get("mode"))
        return {}

    def early_sound(self, call: Call) -> Response:
        """What can be heard of a sound that is being made: float32, little-endian, each channel after the other."""
        job = self._studio.jobs.get(call.path["id"])
        heard = self._studio.early.of(job, call.number("item", 0), call.number("from", 0))
        headers = {
            "Studio-Sample-Rate": heard.sample_rate, "Studio-Channels": len(heard.samples),
            "Studio-Total": heard.total, "Studio-Finished": int(heard.finished), "Studio-Asset": heard.asset,
        }  # fmt: skip
        return Response(
            heard.samples.astype("<f4").tobytes(),
            media_type="application/octet-stream",
            headers={**{name: str(value) for name, value in headers.items()}, "Cache-Control": "no-store"},
        )

    def remove_sound(self, call: Call) -> Json:
        self._studio.plan.remove(call.path["id"])
        return {}

    def projects(self, _: Call) -> list[Json]:
        counts = self._studio.projects.counts()
        return [{"name": name, "assets": counts.get(name, 0)} for name in self._studio.projects.names()]

    def generate(self, call: Call) -> Json:
        return job_view(self._studio.generation.submit(request_from(call.body), owner=call.user))

    def plan(self, call: Call) -> Json:
        rows = self._studio.plan.coverage(call.text("project", "default"))
        total = {
            "required": sum(c.sound.required for c in rows),
            "generated": sum(min(c.generated, c.sound.required) for c in rows),
            "approved": sum(min(c.approved, c.sound.required) for c in rows),
            "missing": sum(c.missing for c in rows),
        }
        return {"sounds": [sound_view(c) for c in rows], "coverage": total}

    def export_plan(self, call: Call) -> Response:
        text = self._studio.plan.markdown(call.text("project", "default"))
        headers = {"Content-Disposition": 'attachment; filename="plan.md"'}
        return PlainTextResponse(text, media_type="text/markdown; charset=utf-8", headers=headers)

    def change_sound(self, call: Call) -> Json:
        self._studio.plan.get(call.path["id"])
        return self._sound(replace(_sound(call.body), id=call.path["id"]))

    def generate_sound(self, call: Call) -> Json:
        return job_view(self._studio.plan.generate(call.path["id"], call.body.get("count"), owner=call.user))

    def _sound(self, sound: Sound) -> Json:
        kept = self._studio.plan.define(sound)
        return sound_view(self._studio.plan.of(kept.id))


def request_from(body: Mapping[str, Any]) -> GenerateRequest:
    """What a page or script asks for. Audio is named by asset id only: no path of the server can be read this way."""
    values = {k: body[k] for k in ASKED if k in body}
    for name in ("melody", "continue_from", "notes"):
        if values.get(name) is not None and not isinstance(values[name], str):
            raise InputError(name.replace("_", " ").capitalize(), "must be the id of a sound in the library.")
    if not isinstance(values.get("params", {}), Mapping):
        raise InputError("Parameters", "must be an object with named values.")
    return GenerateRequest(**values, tags=tuple(sequence("Tags", body.get("tags", ()))))


def _sound(body: Mapping[str, Any]) -> Sound:
    values = {f.name: body[f.name] for f in fields(Sound) if f.name in body}
    values.setdefault("name", "")
    values["tags"] = tuple(sequence("Tags", values.get("tags", ())))
    options = values.get("options", {})
    if not isinstance(options, Mapping):
        raise InputError("Options", "must be an object of lists.")
    values["options"] = {str(k): tuple(sequence("Options", v)) for k, v in options.items()}
    return Sound(**values)


def _id(call: Call) -> str:
    return str(call.body.get("id", ""))
