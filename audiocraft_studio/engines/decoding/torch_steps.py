"""The decoder in torch: exact (float32, the library's own arithmetic), half (bfloat16) and 8-bit weights.

What it leaves out of the library's loop: growing the keys and values by copying them at each step (they have their
place from the start), projecting the prompt at each step (once a batch), the empty prompt's cross-attention (it adds
exactly nothing), and four embeddings and four heads (one each).

Rows are laid out as the items' prompts, then, with guidance, their empty halves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn.functional import embedding, gelu, linear, scaled_dot_product_attention

from audiocraft_studio.engines.decoding import linears
from audiocraft_studio.engines.decoding.linears import Linear
from audiocraft_studio.engines.decoding.steps import Conditions
from audiocraft_studio.engines.decoding.weights import EPSILON, LayerWeights, Norm, Weights

Packer = Callable[[Tensor], Linear]

PACKERS: dict[str, Packer] = {"exact": linears.exact, "half": linears.half, "int8": linears.int8}
MOST_COPIED_BYTES = 2.5e9
"""Up to here the exact mode on a processor computes from a copy of the weights, which is faster."""


@dataclass(frozen=True)
class _Prompts:
    """Keys and values of the prompts of `items`, all of one length: [items, H, L, head_dim]."""

    items: list[int]
    keys: Tensor
    values: Tensor

    def of(self, items: list[int]) -> _Prompts:
        """Of those of them that are among `items`."""
        at = [place for place, one in enumerate(self.items) if one in items]
        return (
            self
            if len(at) == len(self.items)
            else _Prompts([self.items[i] for i in at], self.keys[at], self.values[at])
        )


@dataclass
class _Cross:
    """Attention to the prompt. projection: to keys and values, [2D, D], used once a batch."""

    norm: Norm
    queries: Linear
    projection: Tensor
    out: Linear
    prompts: list[_Prompts] = field(default_factory=list)


@dataclass
class Layer:
    """A layer ready to compute, and what it keeps of the batch. keys, values: [rows, H, positions, head_dim]."""

    norm1: Norm
    qkv: Linear
    out: Linear
    cross: _Cross | None
    norm2: Norm
    up: Linear
    down: Linear
    keys: Tensor
    values: Tensor


class TorchSteps:
    """Implements Steps. mode: "exact", "half" or "int8"."""

    def __init__(self, weights: Weights, mode: str) -> None:
        pack = linears.packed if mode == "exact" and copied(weights) else PACKERS[mode]
        self._device = weights.heads.device
        half = torch.bfloat16 if self._device.type == "cpu" else torch.float16
        self._type = half if mode == "half" else weights.heads.dtype
        self._weights = weights
        self._layers = [self._packed(layer, pack) for layer in weights.layers]
        self._heads = pack(weights.heads)
        self._out_norm = self._norm(weights.out_norm)
        self._embeddings = weights.embeddings.to(self._type)
        self._firsts = (torch.arange(weights.codebooks, device=self._device) * (weights.card + 1))[:, None]
        self._sines = torch.empty(0, weights.dim, dtype=self._type, device=self._device)
        self._conditions = Conditions(())
        self._at = 0

    def start(self, conditions: Conditions, positions: int) -> None:
        with torch.inference_mode():
            self._conditions, self._at = conditions, 0
            self._make_room(positions)
            if conditions.cross is not None:
                self._project(conditions.cross)
            if conditions.prefix is not None:
                prefix = conditions.prefix.to(self._type)
                halves = 2 if conditions.guided else 1
                for item in range(conditions.items):
                    self._through(prefix[:halves, item], [item])
                self._at = conditions.prefixed

    def feed(self, tokens: Tensor) -> Tensor:
        with torch.inference_mode():
            x = self._embedded(tokens)
            items, n = len(tokens), x.shape[1]
            if n == 1:
                hidden = self._through(x, list(range(items)))[:, 0]
            else:  # one item at a time: how many there are would change how products of many rows are cut
                last = [self._through(x[i::items], [i])[:, -1] for i in range(items)]
                hidden = torch.stack(last, dim=1).flatten(0, 1)
            self._at += n
            return self._logits(hidden, items)

    # -- once a batch ------------------------------------------------------------------------------------------------

    def _make_room(self, positions: int) -> None:
        weights = self._weights
        rows = self._conditions.items * (2 if self._conditions.guided else 1)
        shape = (rows, weights.heads_n, positions, weights.head_dim)
        for layer in self._layers:
            if layer.keys.shape != shape:
                layer.keys, layer.values = (torch.empty(shape, dtype=self._type, device=self._device) for _ in range(2))
        if len(self._sines) < positions:
            self._sines = sines(weights, positions).to(self._type)

    def _project(self, texts: tuple[Tensor, ...]) -> None:
        """Keys and values of the prompts; those of one length side by side, so that none has to be padded."""
        by_length: dict[int, list[int]] = {}
        for item, text in enumerate(texts):
            by_length.setdefault(len(text), []).append(item)
        for cross in (layer.cross for layer in self._layers if layer.cross is not None):
            cross.prompts = []
            for items in by_length.values():
                each = [linear(texts[i].to(cross.projection), cross.projection) for i in items]  # [L, 2D]
                by_head = torch.stack(each).unflatten(-1, (2, self._weights.heads_n, -1)).permute(2, 0, 3, 1, 4)
                keys, values = by_head.to(self._type).contiguous()
                cross.prompts.append(_Prompts(items, keys, values))

    def _embedded(self, tokens: Tensor) -> Tensor:
        """[B, K, n] to [rows, n, D]."""
        x = embedding(tokens + self._firsts, self._embeddings).sum(1)
        return x.repeat(2, 1, 1) if self._conditions.guided else x

    # -- every step --------------------------------------------------------------------------------------------------

    def _through(self, x: Tensor, items: list[int]) -> Tensor:
        """Positions and layers. x: the next n positions of `items`, either all items or one, [rows of them, n, D]."""
        return self._layers_of(x + self._sines[self._at : self._at + x.shape[1]], items)

    def _layers_of(self, x: Tensor, items: list[int]) -> Tensor:
        """The layers alone; x is overwritten."""
        given = x[: len(items)]
        for layer in self._layers:
            self._attend_to_past(layer, x, items)
            if layer.cross is not None:
                self._attend_to_prompts(layer.cross, given, items)
            hidden = gelu(each(layer.up, self._normed(layer.norm2, x)))
            x += each(layer.down, hidden)
        return x

    def _attend_to_past(self, layer: Layer, x: Tensor, items: list[int]) -> None:
        at, n = self._at, x.shape[1]
        queries, keys, values = self._projected(layer, x)
        rows = slice(None) if len(items) == self._conditions.items else slice(items[0], None, self._conditions.items)
        past = layer.keys[rows, :, : at + n], layer.values[rows, :, : at + n]
        for kept, new in zip(past, (keys, values), strict=True):
            kept[:, :, at:] = new
        mask = None if n == 1 else torch.ones(n, at + n, dtype=torch.bool, device=self._device).tril(at)
        attended = _attended(queries, *past, mask)
        x += each(layer.out, attended.transpose(1, 2).flatten(2))

    def _projected(self, layer: Layer, x: Tensor) -> Tensor:
        """Queries, keys and values, [3, rows, H, n, head_dim]."""
        projected = each(layer.qkv, self._normed(layer.norm1, x))
        return projected.unflatten(-1, (3, self._weights.heads_n, -1)).permute(2, 0, 3, 1, 4)

    def _attend_to_prompts(self, cross: _Cross, x: Tensor, items: list[int]) -> None:
        """x: the rows with a prompt, one an item."""
        queries = each(cross.queries, self._normed(cross.norm, x))
        queries = queries.unflatten(-1, (self._weights.heads_n, -1)).transpose(1, 2)
        attended = torch.empty_like(queries)
        for prompts in filter(lambda group: group.items, (group.of(items) for group in cross.prompts)):
            rows = [items.index(item) for item in prompts.items]
            attended[rows] = _attended(queries[rows], prompts.keys, prompts.values)
        x += each(cross.out, attended.transpose(1, 2).flatten(2))

    def _logits(self, hidden: Tensor, items: int) -> Tensor:
        """hidden: [rows, D]. Guidance is applied before the heads, which are linear."""
        hidden = self._normed(self._out_norm, hidden)
        if self._conditions.guided:
            given, empty = hidden[:items].float(), hidden[items:].float()
            hidden = (empty + self._conditions.guidance * (given - empty)).to(self._type)
        return self._heads(hidden).view(items, self._weights.codebooks, self._weights.card).to(torch.float32)

    def _normed(self, norm: Norm, x: Tensor) -> Tensor:
        return torch.layer_norm(x, (self._weights.dim,), norm.weight, norm.bias, EPSILON)

    # -- once a model ------------------------------------------------------------------------------------------------

    def _packed(self, layer: LayerWeights, pack: Packer) -> Layer:
        return Layer(
            norm1=self._norm(layer.norm1),
            qkv=pack(layer.qkv),
            out=pack(layer.out),
            cross=None
            if layer.cross is None
            else _Cross(
                norm=self._norm(layer.cross.norm),
                queries=pack(layer.cross.queries),
                projection=layer.cross.keys_values,
                out=pack(layer.cross.out),
            ),
            norm2=self._norm(layer.norm2),
            up=pack(layer.up),
            down=pack(layer.down),
            keys=torch.empty(0),
            values=torch.empty(0),
        )

    def _norm(self, norm: Norm) -> Norm:
        return Norm(norm.weight.to(self._type), norm.bias.to(self._type))


def copied(weights: Weights) -> bool:
    """Whether the exact mode copies these weights; how it rounds depends on it, so on nothing that changes."""
    like = weights.heads
    small = 4 * weights.read_a_step <= MOST_COPIED_BYTES
    return small and like.dtype == torch.float32 and like.device.type == "cpu" and linears.has_packed()


def sines(weights: Weights, positions: int) -> Tensor:
    """The positions' sines as the library computes them, float32 [positions, D]."""
    half = weights.dim // 2
    device = weights.heads.device
    powers = torch.arange(half, dtype=torch.float32, device=device) / (half - 1)
    periods = torch.full([], weights.max_period, dtype=torch.float32, device=device) ** powers
    phase = torch.arange(positions, dtype=torch.float32, device=device)[:, None] / periods
    return weights.positional_scale * torch.cat([phase.cos(), phase.sin()], dim=-1)


def _attended(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
    """[rows, H, n, head_dim]. In float32 on the CPU a row at a time: there, how torch's attention rounds depends on how
    many rows it is called with."""
    if queries.dtype != torch.float32 or queries.is_cuda or len(queries) == 1:
        return scaled_dot_product_attention(queries, keys, values, attn_mask=mask)
    rows = (slice(i, i + 1) for i in range(len(queries)))
    return torch.cat([scaled_dot_product_attention(queries[r], keys[r], values[r], attn_mask=mask) for r in rows])


def each(product: Linear, x: Tensor) -> Tensor:
    """The product for [rows, n, inputs]."""
    return product(x.flatten(0, 1)).unflatten(0, x.shape[:2])
