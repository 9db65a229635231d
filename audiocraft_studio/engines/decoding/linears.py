"""Matrix products in the precisions of the torch modes: each packs a weight once and returns x → x · weightᵀ.

Each output row is computed from its own input row alone and rounds alike at any number of rows that it is called with,
as far as torch's kernels do (`sameness.holds` checks the whole).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import torch
from torch import Tensor

Linear = Callable[[Tensor], Tensor]

_ROWS = 4
"""Where their number is no multiple of this, some kernels round some rows otherwise."""

_FEW_ROWS = 32
_INT8 = "onednn"


def exact(weight: Tensor) -> Linear:
    """In the weight's own type. Needs no memory."""
    return _in_fours(lambda x: torch.nn.functional.linear(x, weight))


def packed(weight: Tensor) -> Linear:
    """In float32 on a processor, from a copy that is laid out for oneDNN: several times as fast for few rows, which
    always come in fours. Many rows, as of a prompt, are multiplied by the weight itself."""
    ops: Any = torch.ops.mkldnn
    copy, plain = ops._reorder_linear_weight(weight, _ROWS), exact(weight)

    def product(x: Tensor) -> Tensor:
        if len(x) > _FEW_ROWS:
            return plain(x)
        return torch.cat([ops._linear_pointwise(part, copy, None, "none", [], "") for part in x.split(_ROWS)])

    return _in_fours(product)


def half(weight: Tensor) -> Linear:
    """In bfloat16, from and to bfloat16, laid out for oneDNN; on a GPU in float16."""
    if weight.device.type != "cpu":
        narrow = weight.to(torch.float16)
        return lambda x: torch.nn.functional.linear(x, narrow)
    ops: Any = torch.ops.mkldnn
    copy = ops._reorder_linear_weight(weight.to(torch.bfloat16), _ROWS)
    return _in_fours(lambda x: cast(Tensor, ops._linear_pointwise(x, copy, None, "none", [], "")))


def int8(weight: Tensor) -> Linear:
    """Weights of 8 bits with a scale for each output; inputs of 8 bits with a scale for each row. From and to float32.

    torch's product takes one scale for all its rows. Here each row is first scaled to ±1, and a row that reaches both
    ends is added, so that the scale of the rest is always the same.
    """
    ops: Any = torch.ops.quantized
    scale = (weight.abs().amax(1).double() / 127).clamp(min=1e-9)
    zeros = torch.zeros(len(scale), dtype=torch.long)
    quantised = torch.quantize_per_channel(weight.float(), scale, zeros, 0, torch.qint8)
    copy = _prepacked(quantised)
    ends = torch.zeros(1, weight.shape[1])
    ends[0, :2] = torch.tensor([1.0, -1.0])

    def product(x: Tensor) -> Tensor:
        peaks = x.abs().amax(1, keepdim=True).clamp_(min=1e-9)
        return ops.linear_dynamic(torch.cat([x / peaks, ends]), copy, False)[:-1].mul_(peaks)

    return product


def has_packed() -> bool:
    """Whether this build of torch has oneDNN."""
    return bool(torch.backends.mkldnn.is_available())


def has_int8() -> bool:
    """Whether this build of torch has the kernels for it."""
    return _INT8 in torch.backends.quantized.supported_engines


def has_half() -> bool:
    """Whether the processor computes bfloat16 faster than float32."""
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _prepacked(quantised: Tensor) -> Any:
    backends: Any = torch.backends.quantized
    before = backends.engine
    backends.engine = _INT8  # the engine that packs a weight is the one that will use it
    try:
        return torch.ops.quantized.linear_prepack(quantised, None)
    finally:
        backends.engine = before


def _in_fours(product: Linear) -> Linear:
    def padded(x: Tensor) -> Tensor:
        missing = -len(x) % _ROWS
        return product(torch.nn.functional.pad(x, (0, 0, 0, missing)))[: len(x)] if missing else product(x)

    return padded
