"""A scene as one JSON document (docs/scenes.md describes it), and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assets_db import Asset
from audiocraft_studio.errors import DocumentErrors, InputError
from audiocraft_studio.services import checks
from audiocraft_studio.services.scenes import effects
from audiocraft_studio.services.scenes.checking import (
    LAYER,
    MAX_LAYERS,
    MAX_TRANSITIONS,
    SCATTER,
    SCENE,
    TRANSITION,
    Check,
)
from audiocraft_studio.services.scenes.model import Layer, Scatter, Scene, Transition

FORMAT = "audiocraft-studio scene"
FORMAT_VERSION = 1

_OF_SCENE = {name: check for name, check in SCENE.items() if name != "project"}
_OF_REF: Mapping[str, Check] = {
    "id": lambda value: checks.clean_text("Id", value, checks.MAX_NAME),
    "name": lambda value: checks.clean_text("Scene", value, checks.MAX_NAME),
}
_OF_SOUND = ("name", "sha256", "sample_rate", "channels", "duration_s", "licence", "recipe")


@dataclass(frozen=True)
class SceneRef:
    """Another scene, as a document names it: by the id that it has where the document was written, by its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Read:
    """What a document says. sounds: what it tells of the sounds that its layers name, by their id there.

    scene: without parent and transitions. transitions: where each goes, and how; its own `to` is empty.
    """

    scene: Scene
    sounds: Mapping[str, Mapping[str, Any]]
    parent: SceneRef | None = None
    transitions: tuple[tuple[SceneRef, Transition], ...] = ()


def written(scene: Scene, sounds: Sequence[Asset], names: Mapping[str, str]) -> dict[str, Any]:
    """The document of a scene. sounds: those of its layers, as far as they still exist. names: of scenes, by id."""
    told = asdict(scene)
    others = {key: {"id": key, "name": name} for key, name in names.items()}
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        **{name: told[name] for name in _OF_SCENE},
        "parent": others.get(str(scene.parent)),
        "transitions": [{**one, "to": others[one["to"]]} for one in told["transitions"] if one["to"] in others],
        "layers": [{name: layer[name] for name in LAYER} for layer in told["layers"]],
        "sounds": {asset.id: {name: getattr(asset, name) for name in _OF_SOUND} for asset in sounds},
    }


def read(document: object) -> Read:
    """The scene of a document. Only a name and layers are needed. Raises DocumentErrors with everything wrong in it."""
    reader = _Reader()
    if not isinstance(document, Mapping):
        raise DocumentErrors([("", "The document must be an object with named values.")])
    reader.head(document)
    known = ("format", "version", "layers", "sounds", "parent", "transitions")
    values = reader.values({k: v for k, v in document.items() if k not in known}, _OF_SCENE, "", also=known)
    if "name" not in document:
        reader.problems.append(("name", "is missing. Give the scene a name."))
    layers = [reader.layer(raw, f"layers[{i}]") for i, raw in enumerate(reader.sequence(document, "layers"))]
    if len(layers) > MAX_LAYERS:
        reader.problems.append(("layers", f"There are {len(layers)}; at most {MAX_LAYERS} fit."))
    sounds = reader.sounds(document.get("sounds", {}))
    parent = None if document.get("parent") is None else reader.scene(document["parent"], "parent")
    transitions = reader.transitions(document)
    if reader.problems:
        raise DocumentErrors(reader.problems)
    return Read(Scene(**{"name": "", **values}, layers=tuple(layers)), sounds, parent, transitions)


