"""Cross-attention that computes the keys and values of the prompt once a window instead of once a step.

The library projects the whole encoded prompt again at every step: for a batch of four and an ordinary prompt that is
more arithmetic than the rest of the step. The projection is made for each item's pair of rows (prompt and empty prompt)
by itself, so that it does not depend on how many items share the batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from audiocraft_studio.engines.audiocraft.compat import memory_efficient_attention


@contextmanager
def remembered(lm: Any) -> Iterator[None]:
    """Within, the cross-attentions of a language model remember the keys and values of the prompt they attend to."""
    with ExitStack() as stack:
        for layer in lm.transformer.layers:
            attention = getattr(layer, "cross_attention", None)
            if attention is not None and _is_plain(attention):
                attention.forward = _Remembering(attention)
                stack.callback(delattr, attention, "forward")
        yield


def _is_plain(attention: Any) -> bool:
    """Whether it is of the form that all published models have."""
    extras = (attention.in_proj_bias is not None, attention.attention_as_float32, attention.qk_layer_norm)
    return bool(attention.custom and attention.memory_efficient) and not any(extras)


class _Remembering:
    """Replaces `forward` of a StreamingMultiheadAttention with cross_attention. D is its width, H its heads."""

    def __init__(self, attention: Any) -> None:
        self._attention = attention
        self._source: Any = None
        self._keys_values: tuple[Any, Any] | None = None

    def __call__(self, query: Any, key: Any, *_: object, **__: object) -> tuple[Any, None]:
        """query: [rows, steps, D]; key, which is also the value: [rows, length, D]. Returns [rows, steps, D]."""
        import torch

        if self._keys_values is None or self._source is not key:
            self._source, self._keys_values = key, self._project(key)
        keys, values = self._keys_values
        weights = self._attention.in_proj_weight
        queries = torch.nn.functional.linear(query, weights[: weights.shape[0] // 3])
        attended = memory_efficient_attention(self._by_head(queries), keys, values)
        return self._attention.out_proj(attended.to(query.dtype).flatten(2)), None

    def _project(self, source: Any) -> tuple[Any, Any]:
        """Keys and values, each [rows, length, H, D / H]. Rows i and rows / 2 + i are the pair of one item."""
        import torch

        weights = self._attention.in_proj_weight
        width = weights.shape[0] // 3
        items = len(source) // 2
        projected = []
        for weight in (weights[width : 2 * width], weights[2 * width :]):
            pairs = [torch.nn.functional.linear(source[[i, items + i]], weight) for i in range(items)]
            rows = torch.stack(pairs, dim=1).flatten(0, 1)
            projected.append(self._by_head(rows))
        return projected[0], projected[1]

    def _by_head(self, values: Any) -> Any:
        return values.unflatten(-1, (self._attention.num_heads, -1))
