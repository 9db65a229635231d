"""Where scenes are kept: as they are now, and as they were before each of the last 50 saves."""

from __future__ import annotations

import builtins
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from assets_db import Catalogue
from audiocraft_studio.errors import Changed, InputError, NotFound
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.clock import later_than
from audiocraft_studio.services.guard import Documents
from audiocraft_studio.services.scenes.checking import checked
from audiocraft_studio.services.scenes.model import Layer, Scene, scene_from

KEPT_VERSIONS = 50


@dataclass(frozen=True)
class Version:
    """A scene as it was before a save. n counts up from 1."""

    n: int
    scene: Scene


class Shelf:
    """Scenes of all projects.

    A save by a person keeps what it replaces as a version. Sounds that jobs put into layers are no saves: they move
    `updated_at` only, so that a page that has not heard of them yet can still save, and `filled` says what came in.
    Where a sound is gone from the library for good, its layer comes back without it and with its id in `lost`.
    """

    def __init__(self, catalogue: Catalogue, assets: Assets, new_id: Callable[[], str]) -> None:
        self._documents = Documents(catalogue, "scenes")
        self._versions = Documents(catalogue, "scene_versions")
        self._assets = assets
        self._new_id = new_id
        self._changing = threading.RLock()

    def get(self, scene_id: str) -> Scene:
        return self._present(scene_from(self._documents.get(scene_id)))

    def list(self, project: str = "") -> builtins.list[Scene]:
        found = [self._present(scene_from(d)) for d in self._documents.all() if not project or d["project"] == project]
        return sorted(found, key=lambda s: s.name.casefold())

    def save(self, scene: Scene, *, by: str = "script", based_on: str = "") -> Scene:
        """Stores a scene, new (without id) or changed.

        based_on: `updated_at` of the scene that it was made from; "" to save over whatever is there. Raises InputError
        (names the field), NotFound (an asset), Changed (somebody else saved since; nothing is stored).
        """
        with self._changing:
            before = self._stored(scene.id)
            if before is None:
                return self._put(scene, by=by)
            if based_on and based_on < before.saved_at:
                raise Changed(before.name, by=before.saved_by, you=by, at=before.saved_at)
            filled = self._documents.get(before.id).get("filled", ()) if based_on else ()
            kept = self._put(_with_sounds(scene, before, filled, based_on), by=by, before=before)
            if _content(kept) != _content(before):
                self._keep(before)
            return kept

    def change(self, scene_id: str, changed: Callable[[Scene], Scene], *, by: str = "script") -> Scene:
        """Saves what `changed` makes of the scene as it is now; two changes at once follow each other."""
        with self._changing:
            return self.save(replace(changed(self.get(scene_id)), id=scene_id), by=by)

    def fill(self, scene_id: str, changed: Callable[[Scene], Scene]) -> Scene:
        """Stores what a job makes of the scene as it is now: sounds that enter layers, the last mix."""
        with self._changing:
            before = self.get(scene_id)
            after = replace(changed(before), id=scene_id, updated_at=later_than(before.updated_at))
            had = {layer.id: layer for layer in before.layers}
            new = [
                {"at": after.updated_at, "layer": layer.id, "before": had[layer.id].asset}
                for layer in after.layers
                if layer.id in had and layer.assets != had[layer.id].assets
            ]
            earlier = self._documents.get(scene_id).get("filled", ())
            self._documents.put(scene_id, {**asdict(after), "filled": [*earlier, *new]})
            return after

    def remove(self, scene_id: str) -> None:
        """Forgets the scene; its sounds and renders stay in the library. Scenes that refer to it let go of it."""
        with self._changing:
            self._documents.remove(scene_id)
            for key in self._version_ids(scene_id):
                self._versions.remove(key)
            for other in self.list():
                kept = tuple(t for t in other.transitions if t.to != scene_id)
                parent = None if other.parent == scene_id else other.parent
                if (kept, parent) != (other.transitions, other.parent):
                    self._documents.put(other.id, {
                        **self._documents.get(other.id), "parent": parent, "transitions": [asdict(t) for t in kept],
                    })  # fmt: skip

    def versions(self, scene_id: str) -> builtins.list[Version]:
        """What earlier saves replaced, newest first."""
        self.get(scene_id)
        found = (self._versions.get(key) for key in reversed(self._version_ids(scene_id)))
        return [Version(d["n"], self._present(scene_from(d["scene"]))) for d in found]

    def restore(self, scene_id: str, n: int, *, by: str = "script") -> Scene:
        """The scene as it was; what it is now is kept as a version."""
        found = next((version for version in self.versions(scene_id) if version.n == n), None)
        if found is None:
            raise NotFound("version of the scene", str(n))
        others = {scene.id for scene in self.list()}
        was = found.scene
        return self.save(
            replace(
                was,
                parent=was.parent if was.parent in others else None,
                transitions=tuple(t for t in was.transitions if t.to in others),
            ),
            by=by,
        )

    def _present(self, scene: Scene) -> Scene:
        """The scene with the sounds that there are; one that is there again comes back."""
        return replace(scene, layers=tuple(self._living(layer) for layer in scene.layers))

    def _living(self, layer: Layer) -> Layer:
        own = str(layer.asset or layer.lost)
        there = self._assets.knows(own)
        scatter = layer.scatter
        if scatter:
            scatter = replace(scatter, variations=tuple(v for v in scatter.variations if self._assets.knows(v)))
        return replace(layer, asset=own if there else None, lost="" if there else own, scatter=scatter)

    def _named(self, scene_id: str) -> set[str]:
        """Every sound that the scene or an earlier version of it ever had."""
        stored = [
            self._documents.get(scene_id),
            *(self._versions.get(key)["scene"] for key in self._version_ids(scene_id)),
        ]
        return {key for data in stored for layer in scene_from(data).layers for key in (*layer.assets, layer.lost)}

    def _put(self, scene: Scene, *, by: str, before: Scene | None = None) -> Scene:
        kept = checked(scene, self._new_id)
        unknown = [key for layer in kept.layers for key in layer.assets if not self._assets.knows(key)]
        for asset_id in set(unknown) - (self._named(before.id) if unknown and before else set()):
            raise NotFound("asset", asset_id)
        kept = self._present(kept)
        now = later_than(before.updated_at if before else "")
        rendered = before.rendered if before else scene.rendered
        kept = replace(
            kept, id=scene.id or self._new_id(), rendered=rendered, updated_at=now, saved_at=now, saved_by=by
        )
        self._check_relations(kept)
        self._documents.put(kept.id, asdict(kept))
        return kept

    def _check_relations(self, scene: Scene) -> None:
        """A parent that exists and is not below the scene itself; transitions to scenes that exist."""
        above, seen = scene.parent, {scene.id}
        while above is not None:
            if above in seen:
                raise InputError("Parent", "A scene cannot belong to itself, nor to one that belongs to it.")
            seen.add(above)
            parent = self._stored(above)
            if parent is None:
                raise InputError("Parent", f"There is no scene {above!r}.")
            above = parent.parent
        for one in scene.transitions:
            if one.to == scene.id or self._stored(one.to) is None:
                raise InputError("Transitions", f"There is no other scene {one.to!r} to go over to.")

    def _keep(self, scene: Scene) -> None:
        keys = self._version_ids(scene.id)
        n = int(keys[-1].rpartition(".")[2]) + 1 if keys else 1
        self._versions.put(f"{scene.id}.{n:06}", {"n": n, "scene": asdict(scene)})
        for key in keys[: max(0, len(keys) + 1 - KEPT_VERSIONS)]:
            self._versions.remove(key)

    def _version_ids(self, scene_id: str) -> builtins.list[str]:
        return sorted(key for key in self._versions.ids() if key.rpartition(".")[0] == scene_id)

    def _stored(self, scene_id: str) -> Scene | None:
        with suppress(NotFound):
            return self.get(scene_id) if scene_id else None
        return None


def _content(scene: Scene) -> dict[str, Any]:
    """What a person changes."""
    told = asdict(scene)
    return {k: v for k, v in told.items() if k not in ("rendered", "updated_at", "saved_at", "saved_by")}


def _with_sounds(sent: Scene, now: Scene, filled: Iterable[Mapping[str, Any]], based_on: str) -> Scene:
    """`sent` with the sounds that jobs put into layers after `based_on`, where it still has what they replaced."""
    new = [one for one in filled if one["at"] > based_on]
    came = {layer.id: layer for layer in now.layers}
    layers = []
    for layer in sent.layers:
        if any(one["layer"] == layer.id and one["before"] == layer.asset for one in new):
            there = came[layer.id]
            scatter = layer.scatter
            if scatter and there.scatter:
                scatter = replace(scatter, variations=there.scatter.variations)
            layer = replace(layer, asset=there.asset, scatter=scatter)  # noqa: PLW2901
        layers.append(layer)
    return replace(sent, layers=tuple(layers))
