"""The studio's objects as JSON (docs/http-api.md has the shapes)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assets_db import Asset
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.services.lineage import Family, Node
from audiocraft_studio.services.models import ModelView
from audiocraft_studio.services.plan import Coverage, prompts
from audiocraft_studio.services.scores import has_notes

ENGINE_NAMES = {
    "sketch": "Sketch",
    "musicgen": "MusicGen",
    "audiogen": "AudioGen",
    "magnet": "MAGNeT",
    "mixer": "Scene mix",
    "loop": "Loop",
    "speech": "Synthetic voice",
    "import": "Imported",
}

UNMODELLED = ("sketch", "mixer", "loop", "speech", "import")
"""Engines without models: their own name stands where others have that of a model."""

Json = dict[str, Any]


def asset_view(asset: Asset) -> Json:
    engine = asset.recipe.get("engine", "")
    model = str(asset.recipe.get("model", ""))
    named = _engine_name(asset)
    return {
        **asset.to_dict(),
        "engine_name": named,
        "model_name": named if engine in UNMODELLED else model.rsplit("/", 1)[-1],
        "procedural": engine == "sketch",
        "has_notes": has_notes(asset),
    }


def _engine_name(asset: Asset) -> str:
    engine = str(asset.recipe.get("engine", ""))
    return ENGINE_NAMES.get(engine, engine)


def job_view(job: Job) -> Json:
    return {
        **{k: getattr(job, k) for k in (
            "id", "kind", "title", "owner", "project", "total", "error", "result", "context", "created_at", "progress",
            "eta_s", "message", "position",
        )},
        "state": str(job.state),
        "assets": job.assets,
        "done": job.done,
        "heard": [{"item": i, "seconds": seconds} for i, seconds in sorted(job.heard.items())],
        "failures": [{"index": i, "reason": reason} for i, reason in sorted(job.failures.items())],
    }  # fmt: skip


def family_view(family: Family) -> Json:
    return {
        "nodes": [_node_view(node) for node in family.nodes],
        "edges": [asdict(edge) for edge in family.edges],
        "more": family.more,
    }


def _node_view(node: Node) -> Json:
    asset = node.asset
    return {
        "id": node.id, "generation": node.generation, "missing": asset is None,
        "name": asset.name if asset else "", "type": asset.type if asset else "",
        "engine_name": _engine_name(asset) if asset else "", "trashed": bool(asset and asset.trashed_at),
    }  # fmt: skip


def model_view(view: ModelView) -> Json:
    return {
        **asdict(view.info),
        "state": view.state,
        "size_bytes": view.size_bytes,
        "memory_bytes": view.memory_bytes,
        "device": view.device,
        "modes": None if view.modes is None else asdict(view.modes),
    }


def sound_view(covered: Coverage) -> Json:
    return {
        **asdict(covered.sound),
        "prompts": [text for text, _ in prompts(covered.sound)],
        "generated": covered.generated,
        "approved": covered.approved,
        "missing": covered.missing,
        "assets": [asset_view(a) for a in covered.assets],
    }
