"""What becomes of a good cell: longer, made by a larger model, or more like it."""

from __future__ import annotations

from dataclasses import replace

from assets_db import Asset, Parent
from audiocraft_studio.engines.base import ModelInfo
from audiocraft_studio.errors import InputError
from audiocraft_studio.recipe import CONTINUATION, Recipe
from audiocraft_studio.services.generation import GenerateRequest
from audiocraft_studio.services.models import Models, ModelView

ALIKE = 8
INSTALLED = ("built in", "loaded", "loading", "on disk")


def again(asset: Asset, info: ModelInfo) -> GenerateRequest:
    """A request for the sound's recipe. Parameters that the model (of now) does not know are left out."""
    recipe = Recipe.from_dict(asset.recipe)
    known = {param.name for param in info.params}
    return GenerateRequest(
        prompt=recipe.prompt, type=asset.type, model=info.id, duration_s=recipe.duration_s, seed=recipe.seed,
        project=asset.project, tags=asset.tags, params={k: v for k, v in recipe.params.items() if k in known},
        category=asset.category, subcategory=asset.subcategory, sound=asset.sound, template=recipe.template,
        values=(recipe.values,) if recipe.values else (), kept=recipe.conditioning,
    )  # fmt: skip


def longer(asset: Asset, info: ModelInfo) -> GenerateRequest:
    """Twice its length: continued where the model can, else made anew. The parent's `how` and the name say which."""
    if info.fixed_s:
        raise InputError("Duration", f"{info.name} always makes {info.fixed_s:g} s. Continue it with another model.")
    duration_s = min(round(2 * asset.duration_s, 3), info.max_duration_s)
    if duration_s < 1.05 * asset.duration_s:
        raise InputError("Duration", f"{info.name} makes {info.max_duration_s:g} s at most, and this has that length.")
    request = replace(again(asset, info), duration_s=duration_s)
    if not info.continuation:
        return replace(request, name=f"{_short(asset)}, longer", parents=(Parent(id=asset.id, how="longer"),))
    kept = tuple(one for one in request.kept if one.role != CONTINUATION)
    return replace(request, name=f"{_short(asset)}, continued", continue_from=asset.id, kept=kept)


def better(asset: Asset, models: Models) -> GenerateRequest:
    """The recipe in the next larger model of its kind that is installed; after Sketch, the smallest made for the type.

    Raises InputError that says which to install, where there is none.
    """
    info = models.info(str(asset.recipe["model"]))
    larger = sorted((v for v in models.list() if _larger(v.info, info, asset)), key=lambda v: v.info.parameters)
    there = [view for view in larger if view.state in INSTALLED]
    if not there:
        raise InputError("Model", _missing(info, larger))
    target = there[0].info
    request = replace(again(asset, target), name=f"{_short(asset)}, {target.name}")
    if target.fixed_s:
        request = replace(request, duration_s=target.fixed_s)
    return replace(request, parents=(Parent(id=asset.id, how="better"),))


def alike(asset: Asset, info: ModelInfo) -> GenerateRequest:
    """New seeds of its recipe."""
    request = again(asset, info)
    parents = (Parent(id=asset.id, how="variation"),)
    return replace(request, seed=None, count=ALIKE, values=request.values * ALIKE, parents=parents)


def _larger(one: ModelInfo, than: ModelInfo, asset: Asset) -> bool:
    roles = [c.role for c in Recipe.from_dict(asset.recipe).conditioning]
    if not all(getattr(one, role) for role in roles):
        return False
    if than.procedural:
        return not one.procedural and asset.type in one.types
    same = (one.engine, one.channels, one.sample_rate) == (than.engine, than.channels, than.sample_rate)
    return same and one.parameters > than.parameters


def _missing(info: ModelInfo, larger: list[ModelView]) -> str:
    if not larger:
        return f"{info.name} is the largest of its kind."
    first = larger[0].info
    return f"No larger one is installed. Load {first.name} in the list of models first, then promote again."


def _short(asset: Asset) -> str:
    return asset.name[:50].rstrip(" ,")
