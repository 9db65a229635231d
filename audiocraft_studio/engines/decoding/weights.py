"""What the engine reads of a language model of AudioCraft: its tensors, as they lie in memory, and its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from audiocraft_studio.engines.decoding.errors import Unsupported

EPSILON = 1e-5  # of all layer norms


@dataclass(frozen=True)
class Norm:
    """A layer norm: weight and bias, each [D]."""

    weight: Tensor
    bias: Tensor


@dataclass(frozen=True)
class CrossWeights:
    """Attention to the prompt. queries: [D, D]; keys_values: [2D, D]; out: [D, D]."""

    norm: Norm
    queries: Tensor
    keys_values: Tensor
    out: Tensor


@dataclass(frozen=True)
class LayerWeights:
    """One layer; matrices are [outputs, inputs]. cross: None in models that prepend their conditions.

    qkv: [3D, D], queries, keys and values. out: [D, D]. up: [F, D], before an exact GELU; down: [D, F].
    """

    norm1: Norm
    qkv: Tensor
    out: Tensor
    cross: CrossWeights | None
    norm2: Norm
    up: Tensor
    down: Tensor


@dataclass(frozen=True)
class Weights:
    """A whole model. D: dim; K: codebooks; card: tokens of each, without the special one.

    embeddings: [K · (card + 1), D], one codebook after the other. heads: [K · card, D]. delays: of each codebook, in
    steps. Positions are sines of `max_period`, scaled by positional_scale.
    """

    dim: int
    heads_n: int
    hidden: int
    codebooks: int
    card: int
    delays: tuple[int, ...]
    max_period: float
    positional_scale: float
    layers: tuple[LayerWeights, ...]
    embeddings: Tensor
    out_norm: Norm
    heads: Tensor

    @property
    def head_dim(self) -> int:
        return self.dim // self.heads_n

    @property
    def read_a_step(self) -> int:
        """Numbers that every step reads, embeddings and the prompt's keys and values aside."""
        layer = self.layers[0]
        cross = () if layer.cross is None else (layer.cross.queries, layer.cross.out)
        parts = (layer.qkv, layer.out, *cross, layer.up, layer.down)
        return int(len(self.layers) * sum(part.numel() for part in parts) + self.heads.numel())


def halves_say_all(weight: Tensor) -> bool:
    """Whether float16 holds the weight without loss: published checkpoints are stored so and loaded to float32."""
    return bool(torch.equal(weight.half().to(weight.dtype), weight))


def read(lm: Any) -> Weights:
    """Views of the tensors of an audiocraft LMModel; only embeddings and heads are joined, which copies them.

    Raises Unsupported.
    """
    transformer = lm.transformer
    _check(lm)
    return Weights(
        dim=int(lm.dim),
        heads_n=int(transformer.layers[0].self_attn.num_heads),
        hidden=int(transformer.layers[0].linear1.weight.shape[0]),
        codebooks=int(lm.n_q),
        card=int(lm.card),
        delays=tuple(int(delay) for delay in lm.pattern_provider.delays),
        max_period=float(transformer.max_period),
        positional_scale=float(transformer.positional_scale),
        layers=tuple(_layer(layer) for layer in transformer.layers),
        embeddings=torch.cat([one.weight.data for one in lm.emb]),
        out_norm=_norm(lm.out_norm),
        heads=torch.cat([one.weight.data for one in lm.linears]),
    )


def _layer(layer: Any) -> LayerWeights:
    return LayerWeights(
        norm1=_norm(layer.norm1),
        qkv=layer.self_attn.in_proj_weight.data,
        out=layer.self_attn.out_proj.weight.data,
        cross=None if layer.cross_attention is None else _cross(layer),
        norm2=_norm(layer.norm2),
        up=layer.linear1.weight.data,
        down=layer.linear2.weight.data,
    )


def _cross(layer: Any) -> CrossWeights:
    attention = layer.cross_attention
    dim = attention.embed_dim
    return CrossWeights(
        norm=_norm(layer.norm_cross),
        queries=attention.in_proj_weight.data[:dim],
        keys_values=attention.in_proj_weight.data[dim:],
        out=attention.out_proj.weight.data,
    )


def _norm(norm: Any) -> Norm:
    return Norm(norm.weight.data, norm.bias.data)


def _check(lm: Any) -> None:
    """Raises Unsupported unless every layer computes what the steps of this package compute."""
    if hasattr(lm, "attn_mask_per_stage"):
        raise Unsupported("it fills a whole sound in passes instead of step by step")
    pattern = lm.pattern_provider
    delayed = type(pattern).__name__ == "DelayedPatternProvider" and min(pattern.delays) == 0
    _demand(delayed and not (pattern.flatten_first or pattern.empty_initial), "its codebooks are not just delayed")
    transformer = lm.transformer
    _demand(transformer.positional_embedding == "sin", "its positions are not sines")
    _demand(lm.out_norm is not None, "it normalises after its layers")
    _demand(all(linear.bias is None for linear in lm.linears), "its heads have biases")
    _demand(not (lm.fuser.fuse2cond["sum"] or lm.fuser.fuse2cond["input_interpolate"]), "its conditions are summed")
    for layer in transformer.layers:
        _check_layer(layer)


def _check_layer(layer: Any) -> None:
    _demand(layer.norm_first, "it normalises after its layers")
    _demand(layer.activation is torch.nn.functional.gelu, "its activation is not GELU")
    _demand(layer.linear1.bias is None and layer.linear2.bias is None, "its feed-forward layers have biases")
    for scale in (layer.layer_scale_1, layer.layer_scale_2):
        _demand(isinstance(scale, torch.nn.Identity), "its layers are scaled")
    norms = [layer.norm1, layer.norm2, *([] if layer.cross_attention is None else [layer.norm_cross])]
    _demand(all(isinstance(n, torch.nn.LayerNorm) and n.eps == EPSILON for n in norms), "its norms are of another kind")
    for attention in (layer.self_attn, layer.cross_attention):
        if attention is not None:
            _check_attention(attention)


def _check_attention(attention: Any) -> None:
    _demand(attention.custom, "its attention is torch's own module")
    _demand(attention.in_proj_bias is None and attention.out_proj.bias is None, "its attention has biases")
    _demand(attention.kv_repeat == 1 and attention.past_context is None, "its attention shares or forgets keys")
    _demand(attention.rope is None and not attention.qk_layer_norm, "its attention turns or normalises its keys")


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Unsupported(otherwise)
