"""Layers with something in them that no DAW would do alike: it is put into their sound, so that they sound the same."""

from __future__ import annotations

from dataclasses import replace

from audiocraft_studio.audio import Audio
from audiocraft_studio.services.scenes.mixing import Mixing
from audiocraft_studio.services.scenes.model import Layer


def needed(layer: Layer) -> bool:
    """Whether the layer has effects at work, a pan that moves, or repeats that overlap."""
    overlaps = layer.loop and layer.loop_fade_s > 0 and layer.scatter is None
    return layer.asset is not None and (_effects_work(layer) or bool(layer.pan_points) or overlaps)


def printed(mixing: Mixing, layer: Layer, length_s: float, sample_rate: int) -> Audio:
    """All that is heard of the layer from its offset to the end of the scene, but for its weight and pan.

    Weights and pans that move are in it, since they are before the effects or no layer's own knob.
    """
    alone = replace(layer, weight=1.0, pan=0.0, mute=False, solo=False)
    whole = mixing.plan([alone], length_s, sample_rate).summed()
    return Audio(whole.samples[:, round(layer.offset_s * sample_rate) :], sample_rate)


def plain(layer: Layer, asset: str) -> Layer:
    """The layer with its print as its sound: what is in the print is no longer to be done."""
    return replace(
        layer, asset=asset, weight=1.0 if layer.weight_points else layer.weight, weight_points=(),
        pan=0.0 if layer.pan_points else layer.pan, pan_points=(), fade_in_s=0.0, fade_out_s=0.0, loop=False,
        scatter=None, effects=(),
    )  # fmt: skip


def _effects_work(layer: Layer) -> bool:
    return any(not one["bypass"] for one in layer.effects)
