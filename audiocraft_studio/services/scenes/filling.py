"""Sounds for the layers that have none: one job for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.services.generation import GenerateRequest, Generation
from audiocraft_studio.services.production import Producer
from audiocraft_studio.services.scenes.model import Layer, Scene
from audiocraft_studio.services.scenes.shelf import Shelf

SCATTERED_TAKES = 3
"""A layer whose sound repeats by chance gets this many: one that is always the same is heard as a machine."""


class Filling:
    """Generates layers; each finished sound enters its layer at once."""

    def __init__(self, shelf: Shelf, generation: Generation, producer: Producer) -> None:
        self._shelf = shelf
        self._generation = generation
        self._producer = producer

    def submit(self, scene_id: str, *, owner: str, layers: Sequence[str] = ()) -> Job:
        """Queues one job for every layer that has a prompt and no sound, or for just the `layers` (ids), sound or not.

        Layers of one model share its passes. Raises InputError that names the layer, NotFound, UnknownModel.
        """
        scene = self._shelf.get(scene_id)
        wanted = [
            layer for layer in scene.layers if (layer.id in layers if layers else layer.asset is None and layer.prompt)
        ]
        if not wanted:
            raise InputError("Layers", "There is no such layer." if layers else "Every layer has its sound already.")
        parts = [self._part(scene, layer) for layer in wanted]
        items = [item for part in parts for item in part["items"]]
        title = wanted[0].name or items[0]["name"] if len(wanted) == 1 else f"{scene.name}, {len(wanted)} layers"
        return self._generation.queue(
            {**parts[0], "items": items}, owner=owner, project=scene.project, kind="layers", title=title,
            context={"scene": scene_id, "layers": ",".join(item["layer"] for item in items)},
        )  # fmt: skip

    def run(self, work: Work) -> None:
        """The handler of "layers" jobs."""
        self._producer.run(work, lambda index, asset_id: self._enter(work, index, asset_id))

    def _part(self, scene: Scene, layer: Layer) -> dict[str, Any]:
        """What generates one layer, each item with everything of its own."""
        request = GenerateRequest(
            layer.prompt, layer.type, layer.model, layer.duration_s, count=_takes(layer), project=scene.project,
            params=layer.params, name=layer.name,
        )  # fmt: skip
        try:
            payload = self._generation.payload(request)
        except InputError as error:
            raise InputError(error.field, f"{error.reason} (layer “{layer.name or layer.prompt}”)") from None
        own = {name: payload[name] for name in ("model", "duration_s", "params", "type")}
        return {**payload, "items": [{**item, **own, "layer": layer.id} for item in payload["items"]]}

    def _enter(self, work: Work, index: int, asset_id: str) -> None:
        """The first sound of a layer becomes its sound, the others its variations."""
        items = work.payload["items"]
        # a job that an earlier version queued is about one layer
        layer_id = items[index].get("layer") or work.job.context["layer"]
        first = index == 0 or items[index - 1].get("layer") != layer_id

        def entered(layer: Layer) -> Layer:
            scatter = layer.scatter
            if first:
                renewed = scatter and _several(items, layer_id)
                return replace(layer, asset=asset_id, scatter=replace(scatter, variations=()) if renewed else scatter)  # type: ignore[type-var]
            if scatter is None or asset_id in layer.assets:
                return layer
            return replace(layer, scatter=replace(scatter, variations=(*scatter.variations, asset_id)))

        def filled(scene: Scene) -> Scene:
            return replace(scene, layers=tuple(entered(la) if la.id == layer_id else la for la in scene.layers))

        with suppress(NotFound):  # the scene may have been deleted meanwhile; its sounds stay
            self._shelf.fill(work.job.context["scene"], filled)


def _takes(layer: Layer) -> int:
    alone = layer.scatter is None or (layer.asset is None and layer.scatter.variations)
    return 1 if alone else SCATTERED_TAKES


def _several(items: Sequence[dict[str, Any]], layer_id: str) -> bool:
    return [item.get("layer") for item in items].count(layer_id) > 1
