"""Scenes on paper: documents out and in, the manifest, the graph of all scenes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from assets_db import Asset, Catalogue
from audiocraft_studio.errors import DocumentErrors, InputError, NotFound
from audiocraft_studio.services import checks, contents
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.scenes import document, manifest
from audiocraft_studio.services.scenes.checking import LAYER
from audiocraft_studio.services.scenes.document import Read, SceneRef
from audiocraft_studio.services.scenes.model import Layer, Scene
from audiocraft_studio.services.scenes.shelf import Shelf
from audiocraft_studio.services.speaking import SPEECH

_FROM_RECIPE = ("prompt", "model", "params", "duration_s")
_NOT_HERE = "is not to be found here by id, nor as the only scene of that name: choose it in the Transitions tab."


@dataclass(frozen=True)
class Edge:
    """From a scene to one that belongs to it (kind child), or that it goes over to (kind transition)."""

    start: str
    to: str
    kind: str
    seconds: float = 0.0
    curve: str = ""


@dataclass(frozen=True)
class Graph:
    """How the scenes of a project hang together."""

    scenes: list[Scene]
    edges: list[Edge]


class Papers:
    """Reads and writes what others can read."""

    def __init__(self, shelf: Shelf, assets: Assets, catalogue: Catalogue) -> None:
        self._shelf = shelf
        self._assets = assets
        self._catalogue = catalogue

    def document(self, scene_id: str) -> dict[str, Any]:
        """The scene as plain JSON data: its sounds by id, hash and recipe, other scenes by id and name."""
        scene = self._shelf.get(scene_id)
        return document.written(scene, self._sounds(scene), {one.id: one.name for one in self._shelf.list()})

    def bring(self, data: object, *, project: str, by: str = "script") -> tuple[Scene, list[str]]:
        """Stores the scene of a document, and says what could not be taken over.

        A sound is found by its id, else by the hash of its samples. One that this library does not have leaves its
        layer to be generated from the sound's recipe. Another scene is found by its id, else by its name in the
        project; one that is not there is left out. Raises DocumentErrors (everything that is wrong, with its path).
        """
        project = checks.name("Project", project)
        found = document.read(data)
        notes = list[str]()
        layers = found.scene.layers
        problems = [p for i, layer in enumerate(layers) for p in self._unknown(layer, found, f"layers[{i}]")]
        if problems:
            raise DocumentErrors(problems)
        here = tuple(self._placed(layer, found, notes) for layer in layers)
        scene = self._related(replace(found.scene, project=project, layers=here), found, notes)
        return self._shelf.save(scene, by=by), notes

    def manifest(self, scene_id: str) -> str:
        """The scene in Markdown, for people."""
        scene = self._shelf.get(scene_id)
        return manifest.text(scene, {asset.id: asset for asset in self._sounds(scene)})

    def graph(self, project: str = "") -> Graph:
        """Scenes by name, and what leads from one to another."""
        scenes = self._shelf.list(project)
        ids = {scene.id for scene in scenes}
        children = (Edge(scene.parent, scene.id, "child") for scene in scenes if scene.parent in ids and scene.parent)
        others = (
            Edge(scene.id, one.to, "transition", one.seconds, one.curve)
            for scene in scenes
            for one in scene.transitions
            if one.to in ids
        )
        return Graph(scenes, [*children, *others])

    def graph_text(self, project: str = "") -> str:
        """The graph in Markdown, as a tree."""
        found = self.graph(project)
        return manifest.tree(
            found.scenes, [(e.start, e.to, e.seconds, e.curve) for e in found.edges if e.kind == "transition"]
        )

    def _related(self, scene: Scene, found: Read, notes: list[str]) -> Scene:
        """The scene with the parent and the transitions of the document, as far as this library has them."""
        others = self._shelf.list()
        parent = _found(found.parent, others, scene.project) if found.parent else None
        if found.parent and parent is None:
            notes.append(f"It belongs to “{found.parent.name or found.parent.id}”, which {_NOT_HERE}")
        transitions = []
        for ref, how in found.transitions:
            to = _found(ref, others, scene.project)
            if to is None:
                notes.append(f"It goes over to “{ref.name or ref.id}”, which {_NOT_HERE}")
            else:
                transitions.append(replace(how, to=to))
        return replace(scene, parent=parent, transitions=tuple(transitions))

    def _sounds(self, scene: Scene) -> list[Asset]:
        found = list[Asset]()
        for asset_id in dict.fromkeys(a for layer in scene.layers for a in layer.assets):
            with suppress(NotFound):
                found.append(self._assets.get(asset_id))
        return found

    def _unknown(self, layer: Layer, found: Read, path: str) -> Iterable[tuple[str, str]]:
        for asset_id in layer.assets:
            if asset_id not in found.sounds and not self._assets.knows(asset_id):
                where = f"{path}.asset" if asset_id == layer.asset else f"{path}.scatter.variations"
                yield where, f"There is no sound {asset_id!r} in this library, and the document does not describe it."

    def _placed(self, layer: Layer, found: Read, notes: list[str]) -> Layer:
        """The layer with the sounds of this library."""
        if layer.scatter:
            here = [self._here(key, found.sounds) for key in layer.scatter.variations]
            layer = replace(layer, scatter=replace(layer.scatter, variations=tuple(key for key in here if key)))
            if not all(here):
                notes.append(f"Variations of “{layer.name}” are not in this library and were left out.")
        if layer.asset is None:
            return layer
        own = self._here(str(layer.asset), found.sounds)
        if own is None:
            return self._to_be_made(layer, found.sounds[str(layer.asset)], notes)
        return replace(layer, asset=own)

    def _here(self, asset_id: str, sounds: Mapping[str, Mapping[str, Any]]) -> str | None:
        told = sounds.get(asset_id, {})
        if self._assets.knows(asset_id) and told.get("sha256") in (None, self._assets.get(asset_id).sha256):
            return asset_id
        key = [told.get(name) for name in ("sha256", "sample_rate", "channels")]
        if not isinstance(key[0], str) or not all(isinstance(n, int) for n in key[1:]):
            return None
        twin = contents.twin(self._catalogue, key[0], *key[1:])  # type: ignore[arg-type]
        return twin.id if twin else None

    def _to_be_made(self, layer: Layer, sound: Mapping[str, Any], notes: list[str]) -> Layer:
        recipe = {} if layer.prompt else sound.get("recipe", {})
        if recipe.get("engine") == SPEECH:  # its text is no prompt
            recipe = {}
        values = dict[str, Any]()
        for name in _FROM_RECIPE if recipe.get("prompt") else ():
            with suppress(InputError, KeyError):
                values[name] = LAYER[name](recipe[name])
        made = replace(layer, asset=None, **values)
        how = "generate the layer to have another take of it" if made.prompt else "import its file and put it in"
        notes.append(f"“{sound.get('name') or layer.name}” is not in this library: {how}.")
        return made


def _found(ref: SceneRef, others: Sequence[Scene], project: str) -> str | None:
    """The scene that is meant; None where there is none, or where several in the project have its name."""
    if any(one.id == ref.id for one in others):
        return ref.id
    named = [one.id for one in others if one.name == ref.name and one.project == project]
    return named[0] if len(named) == 1 else None


def node(scene: Scene) -> dict[str, Any]:
    """A scene as a node of the graph."""
    told = asdict(scene)
    return {
        **{name: told[name] for name in ("id", "name", "duration_s", "loop", "rendered", "tags")},
        "layers": len(scene.layers),
    }
