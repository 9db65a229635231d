"""From the layers of a scene to sound: tracks, the mix, stems, and the assets that are made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from assets_db import Asset, Parent
from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.mix import CEILING_DB, EMPTY_RATE, Mix, Track, mix, stems, summed
from audiocraft_studio.dsp.scatter import Hit, scattered
from audiocraft_studio.quality.report import number
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services.assets import Assets, Draft
from audiocraft_studio.services.scenes.effects import chain, checked, tail_s
from audiocraft_studio.services.scenes.events import events
from audiocraft_studio.services.scenes.model import Layer, Scene, audible, layer_from, without

MIXER = "mixer"
VERSION = "3"
"""3 knows effects, pans that move and repeats that overlap; recipes of 2 have none and give the samples they gave."""


@dataclass(frozen=True)
class Plan:
    """What a mix is made of. tracks: of the audible layers, in order; sample_rate and duration_s of the whole."""

    layers: list[Layer]
    tracks: list[Track]
    sample_rate: int
    duration_s: float

    def mix(self) -> Mix:
        return mix(self.tracks, duration_s=self.duration_s, sample_rate=self.sample_rate)

    def summed(self) -> Audio:
        """Before any limiter."""
        return summed(self.tracks, duration_s=self.duration_s, sample_rate=self.sample_rate)

    def stems(self) -> Iterator[Audio]:
        """One for each layer, before any limiter: their sum in order is the sum that the mix limits."""
        for track in self.tracks:
            yield stems([track], duration_s=self.duration_s, sample_rate=self.sample_rate)[0]


class Mixing:
    """Reads the sounds of layers and puts them together, as the page's mixer plays them (see dsp.mix)."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets

    def plan(self, layers: Sequence[Layer], duration_s: float | None, sample_rate: int | None = None) -> Plan:
        """duration_s: None or 0 for as long as the layers last; loops and scattered layers then count once.

        A layer lasts as long as its sound, and the decays of its reverbs longer.
        """
        heard = [replace(layer, effects=checked(layer.effects)) for layer in audible(layers)]
        sounds = [self._sounds(layer) for layer in heard]
        rate = sample_rate or max((a.sample_rate for of in sounds for a in of), default=EMPTY_RATE)
        ends = (la.offset_s + of[0].duration_s + tail_s(la.effects) for la, of in zip(heard, sounds, strict=True))
        length_s = duration_s or max(ends, default=0.0)
        tracks = [_track(layer, of, length_s, rate) for layer, of in zip(heard, sounds, strict=True)]
        return Plan(heard, tracks, rate, length_s)

    def length_s(self, scene: Scene) -> float:
        """How long its mix is, without reading any sound."""
        heard = [(layer, self._assets.get(str(layer.asset))) for layer in audible(scene.layers)]
        ends = (la.offset_s + asset.duration_s + tail_s(checked(la.effects)) for la, asset in heard)
        return scene.duration_s or max(ends, default=0.0)

    def again(self, recipe: Recipe) -> Audio:
        """The mix or stem that a stored recipe describes, from its layers as they are now."""
        layers = [layer_from(d) for d in recipe.inputs]
        plan = self.plan(layers, recipe.duration_s, recipe.params.get("sample_rate"))
        return next(plan.stems()) if recipe.params.get("stem") else plan.mix().audio

    def mix_draft(self, scene: Scene, plan: Plan, mixed: Mix, new_id: str, owner: str) -> Draft:
        """The record of a rendered scene, with its layers' sounds as parents."""
        most = number(mixed.reduction_db, "dB")
        limited = f"Limited by up to {most} to stay below {number(CEILING_DB, 'dBTP')}" if mixed.reduction_db else ""
        recipe = Recipe(
            MIXER, VERSION, "", scene.description, "ambience", 0, mixed.audio.duration_s,
            post=(f"limiter {CEILING_DB:g} dBTP, at most {mixed.reduction_db:.2f} dB",) if mixed.reduction_db else (),
            inputs=tuple(asdict(layer) for layer in plan.layers), scene=scene.id,
        )  # fmt: skip
        used = self._used(plan.layers)
        return Draft(
            id=new_id, type="ambience", project=scene.project, name=f"{scene.name}, mix", recipe=recipe,
            licence=licence(used), created_by=owner, tags=scene.tags, parents=_parents(used),
            notes=tuple(note for note in (without(scene.layers), limited) if note),
        )  # fmt: skip

    def stem_draft(self, scene: Scene, plan: Plan, at: int, new_id: str, owner: str) -> Draft:
        """The record of the stem of layer `at` of the plan."""
        layer = plan.layers[at]
        used = self._used([layer])
        recipe = Recipe(
            MIXER, VERSION, "", layer.prompt, layer.type, 0, plan.duration_s,
            params={"stem": True, "sample_rate": plan.sample_rate}, inputs=(asdict(layer),), scene="",
        )  # fmt: skip
        name = layer.name or used[0].name
        return Draft(
            id=new_id, type=layer.type, project=scene.project, name=f"{scene.name}, {name}, stem", recipe=recipe,
            licence=licence(used), created_by=owner, tags=tuple(dict.fromkeys((*scene.tags, "stem"))),
            parents=_parents(used), notes=("Before the limiter of the mix: the sum of all stems is what it limits",),
        )  # fmt: skip

    def _used(self, layers: Sequence[Layer]) -> list[Asset]:
        return [self._assets.get(asset_id) for layer in layers for asset_id in layer.assets]

    def _sounds(self, layer: Layer) -> list[Audio]:
        """The layer's sound, then its variations."""
        if isinstance(layer.asset, Audio):
            return [layer.asset]
        wanted = layer.assets if layer.scatter else layer.assets[:1]
        return [self._assets.audio(asset_id) for asset_id in wanted]


def _track(layer: Layer, sounds: Sequence[Audio], length_s: float, sample_rate: int) -> Track:
    audio, loop = sounds[0], layer.loop
    if layer.scatter and not isinstance(layer.asset, Audio):
        by_id = dict(zip(layer.assets, sounds, strict=True))
        hits = [Hit(by_id[e.asset], e.at_s, e.gain_db, e.pan, e.rate) for e in events(layer, length_s)]
        audio = scattered(hits, from_s=layer.offset_s, to_s=length_s, sample_rate=sample_rate)
        loop = False
    return Track(
        audio, layer.weight, layer.pan, layer.offset_s, layer.fade_in_s, layer.fade_out_s, loop, layer.weight_points,
        layer.pan_points, layer.loop_fade_s, chain(layer.effects),
    )  # fmt: skip


def licence(used: Sequence[Asset]) -> str:
    """The licences of all that went into a mix, each once."""
    return "; ".join(dict.fromkeys(a.licence for a in used))


def _parents(used: Sequence[Asset]) -> tuple[Parent, ...]:
    return tuple(dict.fromkeys(Parent(id=a.id, how="layer") for a in used))
