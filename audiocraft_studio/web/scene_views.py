"""Scenes as JSON (docs/http-api.md has the shapes)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assets_db import Asset
from audiocraft_studio.services.scenes.effects import tail_s
from audiocraft_studio.services.scenes.environments import Template
from audiocraft_studio.services.scenes.events import events
from audiocraft_studio.services.scenes.model import Layer, Scene
from audiocraft_studio.services.scenes.papers import Graph, node
from audiocraft_studio.services.scenes.shelf import Version

Json = dict[str, Any]


def scene_view(scene: Scene, assets: Mapping[str, Asset]) -> Json:
    """`assets`: those of the layers that still exist, for their names and lengths."""
    layers = []
    for layer in scene.layers:
        asset = assets.get(str(layer.asset))
        layers.append({
            **asdict(layer),
            "asset_duration_s": asset.duration_s if asset else None,
            "asset_name": asset.name if asset else "",
        })  # fmt: skip
    return {**asdict(scene), "layers": layers, "events": events_view(scene, assets)}


def events_view(scene: Scene, assets: Mapping[str, Asset]) -> Json:
    """The repeats of each scattered layer by its id, until the scene's end, whatever is muted."""
    until_s = scene.duration_s or max((_end_s(layer, assets) for layer in scene.layers), default=0.0)
    return {layer.id: [asdict(event) for event in events(layer, until_s)] for layer in scene.layers if layer.scatter}


def environment_view(template: Template) -> Json:
    return {
        "id": template.id,
        "name": template.name,
        "text": template.text,
        "parameters": [asdict(slider) for slider in template.sliders],
        "day_night": template.day_night,
    }


def graph_view(graph: Graph) -> Json:
    return {
        "nodes": [node(scene) for scene in graph.scenes],
        "edges": [
            {"from": e.start, "to": e.to, "kind": e.kind, "seconds": e.seconds, "curve": e.curve} for e in graph.edges
        ],
    }


def version_view(version: Version) -> Json:
    scene = version.scene
    return {
        "n": version.n,
        "name": scene.name,
        "layers": len(scene.layers),
        "saved_at": scene.saved_at or scene.updated_at,
        "by": scene.saved_by,
    }


def _end_s(layer: Layer, assets: Mapping[str, Asset]) -> float:
    asset = assets.get(str(layer.asset))
    return layer.offset_s + (asset.duration_s if asset else layer.duration_s) + tail_s(layer.effects)