class _Reader:
    """Reads on after a mistake, and remembers all of them with their paths."""

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []

    def head(self, document: Mapping[str, Any]) -> None:
        if document.get("format", FORMAT) != FORMAT:
            self.problems.append(("format", f"{document['format']!r} is not “{FORMAT}”: this is something else."))
        version = document.get("version", FORMAT_VERSION)
        if version != FORMAT_VERSION:
            self.problems.append(("version", f"{version!r} is not {FORMAT_VERSION}, the one that this studio reads."))

    def layer(self, raw: object, path: str) -> Layer:
        if not isinstance(raw, Mapping):
            self.problems.append((path, "must be an object with named values."))
            return Layer()
        # the checks of these stop at the first mistake; here each of their fields has its own path
        own = ("scatter", "effects")
        plain = {k: v for k, v in raw.items() if k not in own}
        values = self.values(plain, {k: v for k, v in LAYER.items() if k not in own}, path, also=own)
        if raw.get("scatter") is not None:
            values["scatter"] = self.scatter(raw["scatter"], f"{path}.scatter")
        if "effects" in raw:
            values["effects"], wrong = effects.read(raw["effects"])
            self.problems += [(f"{path}.effects{where}", reason) for where, reason in wrong]
        return Layer(**values)

    def scatter(self, raw: object, path: str) -> Scatter | None:
        if not isinstance(raw, Mapping):
            self.problems.append((path, "must be an object with named values, or null."))
            return None
        return Scatter(**self.values(raw, SCATTER, path))

    def values(
        self, raw: Mapping[str, Any], table: Mapping[str, Check], path: str, also: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Every field of `raw` that is in `table`, checked; others are mistakes."""
        kept = dict[str, Any]()
        for name, value in raw.items():
            where = f"{path}.{name}" if path else str(name)
            check: Callable[[Any], Any] | None = table.get(name)
            if check is None:
                self.problems.append((where, f"is not known here. Known are {', '.join((*table, *also))}."))
                continue
            try:
                kept[name] = check(value)
            except InputError as error:
                self.problems.append((where, error.reason))
        return kept

    def sequence(self, document: Mapping[str, Any], name: str) -> Sequence[object]:
        found = document.get(name)
        if isinstance(found, (list, tuple)):
            return found
        self.problems.append((name, "is missing." if found is None else "must be a list."))
        return ()

    def scene(self, raw: object, path: str) -> SceneRef:
        """Another scene: an object with its id or name or both, or a text that is one of them."""
        if isinstance(raw, str) and raw:
            return SceneRef(raw, raw)
        named = raw if isinstance(raw, Mapping) else {}
        found = SceneRef(*(self.values(named, _OF_REF, path).get(key, "") for key in ("id", "name")))
        if not (found.id or found.name) or raw is not named:
            self.problems.append((path, "must name a scene: its name, or an object with name and id."))
        return found

    def transitions(self, document: Mapping[str, Any]) -> tuple[tuple[SceneRef, Transition], ...]:
        raw = self.sequence(document, "transitions") if "transitions" in document else ()
        if len(raw) > MAX_TRANSITIONS:
            self.problems.append(("transitions", f"There are {len(raw)}; at most {MAX_TRANSITIONS} fit."))
        return tuple(self._transition(one, f"transitions[{i}]") for i, one in enumerate(raw))

    def _transition(self, raw: object, path: str) -> tuple[SceneRef, Transition]:
        if not isinstance(raw, Mapping):
            self.problems.append((path, "must be an object with named values."))
            return SceneRef("", ""), Transition("")
        plain = {k: v for k, v in raw.items() if k != "to"}
        how = Transition("", **self.values(plain, TRANSITION, path, also=("to",)))
        return self.scene(raw.get("to"), f"{path}.to"), how

    def sounds(self, raw: object) -> Mapping[str, Mapping[str, Any]]:
        if not isinstance(raw, Mapping):
            self.problems.append(("sounds", "must be an object of sounds by their ids."))
            return {}
        for key, sound in raw.items():
            if not isinstance(sound, Mapping):
                self.problems.append((f"sounds.{key}", "must be an object with named values."))
            elif not isinstance(sound.get("recipe", {}), Mapping):
                self.problems.append((f"sounds.{key}.recipe", "must be an object with named values."))
        return raw
