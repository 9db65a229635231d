"""Scenes: everything that the page and scripts do with them."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assets_db import Asset, Catalogue
from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Take
from audiocraft_studio.errors import NotFound
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.generation import Generation
from audiocraft_studio.services.production import Producer
from audiocraft_studio.services.scenes.checking import checked, checked_layer
from audiocraft_studio.services.scenes.environments import TEMPLATES, built
from audiocraft_studio.services.scenes.filling import Filling
from audiocraft_studio.services.scenes.mixing import Mixing
from audiocraft_studio.services.scenes.model import Layer, Scene
from audiocraft_studio.services.scenes.narration import Ducking, narrated
from audiocraft_studio.services.scenes.papers import Papers
from audiocraft_studio.services.scenes.reaper import Reaper
from audiocraft_studio.services.scenes.rendering import LANE, Rendering
from audiocraft_studio.services.scenes.shelf import Shelf, Version
from audiocraft_studio.services.scenes.stems import Stems
from audiocraft_studio.services.scenes.transitions import Transitions

__all__ = ["LANE", "Scenes"]


class Scenes:
    """Scenes of all projects. Each part does one thing; this is their common face.

    papers: documents out and in, the manifest, the graph. reaper: projects for that DAW. stems: renders as ZIPs.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        assets: Assets,
        generation: Generation,
        producer: Producer,
        jobs: JobQueue,
        new_id: Callable[[], str],
    ) -> None:
        self._assets = assets
        self._jobs = jobs
        self._new_id = new_id
        self._shelf = Shelf(catalogue, assets, new_id)
        self._mixing = Mixing(assets)
        self.papers = Papers(self._shelf, assets, catalogue)
        self.reaper = Reaper(self._shelf, assets, self._mixing)
        self.stems = Stems(assets, jobs)
        self._filling = Filling(self._shelf, generation, producer)
        self._transitions = Transitions(self._shelf, self._mixing, assets, jobs, new_id)
        self._rendering = Rendering(self._shelf, self._mixing, assets, jobs, new_id)

    def mix(self, layers: Sequence[Layer], *, duration_s: float | None = None) -> Audio:
        """The sum of the audible layers, as the page's mixer plays it (see dsp.mix); one without sound is silent."""
        return self._mixing.plan(layers, duration_s).mix().audio

    def save(self, scene: Scene, *, by: str = "script", based_on: str = "") -> Scene:
        """Stores a scene, new (without id) or changed; see Shelf. Raises InputError, NotFound, Changed."""
        return self._shelf.save(scene, by=by, based_on=based_on)

    def change(self, scene_id: str, changed: Callable[[Scene], Scene], *, by: str = "script") -> Scene:
        """Saves what `changed` makes of the scene as it is now; two changes at once follow each other."""
        return self._shelf.change(scene_id, changed, by=by)

    def checked(self, scene: Scene) -> Scene:
        """The scene as `save` would store it, but not stored. Raises InputError (names the field)."""
        return checked(scene, self._new_id)

    def get(self, scene_id: str) -> Scene:
        return self._shelf.get(scene_id)

    def list(self, project: str = "") -> builtins.list[Scene]:
        return self._shelf.list(project)

    def remove(self, scene_id: str) -> None:
        """Forgets the scene; its sounds and renders stay in the library."""
        self._shelf.remove(scene_id)

    def versions(self, scene_id: str) -> builtins.list[Version]:
        """What earlier saves replaced, newest first; the last 50."""
        return self._shelf.versions(scene_id)

    def restore(self, scene_id: str, n: int, *, by: str = "script") -> Scene:
        """The scene as version `n` has it; what it is now becomes a version."""
        return self._shelf.restore(scene_id, n, by=by)

    def build(
        self, environment: str, values: Mapping[str, object], *, time: str = "day", name: str = "",
        project: str = "default", by: str = "script",
    ) -> Scene:  # fmt: skip
        """A scene from a template (environments.TEMPLATES); its layers are still to be generated.

        Raises NotFound, InputError (names the slider).
        """
        template = TEMPLATES.get(environment)
        if template is None:
            raise NotFound("environment", environment)
        return self.save(built(template, values, time=time, name=name, project=project), by=by)

    def render(self, scene: Scene | str, *, stems: bool = False, owner: str = "script") -> Asset:
        """The mix as an asset with its layers as parents. A Scene without id is stored first. Blocks until done."""
        stored = self.get(scene) if isinstance(scene, str) else self.save(scene, by=owner)
        job = self._jobs.wait(self.submit_render(stored.id, owner=owner, stems=stems).id)
        return self._assets.get(job.assets[0])

    def submit_render(self, scene_id: str, *, owner: str, stems: bool = False) -> Job:
        """Queues rendering; the job's first asset is the mix, the others are the stems."""
        return self._rendering.submit(scene_id, owner=owner, stems=stems)

    def submit_transition(self, start: str, to: str, told: Mapping[str, Any], *, owner: str) -> Job:
        """Queues the crossfade of two scenes as an asset; told: seconds, curve, tail_s, head_s (see Transitions)."""
        return self._transitions.submit(start, to, told, owner=owner)

    def narrate(self, scene_id: str, asset_id: str, *, at_s: float, ducking: Ducking, by: str = "script") -> Scene:
        """The scene with a voice from the library from second `at_s` on, for which ambience and music make room."""
        asset, audio = self._assets.get(asset_id), self._assets.audio(asset_id)
        voice = checked_layer(Layer(asset.name, asset_id, type="voice", offset_s=at_s), self._new_id)
        return self.change(scene_id, lambda scene: narrated(scene, voice, audio, ducking), by=by)

    def submit_missing(self, scene_id: str, *, owner: str, layers: Sequence[str] = ()) -> Job:
        """Queues one job that generates every layer that has a prompt and no sound; see Filling."""
        return self._filling.submit(scene_id, owner=owner, layers=layers)

    def run_render(self, work: Work) -> None:
        """The handler of "render" jobs."""
        self._rendering.run(work)

    def run_transition(self, work: Work) -> None:
        """The handler of "transition" jobs."""
        self._transitions.run(work)

    def run_layers(self, work: Work) -> None:
        """The handler of "layers" jobs."""
        self._filling.run(work)

    def again(self, work: Work, recipe: Recipe) -> tuple[Take, Recipe]:
        """The mix or stem that a stored recipe describes, from its layers as they are now."""
        work.tick(0, 1)
        again = self._transitions.again if "transition" in recipe.params else self._mixing.again
        return Take(again(recipe)), recipe
