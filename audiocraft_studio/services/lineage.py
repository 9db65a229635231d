"""How sounds hang together: what one was made from, what was made from it, its versions, who would miss it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assets_db import Asset, Catalogue, Search
from audiocraft_studio.errors import NotFound
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.guard import guarded
from audiocraft_studio.services.scenes import MIXER, Scenes
from audiocraft_studio.services.scenes.model import Scene

GENERATIONS = 3
MOST_NODES = 40
MOST_VERSIONS = 200
REGENERATED = "regenerated"


@dataclass(frozen=True)
class Node:
    """A sound of a family. generation: 0 for the one asked about, -1 its parents, 1 what was made from it.

    asset: None where it is gone for good.
    """

    id: str
    generation: int
    asset: Asset | None


@dataclass(frozen=True)
class Edge:
    """`child` was made from `parent`; how: variation, layer, regenerated …"""

    parent: str
    child: str
    how: str


@dataclass(frozen=True)
class Family:
    """more: how many direct relatives of the nodes were left out."""

    nodes: list[Node]
    edges: list[Edge]
    more: int


@dataclass(frozen=True)
class Dependants:
    """Living sounds made from given ones, newest first, and scenes that have one in a layer."""

    assets: list[Asset]
    scenes: list[Scene]


class Lineage:
    """Reads the parents that records name, in both directions."""

    def __init__(self, assets: Assets, catalogue: Catalogue, scenes: Scenes) -> None:
        self._assets = assets
        self._catalogue = catalogue
        self._scenes = scenes

    def family(self, asset_id: str) -> Family:
        """Ancestors and descendants of up to three generations, the nearest first, 40 sounds at most. Raises NotFound.

        Those in the trash are among them. Children of ancestors are not.
        """
        nodes = {asset_id: Node(asset_id, 0, self._assets.get(asset_id))}
        left_out: set[str] = set()
        frontier = {-1: [asset_id], 1: [asset_id]}
        for distance in range(1, GENERATIONS + 2):
            for direction, known in frontier.items():
                new = self._beyond(known, direction, nodes)
                room = MOST_NODES - len(nodes) if distance <= GENERATIONS else 0
                left_out.update(new[room:])
                frontier[direction] = new[:room]
                nodes |= {key: Node(key, direction * distance, self._found(key)) for key in new[:room]}
        edges = [
            Edge(parent.id, node.id, parent.how)
            for node in nodes.values()
            for parent in (node.asset.parents if node.asset else ())
            if parent.id in nodes
        ]
        return Family(list(nodes.values()), edges, len(left_out - nodes.keys()))

    def versions(self, asset_id: str) -> list[Asset]:
        """The sound as it was made again and again, and renders of the same scene; oldest first. Raises NotFound.

        Itself is among them; others in the trash are not.
        """
        asset = self._assets.get(asset_id)
        found = {asset.id: asset}
        waiting = [asset]
        while waiting and len(found) < MOST_VERSIONS:
            new = [other for other in self._made_again(waiting.pop()) if other.id not in found]
            found |= {other.id: other for other in new}
            waiting += new
        kept = (other for other in found.values() if other.trashed_at is None or other.id == asset_id)
        return sorted(kept, key=lambda other: (other.created_at, other.id))

    def dependants(self, asset_ids: Collection[str]) -> Dependants:
        """What would miss the sounds if they were thrown away; themselves left out."""
        given = set(asset_ids)
        children = {child for key in given for child in self._children(key)} - given
        living = [child for key in children if (child := self._found(key)) and child.trashed_at is None]
        scenes = [
            scene
            for scene in self._scenes.list()
            if given & {asset_id for layer in scene.layers for asset_id in layer.assets}
        ]
        return Dependants(sorted(living, key=lambda asset: (asset.created_at, asset.id), reverse=True), scenes)

    def _beyond(self, known: Iterable[str], direction: int, nodes: Collection[str]) -> list[str]:
        """The parents (-1) or children (1) of `known` that are no nodes yet, each once."""
        step = self._parents if direction < 0 else self._children
        found = dict.fromkeys(other for key in known for other in step(key))
        return [key for key in found if key not in nodes]

    def _parents(self, asset_id: str) -> list[str]:
        asset = self._found(asset_id)
        return [parent.id for parent in asset.parents] if asset else []

    def _children(self, asset_id: str) -> list[str]:
        with guarded(self._assets.folder):
            return self._catalogue.children(asset_id)

    def _made_again(self, asset: Asset) -> list[Asset]:
        """What `asset` was made again from, and as; other renders of its scene."""
        originals = (self._found(parent.id) for parent in asset.parents if parent.how == REGENERATED)
        children = (self._found(key) for key in self._children(asset.id))
        copies = (child for child in children if child and _is_again(child, asset.id))
        return [*filter(None, originals), *copies, *self._renders(asset.recipe.get("scene"))]

    def _renders(self, scene_id: object) -> list[Asset]:
        if not scene_id:
            return []
        with guarded(self._assets.folder):
            mixes = self._catalogue.search(Search(engine=MIXER), limit=None).assets
        return [mix for mix in mixes if mix.recipe.get("scene") == scene_id]

    def _found(self, asset_id: str) -> Asset | None:
        try:
            return self._assets.get(asset_id)
        except NotFound:
            return None


def _is_again(asset: Asset, original_id: str) -> bool:
    return any(parent.id == original_id and parent.how == REGENERATED for parent in asset.parents)
