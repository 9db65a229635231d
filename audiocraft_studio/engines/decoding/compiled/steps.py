"""The compiled decoder: `Steps` by a library that `build` made of the C++ in native/."""

from __future__ import annotations

from ctypes import byref
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor

from audiocraft_studio.engines.decoding.compiled.binding import Native, Shape
from audiocraft_studio.engines.decoding.errors import Unsupported
from audiocraft_studio.engines.decoding.steps import Conditions
from audiocraft_studio.engines.decoding.torch_steps import sines
from audiocraft_studio.engines.decoding.weights import EPSILON, LayerWeights, Norm, Weights, halves_say_all

Numbers = Literal["bytes", "floats"]
_BYTES_EACH: dict[Numbers, int] = {"bytes": 1, "floats": 4}

_TILE = 64  # outputs side by side, as in native/layout.h


class CompiledSteps:
    """Implements Steps on the processor.

    An item's logits are bit for bit the same at every batch size, beside any neighbours, with any number of threads,
    whether its tokens are fed one by one or many at once, and on every kind of processor.
    """

    def __init__(self, weights: Weights, library: Path, numbers: Numbers, kernel: str = "") -> None:
        """Packs the weights and starts as many threads as torch has.

        numbers: what it computes with. "bytes": weights, keys, values and inputs of 8 bits; the copy takes a quarter of
        the weights' size in float32. "floats": all in float32; the copy takes half of that size where 16 bits say all
        that the weights are, as in published checkpoints, which are stored so.
        kernel: one of `Native.kernels()`, by default the best. Raises Unsupported, MemoryError.
        """
        if weights.dim % 4 or weights.hidden % 4:
            raise Unsupported("its layers are not a multiple of 4 wide")
        self._native = Native(library)
        self._each = _BYTES_EACH[numbers]
        self._weights = weights
        self._embeddings = weights.embeddings.float().contiguous()
        self._sines = torch.empty(0)
        self._batch: int | None = None
        self._conditions = Conditions(())
        self._left = 0
        name = kernel or self._native.kernels()[0]
        shape = Shape(
            *(weights.dim, weights.heads_n, weights.head_dim, len(weights.layers), weights.codebooks, weights.card),
            *(weights.hidden, int(weights.layers[0].cross is not None), EPSILON),
        )
        self._decoder = _present(self._native.new(byref(shape), name.encode(), self._each, torch.get_num_threads()))
        self._native.embeddings(self._decoder, self._embeddings.data_ptr())
        for index, layer in enumerate(weights.layers):
            self._pack_layer(index, layer)
        self._pack_norm(0, "out_norm", weights.out_norm)
        self._pack(0, "heads", weights.heads)

    def start(self, conditions: Conditions, positions: int) -> None:
        self._end()
        weights, items = self._weights, conditions.items
        texts = [text.float().contiguous() for text in conditions.cross or ()]
        lengths = torch.tensor([len(text) for text in texts] or [0] * items, dtype=torch.int32)
        self._sines = sines(weights, positions).float().contiguous()
        self._batch = _present(
            self._native.start(
                self._decoder,
                items,
                conditions.guided,
                conditions.guidance,
                positions,
                self._sines.data_ptr(),
                lengths.data_ptr(),
            )
        )
        self._conditions, self._left = conditions, positions
        for item, text in enumerate(texts):
            if len(text):
                self._native.read_text(self._batch, item, text.data_ptr())
        if conditions.prefix is not None:
            halves = conditions.prefix[: 2 if conditions.guided else 1].float().contiguous()
            self._take(conditions.prefixed)
            self._native.feed_vectors(self._batch, halves.data_ptr(), conditions.prefixed)

    def feed(self, tokens: Tensor) -> Tensor:
        items, codebooks, n = tokens.shape
        weights = self._weights
        if (items, codebooks) != (self._conditions.items, weights.codebooks):
            raise ValueError(f"tokens are {tuple(tokens.shape)}, not of this batch")
        if n == 0 or int(tokens.min()) < 0 or int(tokens.max()) > weights.card:
            raise ValueError(f"tokens must be 0 … {weights.card}")
        self._take(n)
        tokens = tokens.long().contiguous()
        logits = torch.empty(items, codebooks, weights.card)
        self._native.feed(self._batch, tokens.data_ptr(), n, logits.data_ptr())
        return logits

    def _take(self, positions: int) -> None:
        if positions > self._left:
            raise ValueError(f"{positions} positions are fed where {self._left} are left")
        self._left -= positions

    def _end(self) -> None:
        if self._batch is not None:
            self._native.end(self._batch)
            self._batch = None

    def __del__(self) -> None:
        if getattr(self, "_decoder", None) is not None:
            self._end()
            self._native.free(self._decoder)

    # -- once a model ------------------------------------------------------------------------------------------------

    def _pack_layer(self, index: int, layer: LayerWeights) -> None:
        self._pack_norm(index, "norm1", layer.norm1)
        self._pack_norm(index, "norm2", layer.norm2)
        self._pack(index, "qkv", self._by_head(layer.qkv, 3))
        self._pack(index, "out", self._from_heads(layer.out))
        if layer.cross is not None:
            self._pack_norm(index, "norm_cross", layer.cross.norm)
            self._pack(index, "cross_q", self._by_head(layer.cross.queries, 1))
            self._pack(index, "cross_kv", self._by_head(layer.cross.keys_values, 2))
            self._pack(index, "cross_out", self._from_heads(layer.cross.out))
        self._pack(index, "up", layer.up)
        self._pack(index, "down", layer.down)

    def _by_head(self, weight: Tensor, parts: int) -> Tensor:
        """[parts · D, D] with outputs by part and head, to outputs by head and part, each head padded."""
        heads = weight.unflatten(0, (parts, self._weights.heads_n, -1)).transpose(0, 1)
        return torch.nn.functional.pad(heads, (0, 0, 0, self._padding())).flatten(0, 2)

    def _from_heads(self, weight: Tensor) -> Tensor:
        """[D, D] with inputs by head, to inputs with each head padded."""
        heads = weight.unflatten(1, (self._weights.heads_n, -1))
        return torch.nn.functional.pad(heads, (0, self._padding())).flatten(1)

    def _padding(self) -> int:
        return -self._weights.head_dim % _TILE

    def _pack(self, layer: int, name: str, weight: Tensor) -> None:
        weight, each = weight.float().contiguous(), self._each
        if each > 1 and halves_say_all(weight):
            weight, each = weight.half(), 2
        if not self._native.linear(self._decoder, layer, name.encode(), weight.data_ptr(), *weight.shape, each):
            raise MemoryError("the packed weights do not fit into memory")

    def _pack_norm(self, layer: int, name: str, norm: Norm) -> None:
        weight, bias = norm.weight.float().contiguous(), norm.bias.float().contiguous()
        if not self._native.norm(self._decoder, layer, name.encode(), weight.data_ptr(), bias.data_ptr()):
            raise MemoryError("the packed weights do not fit into memory")


def _present(handle: int | None) -> int:
    if handle is None:
        raise MemoryError("the decoder does not fit into memory")
    return handle
