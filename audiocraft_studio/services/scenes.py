"""Scenes: layers with weights, mixed and rendered to an asset."""

from __future__ import annotations

import builtins
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace

from assets_db import Asset, Catalogue, Parent
from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.mix import CEILING_DB, Mix, Track, mix
from audiocraft_studio.engines.base import Take
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.quality.report import number
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services.assets import Assets, Draft
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.generation import GenerateRequest, Generation
from audiocraft_studio.services.guard import Documents
from audiocraft_studio.services.production import Producer
from audiocraft_studio.services.scene_model import Layer, Scene, audible, checked, layer_from, scene_from

__all__ = ["Layer", "Scene", "Scenes"]

MIXER = "mixer"
LANE = "render"


class Scenes:
    """Scenes of all projects."""

    def __init__(
        self,
        catalogue: Catalogue,
        assets: Assets,
        generation: Generation,
        producer: Producer,
        jobs: JobQueue,
        new_id: Callable[[], str],
    ) -> None:
        self._documents = Documents(catalogue, "scenes")
        self._assets = assets
        self._generation = generation
        self._producer = producer
        self._jobs = jobs
        self._new_id = new_id
        self._changing = threading.Lock()

    def mix(self, layers: Sequence[Layer], *, duration_s: float | None = None) -> Audio:
        """The sum of the audible layers, as the page's mixer plays it (see dsp.mix); one without sound is silent."""
        return self._mix(layers, duration_s).audio

    def save(self, scene: Scene) -> Scene:
        """Stores a scene, new (without id) or changed. Raises InputError (names the field), NotFound (an asset)."""
        kept = replace(checked(scene, self._new_id), id=scene.id or self._new_id(), updated_at=utc_now())
        for layer in kept.layers:
            if layer.asset is not None:
                self._assets.get(str(layer.asset))
        self._documents.put(kept.id, asdict(kept))
        return kept

    def change(self, scene_id: str, changed: Callable[[Scene], Scene]) -> Scene:
        """Stores what `changed` makes of the scene as it is now; two changes at once follow each other."""
        with self._changing:
            return self.save(replace(changed(self.get(scene_id)), id=scene_id))

    def get(self, scene_id: str) -> Scene:
        return scene_from(self._documents.get(scene_id))

    def list(self, project: str = "") -> list[Scene]:
        found = [scene_from(d) for d in self._documents.all() if not project or d["project"] == project]
        return sorted(found, key=lambda s: s.name.casefold())

    def remove(self, scene_id: str) -> None:
        """Forgets the scene; its sounds and renders stay in the library."""
        self._documents.remove(scene_id)

    def render(self, scene: Scene | str, *, owner: str = "script") -> Asset:
        """The mix as an asset with its layers as parents. A Scene without id is stored first. Blocks until done."""
        stored = self.get(scene) if isinstance(scene, str) else self.save(scene)
        job = self._jobs.wait(self.submit_render(stored.id, owner=owner).id)
        return self._assets.get(job.assets[0])

    def submit_render(self, scene_id: str, *, owner: str) -> Job:
        scene = self.get(scene_id)
        if not audible(scene.layers):
            raise InputError("Layers", "No layer can be heard: generate the missing ones, or unmute one.")
        payload = {"scene": asdict(scene), "new_id": self._new_id()}
        return self._jobs.submit(
            "render", title=scene.name, owner=owner, project=scene.project, lane=LANE, payload=payload,
            context={"scene": scene_id},
        )  # fmt: skip

    def submit_missing(self, scene_id: str, *, owner: str, layers: Sequence[str] = ()) -> builtins.list[Job]:
        """Queues generating every layer that has a prompt and no sound; each finished sound enters its layer.

        layers: ids of just those to make, also where they have a sound already (it stays in the library).
        """
        scene = self.get(scene_id)
        wanted = [
            layer for layer in scene.layers if (layer.id in layers if layers else layer.asset is None and layer.prompt)
        ]
        if not wanted:
            raise InputError("Layers", "There is no such layer." if layers else "Every layer has its sound already.")
        return [self._submit_layer(scene_id, layer, owner) for layer in wanted]

    def run_render(self, work: Work) -> None:
        """The handler of "render" jobs."""
        scene, new_id = scene_from(work.payload["scene"]), work.payload["new_id"]
        if not self._assets.knows(new_id):
            self._assets.save(*self._rendered(scene, new_id, work.job.owner))
        work.made(0, new_id)
        with suppress(NotFound):  # the scene may have been deleted meanwhile; its render stays
            self.change(scene.id, lambda now: replace(now, rendered=new_id))

    def run_layer(self, work: Work) -> None:
        """The handler of "layers" jobs: generates, then puts the sound into the layer."""
        self._producer.run(work)
        layer_id, asset_id = work.job.context["layer"], work.payload["items"][0]["id"]

        def filled(scene: Scene) -> Scene:
            layers = (replace(la, asset=asset_id) if la.id == layer_id else la for la in scene.layers)
            return replace(scene, layers=tuple(layers))

        with suppress(NotFound):  # the scene may have been deleted meanwhile; its sound stays
            self.change(work.job.context["scene"], filled)

    def again(self, work: Work, recipe: Recipe) -> tuple[Take, Recipe]:
        """The mix that a stored recipe describes, from its layers as they are now."""
        work.tick(0, 1)
        return Take(self._mix([layer_from(d) for d in recipe.inputs], recipe.duration_s).audio), recipe

    def _submit_layer(self, scene_id: str, layer: Layer, owner: str) -> Job:
        scene = self.get(scene_id)
        request = GenerateRequest(
            layer.prompt, layer.type, layer.model, layer.duration_s, project=scene.project, name=layer.name
        )
        context = {"scene": scene_id, "layer": layer.id}
        return self._generation.submit(request, owner=owner, context=context, kind="layers")

    def _mix(self, layers: Sequence[Layer], duration_s: float | None) -> Mix:
        tracks = []
        for layer in audible(layers):
            audio = layer.asset if isinstance(layer.asset, Audio) else self._assets.audio(str(layer.asset))
            tracks.append(Track(
                audio, layer.weight, layer.pan, layer.offset_s, layer.fade_in_s, layer.fade_out_s, layer.loop
            ))  # fmt: skip
        return mix(tracks, duration_s=duration_s or None)

    def _rendered(self, scene: Scene, new_id: str, owner: str) -> tuple[Draft, Audio]:
        heard = audible(scene.layers)
        mixed = self._mix(heard, scene.duration_s)
        used = [self._assets.get(str(layer.asset)) for layer in heard]
        recipe = Recipe(
            MIXER, "2", "", scene.description, "ambience", 0, mixed.audio.duration_s,
            post=(f"limiter {CEILING_DB:g} dBTP, at most {mixed.reduction_db:.2f} dB",) if mixed.reduction_db else (),
            inputs=tuple(asdict(layer) for layer in heard), scene=scene.id,
        )  # fmt: skip
        most = number(mixed.reduction_db, "dB")
        limited = f"Limited by up to {most} to stay below {number(CEILING_DB, 'dBTP')}" if mixed.reduction_db else ""
        draft = Draft(
            id=new_id, type="ambience", project=scene.project, name=f"{scene.name}, mix", recipe=recipe,
            licence="; ".join(dict.fromkeys(a.licence for a in used)), created_by=owner, tags=scene.tags,
            parents=tuple(dict.fromkeys(Parent(id=a.id, how="layer") for a in used)),
            notes=(limited,) if limited else (),
        )  # fmt: skip
        return draft, mixed.audio
