"""The decoder on NVIDIA GPUs: a step is recorded once as a CUDA graph and then replayed as one launch.

A step of a small model is some four hundred short kernels, and starting each takes longer than running it. A graph can
only replay the very same addresses and shapes, so a step here reads its position from memory, writes keys and values
there, and attends to a whole stretch of positions of which those to come are masked. A new graph is recorded for every
stretch that is entered.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from audiocraft_studio.engines.decoding.steps import Conditions
from audiocraft_studio.engines.decoding.torch_steps import Layer, TorchSteps, each
from audiocraft_studio.engines.decoding.weights import Weights

STRETCH = 256


class GraphSteps(TorchSteps):
    """Implements Steps. recorded: False computes the same without a graph, on any device."""

    def __init__(self, weights: Weights, mode: str, *, recorded: bool = True) -> None:
        super().__init__(weights, mode)
        self._recorded = recorded
        self._graph: torch.cuda.CUDAGraph | None = None
        self._reach = 0
        self._place = torch.zeros(1, dtype=torch.long, device=self._device)
        self._mask = torch.empty(0)
        self._tokens = torch.empty(0)
        self._made = torch.empty(0)

    def start(self, conditions: Conditions, positions: int) -> None:
        self._graph, self._reach = None, 0
        super().start(conditions, -(-positions // STRETCH) * STRETCH)

    def _make_room(self, positions: int) -> None:
        super()._make_room(positions)
        for layer in self._layers:  # what is masked is computed all the same, and must be numbers
            layer.keys.zero_()
            layer.values.zero_()

    def feed(self, tokens: Tensor) -> Tensor:
        """As Steps.feed; the logits of a step are overwritten by the next."""
        if tokens.shape[-1] > 1:
            return super().feed(tokens)
        with torch.inference_mode():
            if self._at >= self._reach:
                self._enter(tokens)
            self._tokens.copy_(tokens)
            self._place.fill_(self._at)
            if self._graph is None:
                self._step()
            else:
                self._graph.replay()
            self._at += 1
            return self._made

    def _enter(self, tokens: Tensor) -> None:
        """The stretch that the next position lies in."""
        self._reach = (self._at // STRETCH + 1) * STRETCH
        self._mask = torch.empty(1, 1, 1, self._reach, dtype=self._type, device=self._device)
        self._tokens = tokens.clone()
        self._place.fill_(self._at)
        self._made = torch.empty(
            len(tokens), self._weights.codebooks, self._weights.card, dtype=torch.float32, device=self._device
        )
        if not self._recorded:
            return
        aside = torch.cuda.Stream()
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):  # as torch.cuda.graph asks: once outside, so that every library is set up
            self._step()
        torch.cuda.current_stream().wait_stream(aside)
        self._graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self._graph):
            self._step()

    def _step(self) -> None:
        """One position, from `_tokens` at `_place` to `_made`; nothing in it depends on a number outside the device."""
        self._mask.copy_(torch.where(torch.arange(self._reach, device=self._device) <= self._place, 0.0, -torch.inf))
        x = self._embedded(self._tokens) + self._sines.index_select(0, self._place)
        items = list(range(len(self._tokens)))
        x = self._layers_of(x, items)
        self._made.copy_(self._logits(x[:, 0], len(items)))

    def _attend_to_past(self, layer: Layer, x: Tensor, items: list[int]) -> None:
        if x.shape[1] > 1 or self._at < self._conditions.prefixed:
            super()._attend_to_past(layer, x, items)
            return
        queries, keys, values = self._projected(layer, x)
        layer.keys.index_copy_(2, self._place, keys)
        layer.values.index_copy_(2, self._place, values)
        past = layer.keys[:, :, : self._reach], layer.values[:, :, : self._reach]
        attended = scaled_dot_product_attention(queries, *past, attn_mask=self._mask)
        x += each(layer.out, attended.transpose(1, 2).flatten(2))
