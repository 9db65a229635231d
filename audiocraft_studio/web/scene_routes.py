"""Routes for scenes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assets_db import Asset
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.services.assets import slug
from audiocraft_studio.services.checks import flag, number, sequence
from audiocraft_studio.services.scenes.environments import TEMPLATES
from audiocraft_studio.services.scenes.model import Scene, scene_from
from audiocraft_studio.services.scenes.narration import ducking_from
from audiocraft_studio.services.scenes.points import LONGEST_S
from audiocraft_studio.studio import Studio
from audiocraft_studio.web.calls import Call, route
from audiocraft_studio.web.files import zipped
from audiocraft_studio.web.scene_views import environment_view, events_view, graph_view, scene_view, version_view
from audiocraft_studio.web.views import Json, job_view


class SceneRoutes:
    """Everything under /studio/scenes, /studio/environments and /studio/transitions."""

    def __init__(self, studio: Studio) -> None:
        self._scenes = studio.scenes
        self._papers = studio.scenes.papers
        self._library = studio.library

    def routes(self) -> list[Route]:
        scene = "/studio/scenes/{id}"
        return [
            route("GET", "/studio/scenes", lambda c: [self._view(x) for x in self._scenes.list(c.text("project"))]),
            route("POST", "/studio/scenes", self.make),
            route("POST", "/studio/scenes/events", self.events),
            route("POST", "/studio/scenes/import", self.bring),
            route("GET", "/studio/scenes/graph", lambda c: graph_view(self._papers.graph(c.text("project")))),
            route("GET", "/studio/scenes/graph.md", self.graph_text),
            route("GET", "/studio/environments", lambda _: [environment_view(t) for t in TEMPLATES.values()]),
            route("POST", "/studio/environments/{id}", self.build),
            route("GET", scene, lambda c: self._view(self._scenes.get(c.path["id"]))),
            route("PUT", scene, self.change),
            route("DELETE", scene, self.remove),
            route("GET", f"{scene}/versions", lambda c: [version_view(v) for v in self._scenes.versions(c.path["id"])]),
            route("POST", f"{scene}/versions/{{n:int}}/restore", self.restore),
            route("GET", f"{scene}/document", self.document),
            route("GET", f"{scene}/manifest", self.manifest),
            route("GET", f"{scene}/reaper", self.reaper),
            route("GET", f"{scene}/stems", self.stems),
            route("POST", f"{scene}/narration", self.narrate),
            route("POST", "/studio/transitions", self.go_over),
            route("POST", f"{scene}/generate", self.generate),
            route("POST", f"{scene}/render", self.render),
        ]

    def make(self, call: Call) -> Json:
        return self._view(self._scenes.save(replace(scene_from(call.body), id=""), by=call.user))

    def events(self, call: Call) -> Json:
        """Of a scene as the page has it, saved or not."""
        scene = self._scenes.checked(scene_from(call.body))
        return events_view(scene, self._sounds(scene))

    def change(self, call: Call) -> Json:
        self._scenes.get(call.path["id"])
        sent = replace(scene_from(call.body), id=call.path["id"])
        return self._view(self._scenes.save(sent, by=call.user, based_on=str(sent.updated_at or "")))

    def remove(self, call: Call) -> Json:
        self._scenes.remove(call.path["id"])
        return {}

    def restore(self, call: Call) -> Json:
        return self._view(self._scenes.restore(call.path["id"], int(call.path["n"]), by=call.user))

    def generate(self, call: Call) -> Json:
        layers = [str(one) for one in sequence("Layers", call.body.get("layers", ()))]
        return job_view(self._scenes.submit_missing(call.path["id"], owner=call.user, layers=layers))

    def narrate(self, call: Call) -> Json:
        at_s = number("At", call.body.get("at_s", 0), 0, LONGEST_S, "s")
        ducking = ducking_from(call.body)
        asset = str(call.body.get("asset", ""))
        return self._view(self._scenes.narrate(call.path["id"], asset, at_s=at_s, ducking=ducking, by=call.user))

    def go_over(self, call: Call) -> Json:
        start, to = (str(call.body.get(name, "")) for name in ("from", "to"))
        return job_view(self._scenes.submit_transition(start, to, call.body, owner=call.user))

    def render(self, call: Call) -> Json:
        stems = flag("Stems", call.body.get("stems", False))
        return job_view(self._scenes.submit_render(call.path["id"], owner=call.user, stems=stems))

    def build(self, call: Call) -> Json:
        values = call.body.get("values", {})
        if not isinstance(values, Mapping):
            raise InputError("Values", "must be an object of sliders.")
        told = {k: str(call.body[k]) for k in ("time", "name", "project") if k in call.body}
        return self._view(self._scenes.build(call.path["id"], values, **told, by=call.user))

    def bring(self, call: Call) -> Json:
        project = call.body.get("project", "default")
        scene, notes = self._papers.bring(call.body.get("document"), project=project, by=call.user)
        return {**self._view(scene), "notes": notes}

    def document(self, call: Call) -> Response:
        told = self._papers.document(call.path["id"])
        return JSONResponse(told, headers=_saved_as(f"{slug(told['name'])}.scene.json"))

    def manifest(self, call: Call) -> Response:
        name = self._scenes.get(call.path["id"]).name
        return _markdown(self._papers.manifest(call.path["id"]), f"{slug(name)}.md")

    def reaper(self, call: Call) -> Response:
        return zipped(lambda path: f"{slug(self._scenes.reaper.export(call.path['id'], path).name)}-reaper.zip")

    def stems(self, call: Call) -> Response:
        export, job = self._scenes.stems.export, call.text("job")
        return zipped(lambda path: f"{slug(export(call.path['id'], job, path).name)}-stems.zip")

    def graph_text(self, call: Call) -> Response:
        return _markdown(self._papers.graph_text(call.text("project")), "scenes.md")

    def _view(self, scene: Scene) -> Json:
        return scene_view(scene, self._sounds(scene))

    def _sounds(self, scene: Scene) -> dict[str, Asset]:
        found: dict[str, Asset] = {}
        for layer in scene.layers:
            with suppress(NotFound):
                found[str(layer.asset)] = self._library.get(str(layer.asset))
        return found


def _markdown(text: str, name: str) -> Response:
    return PlainTextResponse(text, media_type="text/markdown; charset=utf-8", headers=_saved_as(name))


def _saved_as(name: str) -> dict[str, str]:
    """`name`: ASCII."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
